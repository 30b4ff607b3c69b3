"""How much must show a requirement: one record, every record, or one for each of those it is asked of."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from engage.rules.calendar_words import long_date
from engage.rules.conditions import Miss, Scene
from engage.rules.facts import Days, Fact
from engage.rules.meetings import as_planned
from engage.rules.placing import falls, life_of, quarters_over, shared
from engage.rules.words import plain_words

BY_HAND = "by hand"
"""The kind of a fact that stands for evidence a person attached."""
WHY = "why it shows this"
"""Under which such a fact says the reason that was given."""
SAID_BY = {"each forum": "forum_ref", "each authority": "authority", "each board": "boards"}
"""What a record has to say, so that it can be told for which of them it speaks."""
WORDS = ("one", "each record", *SAID_BY, "each project", "each quarter")
PER = {"each authority": "project"} | dict.fromkeys(
    ("each forum", "each board", "each project", "each quarter"), "body"
)
"""Who or what a quantity can be asked of, where it is not both."""

NOUNS = {
    "each record": ("record", "records"),
    "each forum": ("forum in the framework", "forums in the framework"),
    "each authority": ("local authority", "local authorities"),
    "each board": (
        "Health and Wellbeing Board in the framework",
        "Health and Wellbeing Boards in the framework",
    ),
    "each project": ("project", "projects"),
    "each quarter": ("quarter that is over", "quarters that are over"),
}
SHOWN_BY = {"record": ("shows it", "show it"), "quarter that is over": ("has a record", "have a record")}
NONE_TO_ASK = {
    "each record": "Not known: none is on record in this time, so there is nothing to ask this of",
    "each forum": "Not known: no forum is in the participation framework in this time; record which are",
    "each authority": "Not known: no local authority is named; record whose area the project touches",
    "each board": "Not known: no Health and Wellbeing Board is in the framework; record which are",
    "each project": "Not known: no project is on record in this time",
}
_LEAST = re.compile(r"at least ([1-9][0-9]{0,3})")
_OF_COUNCILS = ("council", "city", "county", "borough", "district", "metropolitan", "unitary", "royal")
_OF_COMMITTEES = ("health", "wellbeing", "social", "adult", "care", "overview", "scrutiny", "select", "joint")
_SHORT = ("mbc", "bc", "dc", "cc", "of", "the", "and", "for")
_OF_ANY_COUNCIL = frozenset(
    (*_OF_COUNCILS, *_OF_COMMITTEES, *_SHORT, "authority", "committee", "commission", "panel", "board")
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many records show a requirement.

    ``word`` is one of ``WORDS``, "at least" (``least`` of them), or "each" and a field of the record, which
    has to hold each of ``values`` (with the words for it). ``planned``: of each forum every meeting counts,
    and it must have met as often as its schedule had it meet.
    """

    word: str
    least: int = 1
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    planned: bool = False

    @property
    def is_one(self) -> bool:
        """Whether one record is enough."""
        return self.word == "one"

    @property
    def in_words(self) -> str:
        """Such as "at least 3 records", or "each of race (WRES), disability (WDES)"."""
        if self.is_one:
            return "one record is enough"
        if self.word == "at least":
            return f"at least {self.least:,} records"
        if self.word == "each quarter":
            return self.word
        return f"each of {', '.join(self.values.values())}" if self.values else f"each {NOUNS[self.word][0]}"


class Missing(NamedTuple):
    """Whom or what nothing shows it for; ``ref`` leads there, and ``why`` says what is wrong, where known."""

    ref: str
    name: str
    why: str = ""

    @property
    def in_words(self) -> str:
        return f"{self.name} ({self.why})" if self.why else self.name


@dataclass(frozen=True, slots=True)
class Count:
    """For how many of those it is asked of something shows it, and for whom nothing does."""

    met: int
    of: int
    noun: tuple[str, str]
    missing: tuple[Missing, ...]

    @property
    def is_full(self) -> bool:
        return self.met >= self.of > 0

    @property
    def in_words(self) -> str:
        """Such as "Shown for 2 of 17 forums in the framework"."""
        many = self.of != 1
        told = f"{self.met:,} of {self.of:,} {self.noun[many]}"
        verb = SHOWN_BY.get(self.noun[0])
        return f"{told} {verb[many]}" if verb else f"Shown for {told}"


class Asked(NamedTuple):
    """Of whom it is asked, and when: the facts beside, the project where it is one, the days judged."""

    scene: Scene
    project: Fact | None
    window: Days
    life: Days
    today: date


Unfit = tuple[Fact, Miss]
"""A record that was looked at, and the first thing it fails."""


@dataclass(frozen=True, slots=True)
class _Member:
    """One of those it is asked of; ``lacks`` is what is wrong with it, whatever its records say."""

    ref: str
    name: str
    speaks: Callable[[Fact], bool]
    lacks: str = ""


def read_quantity(
    text: Any, values: Mapping[str, str], says: Container[str], per: str, *, planned: bool
) -> Quantity:
    """The quantity a requirement declares. Raises ValueError with what to put right."""
    word = str(text)
    least = _LEAST.fullmatch(word)
    if planned and word != "each forum":
        raise ValueError('as_planned belongs to the quantity "each forum"')
    if word.startswith("each ") and word not in WORDS and word.removeprefix("each ") in says and values:
        return Quantity(word, values=values)
    if values:
        raise ValueError(
            f"the table each names values of a field of the record, and {word!r} is none of these"
        )
    if word not in WORDS and not least:
        known = ", ".join((*WORDS, "at least N", "each FIELD with a table each"))
        raise ValueError(f"there is no quantity {word!r}; there is {known}")
    if PER.get(word, per) != per:
        raise ValueError(f"{word!r} cannot be asked of each {per}")
    if SAID_BY.get(word, "ref") not in says:
        raise ValueError(f"{word!r} needs records that say {SAID_BY[word]}")
    return Quantity("at least", int(least[1])) if least else Quantity(word, planned=planned)


def count(quantity: Quantity, asked: Asked, shows: Sequence[Fact], unfit: Sequence[Unfit]) -> Count:
    """For how many of those it is asked of it is shown; not asked where one record is enough.

    Evidence attached by hand speaks for those whose full names stand in its title or reason, and where one
    alone is asked of, for that one.
    """
    shown = len(shows)
    if quantity.word == "at least":
        return Count(min(shown, quantity.least), quantity.least, ("record", "records"), ())
    if quantity.word == "each record":
        short = tuple(Missing(fact.ref, fact.title) for fact, _ in unfit)
        return Count(shown, shown + len(short), NOUNS[quantity.word], short)
    members = list(_members(quantity, asked))
    noun = NOUNS.get(quantity.word, ("thing asked for", "things asked for"))
    if len(members) == 1 and any(fact.kind == BY_HAND for fact in shows) and quantity.word != "each quarter":
        return Count(1, 1, noun, ())
    nobodys = next((fact for fact in shows if not any(member.speaks(fact) for member in members)), None)
    unplaced = f"{nobodys.title} does not say that it is of this one" if nobodys else ""
    told = ((member, _why_missing(quantity, member, shows, unfit, unplaced)) for member in members)
    missing = tuple(Missing(member.ref, member.name, why) for member, why in told if why is not None)
    return Count(len(members) - len(missing), len(members), noun, missing)


def _why_missing(
    quantity: Quantity, member: _Member, shows: Iterable[Fact], unfit: Iterable[Unfit], unplaced: str
) -> str | None:
    """Why nothing shows it for the member, or "" where nobody can say; None when it is shown.

    ``unplaced`` tells of a record that would show it, and does not say of whom it is.
    """
    shown = [fact for fact in shows if member.speaks(fact)]
    if any(fact.kind == BY_HAND for fact in shown):
        return None
    if member.lacks:
        return member.lacks
    failed = next((miss for fact, miss in unfit if member.speaks(fact)), None)
    if shown and not (quantity.planned and failed):
        return None
    return failed() if failed else unplaced


def _members(quantity: Quantity, asked: Asked) -> Iterator[_Member]:
    """Those of whom it is asked, in their order."""
    word = quantity.word
    if word == "each forum":
        yield from _forums(asked, planned=quantity.planned)
    elif word == "each authority":
        yield from _authorities(asked)
    elif word == "each board":
        for one, _ in _framework(asked):
            if one.says.get("body_type") == "hwb":
                yield _Member(one.ref, one.title, _speaking(one.title, _said("boards", one.title)))
    elif word == "each project":
        for one in asked.scene.of_kind("project"):
            if shared(life_of(one), asked.window):
                yield _Member(one.ref, one.title, _speaking(one.title, _of_project(one.ref)))
    elif word == "each quarter":
        for days in quarters_over(asked.window, asked.today):
            yield _Member("", f"{long_date(days[0])} to {long_date(days[1])}", _falling(days, asked.life))
    else:
        name = word.removeprefix("each ")
        for value, words in quantity.values.items():
            yield _Member("", words, _speaking(words, _said(name, value)))


def _framework(asked: Asked) -> list[tuple[Fact, Days]]:
    """The forums that stood in the framework on any day judged, each once, with those days."""
    found: dict[str, tuple[Fact, Days]] = {}
    judged = asked.window[0], min(asked.window[1], asked.today)
    for fact in asked.scene.of_kind("forum"):
        days = shared((fact.first or date.min, fact.ended or date.max), judged)
        if days:
            before = found[fact.ref][1] if fact.ref in found else days
            found[fact.ref] = fact, (min(days[0], before[0]), max(days[1], before[1]))
    return sorted(found.values(), key=lambda one: (one[0].title, one[0].ref))


def _forums(asked: Asked, *, planned: bool) -> Iterator[_Member]:
    for fact, days in _framework(asked):
        speaks = _speaking(fact.title, _said("forum_ref", fact.ref))
        if not planned:
            yield _Member(fact.ref, fact.title, speaks)
            continue
        due, held = fact.says.get("due", ()), fact.says.get("held", ())
        stood = as_planned(due, held, days)
        if stood != (0, 0):  # nothing was to be held in this time
            yield _Member(fact.ref, fact.title, speaks, _unplanned(stood))


def _unplanned(stood: tuple[int, int] | None) -> str:
    """What is wrong with the meetings of a forum that met so often of so many times planned."""
    if stood is None:
        return "no schedule of its meetings is on record for this time"
    held, wanted = stood
    return "" if held >= wanted else f"{held:,} of {wanted:,} meetings planned are on record as held"


def _authorities(asked: Asked) -> Iterator[_Member]:
    """The local authorities of the project; what their joint committee got, each of them got."""
    says: Mapping[str, Any] = asked.project.says if asked.project else {}
    names = dict.fromkeys(says.get("authorities") or ())
    known = {name: _place(name) for name in names}
    joint = plain_words(says.get("joint_committee") or "")
    for name in names:
        yield _Member("", name, _speaking(name, _of_authority(name, known, joint)))


def _of_authority(
    name: str, known: Mapping[str, frozenset[str]], joint: Sequence[str]
) -> Callable[[Fact], bool]:
    """Whether a record says it is of this authority, of several with it, or of their joint committee."""

    def speaks(fact: Fact) -> bool:
        texts = [text for text in _many(fact.says.get("authority")) if text]
        if joint and any(plain_words(text) == joint for text in texts):
            return True
        return any(name in _named_in(_place(text), known) for text in texts)

    return speaks


def _named_in(place: frozenset[str], known: Mapping[str, frozenset[str]]) -> list[str]:
    """The authorities that make up a place: none where a word of it is left over."""
    within = {name: words for name, words in known.items() if words and words <= place}
    widest = {
        name: words for name, words in within.items() if not any(words < other for other in within.values())
    }
    return list(widest) if frozenset().union(*widest.values()) == place else []


def _place(text: str) -> frozenset[str]:
    """The words of a place in the name of an authority or of one of its committees."""
    words = frozenset(plain_words(text))
    return words - _OF_ANY_COUNCIL - ({"london"} if "borough" in words else set())


def _speaking(name: str, of_record: Callable[[Fact], bool]) -> Callable[[Fact], bool]:
    """Whether a record speaks for somebody; what was attached by hand has to name them in full."""
    wanted = f" {' '.join(plain_words(name))} "

    def speaks(fact: Fact) -> bool:
        if fact.kind != BY_HAND:
            return of_record(fact)
        told = plain_words(f"{fact.title} {fact.says.get(WHY, '')}")
        return wanted in f" {' '.join(told)} "

    return speaks


def _said(name: str, wanted: str) -> Callable[[Fact], bool]:
    return lambda fact: wanted in _many(fact.says.get(name))


def _of_project(ref: str) -> Callable[[Fact], bool]:
    return lambda fact: fact.project == ref


def _falling(days: Days, life: Days) -> Callable[[Fact], bool]:
    return lambda fact: falls(fact, days, life)


def _many(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else (answer,)
