"""Every register comes in by one command with the same options: taken, known again, and undone."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select

from engage.forums.models import Forum
from engage.imports import service
from engage.imports.registry import KINDS
from engage.meetings.models import Meeting
from engage.organisation.population.models import PopulationFigure
from engage.platform.data import audit, verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import record, session
from engage.platform.data.tables import Base
from engage.platform.data.transactions import DRAFTS
from engage.platform.imports.mapping import by_spelling
from engage.rules.actors import SYSTEM
from engage.stakeholders.models import Organisation
from tests.builders import make_body, make_forum
from tests.imports.conftest import Engage
from tests.imports.logs import csv_of
from tests.platform.spreadsheets import workbook_of

DATA = Path(__file__).parents[1] / "data"
OPTIONS = {"--sheet", "--mapping", "--known", "--body", "--dry-run", "--rejects", "--json"}


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of record: its public file, how many of its rows are taken and set aside, and a short file.

    ``row`` is right, ``changed`` says one thing more of the same record, ``broken`` cannot be taken;
    ``may_double`` unless a known row may not be made a second time.
    """

    kind: str
    table: type[Base]
    file: str
    taken: int
    set_aside: int
    headings: tuple[str, ...]
    row: tuple[str, ...]
    changed: tuple[str, ...]
    broken: tuple[str, ...]
    body: str = ""
    may_double: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """The command, with the body where one is never assumed."""
        return "import", self.kind, *(("--body", self.body) if self.body else ())


REGISTERS = [
    Register(
        *("organisations", Organisation, "nhs_organisations.csv", 365, 0),
        headings=("ods_code", "name", "phone"),
        row=("M92612", "HEALTH AND BEYOND", ""),
        changed=("M92612", "HEALTH AND BEYOND", "01902 000000"),
        broken=("M92627", "", ""),
    ),
    Register(
        *("stakeholders", Organisation, "stakeholders.csv", 186, 0),
        headings=("Organisation", "Type", "Area"),
        row=("Alz Café", "Voluntary group", ""),
        changed=("Alz Café", "Voluntary group", "Bushbury"),
        broken=("", "Charity", ""),
    ),
    Register(
        *("forums", Forum, "forums.csv", 24, 0),
        headings=("Forum", "Type", "Purpose"),
        row=("Dudley People Panel", "Panel", ""),
        changed=("Dudley People Panel", "Panel", "Hears residents"),
        broken=("", "Public forum", ""),
    ),
    Register(
        *("meetings", Meeting, "meetings.csv", 21, 17),
        headings=("Forum", "Meeting date", "Venue"),
        row=("Dudley Healthcare Forum", "12/09/2019", ""),
        changed=("Dudley Healthcare Forum", "12/09/2019", "Brierley Hill"),
        broken=("Dudley Healthcare Forum", "31/06/2019", ""),
        may_double=False,
    ),
    Register(
        *("population", PopulationFigure, "population_wolverhampton.csv", 86, 0),
        headings=("characteristic", "category", "count", "source", "year", "note"),
        row=("sex", "female", "126,000", "Census", "2011", ""),
        changed=("sex", "female", "126,000", "Census", "2011", "rounded"),
        broken=("sex", "male", "many", "Census", "2011", ""),
        body="wolverhampton-ccg",
        may_double=False,
    ),
]
every_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.kind)


@pytest.fixture(autouse=True)
def ccg(app: object) -> None:
    make_body()


def told(result: Result, exit_code: int = 0) -> dict[str, Any]:
    assert result.exit_code == exit_code, result.output
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def kept(register: Register) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(register.table)) or 0


def written(register: Register, folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / f"{register.kind}.csv"
    path.write_bytes(csv_of(*rows, headings=register.headings))
    return path


def get_ready(register: Register) -> None:
    """What the short file of a register leans on: a meeting is of a forum that is there."""
    if register.kind == "meetings":
        make_forum(name="Dudley Healthcare Forum", kind="forum")


@every_register
@pytest.mark.both_databases
def test_a_public_file_comes_in_is_known_again_and_is_undone(engage: Engage, register: Register) -> None:
    if register.kind == "meetings":
        told(engage("import", "forums", DATA / "forums.csv", "--json"))
    ends_with = 3 if register.set_aside else 0
    first = told(engage(*register.words, DATA / register.file, "--json"), ends_with)
    assert (first["created"], first["rows_set_aside"]) == (register.taken, register.set_aside)
    assert kept(register) == register.taken
    again = told(engage(*register.words, DATA / register.file, "--json"), ends_with)
    assert (again["created"], again["updated"], again["same"]) == (0, 0, register.taken)
    service.undo_import(SYSTEM, first["import"])
    assert kept(register) == 0


@every_register
@pytest.mark.parametrize("overtaken", [1, DRAFTS], ids=["once", "again and again"])
def test_a_public_file_comes_in_whole_beside_people_who_change_what_it_rests_on(
    engage: Engage, register: Register, overtaken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if register.kind == "meetings":
        told(engage("import", "forums", DATA / "forums.csv", "--json"))
    drafts = iter(range(overtaken))
    everything = set(record.metadata.tables)
    as_it_is = audit.tables_changed_since
    monkeypatch.setattr(
        audit,
        "tables_changed_since",
        lambda newest: as_it_is(newest) if next(drafts, None) is None else everything,
    )
    done = told(engage(*register.words, DATA / register.file, "--json"), 3 if register.set_aside else 0)
    assert (done["created"], kept(register)) == (register.taken, register.taken)
    assert next(drafts, None) is None, "It was overtaken so often."
    assert verifying.verify().why == ""


@every_register
def test_trying_it_changes_nothing_and_says_the_same(
    engage: Engage, register: Register, tmp_path: Path
) -> None:
    get_ready(register)
    file = written(register, tmp_path, register.row)
    before = session().scalar(select(func.count()).select_from(AuditEntry))
    tried = told(engage(*register.words, file, "--dry-run", "--json"))
    assert (tried["created"], tried["dry_run"], kept(register)) == (1, True, 0)
    assert session().scalar(select(func.count()).select_from(AuditEntry)) == before
    done = told(engage(*register.words, file, "--json"))
    assert {**done, "dry_run": True} == {**tried, "import": done["import"]}


@every_register
def test_known_rows_are_updated_skipped_or_made_again(
    engage: Engage, register: Register, tmp_path: Path
) -> None:
    get_ready(register)
    told(engage(*register.words, written(register, tmp_path, register.row), "--json"))
    changed = written(register, tmp_path, register.changed)
    skipped = told(engage(*register.words, changed, "--known", "skip", "--json"))
    assert (skipped["updated"], skipped["skipped"]) == (0, 1)
    again = engage(*register.words, changed, "--known", "create", "--json")
    if register.may_double:
        assert told(again)["created"] == 1
        service.undo_import(SYSTEM, json.loads(again.stdout)["import"])
    else:
        assert told(again, 2)["problem"].endswith(".")
    assert told(engage(*register.words, changed, "--json"))["updated"] == 1
    assert kept(register) == 1


@every_register
def test_rows_set_aside_are_written_to_a_file_with_the_reason(
    engage: Engage, register: Register, tmp_path: Path
) -> None:
    get_ready(register)
    file, rejects = written(register, tmp_path, register.row, register.broken), tmp_path / "rejects.csv"
    result = told(engage(*register.words, file, "--rejects", rejects, "--json"), 3)
    assert (result["created"], result["rows_set_aside"]) == (1, 1)
    (aside,) = result["set_aside"]
    heading, row = csv.reader(io.StringIO(rejects.read_text("utf-8-sig")))
    assert (aside["row"], tuple(heading[: len(register.headings)])) == (3, register.headings)
    assert aside["problem"] in row[-1]


@every_register
def test_a_sheet_and_a_mapping_can_be_chosen(engage: Engage, register: Register, tmp_path: Path) -> None:
    get_ready(register)
    odd = tuple(f"Column {number}" for number in range(len(register.headings)))
    book, mapping = tmp_path / "book.xlsx", tmp_path / "mapping.json"
    book.write_bytes(workbook_of({"Old": [odd, register.broken], "New": [odd, register.row]}))
    fields = by_spelling(register.headings, KINDS[register.kind].fields).targets
    mapping.write_text(json.dumps(dict(zip(odd, fields, strict=True))))
    words = (*register.words, book, "--sheet", "New", "--mapping", mapping, "--json")
    assert told(engage(*words))["created"] == 1


@every_register
def test_what_cannot_be_used_ends_with_2_and_changes_nothing(
    engage: Engage, register: Register, tmp_path: Path
) -> None:
    file = written(register, tmp_path, register.row)
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    for words in (
        (tmp_path / "nowhere.csv",),
        (picture,),
        (file, "--sheet", "2019"),
        (file, "--body", "atlantis"),
        (file, "--mapping", "Ours"),
    ):
        done = engage(*register.words, *words, "--json")
        assert told(done, 2)["problem"] in done.stderr
    assert kept(register) == 0


def test_every_kind_has_the_same_options(engage: Engage) -> None:
    for kind in KINDS:
        shown = engage("import", kind, "--help").stdout
        assert {one for one in OPTIONS if one in shown} == OPTIONS, kind
