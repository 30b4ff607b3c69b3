"""The words of a file are matched with terms: by what is certain, by what a person says, and as learnt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from engage.forums.models import Forum
from engage.imports import queries
from engage.imports.registry import KINDS, guesser_for
from engage.imports.source import open_source, outline_of
from engage.platform.data.db import session
from engage.platform.imports.file_words import FileWords
from engage.platform.imports.importing import Notes
from engage.platform.imports.mapping import Field
from engage.platform.imports.models import Import
from engage.platform.sheets.counting import MOST_KEPT
from engage.platform.sheets.model import MEGABYTE
from tests.builders import make_body, make_forum
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import activities, csv_of
from tests.imports.test_pages import upload
from tests.pages.visitor import Visitor

HEADINGS = ("Ref", "CCG", "Activity", "Date", "Method", "Stage", "Further stages")
STAGES = ("Redesign", "redesigns", "Procurement", "2. Schemes", "Ramblings", "Improve services")
TERMS = [
    (kind.name, field.name)
    for kind in KINDS.values()
    for field in kind.fields.by_name.values()
    if field.vocabulary
]
COMPANIONS = {
    "activities": {"title": "Coffee at the library"},
    "you-said-we-did": {"said": "More buses", "did": "A second bus"},
    "meetings": {"forum": "Dudley Healthcare Forum", "when": "12 September 2019"},
    "forums": {"name": "Dudley People Panel"},
    "stakeholders": {"name": "Alz Café"},
    "organisations": {"name": "Alz Café"},
    "population": {"characteristic": "sex"},
}


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    make_body("Walsall CCG")
    return visitor_as("communications_officer")


def log_of(*stages: str, method: str = "Drop-in", further: str = "") -> bytes:
    """A log of one activity for each of these words for a stage."""
    rows = [
        (f"ENG-{place:03}", "Walsall CCG", f"Forum {place}", "6 June 2018", method, stage, further)
        for place, stage in enumerate(stages, 1)
    ]
    return csv_of(*rows, headings=HEADINGS)


def told(result: Result, exit_code: int = 0) -> dict[str, Any]:
    assert result.exit_code == exit_code, result.output
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def stages_kept() -> list[int | None]:
    session().rollback()
    return [activity.stage for activity in activities()]


def test_each_word_is_shown_once_with_its_rows_and_why_and_can_be_corrected(officer: Visitor) -> None:
    upload(officer, log_of(*STAGES))
    page = officer.submit("Check every row")
    assert page.heading == "What do the file’s words mean?"
    assert page.says("“Redesign” 2 rows: like none of the terms")
    assert page.says("“Procurement” 1 row: a guess, nearly the same word")
    assert page.says("“2. Schemes” 1 row: number in it")
    assert page.says("1 word is understood")
    assert not page.says("“Improve services”")
    assert page.text.index("“Redesign”") < page.text.index("“Procurement”")
    officer.submit("Check every row", {"“Redesign”": "3 Improve services"})
    page = officer.submit("Import 6 activities")
    assert page.says("Stage: Redesign, redesigns → Improve services (2 rows)")
    assert stages_kept() == [3, 3, 4, 2, None, 3]


def test_what_was_said_can_be_looked_at_again_from_the_check_page(officer: Visitor) -> None:
    upload(officer, log_of("Redesign", "Buying"))
    officer.submit("Check every row")
    officer.submit("Check every row", {"“Redesign”": "3 Improve services", "“Buying”": "5 Monitor services"})
    page = officer.follow("Correct what words mean")
    assert page.says("2 words are understood")
    assert page.says("“Buying” 1 row: as you said")
    officer.submit("Check every row", {"“Buying”": "4 Procure and contract"})
    officer.submit("Import 2 activities")
    assert stages_kept() == [3, 4]


def test_a_file_of_the_terms_themselves_is_asked_nothing(officer: Visitor) -> None:
    upload(officer, log_of("Improve services", "Identify needs", "1", "n/k", ""))
    page = officer.submit("Check every row")
    assert page.heading == "Check before importing"
    page = officer.follow("Correct what words mean")
    assert page.says("1 word is understood")


def test_choices_kept_under_a_name_bring_their_words_back(officer: Visitor) -> None:
    upload(officer, log_of("Redesign"))
    officer.submit("Check every row", {"Keep these choices for the next file as": "Our log"})
    officer.submit("Check every row", {"“Redesign”": "3 Improve services"})
    upload(officer, log_of("Redesign", "redesign"))
    officer.follow("Use “Our log”")
    assert officer.submit("Check every row").says("2 new")
    upload(officer, log_of("Redesign", "Buying"))
    officer.follow("Use “Our log”")
    page = officer.submit("Check every row")
    assert page.says("“Buying”")
    officer.submit("Check every row", {"“Buying”": "4 Procure and contract"})
    (kept,) = queries.saved_mappings("activities")
    assert kept.values == {"stage": {"Redesign": "3", "Buying": "4"}}


def test_words_are_learnt_from_files_that_were_taken_of_one_body_first(
    engage: Engage, tmp_path: Path
) -> None:
    make_body("Walsall CCG")
    make_body("Dudley CCG")
    log, mapping = tmp_path / "log.csv", tmp_path / "mapping.json"
    for body, stage in (("walsall-ccg", 3), ("dudley-ccg", 4)):
        log.write_bytes(log_of("Rethinking"))
        values = {"stage": {"Rethinking": stage}}
        mapping.write_text(json.dumps({"Activity": "title", "Stage": "stage", "values": values}))
        told(engage("import", "activities", log, "--mapping", mapping, "--body", body, "--json"))
    learnt = [queries.learnt_words("activities", body)["stage"] for body in ("Walsall CCG", "Dudley CCG", "")]
    assert learnt == [{"rethinking": "3"}, {"rethinking": "4"}, {"rethinking": "4"}]
    result = told(engage("import", "activities", log, "--body", "walsall-ccg", "--dry-run", "--json"))
    assert (result["rows_set_aside"], result["merged_spellings"][0]["to"]) == (0, "Improve services")


def test_a_mapping_file_says_what_words_mean_and_what_to_leave(engage: Engage, tmp_path: Path) -> None:
    make_body("Walsall CCG")
    log, mapping = tmp_path / "log.csv", tmp_path / "mapping.json"
    log.write_bytes(log_of("Redesign", "Ramblings", "Improve services", further="Redesign; 1, Buying"))
    columns = {"Ref": "ref", "Activity": "title", "Stage": "stage", "Further stages": "also_stages"}
    values = {"stage": {"redesign": 3, "Ramblings": None}, "Further stages": {"REDESIGN": "3", "Buying": 4}}
    mapping.write_text(json.dumps({**columns, "values": values}))
    assert told(engage("import", "activities", log, "--mapping", mapping, "--json"))["created"] == 3
    assert stages_kept() == [3, None, 3]
    assert [activity.unread for activity in activities()] == [None, {"stage": "Ramblings"}, None]
    assert [sorted(activity.also_stages) for activity in activities()] == [[1, 3, 4]] * 3
    told(engage("import", "activities", log, "--mapping", mapping, "--dry-run", "--json"))


def test_without_a_person_only_what_is_certain_is_put_in(engage: Engage, tmp_path: Path) -> None:
    make_body("Walsall CCG")
    log = tmp_path / "log.csv"
    log.write_bytes(log_of("3. Redesign", "Third stage", "Procurement"))
    told(engage("import", "activities", log, "--json"))
    assert stages_kept() == [3, 3, None]
    assert activities()[2].file_says("stage") == "Procurement"


def test_a_cell_of_several_words_that_is_not_read_is_kept_as_the_file_has_it(
    engage: Engage, tmp_path: Path
) -> None:
    make_body("Walsall CCG")
    log, mapping = tmp_path / "log.csv", tmp_path / "mapping.json"
    log.write_bytes(log_of("", "", further="Redesign; Ramblings"))
    columns = {"Ref": "ref", "Activity": "title", "Further stages": "also_stages"}
    mapping.write_text(json.dumps({**columns, "values": {"also_stages": {"Redesign": 3}}}))
    result = told(engage("import", "activities", log, "--mapping", mapping, "--dry-run", "--json"))
    assert [cell["words"] for cell in result["unread_cells"]] == ["Redesign; Ramblings"] * 2
    values = {"also_stages": {"Redesign": 3, "Ramblings": None}}
    mapping.write_text(json.dumps({**columns, "values": values}))
    told(engage("import", "activities", log, "--mapping", mapping, "--json"))
    session().rollback()
    assert [(one.also_stages, one.unread) for one in activities()] == [
        ([3], {"also_stages": "Ramblings"})
    ] * 2


def test_new_words_of_a_vocabulary_that_grows_are_kept_and_two_spellings_are_one(officer: Visitor) -> None:
    content = csv_of(
        *(
            (f"ENG-{place:03}", "Walsall CCG", f"Forum {place}", "6 June 2018", method, "", "")
            for place, method in enumerate(("Walkabout", "Walkabout", "Walk-about", "Stalls", "drop in"), 1)
        ),
        headings=HEADINGS,
    )
    upload(officer, content)
    page = officer.submit("Check every row")
    assert page.says("“Walk-about” 1 row: a guess, looks like it")
    assert page.says("“Stalls” 1 row: new here")
    officer.submit("Check every row")
    officer.submit("Import 5 activities")
    assert [one.method for one in activities()] == [
        "Walkabout",
        "Walkabout",
        "Walkabout",
        "Stalls",
        "Drop-in",
    ]


def test_the_kind_of_a_forum_keeps_the_words_of_the_file(engage: Engage, tmp_path: Path) -> None:
    forums, mapping = tmp_path / "forums.csv", tmp_path / "mapping.json"
    forums.write_bytes(csv_of(("Readers", "Book club"), headings=("Forum", "Type")))
    values = {"kind": {"Book club": "panel"}}
    mapping.write_text(json.dumps({"Forum": "name", "Type": "kind", "values": values}))
    told(engage("import", "forums", forums, "--mapping", mapping, "--json"))
    session().rollback()
    assert [(one.kind, one.kind_words) for one in session().query(Forum)] == [("panel", "Book club")]


@pytest.mark.parametrize(("kind_name", "name"), TERMS)
def test_every_term_of_every_importer_can_be_meant_by_a_word_nobody_knows(
    app: object, kind_name: str, name: str
) -> None:
    make_forum(name="Dudley Healthcare Forum", kind="forum")
    kind = KINDS[kind_name]
    field: Field = kind.fields.by_name[name]
    assert field.vocabulary is not None
    for term in field.vocabulary().terms:
        words = FileWords(kind.fields, {name: {"Zzyzx road": term.code}})
        importer, notes, plain = kind.make(), Notes(), Notes()
        rows = COMPANIONS[kind_name]
        if term.code == "no_answer":
            rows = {"said": "More buses"}
        meant = importer.read(words.put_in({**rows, name: "zzyzx ROAD"}, notes), notes)
        named = importer.read({**rows, name: term.code}, plain)
        assert (notes.problems, plain.problems) == ([], [])
        assert meant is not None
        assert named is not None
        if kind_name != "forums":
            assert meant.content[name].value == named.content[name].value
        assert [one.typed for one in notes.merged] == ["zzyzx ROAD"]


def test_a_column_of_five_thousand_words_is_counted_once_and_says_what_is_left(officer: Visitor) -> None:
    many = [f"{chr(97 + n % 26)}{n:04} talks" for n in range(5_000)]
    page = upload(officer, log_of(*many, *["Redesign"] * 40))
    page = officer.submit("Check every row")
    assert page.says("“Redesign” 40 rows")
    assert page.says(
        "250 further words need a look. Until then they are left unrecorded, with the file’s words kept."
    )
    assert page.says("4,701 more different cells at least, in 4,701 rows, cannot be shown one by one")
    page = officer.submit("Keep these and show more", {"“Redesign”": "3 Improve services"})
    assert page.says("200 further words need a look")
    row = session().get(Import, 1)
    assert row is not None
    assert len(row.outline[0]["words"][5]["rows"]) == MOST_KEPT


@pytest.mark.usefixtures("app")
def test_a_wide_file_of_different_cells_is_outlined_in_bounded_room(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    rows = [tuple(f"{place} of {row}" for place in range(200)) for row in range(1_500)]
    file.write_bytes(csv_of(*rows, headings=("Activity", *(f"Column {place}" for place in range(1, 200)))))
    fields = KINDS["activities"].fields
    with open_source(file, file.name, fields, columns={}, sheet="", limit=20 * MEGABYTE) as workbook:
        (sheet,) = outline_of(workbook, guesser_for("activities"))
    counted = sheet["words"]
    assert {len(one["rows"]) for one in counted} == {100}
    assert {sum(one["rows"].values()) + one["further_rows"] for one in counted} == {1_500}


def test_what_a_person_saw_words_taken_for_is_what_happens(officer: Visitor, visitor_as: VisitorAs) -> None:
    upload(officer, log_of("Redesign"))
    officer.submit("Check every row")
    officer.submit("Check every row", {"“Redesign”": "3 Improve services"})
    colleague = visitor_as("engagement_officer")
    colleague.visit("/imports/1/words")
    colleague.submit("Check every row", {"“Redesign”": "4 Procure and contract"})
    assert officer.submit("Import 1 activity").says("something else would happen now")
    assert stages_kept() == []
