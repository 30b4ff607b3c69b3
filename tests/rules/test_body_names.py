"""Whose name a text is, and whether a cell names one body or several."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.body_names import (
    BodyKind,
    BodyNames,
    body_kind,
    code_for,
    names_bodies,
    read_bodies,
    split_bodies,
)
from engage.rules.words import ClashingTerms, How, Term


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("n/k", []),
        ("***; Walsall CCG", ["Walsall CCG"]),
        ("Walsall CCG", ["Walsall CCG"]),
        ("Shropshire CCG & Telford and Wrekin CCG", ["Shropshire CCG", "Telford and Wrekin CCG"]),
        ("Shropshire CCG; Telford & Wrekin CCG", ["Shropshire CCG", "Telford & Wrekin CCG"]),
        ("Telford & Wrekin CCG / Shropshire CCG", ["Telford & Wrekin CCG", "Shropshire CCG"]),
        ("Shropshire CCG\nTelford and Wrekin CCG", ["Shropshire CCG", "Telford and Wrekin CCG"]),
        (
            "Walsall CCG, Dudley CCG, and NHS Wolverhampton CCG",
            ["Walsall CCG", "Dudley CCG", "NHS Wolverhampton CCG"],
        ),
        (
            "Walsall Clinical Commissioning Group and Dudley Clinical Commissioning Group",
            ["Walsall Clinical Commissioning Group", "Dudley Clinical Commissioning Group"],
        ),
        (
            "Wolverhampton CCG / City of Wolverhampton Council",
            ["Wolverhampton CCG", "City of Wolverhampton Council"],
        ),
        ("Birmingham & Solihull CCG", ["Birmingham & Solihull CCG"]),
        ("Birmingham and Solihull CCG", ["Birmingham and Solihull CCG"]),
        ("Bradford City and Bradford Districts CCGs", ["Bradford City and Bradford Districts CCGs"]),
        ("Coventry and Warwickshire CCGs", ["Coventry and Warwickshire CCGs"]),
        ("NHS Shropshire, Telford and Wrekin ICB", ["NHS Shropshire, Telford and Wrekin ICB"]),
        ("Walsall CCG and partners", ["Walsall CCG and partners"]),
        ("Walsall CCG; NHS Walsall CCG", ["Walsall CCG"]),
    ],
)
def test_a_cell_names_several_bodies_only_where_every_part_ends_in_its_kind(
    cell: str, names: list[str]
) -> None:
    assert split_bodies(cell) == names


@pytest.mark.parametrize(
    ("typed", "code", "how"),
    [
        ("Walsall CCG", "walsall-ccg", How.EXACT),
        ("NHS Walsall CCG", "walsall-ccg", How.SPELLING),
        ("Walsall Clinical Commissioning Group", "walsall-ccg", How.SPELLING),
        ("walsall ccg", "walsall-ccg", How.SPELLING),
        ("walsall-ccg", "walsall-ccg", How.SPELLING),
        ("Mid-Essex CCG", "mid-essex-ccg", How.SPELLING),
        ("Telford & Wrekin CCG", "telford-and-wrekin-ccg", How.SPELLING),
        ("BSol CCG", "birmingham-and-solihull-ccg", How.ALIAS),
        ("NHS BSol CCG", "birmingham-and-solihull-ccg", How.ALIAS),
        ("SWB CCG", "sandwell-and-west-birmingham-ccg", How.ALIAS),
        ("BC ICB", "black-country-icb", How.ALIAS),
        ("Black Country ICB", "black-country-icb", How.SPELLING),
        ("NHS Black Country Integrated Care Board (ICB)", "black-country-icb", How.SPELLING),
        ("NHS Shropshire, Telford and Wrekin", "shropshire-telford-and-wrekin-icb", How.ALIAS),
        ("Coventry and Warwickshire CCGs", "coventry-and-warwickshire-ccgs", How.EXACT),
        ("Coventry and Warwickshire CCG", "coventry-and-warwickshire-ccg", How.EXACT),
        ("Powys CCG", None, How.NEW),
        ("Walsal CCG", None, How.NEW),
        ("not recorded", None, How.BLANK),
    ],
)
def test_a_body_is_recognised_by_spelling_or_alias_and_never_by_likeness(
    typed: str, code: str | None, how: How
) -> None:
    found = BodyNames().recognise(typed)
    assert (found.code, found.how) == (code, how)


def test_a_body_new_to_the_catalogue_is_given_a_code_from_its_name() -> None:
    assert code_for("NHS Powys & Gwent Clinical Commissioning Group") == "powys-and-gwent-ccg"


def test_a_body_the_caller_knows_stands_in_the_place_of_the_catalogues() -> None:
    names = BodyNames([Term("WCCG", "NHS Wolverhampton CCG", ("The City CCG",))])
    for typed in (
        "NHS Wolverhampton CCG",
        "Wolverhampton Clinical Commissioning Group",
        "The City CCG",
        "wccg",
    ):
        assert names.recognise(typed).code == "WCCG"
        assert names.recognise(typed).label == "NHS Wolverhampton CCG"
    assert names.recognise("Dudley CCG").code == "dudley-ccg"


def test_a_body_the_caller_knows_by_the_catalogues_code_keeps_the_catalogues_other_names() -> None:
    names = BodyNames([Term("black-country-icb", "Black Country ICB")])
    assert names.recognise("BC ICB").label == "Black Country ICB"
    assert names.recognise("Black Country ICB").how is How.EXACT


def test_a_name_the_caller_gives_to_another_body_is_no_longer_the_catalogues() -> None:
    names = BodyNames([Term("south-west-bucks-ccg", "South West Bucks CCG", ("SWB CCG",))])
    assert names.recognise("SWB CCG").code == "south-west-bucks-ccg"
    assert names.recognise("Sandwell & West Birmingham CCG").code == "sandwell-and-west-birmingham-ccg"


def test_two_bodies_of_the_caller_may_not_bear_one_name() -> None:
    with pytest.raises(ClashingTerms, match="is claimed by"):
        BodyNames([Term("a", "Walsall CCG"), Term("b", "NHS Walsall CCG")])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("NHS Walsall CCG", BodyKind.CCG),
        ("Walsall Clinical Commissioning Group", BodyKind.CCG),
        ("Derbyshire CCGs", BodyKind.CCG),
        ("NHS Black Country Integrated Care Board (ICB)", BodyKind.ICB),
        ("Sandwell PCT", BodyKind.PCT),
        ("NHS Midlands and Lancashire CSU", BodyKind.CSU),
        ("NHS England", BodyKind.NHSE),
        ("Walsall Healthcare NHS Trust", BodyKind.NHS_TRUST),
        ("Black Country Healthcare NHS Foundation Trust", BodyKind.NHS_FOUNDATION_TRUST),
        ("Powys Teaching Health Board", BodyKind.HEALTH_BOARD),
        ("Walsall Metropolitan Borough Council", BodyKind.LOCAL_AUTHORITY),
        ("Healthwatch Walsall", BodyKind.OTHER),
        ("", BodyKind.OTHER),
    ],
)
def test_a_body_is_of_the_kind_its_name_ends_in(name: str, kind: BodyKind) -> None:
    assert body_kind(name) is kind


def test_every_code_of_the_catalogue_is_its_name_in_small_letters() -> None:
    for body in read_bodies():
        assert body.code == code_for(body.name)
        assert body.kind is body_kind(body.name)


def test_every_successor_is_in_the_catalogue_and_begins_when_its_forerunner_ends() -> None:
    bodies = {body.code: body for body in read_bodies()}
    assert len(bodies) == len(read_bodies())
    for body in bodies.values():
        if body.successor is None:
            assert body.kind is BodyKind.ICB, f"{body.name} ended: name what took over"
            continue
        assert body.successor_trust == "unverified"
        following = bodies[body.successor]
        assert body.ends is not None
        assert following.starts is not None
        assert (following.starts.on - body.ends.on).days == 1, body.name


def test_only_the_end_of_ccgs_and_the_beginning_of_icbs_are_verified_dates() -> None:
    ends, begins = date(2022, 6, 30), date(2022, 7, 1)
    for body in read_bodies():
        for moment in (body.starts, body.ends):
            if moment is not None:
                assert (moment.trust == "verified") is (moment.on in {ends, begins}), body.name
        if body.kind is BodyKind.CCG:
            assert body.ends is not None
            assert body.ends.on <= ends
        if body.kind is BodyKind.ICB:
            assert body.starts is not None
            assert body.starts.on == begins


@pytest.mark.parametrize("name", ["dudley", "walsall", "wolverhampton", "sandwell-and-west-birmingham"])
def test_the_four_ccgs_of_the_black_country_became_one_in_april_2021(name: str) -> None:
    body = next(body for body in read_bodies() if body.code == f"{name}-ccg")
    assert body.successor == "black-country-and-west-birmingham-ccg"
    assert body.ends is not None
    assert (body.ends.on, body.ends.trust) == (date(2021, 3, 31), "unverified")


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (["Walsall CCG", "NHS Walsall Clinical Commissioning Group", "not recorded"], 1),
        (["Stoke-on-Trent CCG", "Healthwatch", "Ourtown Borough Council", "Mid Trust"], 3),
        (["WCCG", "Sandwell and West Birmingham CCG; Walsall CCG"], 3),
        (["Tea with Walsall CCG", "Talk in Low Hill", "Open day at the library"], 0),
        (["", "-", "n/a"], 0),
        ([], 0),
    ],
)
def test_a_column_names_bodies_when_half_of_its_different_cells_do(cells: list[str], number: int) -> None:
    assert len(names_bodies(cells)) == number
