"""Two records of one organisation or one person: merged field by field, and parted again as they were."""

from __future__ import annotations

import json
from contextvars import Context
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask, current_app
from sqlalchemy import select

from engage.cli import duplicates as command
from engage.cli import main
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders import contacts, queries, service
from engage.stakeholders.choosing import find_organisations
from engage.stakeholders.consents import mail as mailing
from engage.stakeholders.consents import service as consents
from engage.stakeholders.duplicates import jobs as searches
from engage.stakeholders.duplicates import people as people_duplicates
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates import service as merging
from engage.stakeholders.duplicates.differences import differences
from engage.stakeholders.duplicates.jobs import begin, go_on
from engage.stakeholders.entries import ContactEntry, PointEntry
from engage.stakeholders.models import Organisation, OrganisationName, Person
from engage.stakeholders.queries import organisation_entry
from tests.builders import make_organisation, make_person
from tests.conftest import VisitorAs
from tests.harness.waiting import eventually

pytestmark = pytest.mark.usefixtures("app")

Values = dict[str, Any]


def values_of(who: Organisation | Person) -> Values:
    """Every value as the database has it; the version counts changes and may rise."""
    session().rollback()
    found = session().get(type(who), who.id)
    return {
        attribute.key: getattr(found, attribute.key)
        for attribute in type(who).__mapper__.column_attrs
        if attribute.key != "version"
    }


def names_of(who: Organisation) -> set[str]:
    return set(
        session().scalars(select(OrganisationName.name).where(OrganisationName.organisation_id == who.id))
    )


def the_council() -> tuple[Organisation, Organisation]:
    kept = make_organisation(
        "Dudley Council for Voluntary Service",
        kind="Voluntary sector body",
        topics=["Carers"],
        opened_on=date(1998, 4, 1),
        phone="01384 000000",
    )
    other = make_organisation(
        "Dudley CVS",
        kind="Voluntary sector body",
        area="Dudley",
        topics=["Housing", "Carers"],
        represents="The voluntary sector",
        notes="Best reached on Tuesdays",
        names=["DCVS"],
    )
    return kept, other


@pytest.mark.both_databases
def test_a_merge_takes_the_fuller_values_and_parting_restores_both_exactly() -> None:
    kept, other = the_council()
    service.appoint(SYSTEM, other, "Chief officer", None)
    before = values_of(kept), values_of(other), names_of(kept), names_of(other)
    merge = merging.merge_organisations(SYSTEM, kept, other, {}, "They have the same name.")
    assert kept.area == "Dudley"
    assert kept.phone == "01384 000000"
    assert kept.topics == ["Carers", "Housing"]
    assert kept.notes == "Best reached on Tuesdays"
    assert names_of(kept) == {"Dudley CVS", "DCVS"}
    assert other.merged_into_id == kept.id
    assert [held.post.title for held in queries.posts_of(other)] == ["Chief officer"]
    assert queries.find_organisation("Dudley CVS") == kept.id
    assert [one.number for one in find_organisations("DCVS").options] == [kept.id]
    assert merging.part_organisations(SYSTEM, merge) == []
    assert (values_of(kept), values_of(other), names_of(kept), names_of(other)) == before


def test_a_person_chooses_field_by_field() -> None:
    kept, other = the_council()
    found = {one.name: one for one in differences(kept, other, duplicates.names_in_fields(kept, other))}
    assert found["area"].proposed == "other"
    assert found["phone"].proposed == "kept"
    assert found["topics"].proposed == "both"
    chosen = {"name": "other", "area": "kept", "topics": "other", "phone": "other"}
    merging.merge_organisations(SYSTEM, kept, other, chosen)
    assert (kept.name, kept.area, kept.topics, kept.phone) == ("Dudley CVS", "", ["Housing", "Carers"], "")
    assert names_of(kept) == {"Dudley Council for Voluntary Service", "DCVS"}
    with pytest.raises(Refused, match="Choose one of the two for kind of organisation"):
        merging.merge_organisations(
            SYSTEM, make_organisation("A", kind="Charity"), make_organisation("B"), {"kind": "both"}
        )


def test_what_was_changed_since_stays_and_is_named() -> None:
    kept, other = the_council()
    merge = merging.merge_organisations(SYSTEM, kept, other, {})
    service.change_organisation(
        SYSTEM,
        kept,
        replace(organisation_entry(kept), area="Dudley and Stourbridge", website="dudley.example"),
    )
    assert duplicates.changed_since(merge) == ["Area"]
    assert merging.part_organisations(SYSTEM, merge) == ["Area"]
    assert (kept.area, kept.website, kept.represents) == ("Dudley and Stourbridge", "dudley.example", "")
    assert other.area == "Dudley"


def test_a_code_goes_to_the_kept_one_and_comes_back() -> None:
    kept = make_organisation("Alfred Squire Road Health Centre")
    other = make_organisation("The Group Practice, Alfred Squire Road", ods_code="M92002")
    merge = merging.merge_organisations(SYSTEM, kept, other, {"name": "kept"})
    assert (kept.ods_code, other.ods_code) == ("M92002", None)
    merging.part_organisations(SYSTEM, merge)
    assert (kept.ods_code, other.ods_code) == (None, "M92002")


def test_organisations_with_different_codes_are_not_merged() -> None:
    one, other = make_organisation("A", ods_code="M92627"), make_organisation("B", ods_code="M92649")
    with pytest.raises(Refused, match="M92627 and M92649"):
        merging.merge_organisations(SYSTEM, one, other, {})
    with pytest.raises(Refused, match="one record already"):
        merging.merge_organisations(SYSTEM, one, one, {})


def test_do_not_contact_of_either_holds_for_both_whatever_is_chosen() -> None:
    kept, other = the_council()
    consents.set_do_not_contact(SYSTEM, other, date(2019, 5, 1), "They asked us not to")
    merge = merging.merge_organisations(SYSTEM, kept, other, {})
    assert kept.do_not_contact
    assert kept.do_not_contact_on == date(2019, 5, 1)
    merging.part_organisations(SYSTEM, merge)
    assert not kept.do_not_contact
    assert other.do_not_contact


def test_what_the_nhs_register_says_is_not_given_up_for_a_longer_text() -> None:
    kept = make_organisation("Tettenhall Medical Practice", ods_code="M92010", source="NHS register")
    other = make_organisation("Tettenhall Medical Practice (Lower Green)", source="A newspaper of that week")
    merging.merge_organisations(SYSTEM, kept, other, {})
    assert (kept.name, kept.source) == ("Tettenhall Medical Practice", "NHS register")


def test_merges_upon_merges_are_parted_in_turn() -> None:
    first, second, third = (make_organisation(f"Low Hill Café {word}") for word in ("one", "two", "three"))
    early = merging.merge_organisations(SYSTEM, second, third, {"name": "kept"})
    late = merging.merge_organisations(SYSTEM, first, second, {"name": "kept"})
    assert third.merged_into_id == second.merged_into_id == first.id
    with pytest.raises(Refused, match="Part those two first"):
        merging.part_organisations(SYSTEM, early)
    with pytest.raises(Refused, match="merged into another record already"):
        merging.merge_organisations(SYSTEM, first, third, {})
    merging.part_organisations(SYSTEM, late)
    assert third.merged_into_id == second.id
    merging.part_organisations(SYSTEM, early)
    assert third.merged_into_id is None


def test_two_people_of_one_address_or_one_name_are_proposed_merged_and_parted() -> None:
    chair = make_person("PPG chair, Penn Manor", email="chair@penn.example")
    again = make_person("Chair at Penn Manor", email="chair@penn.example", area="Penn")
    named = make_person("Chair, PPG, Penn Manor")
    found = people_duplicates.people_alike()
    assert {(pair.kept.id, pair.other.id, pair.reason) for pair in found} == {
        (chair.id, again.id, "They have the same mail address."),
        (chair.id, named.id, "They have the same name."),
    }
    merging.tell_people_apart(SYSTEM, chair, named)
    before = values_of(chair), values_of(again)
    merge = merging.merge_people(SYSTEM, chair, again, {})
    assert chair.area == "Penn"
    assert people_duplicates.people_alike() == []
    assert merging.part_people(SYSTEM, merge) == []
    assert (values_of(chair), values_of(again)) == before


def test_the_pages_search_compare_merge_part_and_tell_apart(visitor_as: VisitorAs) -> None:
    kept, _other = the_council()
    make_organisation("Alz Café")
    make_organisation("Alz Cafe")
    officer = visitor_as("communications_officer")
    page = officer.visit("/stakeholders/duplicates")
    assert page.says("No two organisations are waiting for a decision.")
    page = officer.submit("Search the whole register")
    assert page.says("4 organisations were looked through, and 2 pairs that may be one found.")
    assert page.says("which stands for “council for voluntary service”")
    officer.submit("Not the same Alz Café and Alz Cafe")
    page = officer.visit("/stakeholders/duplicates")
    assert not page.says("Alz Café")
    page = officer.follow("Compare and merge Dudley CVS and Dudley Council for Voluntary Service")
    assert page.heading == "Merge Dudley Council for Voluntary Service into Dudley CVS"
    page = officer.follow("Keep the other one instead")
    assert page.heading == "Merge Dudley CVS into Dudley Council for Voluntary Service"
    page = officer.submit("Merge them", {"Area": "Dudley"})
    assert page.says("“Dudley CVS” was merged into “Dudley Council for Voluntary Service”.")
    session().rollback()
    assert kept.area == "Dudley"
    (merged,) = duplicates.merged_into(kept)
    page = officer.visit(f"/stakeholders/merges/{merged.merge.id}/part")
    assert page.heading == "Undo the merge of Dudley CVS into Dudley Council for Voluntary Service"
    page = officer.submit("Undo the merge")
    assert page.says("The merge is undone. Both are as they were before.")


def test_the_pages_for_people_compare_merge_and_part(visitor_as: VisitorAs) -> None:
    chair = make_person("PPG chair", email="chair@penn.example")
    again = make_person("Chair of the PPG", email="chair@penn.example", area="Penn")
    officer = visitor_as("communications_officer")
    page = officer.visit("/stakeholders/duplicates")
    assert page.says("They have the same mail address.")
    officer.follow("Compare and merge PPG chair and Chair of the PPG")
    officer.submit("Merge them")
    session().rollback()
    assert again.merged_into_id == chair.id
    (merged,) = duplicates.merged_into(chair)
    officer.visit(f"/people/merges/{merged.merge.id}/part")
    assert officer.submit("Undo the merge").says("Both are as they were before.")
    officer.visit("/stakeholders/duplicates")
    officer.submit("Not the same PPG chair and Chair of the PPG")
    assert officer.visit("/stakeholders/duplicates").says("No two people have one name")


def test_a_search_that_goes_on_is_told_and_is_not_begun_twice(visitor_as: VisitorAs) -> None:
    make_organisation("Alz Café")
    home = current_app.config["HOME"]
    search = begin(SYSTEM, home)
    officer = visitor_as("communications_officer")
    assert officer.visit("/stakeholders/duplicates").says("Waiting for its turn.")
    assert officer.fetch("/stakeholders/duplicates/progress").json == {
        "busy": True,
        "words": "Waiting for its turn.",
    }
    with pytest.raises(Refused, match="searched already"):
        begin(SYSTEM, home)
    go_on(search.id, home)
    assert officer.fetch("/stakeholders/duplicates/progress").json == {"busy": False, "words": ""}
    assert duplicates.newest_search() is not None
    begin(SYSTEM, home)


@pytest.mark.both_databases
def test_what_belongs_to_the_merged_one_is_shown_with_the_kept_one(visitor_as: VisitorAs) -> None:
    kept, other = the_council()
    service.appoint(SYSTEM, other, "Chief officer", None)
    service.add_point(SYSTEM, other, PointEntry(kind="email", value="office@dudley.example", label=""))
    consents.note_contact(
        SYSTEM, other, ContactEntry(on=date(2019, 10, 1), how="phone", about="The winter plan")
    )
    merging.merge_organisations(SYSTEM, kept, other, {})
    officer = visitor_as("communications_officer")
    page = officer.visit(f"/stakeholders/organisations/{kept.id}")
    for words in ("Chief officer", "office@dudley.example", "The winter plan", "Also written", "Dudley CVS"):
        assert page.says(words), words
    ref = f"organisation:{kept.id}"
    assert contacts.last_contacts([kept.id]) == {ref: date(2019, 10, 1)}
    assert any(told.dealing.on == date(2019, 10, 1) for told in contacts.whole_history(SYSTEM, kept))
    assert officer.follow("Undo the merge of Dudley CVS").heading.startswith("Undo the merge of")
    assert officer.visit(f"/stakeholders/organisations/{other.id}").says("Undo the merge")
    assert not officer.visit("/stakeholders").says("from Dudley CVS")


@pytest.mark.usefixtures("clock")
def test_who_took_consent_back_under_one_record_is_not_written_to_under_the_other() -> None:
    kept = make_person("PPG chair", bulk=date(2018, 5, 1))
    other = make_person("Chair of the PPG", bulk=date(2018, 5, 1))
    consents.withdraw_consent(SYSTEM, other, "bulk", date(2019, 6, 1), "by telephone")
    assert [one.ref for one in mailing.recipients([kept.id], "bulk").able] == [f"person:{kept.id}"]
    merging.merge_people(SYSTEM, kept, other, {})
    (left_out,) = mailing.recipients([kept.id], "bulk").left_out
    assert left_out.sentence == "They withdrew their consent to bulk mail."
    assert queries.consents_of(kept)["bulk"].state == "withdrawn"
    consents.give_consent(SYSTEM, kept, "bulk", "consent", "Form at a drop-in", date(2019, 9, 1))
    assert mailing.recipients([kept.id], "bulk").left_out == []


def test_an_address_of_the_merged_one_serves_where_the_kept_one_has_none() -> None:
    kept, other = make_organisation("Alz Café"), make_organisation("Alz Cafe")
    service.add_point(SYSTEM, other, PointEntry(kind="email", value="hello@alz.example", label=""))
    merging.merge_organisations(SYSTEM, kept, other, {})
    (able,) = mailing.organisation_recipients([kept.id], "one_to_one").able
    assert (able.ref, able.address) == (f"organisation:{kept.id}", "hello@alz.example")


def test_a_search_of_a_large_register_goes_on_in_a_process_of_its_own(
    visitor_as: VisitorAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_organisation("Alz Café")
    make_organisation("Alz Cafe")
    monkeypatch.setattr(searches, "LONG", 1)
    officer = visitor_as("communications_officer")
    officer.visit("/stakeholders/duplicates")
    page = officer.submit("Search the whole register")
    assert page.says("You can leave this page") or page.says("Last searched")
    progress = "/stakeholders/duplicates/progress"
    eventually(lambda: not (officer.fetch(progress).json or {}).get("busy"), "the search is done", within=60)
    assert officer.visit("/stakeholders/duplicates").says("Organisations: 1 pair to decide")


def test_a_search_that_comes_to_nothing_says_so_and_what_was_found_stays(
    monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    make_organisation("Alz Café")
    make_organisation("Alz Cafe")
    home = app.config["HOME"]
    go_on(begin(SYSTEM, home).id, home)

    def broken(_report: object) -> None:
        raise MemoryError

    monkeypatch.setattr(duplicates, "scan", broken)
    with pytest.raises(MemoryError):
        go_on(begin(SYSTEM, home).id, home)
    search = duplicates.newest_search()
    assert search is not None
    assert "Search once more" in search.says
    assert len(duplicates.proposed_ids()) == 1


def test_pairs_stand_on_pages_and_the_command_says_them_all(
    app: Flask, visitor_as: VisitorAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(27):
        make_organisation(f"Forum {number} of Friends")
        make_organisation(f"Forum {number} for Friends")
    monkeypatch.setattr(command, "create_app", lambda: app)
    said = Context().run(lambda: CliRunner().invoke(main, ["duplicates", "--json"]))
    result = json.loads(said.stdout)
    assert (result["organisations"], len(result["proposed_merges"])) == (54, 27)
    words = Context().run(lambda: CliRunner().invoke(main, ["duplicates"])).output
    assert "54 organisations looked through; 27 pairs may be one." in words
    officer = visitor_as("communications_officer")
    page = officer.visit("/stakeholders/duplicates")
    assert page.says("Organisations: 27 pairs to decide")
    assert page.html.count("Compare and merge") == 25
    assert officer.visit("/stakeholders/duplicates?page=2").html.count("Compare and merge") == 2
