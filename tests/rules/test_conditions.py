"""The closed vocabulary, one word at a time: what meets it, what does not, and what it says then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.rules.conditions import WORDS, Condition, Scene, Unknown, failure, missed, named
from engage.rules.facts import Days, Fact

TODAY = date(2019, 3, 31)
MAY, JUNE = date(2018, 5, 15), date(2018, 6, 1)


def meets(word: str, wanted: Any, says: Any, *others: Fact, **more: Any) -> bool:
    fact = Fact("activity", "activity:1", "Drop-in", first=MAY, on=MAY, ended=MAY, says={"it": says})
    condition = Condition("it", word, wanted, miss="failed", noun="it", **more)
    return failure(condition, fact, Scene([fact, *others], TODAY)) is None


@pytest.mark.parametrize(
    ("word", "wanted", "met_by", "not_met_by"),
    [
        ("is", True, [True], [False, None, 1, "True"]),
        ("is", "pass", ["pass"], ["fail", "", None]),
        ("in", (1, 2), [1, 2, (2, 5)], [3, (4, 5), (), None]),
        ("in", ("yes", "no"), ["yes", "no"], ["", "unsure", None]),
        ("set", True, ["words", 0, 3, JUNE, ("a",), True], ["", (), None, False]),
        ("set", False, ["", (), None, False], ["words", 0, 3]),
        ("at_least", 2, [2, 3, ("a", "b")], [1, 0, ("a",), None]),
        ("at_most", 1, [0, 1, (), ("a",)], [2, ("a", "b"), None]),
        ("includes", "carers", ["carers", ("carers", "staff")], [("staff",), (), None]),
    ],
)
def test_answers_are_compared(word: str, wanted: Any, met_by: list[Any], not_met_by: list[Any]) -> None:
    assert [says for says in met_by if not meets(word, wanted, says)] == []
    assert [says for says in not_met_by if meets(word, wanted, says)] == []


@pytest.mark.parametrize(
    ("word", "day", "met"),
    [
        ("before", date(2018, 5, 31), True),
        ("before", JUNE, False),
        ("on_or_before", JUNE, True),
        ("on_or_before", date(2018, 6, 2), False),
        ("on_or_after", JUNE, True),
        ("on_or_after", date(2018, 5, 31), False),
    ],
)
def test_days_are_put_in_order(word: str, day: date, met: bool) -> None:
    other = Fact("project", "project:1", "Stroke", says={"options_fixed": JUNE})
    assert meets(word, "project.options_fixed", day, other) is met


@pytest.mark.parametrize(
    ("first", "last", "before", "after"),
    [
        (date(2018, 5, 1), date(2018, 5, 31), True, False),
        (date(2018, 5, 20), date(2018, 6, 20), False, False),
        (None, date(2018, 5, 31), True, False),
        (None, date(2018, 6, 20), False, False),
        (date(2018, 6, 1), None, False, True),
        (date(2018, 5, 1), None, False, False),
        (None, None, False, False),
    ],
)
def test_a_day_known_loosely_is_in_order_only_if_every_day_it_may_be_is(
    first: date | None, last: date | None, before: bool, after: bool
) -> None:
    fact = Fact("activity", "activity:1", "Drop-in", first=first, on=last)
    limit = Fact("project", "project:1", "Stroke", says={"options_fixed": JUNE})
    scene = Scene([fact, limit], TODAY)

    def holds(word: str) -> bool:
        return failure(Condition("on", word, "project.options_fixed", noun="its date"), fact, scene) is None

    assert (holds("before"), holds("on_or_after")) == (before, after)


def test_the_first_of_several_is_what_counts() -> None:
    others = [
        Fact("consultation", f"consultation:{n}", "Stroke", first=on, on=on)
        for n, on in enumerate((date(2018, 9, 3), JUNE), 1)
    ]
    assert meets("before", "consultation.on", date(2018, 5, 31), *others)
    assert not meets("before", "consultation.on", date(2018, 7, 2), *others)


def test_a_limit_that_has_not_come_passes_only_where_the_requirement_says_so() -> None:
    assert not meets("before", "project.decision", JUNE)
    assert not meets("before", "project.decision", JUNE, or_not_yet=True)
    ahead = Fact("project", "project:1", "Stroke", says={"decision": date(2019, 4, 1)})
    assert meets("on_or_after", "project.decision", JUNE, ahead, or_not_yet=True)
    assert not meets("on_or_after", "project.decision", JUNE, ahead)


def test_of_a_register_kept_here_nothing_recorded_is_not_yet() -> None:
    assert meets("before", "feedback.on", JUNE, or_not_yet=True, is_kept=True)
    undated = Fact("feedback", "feedback:1", "More buses")
    assert not meets("before", "feedback.on", JUNE, undated, or_not_yet=True, is_kept=True)


def test_what_is_not_recorded_is_neither_met_nor_failed() -> None:
    fact = Fact("activity", "activity:1", "Drop-in", first=MAY, on=MAY, says={"known": False})
    scene = Scene([fact], TODAY)
    unknown = Condition("it", "is", True, miss="failed", noun="whether it was so")
    failed = Condition("known", "is", True, miss="failed", noun="whether it was so")
    assert isinstance(missed(unknown, fact, scene), Unknown)
    assert not isinstance(missed(failed, fact, scene), Unknown)
    either = Condition("", "any_of", (failed, unknown), miss="is neither")
    assert failure(either, fact, scene) == "Not known: record whether it was so (Drop-in on 15 May 2018)"


@pytest.mark.parametrize(("replied", "met"), [(TODAY, True), (date(2019, 4, 1), False)])
def test_a_day_after_the_day_of_judging_shows_nothing_yet(replied: date, met: bool) -> None:
    assert meets("within_days", 400, replied, of="this.on") is met


@pytest.mark.parametrize(
    ("word", "wanted", "of", "day", "met"),
    [
        ("within_days", 30, "", date(2019, 3, 1), True),
        ("within_days", 29, "", date(2019, 3, 1), False),
        ("within_days", 400, "", date(2019, 4, 1), False),
        ("within_days", 17, "this.on", JUNE, True),
        ("within_days", 16, "this.on", JUNE, False),
        ("within_days", 16, "this.on", date(2018, 5, 14), False),
        ("within_working_days", 12, "this.on", JUNE, True),
        ("within_working_days", 11, "this.on", JUNE, False),
        ("lasts_days", 17, "this.on", JUNE, True),
        ("lasts_days", 18, "this.on", JUNE, False),
    ],
)
def test_clocks_run_from_a_day_or_to_the_day_of_judging(
    word: str, wanted: int, of: str, day: date, met: bool
) -> None:
    assert meets(word, wanted, day, of=of) is met


def test_a_clock_that_begins_with_its_day_ends_a_day_sooner() -> None:
    assert meets("within_working_days", 13, JUNE, of="this.on", counts_start=True)
    assert not meets("within_working_days", 12, JUNE, of="this.on", counts_start=True)


def test_a_record_is_linked_from_another() -> None:
    heard = Fact("feedback", "feedback:1", "More buses", says={"heard_at": "activity:1"})
    for reference in ("feedback.heard_at", "feedback"):
        assert meets("linked_from", reference, "activity:1", heard)
        assert not meets("linked_from", reference, "activity:2", heard)
        assert not meets("linked_from", reference, "activity:1")


def test_an_answer_is_found_in_what_others_say() -> None:
    gaps = Fact("equality_summary", "equality_summary:1", "Who came", says={"gaps": ("men", "under_25")})
    assert meets("found_in", "equality_summary.gaps", ("under_25", "carers"), gaps)
    assert not meets("found_in", "equality_summary.gaps", ("carers",), gaps)


def test_any_of_several_will_do() -> None:
    either = (Condition("it", "is", "complete", noun="it"), Condition("ref", "is", "activity:1", noun="it"))
    assert meets("any_of", either, "begun")
    assert not meets("any_of", either[:1], "begun")


def test_the_vocabulary_is_closed() -> None:
    assert set(WORDS) == {
        *("is", "in", "set", "at_least", "at_most", "includes", "linked_from", "found_in", "any_of"),
        *("before", "on_or_before", "on_or_after", "within_days", "within_working_days", "lasts_days"),
    }


@pytest.mark.parametrize(
    ("started", "words"),
    [
        ((MAY, MAY), "Drop-in on 15 May 2018"),
        ((MAY, JUNE), "Drop-in between 15 May 2018 and 1 June 2018"),
        ((None, JUNE), "Drop-in by 1 June 2018"),
        ((MAY, None), "Drop-in from 15 May 2018"),
        ((None, None), "Drop-in"),
    ],
)
def test_a_record_is_named_by_as_much_as_is_known_of_its_day(
    started: tuple[date | None, date | None], words: str
) -> None:
    assert named(Fact("activity", "activity:1", "Drop-in", *started)) == words


@pytest.mark.parametrize(("name", "days"), [("on", (MAY, MAY)), ("ended", (MAY, MAY)), ("told_on", None)])
def test_a_day_that_is_not_said_is_not_known_and_an_event_of_a_day_ends_on_it(
    name: str, days: Days | None
) -> None:
    assert Fact("activity", "activity:1", "Drop-in", first=MAY, on=MAY).days(name) == days
