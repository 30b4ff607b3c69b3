"""What people may be asked about themselves, how it is counted, and what of a census it is held against."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "catalogue" / "monitoring.toml"
WHOLE = 100.0  # percent


class BadMonitoring(ValueError):
    """The catalogue says something that cannot be; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as it is stored and as it is shown."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question about oneself; ``is_protected`` for the nine characteristics of the Equality Act 2010.

    ``why`` is what the person is told of why it is asked. ``trust`` and ``check`` are of its wording.
    """

    code: str
    id: str
    characteristic: str
    is_protected: bool
    wording: str
    why: str
    answers: tuple[Answer, ...]
    trust: str
    check: str


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that are counted together."""

    code: str
    label: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """How finely the answers to one question are counted. ``leaves_out`` are answers counted in no group."""

    code: str
    question: str
    name: str
    groups: tuple[Group, ...]
    leaves_out: frozenset[str]

    def group_of(self, answer: str) -> str | None:
        """The group an answer is counted in; None for what is left out, and for who prefers not to say."""
        return next((group.code for group in self.groups if answer in group.answers), None)


@dataclass(frozen=True, slots=True)
class Match:
    """Which categories of a baseline the groups of a cut are held against, and how the two differ in meaning.

    ``rest`` is the group of everybody whom the baseline does not name; ``parts`` are categories that are
    counted in another one already.
    """

    cut: str
    characteristics: frozenset[str]
    categories: Mapping[str, frozenset[str]]
    leaves_out: frozenset[str]
    parts: frozenset[str]
    rest: str
    differs: str

    def serves(self, characteristic: str, categories: Collection[str]) -> bool:
        """Whether it accounts for every category of a set of figures, and names none that is not there."""
        named = frozenset[str]().union(*self.categories.values()) | self.leaves_out | self.parts
        return characteristic in self.characteristics and named == set(categories)


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The whole catalogue. ``prefer_not_to_say`` is an answer, ``not_recorded`` the lack of one."""

    prefer_not_to_say: Answer
    not_recorded: Answer
    questions: Mapping[str, Question]
    cuts: Mapping[str, Cut]
    matches: tuple[Match, ...]

    @property
    def protected(self) -> tuple[str, ...]:
        """The codes of the nine protected characteristics, in the order they are asked."""
        return tuple(code for code, question in self.questions.items() if question.is_protected)

    def matches_for(self, characteristic: str, categories: Collection[str]) -> list[Match]:
        """The ways in which answers can be held against these figures, the broadest first."""
        found = [match for match in self.matches if match.serves(characteristic, categories)]
        return sorted(found, key=lambda match: len(self.cuts[match.cut].groups))

    def accepts(self, question: str, answer: str) -> bool:
        """Whether this is an answer to this question; that nobody asked is none."""
        known = {one.code for one in self.questions[question].answers}
        return answer in known | {self.prefer_not_to_say.code}


@dataclass(frozen=True, slots=True)
class Share:
    """How large one category is in a community: ``count`` of people, ``percent`` of them all, or both."""

    count: int | None
    percent: float | None


def community_shares(match: Match, figures: Mapping[str, Share]) -> dict[str, float] | None:
    """The share of each group in the community, in percent of those the match does not leave out.

    None where the figures cannot say: a count alone, without its whole, is no share.
    """
    by_count = {group: _sum(figures, names, "count") for group, names in match.categories.items()}
    if not match.rest and all(number is not None for number in by_count.values()):
        return _in_percent({group: float(number or 0) for group, number in by_count.items()})
    by_share = {group: _sum(figures, names, "percent") for group, names in match.categories.items()}
    if any(number is None for number in by_share.values()):
        return None
    shares = {group: float(number or 0) for group, number in by_share.items()}
    if match.rest:
        return {**shares, match.rest: WHOLE - sum(shares.values())}
    return _in_percent(shares)


def _sum(figures: Mapping[str, Share], names: Collection[str], what: str) -> float | None:
    values = [getattr(figures[name], what) for name in names]
    return None if None in values else sum(values)


def _in_percent(numbers: Mapping[str, float]) -> dict[str, float] | None:
    whole = sum(numbers.values())
    return {group: WHOLE * number / whole for group, number in numbers.items()} if whole else None


@cache
def read_monitoring() -> Monitoring:
    """The catalogue as it stands in its file. Raises BadMonitoring for what it should not say."""
    return monitoring_of(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def monitoring_of(content: Mapping[str, Any]) -> Monitoring:
    """The catalogue from what its file holds. Raises BadMonitoring."""
    found = Monitoring(
        _universal(content["prefer_not_to_say"]),
        _universal(content["not_recorded"]),
        {entry["code"]: _question(entry) for entry in content["question"]},
        {entry["code"]: _cut(entry) for entry in content["cut"]},
        tuple(_match(entry) for entry in content["match"]),
    )
    problem = next(_problems(found), None)
    if problem is not None:
        raise BadMonitoring(problem)
    return found


def _universal(entry: Mapping[str, str]) -> Answer:
    return Answer(entry["code"], entry["label"])


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        code=entry["code"],
        id=entry["id"],
        characteristic=entry["characteristic"],
        is_protected=entry["protected"],
        wording=entry["wording"],
        why=entry["why"],
        answers=tuple(Answer(one["code"], one["label"]) for one in entry["answers"]),
        trust=entry["trust"],
        check=entry["check"],
    )


def _cut(entry: Mapping[str, Any]) -> Cut:
    groups = (Group(one["code"], one["label"], frozenset(one["answers"])) for one in entry["groups"])
    return Cut(
        entry["code"],
        entry["question"],
        entry["name"],
        tuple(groups),
        frozenset(entry.get("leaves_out", ())),
    )


def _match(entry: Mapping[str, Any]) -> Match:
    return Match(
        cut=entry["cut"],
        characteristics=frozenset(entry["characteristics"]),
        categories={group: frozenset(names) for group, names in entry["categories"].items()},
        leaves_out=frozenset(entry.get("leaves_out", ())),
        parts=frozenset(entry.get("parts", ())),
        rest=entry.get("rest", ""),
        differs=entry["differs"],
    )


def _problems(found: Monitoring) -> Iterator[str]:
    universal = {found.prefer_not_to_say.code, found.not_recorded.code}
    if len(universal) != 2:
        yield "Who prefers not to say and who was not asked have one code; they are never merged."
    for question in found.questions.values():
        if universal & {answer.code for answer in question.answers}:
            yield f"The question {question.code} has an answer of its own for what every question has."
    for cut in found.cuts.values():
        if cut.question not in found.questions:
            yield f"The cut {cut.code} is of {cut.question}, which nobody is asked."
            continue
        counted = sorted([answer for group in cut.groups for answer in group.answers] + list(cut.leaves_out))
        if counted != sorted(answer.code for answer in found.questions[cut.question].answers):
            yield f"The cut {cut.code} does not count every answer to {cut.question} exactly once."
    for match in found.matches:
        yield from _problems_of_match(match, found)


def _problems_of_match(match: Match, found: Monitoring) -> Iterator[str]:
    if match.cut not in found.cuts:
        yield f"A match names the cut {match.cut}, which is not there."
        return
    groups = {group.code for group in found.cuts[match.cut].groups}
    if {*match.categories, *([match.rest] if match.rest else [])} != groups or match.rest in match.categories:
        yield f"A match of {match.cut} does not name each of its groups once."
    names = [name for some in match.categories.values() for name in some]
    if len(names) != len(set(names)):
        yield f"A match of {match.cut} counts a category in two groups."
