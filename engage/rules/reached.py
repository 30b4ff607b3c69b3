"""How many people an activity reached, as it was recorded: exactly, about, at least, or not at all known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.rules.words import is_not_recorded

LARGEST_NUMBER = 999_999_999
HOW_TO_WRITE_A_NUMBER = (
    "Enter a whole number such as 203, about 500, at least 1,000 or 30 to 40,"
    " or leave it blank if it is not recorded."
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
    """A count of contacts. ``number`` is None only when nothing was recorded, which is never nought; ``said``
    has the words it was read from where they say more: "30-40"."""

    kind: ReachedKind
    number: int | None
    said: str = ""

    @property
    def words(self) -> str:
        if self.number is None:
            return "not recorded"
        prefix = {ReachedKind.ABOUT: "about ", ReachedKind.AT_LEAST: "at least "}.get(self.kind, "")
        return f"{prefix}{self.number:,}"

    @property
    def in_full(self) -> str:
        """With the words it was read from."""
        return f"{self.words} (written “{self.said}”)" if self.said else self.words

    @property
    def typed(self) -> str:
        """As a person would type it again."""
        return self.said or self.words

    @property
    def is_approximate(self) -> bool:
        return self.kind in {ReachedKind.ABOUT, ReachedKind.AT_LEAST}


NOT_RECORDED = Reached(ReachedKind.NOT_RECORDED, None)

LONGEST_TEXT = 100
_ABOUT = (
    r"(?:(?:very |only |just |an )?(?:approx(?:imately|\.)?|about|around|circa|ca?\.|c(?=[ 0-9])|~|≈|roughly"
    r"|nearly|almost|close to|just (?:under|short of)|in the region of|some|probably|perhaps|maybe"
    r"|est(?:imated?|\.)?(?: at| of)?))"
)
_AT_LEAST = (
    r"(?:well |just |slightly |far |easily |a little |a bit )?"
    r"(?:over|more than|above|in excess of|greater than|exceeding)"
    r"|at least|upwards? of|not? (?:fewer|less) than|min(?:imum|\.)?(?: of)?|>=|≥|>"
)
_PEOPLE = (
    r"(?:(?:local|young|older|other) )?(?:people|persons?|attend(?:ees|ed|ing)|participants?|respondents?"
    r"|responses?|replies|contacts?|residents?|patients?|members?(?: of the public)?|public|visitors?|views"
    r"|comments?|surveys?|forms?|individuals|delegates|carers|parents|children|students|pupils|adults|women"
    r"|men|service users|guests|reached|responded|engaged|present|came|took part)"
)
_IN_ALL = rf"(?: {_PEOPLE})?(?: (?:in )?(?:total|all|attendance|overall))?"
_NAMES = (
    "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen,"
    " sixteen, seventeen, eighteen, nineteen"
)
_ONES = {name: number for number, name in enumerate(re.split(", ", _NAMES), start=1)}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_BELOW_A_HUNDRED = (
    _ONES | _TENS | {f"{ten} {one}": _TENS[ten] + _ONES[one] for ten in _TENS for one in list(_ONES)[:9]}
)
_SCALES = ((" thousand", 1000), (" hundred", 100))
_SAID = "|".join((*_ONES, *_TENS, "hundred", "thousand", "dozen", "an?", "couple", "half", "of", "and"))
_FIGURES = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(
    r"(?:(?:an? )?(?:total(?: of)?|attendance|attended|attendees|reached|n(?= ?[:=])) ?[:=]? ?)?"
    rf"(?:(?P<about>{_ABOUT}(?: {_ABOUT})?)|(?P<at_least>{_AT_LEAST}))? ?"
    rf"(?P<number>{_FIGURES}(?:\.[0-9]+)?(?: ?k| (?:dozen|hundred|thousand))?"
    rf"|(?:{_SAID})\b(?:[ -](?:{_SAID})\b)*)(?: {_PEOPLE})?"
    r"(?: ?(?P<plus>\+|plus|or more|and over|at least|minimum|min\.?)"
    rf"|,? ?\(?(?P<about_after>{_ABOUT}|-?ish|or so|-?odd|or thereabouts)\)?)?{_IN_ALL}"
)
_RANGE = re.compile(
    rf"(?:(?:between )(?P<low>{_FIGURES}) (?:and|to)|(?:from )?(?P<first>{_FIGURES}) ?(?:-|–|—|to|or)) ?"
    rf"(?P<high>{_FIGURES}){_IN_ALL}"
)
_SAYS_NO_MORE = re.compile(
    r"(?:(?:about|approx(?:imately|\.)?|around|circa|ca?\.?|~|≈|roughly|at least|>=|≥|>) ?)?"
    rf"{_FIGURES}(?:\.0+)?(?: ?(?:\+|or more))?(?: people)?(?: in (?:total|all))?"
)
_AMOUNT = re.compile(rf"({_FIGURES})(?:\.([0-9]+))? ?([a-z]*)")


def read_reached(text: str | float) -> Reached:
    """
    The number as a spreadsheet holds it: text, or a figure such as 203.0.

    "over 800" and "800-900" are kept as at least 800, "two dozen" as about 24. Raises UnreadableNumber for
    fractions, negative numbers, words without a number ("dozens"), and for "none" and "up to 50", which
    could each mean more than one thing.
    """
    typed = " ".join(str(text).split())
    plain = typed.lower()
    if is_not_recorded(plain):
        return NOT_RECORDED
    found = _NUMBER.fullmatch(plain) if len(plain) <= LONGEST_TEXT else None
    amount = _amount(found["number"]) if found else _smaller(plain)
    if amount is None:
        raise UnreadableNumber(_why_unreadable(typed[:60], plain[:LONGEST_TEXT]))
    number, rounded = amount
    if number > LARGEST_NUMBER:
        raise UnreadableNumber(f"{typed[:60]} is too large to be a count of people. {HOW_TO_WRITE_A_NUMBER}")
    about = bool(found and (found["about"] or found["about_after"]))
    at_least = bool(not found or found["at_least"] or found["plus"])
    if about and at_least:
        raise UnreadableNumber(
            f"“{typed}” says both about and at least. Enter about {number:,} or at least {number:,}."
        )
    kind = ReachedKind.ABOUT if about or rounded else ReachedKind.EXACT
    said = "" if _SAYS_NO_MORE.fullmatch(plain) else typed
    return Reached(ReachedKind.AT_LEAST if at_least else kind, number, said)


def _smaller(plain: str) -> tuple[int, bool] | None:
    """Of "30-40" only the smaller number is certain. Two years are no count."""
    found = _RANGE.fullmatch(plain) if len(plain) <= LONGEST_TEXT else None
    if found is None:
        return None
    low, high = (int(figures.replace(",", "")) for figures in (found["low"] or found["first"], found["high"]))
    looks_like_years = 1900 <= low < high < 2100 and high - low < 10
    return (low, False) if low < high and not looks_like_years else None


def _amount(text: str) -> tuple[int, bool] | None:
    """The number that figures or words say, and whether it is a round one: "a dozen", "2k"."""
    words = " ".join(text.replace("-", " ").replace(" and ", " ").split())
    found = _AMOUNT.fullmatch(words)
    if found is None:
        return _in_words(words)
    worth = {"": 1, "dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000}[found[3]]
    fraction = (found[2] or "").rstrip("0")
    if worth % 10 ** len(fraction):
        return None
    number = int(found[1].replace(",", "") + fraction) * worth // 10 ** len(fraction)
    return number, found[3] in {"dozen", "k"} or bool(fraction)


def _in_words(words: str) -> tuple[int, bool] | None:
    """ "twenty five", "a couple of hundred", "half a dozen"."""
    counted = re.sub(r"^(?:a )?couple(?: of)?\b", "two", words)
    rounded = counted != words or words.startswith("a ")
    many, dozen, rest = re.sub(r"^an? ", "one ", counted).partition("dozen")
    if rest:
        return None
    if dozen and many.startswith("half "):
        return (6, True) if many in {"half ", "half a "} else None
    number = _said(many.strip() or "one", _SCALES)
    return (number * 12 if dozen else number, rounded or bool(dozen)) if number else None


def _said(words: str, scales: Sequence[tuple[str, int]]) -> int | None:
    """Number words, by the largest scale first; None when they make no number."""
    if not scales:
        return _BELOW_A_HUNDRED.get(words)
    (name, worth), *smaller = scales
    count, found, rest = words.rpartition(name)
    if not found:
        return _said(words, smaller)
    many, over = _said(count, smaller), _said(rest.strip(), smaller) if rest else 0
    return None if many is None or over is None else many * worth + over


def _why_unreadable(typed: str, plain: str) -> str:
    if re.fullmatch(r"[-−] ?[0-9][0-9.,]*", plain):
        return f"{typed} is below nought. {HOW_TO_WRITE_A_NUMBER}"
    if re.fullmatch(r"[0-9]*\.[0-9]+", plain):
        return f"{typed} is not a whole number. {HOW_TO_WRITE_A_NUMBER}"
    if plain in {"none", "nil", "nobody", "no one"}:
        return f"“{typed}” could mean that nobody came or that nobody counted. Enter 0, or leave it blank."
    if re.match(r"up to|under|fewer|less|max|<|at most|not? more", plain):
        return f"“{typed}” says the most it can have been, not how many. {HOW_TO_WRITE_A_NUMBER}"
    if re.search(r"\b(?:dozens|scores|hundreds|thousands|several)\b", plain):
        return f"“{typed}” says that there were many, not how many. {HOW_TO_WRITE_A_NUMBER}"
    if re.search(r"[0-9] ?(?:-|–|—|to|and|or) ?[0-9]|between", plain):
        return f"“{typed}” gives two numbers. {HOW_TO_WRITE_A_NUMBER}"
    return f"“{typed}” is not a number. {HOW_TO_WRITE_A_NUMBER}"
