"""Parts of a month or a year ("late March 2018", "the end of June 2018"), and what may end a range."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from engage.rules.calendar_words import (
    Precision,
    Span,
    day_before,
    end_of,
    lowered,
    months_later,
    read_short_span,
    read_span,
)

_EARLY = r"early(?: in)?|(?:very )?(?:start|beginning) of|(?:first half|early part) of"
_MID = r"mid|middle of"
_LATE = r"late(?: in)?|(?:very )?end(?: of)?|(?:second half|latter half|latter part) of"
_SOMEWHERE = (
    r"(?:early|mid|late) ?(?:to|/|-) ?(?:early|mid|late)"
    r"|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:week|weekend|few days|fortnight) (?:of|in)"
)
_PART = re.compile(
    rf"(?:towards )?(?:the )?(?P<part>(?P<somewhere>{_SOMEWHERE})|(?P<early>{_EARLY})|(?P<mid>{_MID})"
    rf"|(?:{_LATE}))(?P<gap>-| +)(?P<rest>.+)"
)
_HALF_FROM = {"early": 0, "mid": 3, "late": 6}
_YEARS = frozenset({Precision.YEAR, Precision.FINANCIAL_YEAR})


def _part_of(text: str, read: Callable[[str], Span | None]) -> Span | None:
    """
    "mid-June 2018", "late 2018": nobody says where in a month its middle begins, so a month is kept whole;
    of a year half is certain. ``read`` reads the words after.
    """
    found = _PART.fullmatch(lowered(text))
    whole = read(found["rest"]) if found else None
    if found is None or whole is None:
        return None
    first, last = whole.first, whole.last
    if whole.precision in _YEARS and not found["somewhere"]:
        half = "early" if found["early"] else "mid" if found["mid"] else "late"
        first = months_later(whole.first, _HALF_FROM[half])
        last = day_before(months_later(first, 6))
    known = {Precision.DAY, Precision.MONTH}
    return replace(
        whole,
        precision=whole.precision if whole.precision in known else Precision.WINDOW,
        first=first,
        last=last,
        words=f"{found['part']}{found['gap']}{whole.words}",
        is_part=True,
    )


def read_start_span(text: str) -> Span | None:
    """As read_span, and a part of a month or a year, of which no day is certain."""
    return read_span(text) or _part_of(text, read_span)


def read_short_start(text: str, full: Span) -> Span | None:
    """The "late March" of "late March to 9/5/2018": the rest comes from ``full``."""
    return read_short_span(text, full) or _part_of(text, lambda rest: read_short_span(rest, full))


def read_end_span(text: str) -> Span | None:
    """As read_start_span, but "end of June 2020" is its last day: what may stand at the end of a range."""
    found = re.fullmatch(r"(?:the )?end(?: of)? (.+)", lowered(text))
    whole = read_span(found[1]) if found else None
    return end_of(whole) if whole else read_start_span(text)
