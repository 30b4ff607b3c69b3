"""Organisations that may be in the register twice: found while typing and over the whole register."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.organisation_names import in_ordinary_letters, take_apart
from engage.stakeholders import service as stakeholders
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates import service as merging
from engage.stakeholders.duplicates.likeness import compare
from engage.stakeholders.duplicates.pairing import MOST_LISTED, Found, Spelling, find_alike
from engage.stakeholders.queries import organisation_entry
from tests.builders import make_organisation
from tests.harness.queries import queries_asked

DATA = Path(__file__).parents[2] / "data"
CODE = re.compile(r"ODS (\w+)")

PAIRS = {
    frozenset(pair)
    for pair in (
        ("The Group Practice, Alfred Squire Road", "Alfred Squire Road Health Centre"),
        ("Lea Road Medical Practice",),
        ("Prestbury Medical Practice", "Prestbury Med. Practice"),
        ("Tettenhall Medical Practice", "Tettenhall Medical Practice (Lower Green)"),
        ("Penn Manor Medical Practice", "Penn Manor Medical Centre"),
        ("The Royal Wolverhampton NHS Trust", "Royal Wolverhampton Trust (RWT)"),
        ("NHS Black Country ICB", "NHS Black Country Integrated Care Board (ICB)"),
        ("West Midlands Ambulance Service NHS Foundation Trust", "West Midlands Ambulance Service"),
        (
            "University Hospitals Coventry and Warwickshire NHS Trust",
            "University Hospitals Coventry & Warwickshire NHS Trust (UHCW)",
        ),
        ("City of Wolverhampton Council", "Wolverhampton City Council"),
        ("Walsall Council", "Walsall Metropolitan Borough Council"),
        ("Healthwatch Telford and Wrekin", "Healthwatch Telford & Wrekin"),
        ("Dudley Council for Voluntary Service", "Dudley CVS"),
        ("Wolverhampton Voluntary Sector Council", "Wolverhampton VSC"),
        ("Wolverhampton Voluntary and Community Action", "Wolverhampton Voluntary & Community Action"),
        ("Big Venture Centre", "Big Ventre Centre"),
        ("St Peter's Collegiate Church", "St Peters Collegiate Church"),
        ("Alz Café", "Alz Cafe"),
        ("The Friendship Café CIC", "The Friendship Cafe"),
        ("Alternat+ves Support", "Alternatives Support"),
        ("GreenSquareAccord", "Green Square Accord"),
        ("Express & Star", "Express and Star"),
    )
}


def contact_list() -> list[Spelling]:
    """The 186 rows of the contact list, as names with the code that stands in their notes."""
    with (DATA / "stakeholders.csv").open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [CODE.search(row["Notes"]) for row in rows]
    return [
        Spelling(place, row["Organisation"].strip(), code[1] if code else "")
        for place, (row, code) in enumerate(zip(rows, codes, strict=True))
    ]


def register_without_codes() -> list[Spelling]:
    """The 365 organisations of the NHS register, each of them one by its code, as if none had one."""
    with (DATA / "nhs_organisations.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            Spelling(place, in_ordinary_letters(row["name"]), "", row["postcode"])
            for place, row in enumerate(csv.DictReader(file))
        ]


def named(found: Found, spellings: list[Spelling]) -> list[frozenset[str]]:
    names = {one.number: one.name for one in spellings}
    return [frozenset((names[pair.first_id], names[pair.second_id])) for pair in found.proposals]


def test_all_22_pairs_of_the_contact_list_are_found_each_with_a_reason_and_no_other() -> None:
    found = find_alike(contact_list())
    pairs = named(found, contact_list())
    assert len(PAIRS) == 22
    assert set(pairs) == PAIRS
    assert len(pairs) == 22
    assert all(pair.reason.endswith(".") for pair in found.proposals)


def test_few_of_365_organisations_that_are_all_different_look_alike_even_without_their_codes() -> None:
    found = find_alike(register_without_codes())
    assert len(found.proposals) <= 10
    assert len(find_alike([*contact_list(), *_with_codes()]).proposals) == 22


def _with_codes() -> list[Spelling]:
    with (DATA / "nhs_organisations.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = {one.ods_code for one in contact_list()}
        return [
            Spelling(1_000 + place, in_ordinary_letters(row["name"]), row["ods_code"], row["postcode"])
            for place, row in enumerate(csv.DictReader(file))
            if row["ods_code"] not in codes
        ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wolverhampton Voluntary Sector Council", "Wolverhampton Voluntary and Community Action"),
        ("Walsall Voluntary Action", "One Walsall"),
        ("Tettenhall Medical Practice", "Tettenhall Road Medical Practice"),
        ("GP practice M92627, Bilston Health Centre", "GP practice M92649, Bilston Health Centre"),
        ("Northern Lights Carers", "Southern Lights Carers"),
        ("Hill Street Surgery", "Mill Street Surgery"),
        ("Healthwatch Luton", "Healthwatch Leeds"),
        ("Walsall East 1 PCN hub", "Walsall East 2 PCN hub"),
    ],
)
def test_names_that_only_look_alike_are_not_proposed(one: str, other: str) -> None:
    assert compare(take_apart(one), take_apart(other)) is None


def test_a_word_that_many_names_have_is_not_a_misspelling_of_another() -> None:
    names = [
        f"{town} {place}" for town in ("Castle Park", "Cattle Park") for place in ("Hub", "Forum", "Club")
    ]
    assert find_alike([Spelling(place, name) for place, name in enumerate(names)]).proposals == ()


def test_different_codes_are_never_proposed_however_alike_the_names() -> None:
    twins = [Spelling(1, "Community Dermatology", "M87639"), Spelling(2, "Community Dermatology", "M87640")]
    assert find_alike(twins).proposals == ()
    assert len(find_alike([*twins, Spelling(3, "Community Dermatology")]).proposals) == 2


def test_names_that_are_only_alike_are_of_two_in_two_districts() -> None:
    park, other = (
        Spelling(1, "Park Surgery", "", "WV1 4PW"),
        Spelling(2, "Park Medical Centre", "", "LS9 7TF"),
    )
    assert find_alike([park, other]).proposals == ()
    assert len(find_alike([park, Spelling(2, "Park Medical Centre", "", "WV1 9XX")]).proposals) == 1


NAMES = sorted({spelling.name for spelling in contact_list()})


@given(st.integers(min_value=0, max_value=len(NAMES) - 1), st.integers(1, 40), st.sampled_from("aeioutrsn"))
@settings(max_examples=60)
def test_a_long_word_with_one_letter_wrong_is_met_wherever_the_letter_stands(
    number: int, place: int, letter: str
) -> None:
    name = NAMES[number]
    longest = max(name.split(), key=len)
    at = 1 + place % (len(longest) - 1)
    wrong = longest[:at] + letter + longest[at + 1 :]
    parts, twin = take_apart(name), take_apart(name.replace(longest, wrong))
    is_telling = longest.isalpha() and len(longest) > 8 and set(take_apart(longest).core) <= set(parts.core)
    if not is_telling or parts.kind != twin.kind or len(parts.core) != len(twin.core):
        return
    if sum(map(len, parts.core)) != sum(map(len, twin.core)):
        return  # an “i” before “es” makes a plural of another word, which is two letters wrong: Warstoies
    assert len(find_alike([Spelling(1, name), Spelling(2, twin.typed)]).proposals) == 1


@pytest.mark.parametrize(
    ("name", "count"),
    [("Anytown Carers Gruop {}", 50_000), ("Carers {} of Anytown", 5_000), ("Carers", 50_000)],
)
def test_thousands_of_near_identical_names_end_in_a_bounded_list_and_a_sentence(
    name: str, count: int
) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    ends = (
        f"{letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676 % 26]}zzz{letters[n // 17_576]}"
        for n in range(count)
    )
    began = process_time()
    found = find_alike([Spelling(place, name.format(end)) for place, end in enumerate(ends)])
    assert process_time() - began < 60
    assert found.organisations == count
    assert 0 < len(found.proposals) <= MOST_LISTED
    assert any("undo that import" in sentence for sentence in found.says)


@pytest.mark.usefixtures("app")
class TestTheRegister:
    """What the register answers, which the tests above leave out."""

    def test_an_organisation_is_pointed_out_while_its_name_is_typed(self) -> None:
        council = make_organisation("Dudley Council for Voluntary Service")
        make_organisation("Walsall Voluntary Action")
        (met,) = duplicates.alike("dudley cvs")
        assert (met.organisation_id, met.name) == (council.id, council.name)
        assert (
            met.reason
            == "They have the same name but for “cvs”, which stands for “council for voluntary service”."
        )
        assert duplicates.alike("Dudley Canal Trust") == []
        assert duplicates.alike("") == []

    def test_a_slip_of_the_pen_is_met_while_typing(self) -> None:
        centre = make_organisation("Big Venture Centre")
        for typed in ("Big Ventre Centre", "Big Vennture Centre", "Big Venture Cenrte", "BigVenture Centre"):
            assert [one.organisation_id for one in duplicates.alike(typed)] == [centre.id], typed

    def test_another_code_is_never_pointed_out_and_the_same_code_always_is(self) -> None:
        practice = make_organisation("Lea Road Medical Practice", ods_code="M92007")
        assert duplicates.alike("Lea Road Medical Practice", "M92043") == []
        (met,) = duplicates.alike("Surgery of another name", " m92007 ")
        assert (met.organisation_id, met.likeness) == (practice.id, 100)
        assert met.reason == "It has the code M92007."
        assert duplicates.alike("Lea Road Surgery", but=practice.id) == []

    def test_a_change_of_name_is_followed_and_so_are_other_names(self) -> None:
        forum = make_organisation("One Walsall", names=["Walsall Voluntary Action"])
        assert [one.organisation_id for one in duplicates.alike("Walsall Voluntary Acton")] == [forum.id]
        stakeholders.change_organisation(
            SYSTEM, forum, replace(organisation_entry(forum), name="Borough Forum", names=())
        )
        assert duplicates.alike("One Walsall") == []
        assert [one.name for one in duplicates.alike("The Borough Forum")] == ["Borough Forum"]

    def test_what_was_merged_is_met_as_what_it_was_merged_into(self) -> None:
        kept, other = (
            make_organisation("Dudley Council for Voluntary Service"),
            make_organisation("Dudley CVS"),
        )
        merging.merge_organisations(SYSTEM, kept, other, {"name": "kept"})
        assert [one.organisation_id for one in duplicates.alike("Dudley CVS")] == [kept.id]
        assert duplicates.scan().proposals == ()

    def test_typing_costs_as_many_questions_however_many_are_alike(self) -> None:
        make_organisation("Low Hill Café")
        with queries_asked() as few:
            duplicates.alike("Low Hill Cafe")
        for place in range(20):
            make_organisation("Low Hill Café", area=f"Ward {place}")
        session().rollback()
        with queries_asked() as many:
            assert len(duplicates.alike("Low Hill Cafe")) == 5
        assert len(many) <= len(few) + 1

    def test_two_told_apart_are_never_proposed_again_not_even_when_one_of_them_is_merged(self) -> None:
        one, other = make_organisation("Alz Café"), make_organisation("Alz Cafe")
        assert len(duplicates.scan().proposals) == 1
        merging.tell_organisations_apart(SYSTEM, other, one)
        assert duplicates.scan().proposals == ()
        third = make_organisation("The Alzheimer Café of the city")
        merging.merge_organisations(SYSTEM, third, one, {"name": "kept"})
        assert duplicates.scan().proposals == ()
