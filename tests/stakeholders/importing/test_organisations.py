"""Bringing in a contact list and the NHS register: nothing merged silently, what looks alike proposed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, or_, select

from engage.organisation import service as organisation
from engage.organisation.entries import NetworkEntry, PracticeEntry
from engage.platform.data.db import session
from engage.platform.imports.models import Import
from engage.rules.actors import SYSTEM
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates import service as merging
from engage.stakeholders.models import Organisation, OrganisationName, Post
from tests.builders import make_body, make_organisation
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage, engage
from tests.imports.test_pages import check
from tests.stakeholders.duplicates.test_duplicates import PAIRS

__all__ = ["engage"]

DATA = Path(__file__).parents[2] / "data"
CONTACTS, REGISTER = DATA / "stakeholders.csv", DATA / "nhs_organisations.csv"
HEADINGS = ("Organisation", "Type", "Area", "Contact role", "Represents", "Notes", "Source")
LEA_ROAD = ("Lea Road Medical Practice", "GP practice", "Wolverhampton", "", "", "", "A councillor's page")
WITH_CODE = (
    *("LEA ROAD MEDICAL PRACTICE", "GP practice", "Wolverhampton", "PPG Chair, practice M92007", ""),
    *("ODS M92007; wv30ls", "NHS ODS list"),
)


def contacts(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def told(result: Result, exit_code: int = 0) -> dict[str, Any]:
    assert result.exit_code == exit_code, result.output
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def standing() -> int:
    """How many organisations stand for themselves, as the database has it now."""
    session().rollback()
    alone = select(func.count()).select_from(Organisation).where(Organisation.merged_into_id.is_(None))
    return session().scalar(alone) or 0


def confirm_every_pair() -> int:
    done = 0
    while numbers := duplicates.proposed_ids():
        pair = duplicates.pairs(numbers[:1])[0]
        merging.merge_organisations(SYSTEM, pair.kept, pair.other, {}, pair.proposal.reason)
        done += 1
    return done


def named(name: str) -> Organisation:
    session().rollback()
    return session().scalars(select(Organisation).where(Organisation.name == name)).one()


def everything() -> list[tuple[Any, ...]]:
    session().rollback()
    return [
        (
            table.__tablename__,
            *(getattr(row, one.key) for one in table.__mapper__.column_attrs if one.key != "version"),
        )
        for table in (Organisation, OrganisationName, Post)
        for row in session().scalars(select(table).order_by(table.id))
    ]


@pytest.mark.both_databases
def test_the_contact_list_gives_164_organisations_once_its_22_pairs_are_confirmed(engage: Engage) -> None:
    result = told(engage("import", "stakeholders", CONTACTS, "--json"))
    assert (result["rows_read"], result["created"], result["repeated"], result["rows_set_aside"]) == (
        186,
        186,
        0,
        0,
    )
    pairs = {frozenset((kept, other)) for kept, other, _reason in result["proposed_merges"]}
    assert pairs == PAIRS
    assert len(result["proposed_merges"]) == 22
    assert standing() == 186
    assert confirm_every_pair() == 22
    assert standing() == 164
    again = told(engage("import", "stakeholders", CONTACTS, "--json"))
    assert (again["created"], again["updated"], again["same"]) == (0, 0, 186)
    assert again["proposed_merges"] == []
    assert standing() == 164


@pytest.mark.parametrize("order", [("stakeholders", "organisations"), ("organisations", "stakeholders")])
def test_both_lists_give_490_organisations_whichever_comes_first(
    engage: Engage, order: tuple[str, str]
) -> None:
    files = {"stakeholders": CONTACTS, "organisations": REGISTER}
    first, second = (told(engage("import", kind, files[kind], "--json")) for kind in order)
    assert second["updated"] == 39
    assert first["created"] + second["created"] == 186 + 365 - 39
    assert confirm_every_pair() == 22
    assert standing() == 490
    statuses = select(Organisation.status, func.count()).group_by(Organisation.status)
    assert dict(session().execute(statuses).all())["dormant"] == 4
    assert session().scalar(select(func.count()).where(Organisation.status == "closed")) == 33


def test_a_practice_that_closed_since_was_open_then(engage: Engage) -> None:
    told(engage("import", "organisations", REGISTER, "--json"))
    surgery = named("West Park Surgery")
    assert (surgery.status, surgery.opened_on) == ("closed", date(1988, 3, 30))
    assert surgery.closed_on is not None
    in_2019_20 = select(func.count()).where(
        Organisation.kind == "GP practice",
        or_(Organisation.opened_on.is_(None), Organisation.opened_on <= date(2020, 3, 31)),
        or_(Organisation.closed_on.is_(None), Organisation.closed_on >= date(2019, 4, 1)),
    )
    open_now = select(func.count()).where(Organisation.kind == "GP practice", Organisation.status == "active")
    assert session().scalar(in_2019_20) == 200
    assert session().scalar(open_now) == 170


def test_a_row_of_the_register_is_shown_in_ordinary_letters_and_keeps_its_registered_form(
    engage: Engage,
) -> None:
    told(engage("import", "organisations", REGISTER, "--json"))
    practice = named("Health and Beyond")
    names = select(OrganisationName.name).where(OrganisationName.organisation_id == practice.id)
    assert list(session().scalars(names)) == ["HEALTH AND BEYOND"]
    assert (practice.ods_code, practice.kind, practice.group, practice.postcode) == (
        "M92612",
        "GP practice",
        "SG-2",
        "WV2 2AU",
    )
    assert practice.codes["ICB"] == "QUA"


def test_the_name_typed_twice_is_kept_twice_and_proposed_and_the_identical_row_counts_once(
    engage: Engage, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(contacts(WITH_CODE, LEA_ROAD, LEA_ROAD))
    result = told(engage("import", "stakeholders", file, "--json"))
    assert (result["created"], result["repeated"]) == (2, 1)
    assert result["proposed_merges"] == [
        ["Lea Road Medical Practice", "Lea Road Medical Practice", "They have the same name."]
    ]
    coded = session().scalars(select(Organisation).where(Organisation.ods_code == "M92007")).one()
    assert (coded.postcode, coded.notes, coded.name) == ("WV3 0LS", "", "Lea Road Medical Practice")
    (post,) = session().scalars(select(Post).where(Post.organisation_id == coded.id))
    assert (post.title, post.person_id) == ("PPG Chair", None)


def test_trying_it_says_what_would_be_proposed_and_changes_nothing(engage: Engage, tmp_path: Path) -> None:
    make_organisation("Alz Café")
    file = tmp_path / "contacts.csv"
    file.write_bytes(contacts(("Alz Cafe", "", "", "", "", "", "")))
    result = told(engage("import", "stakeholders", file, "--dry-run", "--json"))
    assert [pair[:2] for pair in result["proposed_merges"]] == [["Alz Café", "Alz Cafe"]]
    assert standing() == 1
    said = engage("import", "stakeholders", file)
    assert "May be one: Alz Café and Alz Cafe. They have the same name but for capitals" in said.output


def test_a_list_read_again_after_a_merge_changes_the_merged_record_and_the_kept_one(
    engage: Engage, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    rows = [("Dudley CVS", "Voluntary sector body", "", "", "", "", "")]
    file.write_bytes(contacts(*rows, ("Dudley Council for Voluntary Service", "", "", "", "", "", "")))
    told(engage("import", "stakeholders", file, "--json"))
    assert confirm_every_pair() == 1
    file.write_bytes(contacts(("Dudley Council for Voluntary Service", "", "Dudley", "", "", "", "")))
    result = told(engage("import", "stakeholders", file, "--json"))
    assert (result["created"], result["updated"]) == (0, 1)
    session().rollback()
    assert set(session().scalars(select(Organisation.area))) == {"Dudley"}


def test_what_cannot_be_read_is_left_out_or_set_aside_with_what_to_type(
    engage: Engage, tmp_path: Path
) -> None:
    file = tmp_path / "organisations.csv"
    headings = ("ods_code", "name", "status", "opened", "closed", "email")
    rows = [
        ("M92612", "Health and Beyond", "active", "1974-04-01", "", ""),
        ("M92612", "Another practice", "active", "", "", ""),
        ("", "", "active", "", "", ""),
        ("", "Low Hill Café", "somewhere", "", "", ""),
        ("", "Alz Café", "", "summer 2019", "", ""),
        ("", "Big Venture Centre", "", "1 May 2019", "1 April 2019", "nobody at all"),
    ]
    file.write_bytes(contacts(*rows, headings=headings))
    result = told(engage("import", "organisations", file, "--json"), 3)
    assert (result["created"], result["rows_set_aside"], len(result["unread_cells"])) == (4, 2, 4)
    problems = " ".join(one["problem"] for one in (*result["set_aside"], *result["unread_cells"]))
    for words in (
        "The reference M92612 stands in row 2",
        "The organisation has no name",
        "is not a state of an organisation. Use one of: Active, Closed, Dormant.",
        "is not one day",
        "It closed on 1 April 2019, before it opened on 1 May 2019",
        "is not a mail address",
    ):
        assert words in problems, words


def test_a_practice_of_a_body_is_put_into_its_network(engage: Engage) -> None:
    body = make_body()
    network = organisation.add_part(SYSTEM, body, NetworkEntry(name="Wolverhampton Total Health"))
    organisation.add_part(
        SYSTEM, body, PracticeEntry(ods_code="M92612", name="Health and Beyond", network_id=network.id)
    )
    told(engage("import", "organisations", REGISTER, "--json"))
    assert named("Health and Beyond").network_id == network.id


def test_an_import_with_updates_is_undone_as_a_whole(engage: Engage, visitor_as: VisitorAs) -> None:
    told(engage("import", "stakeholders", CONTACTS, "--json"))
    before = everything()
    told(engage("import", "organisations", REGISTER, "--json"))
    assert everything() != before
    number = session().scalar(select(func.max(Import.id)))
    officer = visitor_as("communications_officer")
    officer.visit(f"/imports/{number}/undo")
    officer.submit("Undo the import")
    assert everything() == before


def test_a_merge_stands_in_the_way_of_undoing_until_it_is_taken_back(
    engage: Engage, visitor_as: VisitorAs
) -> None:
    told(engage("import", "stakeholders", CONTACTS, "--json"))
    pair = duplicates.pairs(duplicates.proposed_ids()[:1])[0]
    merge = merging.merge_organisations(SYSTEM, pair.kept, pair.other, {})
    number = session().scalar(select(func.max(Import.id)))
    officer = visitor_as("communications_officer")
    assert officer.visit(f"/imports/{number}/undo").says(pair.kept.name)
    merging.part_organisations(SYSTEM, merge)
    officer.visit(f"/imports/{number}/undo")
    officer.submit("Undo the import")
    assert everything() == []


def test_the_result_page_leads_to_the_pairs_to_decide_on(visitor_as: VisitorAs) -> None:
    officer = visitor_as("communications_officer")
    check(officer, CONTACTS.read_bytes(), "stakeholders.csv", "stakeholders")
    page = officer.submit("Import 186 stakeholders")
    assert page.says("22 pairs of records may be one")
    page = officer.follow("Decide on them")
    assert page.heading == "Possible duplicates"
    assert page.says("Organisations: 22 pairs to decide")


def test_a_practice_made_a_second_time_has_no_code_and_is_proposed(engage: Engage, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(contacts(WITH_CODE))
    told(engage("import", "stakeholders", file, "--json"))
    result = told(engage("import", "stakeholders", file, "--known", "create", "--json"))
    assert result["created"] == 1
    assert len(result["proposed_merges"]) == 1
    session().rollback()
    assert sorted(code or "" for code in session().scalars(select(Organisation.ods_code))) == ["", "M92007"]
