"""Every page is guarded, and an address once given is not taken away or opened wider by accident."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

import pytest

from engage.platform.web.forms import Form, file_questions
from engage.platform.web.guard import PUBLIC, SIGNED_IN, is_destructive, is_for_files, mark_of
from engage.platform.web.sent_once import counts_each_time
from engage.rules.permissions import NEVER_TOGETHER, ROLES, May, Role
from tests.house.product import application, modules, views
from tests.house.source import ROOT

ADDRESSES = ROOT / "tests" / "house" / "urls.txt"
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
PARTS = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")

PUBLIC_VIEWS = {
    "actions.link": "the owner of an action has no account; the address holds a secret made for one use",
    "accounts.choose_password": "the first password is chosen here; the address holds a secret for one use",
    "accounts.code": "it is a step of signing in, for whoever has given a password",
    "accounts.forgotten": "whoever has forgotten their password cannot sign in; all are answered alike",
    "accounts.go_on": "it is the last step of signing in, after the second step was set up",
    "accounts.set_up_on_the_way": "it is a step of signing in, for whoever has given a password",
    "accounts.sign_in": "nobody has signed in before it",
    "accounts.sign_in_to_demonstration": "the same, by a button; it answers 404 outside the demonstration",
    "forums.feed": "calendar programs cannot sign in: the secret in the address stands for that",
}

DONE_EACH_TIME = {
    "accounts.code": "whether somebody is signed in stands in the cookie of the answer",
    "accounts.confirm": "it leads on to what was typed before it",
    "accounts.forgotten": "all are answered alike, as often as they ask",
    "accounts.go_on": "whether somebody is signed in stands in the cookie of the answer",
    "accounts.recovery_codes": "the codes are shown once, on the page that answers",
    "accounts.second_step": "the codes are shown once, on the page that answers",
    "accounts.set_up_on_the_way": "the codes are shown once, on the page that answers",
    "accounts.sign_in": "whether somebody is signed in stands in the cookie of the answer",
    "accounts.sign_in_to_demonstration": "whether somebody is signed in stands in the cookie of the answer",
    "accounts.sign_out": "whether somebody is signed in stands in the cookie of the answer",
    "accounts.sign_out_everywhere": "whether somebody is signed in stands in the cookie of the answer",
}

TAKES_AWAY = {
    *(
        "call-off",
        "change",
        "close",
        "discard",
        "drop",
        "end",
        "erasure",
        "merge",
        "part",
        "remove",
        "replace",
    ),
    *("take-back", "undo", "withdraw", "withdrawal"),
}

SECOND_ROOMS = {
    "jobs": "of platform: how what runs by the clock went",
    "long_acts": "of platform: acts on many records that go on in a process of their own",
    "duplicates": "of stakeholders: finding records that are one",
    "choosing": "of platform: looking up what is typed in a field that chooses one record",
    "traces": "of accounts: who came in and what was taken out",
}


def test_views_that_do_anew_what_is_sent_twice_are_a_short_list_with_reasons() -> None:
    """That each form which posts can be told from every other, the inspection of the pages sees."""
    found = {name for name, view in application().view_functions.items() if counts_each_time(view)}
    assert found == set(DONE_EACH_TIME)


def test_every_view_says_who_may_see_it() -> None:
    unmarked = [f"{address} ({name})" for address, name, view in views() if mark_of(view) is None]
    assert not unmarked, "Mark each with @may(...), @signed_in or @public; until then nobody may see it."


def test_what_takes_something_away_is_marked_so() -> None:
    unmarked = [
        address
        for address, _, view in views()
        if TAKES_AWAY & set(address.split("/")) and not is_destructive(view)
    ]
    assert not unmarked, "Mark each with @destructive: what was sent to it is never carried past signing in."


def test_what_anybody_may_see_is_a_short_list_with_reasons() -> None:
    assert {name for _, name, view in views() if mark_of(view) == PUBLIC} == set(PUBLIC_VIEWS)


def test_a_file_may_be_sent_to_the_views_that_ask_for_one_and_to_no_other() -> None:
    forms = {form for _, _, view in views() for form in filled_in_by(view)}
    with_files = {
        name
        for module in modules("forms")
        for name, form in vars(module).items()
        if isinstance(form, type) and issubclass(form, Form) and file_questions(form)
    }
    assert with_files <= forms, "a form that takes a file is filled in by its view, so that this finds it"
    asking = {name for _, name, view in views() if filled_in_by(view) & with_files}
    assert {name for _, name, view in views() if is_for_files(view)} == asking, (
        "Mark a view with @takes_files if its form has a FileField, and only then."
    )


def filled_in_by(view: Callable[..., object]) -> set[str]:
    """The forms that a view fills in from its request."""
    return set(re.findall(r"\b(\w+)\.from_request\(", inspect.getsource(view)))


def addresses() -> list[str]:
    """As they stand in urls.txt: the address, how it may be asked, and who may."""
    app = application()
    lines = []
    for rule in app.url_map.iter_rules():
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        mark = mark_of(app.view_functions[rule.endpoint])
        who = mark.name if isinstance(mark, May) else str(mark)
        lines.append(f"{rule} | {methods} | {who}")
    return sorted(lines)


def test_addresses_and_who_may_open_them_are_as_decided() -> None:
    # People bookmark, papers print and letters name these addresses. To add one, add its line to urls.txt;
    # to take one away or to change who may open it is a decision: say so in the commit.
    decided = ADDRESSES.read_text(encoding="utf-8").splitlines()
    found = addresses()
    assert not set(decided) - set(found), "gone or changed; see the comment of this test"
    assert not set(found) - set(decided), "new; add them to tests/house/urls.txt"
    assert decided == sorted(decided)


def test_addresses_are_nouns_in_kebab_case() -> None:
    odd = [
        address
        for address, *_ in views()
        for part in PARTS.sub("", address).strip("/").split("/")
        if part.strip(".") and not KEBAB.fullmatch(part.strip("."))
    ]
    assert not odd, "Write addresses in small letters with hyphens."


def test_a_view_and_its_template_have_the_same_room() -> None:
    rooms = {folder.name for folder in (ROOT / "engage").iterdir() if folder.is_dir()} | set(SECOND_ROOMS)
    assert {name.split(".")[0] for _, name, _ in views() if "." in name} <= rooms


def test_every_permission_opens_something() -> None:
    used = {mark_of(view) for _, _, view in views()}
    assert not [may.name for may in May if may not in used], (
        "Guard a view with it, or take it out of the table."
    )


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_every_role_can_be_read_by_a_lay_member(role: Role) -> None:
    assert role.title[0].isupper()
    assert re.fullmatch(r"[a-z_]+", role.id)
    assert role.may, "a role that allows nothing is not a role"


def test_permissions_are_phrases_that_finish_a_sentence() -> None:
    for may in May:
        assert re.match(r"[a-z]+ ", may.value), f"“Your roles do not let you {may.value}.”"
        assert len(may.value) < 70
    assert len({may.value for may in May}) == len(May)


def test_pairs_that_nobody_may_hold_are_of_known_roles_with_a_reason() -> None:
    for pair in NEVER_TOGETHER:
        assert {pair.first, pair.second} <= set(ROLES)
        assert pair.first != pair.second
        assert len(pair.why.split()) > 4
    assert SIGNED_IN in {mark_of(view) for _, _, view in views()}
