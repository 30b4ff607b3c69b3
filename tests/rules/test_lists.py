"""Cells that hold several values, and sentences that only look like lists."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rules.body_names import split_bodies
from engage.rules.lists import is_sentence, split_list
from engage.rules.words import read_vocabulary, split_values

GROUPS = read_vocabulary("equality_groups")
NEVER_CUT = [
    "Deaf and hard of hearing people",
    "Black, Asian and minority ethnic communities of the inner city",
    "Men who have sex with men",
    "People who are homeless or at risk of it",
    "Mums, dads and grandparents of disabled children",
]


def knows(text: str) -> bool:
    return GROUPS.recognise(text).code is not None


@pytest.mark.parametrize(
    ("cell", "terms"),
    [
        ("Age; Disability", ["Age", "Disability"]),
        ("Age|Disability | Race", ["Age", "Disability", "Race"]),
        ("• Age\n• Disability", ["Age", "Disability"]),
        ("Age, Disability, Carers", ["Age", "Disability", "Carers"]),
        ("Age, Disability, and Carers", ["Age", "Disability", "Carers"]),
        ("Disability and Age", ["Disability", "Age"]),
        ("age, sex & race", ["age", "sex", "race"]),
        ("Pregnancy and maternity and Age", ["Pregnancy and maternity", "Age"]),
        ("Gypsy, Roma and\nTraveller people", ["Gypsy, Roma and\nTraveller people"]),
        ("Age, Farmers, Boat people", ["Age", "Farmers", "Boat people"]),
        ("Age & Boat people", ["Age", "Boat people"]),
        ("Boat & canal people", ["Boat & canal people"]),
        ("Farmers, Foresters, Boat people", ["Farmers", "Foresters", "Boat people"]),
        ("Age; Deaf and hard of hearing people", ["Age", "Deaf and hard of hearing people"]),
        ("Asian women, older", ["Asian women, older"]),
        *((name, [name]) for name in NEVER_CUT),
    ],
)
def test_a_list_of_groups_parts_where_they_are_known_or_alike(cell: str, terms: list[str]) -> None:
    assert split_list(cell, knows) == terms


@pytest.mark.parametrize(
    "cell",
    [
        "Leaflets were offered in easy read, Braille and large print",
        "Materials in easy read, Braille, and large print on request.",
        "Equality impact assessment completed; no group is affected more than another",
        "Everybody was invited, the young and the old",
        "Age, disability and race were covered by the survey",
        "Leaflets in easy read, sent to\nall the groups",
        "All nine characteristics in proportion to the population of the borough as a whole",
    ],
)
def test_a_sentence_is_never_cut_into_groups(cell: str) -> None:
    assert split_list(cell, knows) is None


TERMS = st.lists(st.sampled_from([term.label for term in GROUPS.terms]), min_size=1, max_size=6, unique=True)
SEPARATORS = st.sampled_from(
    [";", "; ", "|", " | ", "\n", "\r\n", " / ", ", ", ",", " & ", " and ", ", and "]
)


@given(TERMS, SEPARATORS)
def test_a_list_of_known_groups_comes_apart_whatever_parts_it(terms: list[str], separator: str) -> None:
    found = split_list(separator.join(terms), knows)
    codes = [GROUPS.recognise(term).code for term in found or ()]
    assert codes == [GROUPS.recognise(term).code for term in terms]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """What an officer writes in the box for groups instead of groups."""
    subject = draw(
        st.sampled_from(["Leaflets", "Interpreters", "Staff and carers", "The survey", "Young people"])
    )
    verb = draw(
        st.sampled_from(["were offered in", "was sent to", "have asked for", "should be told of", "met"])
    )
    things = st.sampled_from(
        ["Age", "easy read", "Braille", "Urdu", "large print", "Disability", "two towns"]
    )
    objects = draw(st.lists(things, min_size=1, max_size=4, unique=True))
    joined = draw(st.sampled_from([", ", " and ", "; ", " & ", " | "])).join(objects)
    return f"{subject} {verb} {joined}{draw(st.sampled_from(['', '.', '!']))}"


@given(sentences())
def test_no_sentence_makes_a_group(sentence: str) -> None:
    assert split_list(sentence, knows) is None


WORD = st.sampled_from(["Health", "Wellbeing", "Care", "Bilston", "Deaf", "Hope", "Stroke", "Wales", "Youth"])


@given(
    WORD, st.sampled_from(["&", "and"]), WORD, st.sampled_from(["Board", "Partnership", "NHS Trust", "Forum"])
)
def test_a_name_with_an_and_in_it_is_one_organisation(one: str, joint: str, other: str, kind: str) -> None:
    name = f"{one} {joint} {other} {kind}"
    assert split_values(name) == [name]
    assert split_bodies(name) == [name]
    assert split_values(f"{name} | Age UK") == [name, "Age UK"]


@given(st.text(max_size=80))
def test_nothing_is_lost_when_a_cell_is_taken_apart(cell: str) -> None:
    terms = split_list(cell, knows)
    if terms is not None:
        assert (
            not set(re.findall(r"\w+", cell))
            - set(re.findall(r"\w+", " ".join(terms)))
            - {"and", "And", "AND"}
        )


@pytest.mark.parametrize("label", [term.label for term in GROUPS.terms])
def test_no_group_that_is_known_reads_as_a_sentence(label: str) -> None:
    assert split_list(label, knows) == [label]
    assert not is_sentence("Age")
