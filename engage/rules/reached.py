"""How many people an activity reached, as it was recorded: exactly, about, at least, or not at all known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from engage.rules.words import is_not_recorded

LARGEST_NUMBER = 999_999_999
HOW_TO_WRITE_A_NUMBER = (
    "Enter a whole number such as 203, about 500 or at least 1,000, or leave it blank if it is not recorded."
)


class UnreadableNumber(ValueError):
    """The message says what is wrong with the number typed and what to type instead."""


class ReachedKind(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class Reached:
    """A count of contacts. ``number`` is None only when nothing was recorded, which is never nought."""

    kind: ReachedKind
    number: int | None

    @property
    def words(self) -> str:
        if self.number is None:
            return "not recorded"
        prefix = {ReachedKind.ABOUT: "about ", ReachedKind.AT_LEAST: "at least "}.get(self.kind, "")
        return f"{prefix}{self.number:,}"

    @property
    def is_approximate(self) -> bool:
        return self.kind in {ReachedKind.ABOUT, ReachedKind.AT_LEAST}


NOT_RECORDED = Reached(ReachedKind.NOT_RECORDED, None)

_ABOUT = r"approx(?:imately|\.)?|about|around|circa|ca?\.|c(?=[ 0-9])|~|roughly|nearly|almost"
_AT_LEAST = r"at least|over|more than|upwards of|min(?:imum|\.)?(?: of)?|>=|≥|>"
_PEOPLE = (
    r"people|persons?|attend(?:ees|ed)|participants?|respondents?|responses?|replies|contacts?"
    r"|residents?|patients?|members?|visitors?|views|comments?|surveys?|forms?"
)
_NUMBER = re.compile(
    rf"(?:(?P<about>{_ABOUT})|(?P<at_least>{_AT_LEAST}))? ?"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0+)?"
    rf"(?: ?(?P<plus>\+|plus|or more)|,? (?P<about_after>{_ABOUT}))?(?: (?:{_PEOPLE}))?"
)


def read_reached(text: str | float) -> Reached:
    """
    The number as a spreadsheet holds it: text, or a figure such as 203.0.

    "over 800" is kept as at least 800. Raises UnreadableNumber for words, fractions, negative numbers,
    and for "none" and "up to 50", which could each mean more than one thing.
    """
    typed = " ".join(str(text).split())
    plain = typed.lower()
    if is_not_recorded(plain):
        return NOT_RECORDED
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise UnreadableNumber(_why_unreadable(typed[:60], plain))
    number = int(found["number"].replace(",", ""))
    if number > LARGEST_NUMBER:
        raise UnreadableNumber(f"{typed[:60]} is too large to be a count of people. {HOW_TO_WRITE_A_NUMBER}")
    about = bool(found["about"] or found["about_after"])
    at_least = bool(found["at_least"] or found["plus"])
    if about and at_least:
        raise UnreadableNumber(
            f"“{typed}” says both about and at least. Enter about {number:,} or at least {number:,}."
        )
    if about:
        return Reached(ReachedKind.ABOUT, number)
    return Reached(ReachedKind.AT_LEAST if at_least else ReachedKind.EXACT, number)


def _why_unreadable(typed: str, plain: str) -> str:
    if re.fullmatch(r"[-−] ?[0-9][0-9.,]*", plain):
        return f"{typed} is below nought. {HOW_TO_WRITE_A_NUMBER}"
    if re.fullmatch(r"[0-9]*\.[0-9]+", plain):
        return f"{typed} is not a whole number. {HOW_TO_WRITE_A_NUMBER}"
    if plain in {"none", "nil", "nobody", "no one"}:
        return f"“{typed}” could mean that nobody came or that nobody counted. Enter 0, or leave it blank."
    if re.match(r"up to|under|fewer|less|max|<", plain):
        return f"“{typed}” says the most it can have been, not how many. {HOW_TO_WRITE_A_NUMBER}"
    if re.match(r"[0-9][0-9,]* ?(?:-|–|to|and|or) ?[0-9]|between", plain):
        return f"“{typed}” gives two numbers. {HOW_TO_WRITE_A_NUMBER}"
    return f"“{typed}” is not a number. {HOW_TO_WRITE_A_NUMBER}"
