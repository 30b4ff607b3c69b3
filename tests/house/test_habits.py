"""Habits that a reader of the code relies on: one commit, one reader of settings, nothing unescaped."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.house.source import (
    ROOT,
    calls,
    dotted,
    imported_names,
    inside,
    nodes_of,
    product_modules,
    project_files,
    text_of,
)

# Each exception says why it is one; one that is no longer needed fails.
MAY_MARK_HTML_AS_SAFE = {
    "engage/organisation/typed.py": "offers bodies beside a line; their names are escaped by format",
    "engage/platform/charts/svg.py": "draws a chart; test_charts plants markup in every string of one",
    "engage/platform/web/declared.py": "draws links; their words and addresses are escaped by format",
    "engage/platform/web/choosing.py": "draws a field by a template that escapes what was typed",
    "engage/platform/web/list_pages.py": "joins what components drew; activities plant markup in it",
    "engage/platform/web/components.py": "puts together what the NHS macros drew and words that it escapes",
}
MAY_SPEAK_SQL = {
    "engage/platform/backups/moments.py": "lifts limits before the moment it sees, which a query would fix",
    "engage/platform/data/database.py": "opens transactions and sets pragmas, before any row is touched",
    "engage/platform/data/ready.py": "writes rows of a draft, whose changes are noted for the trail",
    "engage/platform/data/search.py": "makes the indexes of words, and has FTS5 tidy them; no row of ours",
}

MAY_READ_DIGITS = {
    "engage/platform/data/typed.py": "is the reader of numbers",
    "engage/platform/processes/receiving.py": "how long a body is, of up to 18 figures by its pattern",
    "engage/platform/web/components.py": "numbers the gaps of a pattern that it made",
    "engage/platform/offers/choosing.py": "the number of a reference that was found",
    "engage/platform/imports/file_words.py": "asks whether the code of a term of ours is a number",
    "engage/imports/mending/forms.py": "the same",
    "engage/assurance/activities/document.py": "the years of months that were counted",
    "engage/assurance/compose.py": "sorts by the numbers of references",
    "engage/assurance/figures/words.py": "the code of a stage, as it was counted",
    "engage/duties/queries.py": "a value that was read when it was confirmed",
    "engage/duties/law/queries.py": "the same",
    "engage/stakeholders/queries.py": "the numbers of references",
    "engage/stakeholders/contacts.py": "the same",
    "engage/stakeholders/consents/mail.py": "the number of a reference that a letter was written with",
    "engage/panels/members/queries.py": "the numbers of references",
    "engage/meetings/calendars/ical.py": "the time of a meeting",
    "engage/organisation/likeness.py": "asks which words of a name are numbers",
    "engage/privacy/access/queries.py": "asks whether words hold a digit; the key of a row",
    "engage/privacy/erasing.py": "the key of a row in an entry of the trail",
    "engage/imports/results.py": "a total that was reckoned",
    "engage/imports/rejects.py": "the number of a row, as its plan kept it",
}
READ_WORDS = (
    "engage/rules/",
    "engage/platform/sheets/",
    "engage/platform/paper/",
    "engage/platform/charts/",
)
"""Packages that find figures in words by a pattern, which says how many, or reckon with their own."""

ASKED_BY_WHOEVER_ASKS_ALL = {"take", "what_waits"}
"""What every import, and every place where something waits, is asked alike; some need not know by whom."""


def users_of(names: set[str]) -> Iterator[tuple[str, int]]:
    """Where a function is called by one of these names, whatever it is called on."""
    for file, tree in product_modules():
        yield from ((file, line) for name, line in calls(tree) if name.rsplit(".", 1)[-1] in names)


def test_rules_load_in_an_interpreter_that_has_only_the_standard_library() -> None:
    modules = [
        inside(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in sorted((ROOT / "engage" / "rules").rglob("*.py"))
    ]
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + "\n".join(
        f"import {name}" for name in modules
    )
    ended = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True)
    assert ended.returncode == 0, f"rules may import only rules and the standard library:\n{ended.stderr}"


def test_settings_are_read_in_one_file() -> None:
    readers = {"environ", "environb", "getenv", "getenvb"}
    offenders = [
        f"{file}:{line}"
        for file, tree in product_modules()
        if file != "config.py"
        for name, line in chain(imported_names(tree), calls(tree))
        if readers & set(name.split("."))
    ]
    assert not offenders, "Only config.py reads the environment; take what you need from the settings."


def test_commit_appears_once() -> None:
    places = [f"{file}:{line}" for file, line in users_of({"commit"})]
    assert [place.split(":")[0] for place in places] == ["engage/platform/data/transactions.py"], (
        f"A verb commits by being @one_transaction, and in no other way: {places}"
    )


def test_no_text_is_marked_as_safe_html_by_hand() -> None:
    users = {file for file, _ in users_of({"Markup", "render_template_string", "from_string"})}
    assert users == set(MAY_MARK_HTML_AS_SAFE), (
        "Give people's words to a macro as text; see MAY_MARK_HTML_AS_SAFE."
    )


def test_no_template_switches_escaping_off() -> None:
    unescaped = re.compile(r"\|\s*safe\b|autoescape\s+false|\|\s*forceescape")
    offenders = [
        f"{inside(path)}:{number}: {line.strip()}"
        for path in project_files()
        if path.is_relative_to(ROOT / "templates")
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if unescaped.search(line)
    ]
    assert not offenders, "A template escapes everything; build HTML with a macro instead."


def test_sql_is_not_written_as_text() -> None:
    # Text goes past the session, so a silent write in it would not be refused.
    users = {file for file, _ in users_of({"exec_driver_sql", "executescript"})}
    users |= {
        file for file, tree in product_modules() for name, _ in imported_names(tree) if is_sql_text(name)
    }
    users |= {
        file for file, tree in product_modules() for name, _ in calls(tree) if name in {"db.text", "sa.text"}
    }
    assert users == set(MAY_SPEAK_SQL), "Say it with SQLAlchemy's expressions; see MAY_SPEAK_SQL."


def is_sql_text(name: str) -> bool:
    return name.startswith("sqlalchemy") and name.rsplit(".", 1)[-1] in {
        "text",
        "TextClause",
        "literal_column",
    }


def test_files_go_out_by_one_door_to_browsers_and_by_one_to_letters() -> None:
    opening = re.compile(r"\b(?:file_store\(\)|files)\.open\(")
    doors = [inside(path) for path in (ROOT / "engage").rglob("*.py") if opening.search(text_of(path))]
    assert sorted(doors) == ["engage/platform/mail/posting.py", "engage/platform/web/kept_files.py"]


def test_what_is_put_back_from_the_trail_keeps_its_files_until_then() -> None:
    texts = {inside(path): text_of(path) for path in (ROOT / "engage").rglob("*.py")}
    putting_back = [file for file, text in texts.items() if "undo.put_back(" in text]
    assert putting_back
    assert all("can_be_put_back=True" in texts[file] for file in putting_back)


def test_numbers_of_people_have_one_reader() -> None:
    # int() takes ², ٣, 1_000 and forty digits for numbers, which then break the page or the database.
    users = {
        file
        for file, tree in product_modules()
        for node in nodes_of(tree)
        if not file.startswith(READ_WORDS) and isinstance(node, ast.Call) and reads_digits(node)
    }
    assert users - {"config.py"} == set(MAY_READ_DIGITS), (
        "Read it with row_number or number_or_none of platform/data/typed.py; see MAY_READ_DIGITS."
    )


def reads_digits(call: ast.Call) -> bool:
    """Whether digits are told or read without bounds; in the rest of a reference the house wrote them."""
    if any(word.arg == "type" and dotted(word.value) == "int" for word in call.keywords):
        return True
    name = dotted(call.func)
    if name != "int":
        return name.rsplit(".", 1)[-1] in {"isdigit", "isdecimal", "isnumeric"}
    of = call.args[0] if call.args else call
    rest = of.value if isinstance(of, ast.Subscript) else of
    return not (isinstance(rest, ast.Call) and dotted(rest.func).endswith((".partition", ".removeprefix")))


@pytest.mark.parametrize(
    ("reading", "is_bare"),
    [
        ("int(form.owner.data)", True),
        ('args.get("page", 1, type=int)', True),
        ("typed.isdigit()", True),
        ("str(typed).isdecimal()", True),
        ('int(ref.partition(":")[2])', False),
        ("row_number(form.owner.data)", False),
    ],
)
def test_a_bare_reading_of_a_number_is_found(reading: str, is_bare: bool) -> None:
    call = ast.parse(reading, mode="eval").body
    assert isinstance(call, ast.Call)
    assert reads_digits(call) == is_bare


def test_every_module_of_the_product_opens_with_a_sentence() -> None:
    silent = [file for file, tree in product_modules() if not says_what_it_is_for(tree)]
    assert not silent, "Open with one sentence that says what the module is for."


def says_what_it_is_for(tree: ast.Module) -> bool:
    return (ast.get_docstring(tree) or "").split("\n\n")[0].rstrip().endswith(".")


def test_an_actor_is_taken_only_by_what_looks_at_who_it_is() -> None:
    idle = [
        f"{file}: {function.name}"
        for file, tree in product_modules()
        for function in nodes_of(tree)
        if isinstance(function, ast.FunctionDef) and function.name not in ASKED_BY_WHOEVER_ASKS_ALL
        if "actor" in {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
        if not any(isinstance(node, ast.Name) and node.id == "actor" for node in ast.walk(function))
    ]
    assert not idle, "An actor that nobody looks at reads like a check of access, and is none."
