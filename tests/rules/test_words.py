"""Cells with several values, spellings of one term, and the agreed vocabularies."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.rules.lists import split_list
from engage.rules.words import (
    VOCABULARIES,
    ClashingTerms,
    How,
    Term,
    Vocabulary,
    is_not_recorded,
    read_vocabulary,
    spelling_key,
    split_values,
)

NAMES = ("methods", "statuses", "equality_groups", "answer_states")


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", []),
        ("Healthwatch Leeds", ["Healthwatch Leeds"]),
        ("Forum Central;Healthwatch Leeds", ["Forum Central", "Healthwatch Leeds"]),
        ("Forum Central; Healthwatch Leeds ;", ["Forum Central", "Healthwatch Leeds"]),
        ("Forum Central\r\nHealthwatch Leeds", ["Forum Central", "Healthwatch Leeds"]),
        ("Forum Central / Healthwatch Leeds", ["Forum Central", "Healthwatch Leeds"]),
        ("Walsall CCG; Walsall ccg;Walsall  CCG", ["Walsall CCG"]),
        ("My, Myself and I; Alz Cafe", ["My, Myself and I", "Alz Cafe"]),
        ("Health & Wellbeing Board", ["Health & Wellbeing Board"]),
        ("Staff/patients", ["Staff/patients"]),
        ("Healthwatch Leeds | Forum Central|Age UK", ["Healthwatch Leeds", "Forum Central", "Age UK"]),
        ("• Healthwatch Leeds\n• Forum Central", ["Healthwatch Leeds", "Forum Central"]),
        ("Age, Disability & Carers", ["Age, Disability & Carers"]),
        ("Sex; Age; sex", ["Sex", "Age"]),
    ],
)
def test_a_cell_is_taken_apart_at_its_separators(cell: str, values: list[str]) -> None:
    assert split_values(cell) == values


@given(st.text(max_size=60))
def test_no_value_is_blank_or_repeated_and_taking_apart_again_changes_nothing(cell: str) -> None:
    values = split_values(cell)
    assert all(value == value.strip() and value for value in values)
    assert len({value.casefold() for value in values}) == len(values)
    assert split_values(";".join(values)) == values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drop-in", "drop in "),
        ("Public event", "Public events"),
        ("Public event", "Event - public"),
        ("Formal consultation", "consultation (formal)"),
        ("Survey (online & paper)", "survey, paper and online"),
        ("St Peter's Collegiate Church", "St Peters Collegiate Church"),
        ("Alz Café", "Alz Cafe"),
        ("Communities of place", "community of place"),
        ("Express & Star", "Express and Star"),
    ],
)
def test_spellings_of_one_term_share_a_key(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Survey", "Questionnaire"),
        ("Online event", "Virtual event"),
        ("Wolverhampton VSC", "Wolverhampton Voluntary Sector Council"),
        ("Tettenhall Medical Practice", "Tettenhall Road Medical Practice"),
        ("Walsall Voluntary Action", "One Walsall"),
        ("Big Venture Centre", "Big Ventre Centre"),
        ("Status", "Statu"),
    ],
)
def test_another_wording_has_another_key(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "—", "??", "n/k", "Not stated", "not  recorded", "TBC", "N/A"]
)
def test_a_cell_can_say_that_nothing_is_known(text: str) -> None:
    assert is_not_recorded(text)


def test_a_nought_is_something() -> None:
    assert not is_not_recorded("0")


@pytest.mark.parametrize(
    ("typed", "code", "how"),
    [
        ("Public event", "public_event", How.EXACT),
        ("Public event ", "public_event", How.EXACT),
        ("public_event", "public_event", How.SPELLING),
        ("public events", "public_event", How.SPELLING),
        ("Event - public", "public_event", How.SPELLING),
        ("Drop in", "drop_in", How.SPELLING),
        ("drop-in session", "drop_in", How.ALIAS),
        ("Drop-in Sessions", "drop_in", How.ALIAS),
        ("pop up", "pop_up_stand", How.ALIAS),
        ("Community outreach", "outreach_visit", How.ALIAS),
        ("Questionnaire / survey", "survey", How.ALIAS),
        ("Questionnaire", "survey", How.ALIAS),
        ("Survey (online & paper)", "survey", How.ALIAS),
        ("Consultation", "formal_consultation", How.ALIAS),
        ("Virtual event", "online_event", How.ALIAS),
        ("People panel", "panel", How.ALIAS),
        ("mixed methods", "mixed_methods", How.SPELLING),
        ("not stated", None, How.BLANK),
        ("", None, How.BLANK),
        ("Mystery shopping", None, How.NEW),
        ("Surveyy", None, How.NEW),
    ],
)
def test_a_method_is_recognised_by_spelling_or_alias_and_never_by_likeness(
    typed: str, code: str | None, how: How
) -> None:
    found = read_vocabulary("methods").recognise(typed)
    assert (found.code, found.how) == (code, how)
    assert found.is_merged is (how in {How.SPELLING, How.ALIAS})


def test_a_new_term_keeps_its_words_and_a_blank_says_so() -> None:
    methods = read_vocabulary("methods")
    assert methods.recognise("  Mystery   shopping ").label == "Mystery shopping"
    assert methods.recognise("n/k").label == "not recorded"
    assert methods.recognise("pop up").typed == "pop up"
    assert methods.recognise("pop up").label == "Pop-up stand"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("Complete", "completed"), ("completed", "completed"), ("Done", "completed")),
        *(
            ("Closed - fed back", "fed_back"),
            ("Feedback in", "feedback_collected"),
            ("Canceled", "cancelled"),
        ),
    ],
)
def test_a_status_is_recognised(typed: str, code: str) -> None:
    assert read_vocabulary("statuses").recognise(typed).code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("Done", "done"), ("Done (interim)", "done"), ("In progress", "doing"), ("Passed on", "doing")),
        *(("Explained why not", "cannot"), ("", "no_answer"), ("n/k", "no_answer")),
    ],
)
def test_an_answer_is_done_doing_cannot_or_still_owed(typed: str, code: str) -> None:
    assert read_vocabulary("answer_states").recognise(typed).code == code


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Marriage & civil partnership", ["marriage_and_civil_partnership"]),
        ("Pregnancy & maternity, Sex", ["pregnancy_and_maternity", "sex"]),
        ("Gypsy, Roma & Traveller", ["gypsy_roma_and_traveller_people"]),
        ("Gypsy, Roma and Traveller people", ["gypsy_roma_and_traveller_people"]),
        ("Religion / belief", ["religion_or_belief"]),
        ("carer & homeless", ["carers", "homeless_people"]),
    ],
)
def test_a_group_with_an_and_in_its_name_survives_being_taken_apart(cell: str, codes: list[str]) -> None:
    groups = read_vocabulary("equality_groups")
    terms = split_list(cell, lambda term: groups.recognise(term).code is not None)
    found = [groups.recognise(term).code for term in terms or ()]
    assert list(dict.fromkeys(found)) == codes


def test_there_are_nine_protected_characteristics() -> None:
    protected = [term.label for term in read_vocabulary("equality_groups").terms if term.kind == "protected"]
    assert len(protected) == 9


@pytest.mark.parametrize("name", NAMES)
def test_every_alias_gives_its_reason_and_is_needed(name: str) -> None:
    content = tomllib.loads((VOCABULARIES / f"{name}.toml").read_text(encoding="utf-8"))
    for entry in content["term"]:
        own = {spelling_key(entry["label"]), spelling_key(entry["code"])}
        for alias, reason in entry.get("aliases", {}).items():
            assert len(reason) > 10, f"{name}: say why “{alias}” is {entry['label']}"
            assert spelling_key(alias) not in own, f"{name}: “{alias}” is a spelling already; remove it"


@pytest.mark.parametrize("name", NAMES)
def test_every_term_is_found_by_its_label_and_by_its_code(name: str) -> None:
    vocabulary = read_vocabulary(name)
    for term in vocabulary.terms:
        assert vocabulary.recognise(term.label).code == term.code
        assert vocabulary.recognise(term.code).code == term.code
        assert vocabulary.term(term.code) == term
        assert term.code in vocabulary


def test_an_unknown_code_is_no_term() -> None:
    assert "seance" not in read_vocabulary("methods")
    with pytest.raises(KeyError):
        read_vocabulary("methods").term("seance")


def test_two_terms_may_not_claim_the_same_words() -> None:
    terms = [Term("drop_in", "Drop-in", ("Surgery",)), Term("surgery", "Surgeries")]
    with pytest.raises(ClashingTerms, match="Methods: “Surgery” is claimed by surgery and by drop_in"):
        Vocabulary("Methods", terms)
