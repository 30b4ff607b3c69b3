"""What somebody's word may mean: certain where its spelling, another name, a number or the past says so."""

from __future__ import annotations

import pytest

from engage.rules.cycle import stage_vocabulary
from engage.rules.word_guess import Guesser, Why, new_words_alike
from engage.rules.words import read_vocabulary

STAGES = Guesser(stage_vocabulary(), {"Dreaming": "1"})


@pytest.mark.parametrize(
    ("word", "code", "why"),
    [
        ("Improve services", "3", Why.EXACT),
        ("IMPROVE  service", "3", Why.SPELLING),
        ("Stage 3", "3", Why.ALIAS),
        ("dreaming", "1", Why.LEARNT),
        ("3. Redesign", "3", Why.NUMBER),
        ("3) Redesign", "3", Why.NUMBER),
        ("(4) Buying", "4", Why.NUMBER),
        ("2 – Scheming", "2", Why.NUMBER),
        ("Third", "3", Why.NUMBER),
        ("5th stage", "5", Why.NUMBER),
        ("Phase IV", "4", Why.NUMBER),
        ("step two", "2", Why.NUMBER),
        ("Stage 2 of 5", "2", Why.NUMBER),
        ("Redesign (stage 3)", "3", Why.NUMBER),
    ],
)
def test_what_can_be_told_of_a_stage_is_certain(word: str, code: str, why: Why) -> None:
    guess = STAGES.certain(word)
    assert guess is not None
    assert (guess.code, guess.why, guess.certain) == (code, why, True)


@pytest.mark.parametrize(
    ("word", "code", "why"),
    [
        ("3 GP practices", "3", Why.NUMBER),
        ("Redesign (3)", "3", Why.NUMBER),
        ("3-Jun", "3", Why.NUMBER),
        ("5 Identify needs", "5", Why.NUMBER),
        ("Procurement", "4", Why.STEM),
        ("Service improvement", "3", Why.STEM),
        ("Planning", "2", Why.STEM),
        ("identification of needs", "1", Why.STEM),
        ("Moniter serices", "5", Why.LIKE),
    ],
)
def test_what_only_seems_so_is_proposed(word: str, code: str, why: Why) -> None:
    assert STAGES.certain(word) is None
    guess = STAGES.guess(word)
    assert guess is not None
    assert (guess.code, guess.why, guess.certain) == (code, why, False)


@pytest.mark.parametrize(
    "word",
    ["2-3", "stages 3 and 4", "3.5", "Stage 9", "12", "0", "I", "two", "services", "Ramblings", "…", "مرحلة"],
)
def test_what_may_mean_several_or_nothing_is_not_guessed(word: str) -> None:
    assert STAGES.guess(word) is None


def test_codes_with_letters_are_found_at_the_beginning() -> None:
    groups = Guesser(read_vocabulary("stakeholder_groups"), {})
    assert [one and one.code for one in map(groups.certain, ["SG2", "sg-3: partners", "Group 3"])] == [
        "SG-2",
        "SG-3",
        None,
    ]


def test_what_was_learnt_goes_before_other_names_but_not_before_the_term_itself() -> None:
    methods = Guesser(
        read_vocabulary("methods"), {"Consultation": "survey", "Survey": "meeting", "Strolls": "Walkabout"}
    )
    assert [one and one.code for one in map(methods.certain, ["consultations", "survey", "STROLLS"])] == [
        "survey",
        "survey",
        "Walkabout",
    ]


def test_spellings_of_one_new_word_are_one() -> None:
    words = [
        "Walkabout",
        "Fair 2018",
        "Questionnaire",
        "Walk-about",
        "Fair 2019",
        "Questionaire",
        "Tea",
        "Sea",
    ]
    assert new_words_alike(words) == {"Walk-about": "Walkabout", "Questionaire": "Questionnaire"}
