"""The ways people write when something happened: ranges, lists, lengths, notes, words such as "before"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from engage.rules.calendar_words import (
    HOW_TO_WRITE_A_DATE,
    MONTH,
    Precision,
    Span,
    UnreadableDate,
    day_after,
    day_before,
    day_span,
    lowered,
    months_later,
    read_end_span,
    read_short_span,
    read_span,
)
from engage.rules.known_date import (
    LASTING_PRECISION,
    NOT_RECORDED,
    DateAsKnown,
    joined,
    of_span,
    until_day,
    with_open_end,
)

_WIDER_THAN_A_MONTH = frozenset(
    {Precision.QUARTER, Precision.SEASON, Precision.YEAR, Precision.FINANCIAL_YEAR}
)


def read_phrase(words: str) -> DateAsKnown:
    """What the words of one cell say. Raises UnreadableDate when no way of reading them is known."""
    for reader in _READERS:
        known = reader(words)
        if known is not None:
            return known
    raise UnreadableDate(_why_unreadable(words))


_NOTHING_TYPED = frozenset({"", "-", "--", "?", "n/a", NOT_RECORDED})
_SAID_TO_BE_NOT_KNOWN = frozenset({"n/k", "nk", "not known", "unknown", "not recorded", "not stated"})
_TO_COME = frozenset({"tbc", "tba", "t.b.c.", "t.b.a.", "to be confirmed", "to be agreed", "to be arranged"})
_NOT_KNOWN = (
    _SAID_TO_BE_NOT_KNOWN
    | _TO_COME
    | {"undated", "not dated", "no date", "various", "various dates", "ongoing"}
)
END_STILL_OPEN = _TO_COME | {"ongoing", "present", "the present", "date", "now", "current", "continuing"}
NO_END_GIVEN = _NOTHING_TYPED | _SAID_TO_BE_NOT_KNOWN


def _not_known(words: str) -> DateAsKnown | None:
    if lowered(words) in _NOTHING_TYPED:
        return DateAsKnown.not_recorded()
    if lowered(words) in _NOT_KNOWN:
        return replace(DateAsKnown.not_recorded(), words=words)
    return None


def _single(words: str) -> DateAsKnown | None:
    """ "Wed 6 June 2018", "Jan 2014", "2019/20"."""
    span = read_span(words)
    return of_span(span, span.words) if span else None


_FROM = re.compile(r"from (?=.* (?:to|until|till) |.*[-–—])", re.IGNORECASE)
_SEPARATORS = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (r" (?:to|until|till) ", r" ?[-–—] | [-–—]", r"[-–—]")
)


def read_range(words: str) -> DateAsKnown | None:
    """ "26/07/2017 - 06/09/2017", "6-8 June 2018", "May-August 2014", "24/02/2020 to end June 2020"."""
    opened = _FROM.sub("", words, count=1)
    for separator in _SEPARATORS:
        for cut in separator.finditer(opened):
            known = _range_of(opened[: cut.start()], opened[cut.end() :])
            if known:
                return known
    return None


def _range_of(left: str, right: str) -> DateAsKnown | None:
    if lowered(right) in END_STILL_OPEN:
        span = read_span(left)
        return with_open_end(of_span(span, span.words), span, right) if span else None
    end = read_end_span(right)
    start = (read_span(left) or read_short_span(left, end)) if end else None
    return joined(start, end) if start and end else None


_LIST_SEPARATOR = re.compile(r" ?(?:[,;]| & | and |(?<=[a-z])[/&](?=[a-z])| / ) ?", re.IGNORECASE)


def read_several(words: str) -> DateAsKnown | None:
    """ "Nov/Dec 2020", "June, July and August 2018", "6, 7 and 9 June 2018": from the first to the last."""
    pieces = [piece.strip() for piece in _LIST_SEPARATOR.split(words) if piece.strip()]
    last = read_span(pieces[-1]) if len(pieces) > 1 else None
    if last is None or last.precision not in {Precision.DAY, Precision.MONTH}:
        return None
    spans = [read_span(piece) or read_short_span(piece, last) for piece in pieces]
    known_spans = [span for span in spans if span and span.precision is last.precision]
    if len(known_spans) < len(pieces):
        return None
    first, gapless = known_spans[0], True
    for before, after in pairwise(known_spans):
        if after.first <= before.first:
            raise UnreadableDate(
                f"In “{words}”, {after.words} does not come after {before.words}. "
                "Put them in order, giving the year of each."
            )
        gapless = gapless and day_before(after.first) == before.last
    return joined(first, last, words="" if gapless else words)


_NUMBER = "a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_DURATION = rf"(?:[1-9][0-9]{{0,2}}|{_NUMBER})[ -](?:day|week|month)s?"
_LASTING_TEXT = re.compile(
    rf"(.+?)(?:,|;|:| -| –| —)? \(?(?:for |lasting |over )?"
    rf"([1-9][0-9]{{0,2}}|{_NUMBER})[ -](day|week|month)s?(?: consultation| period)?\)?",
    re.IGNORECASE,
)


def _lasting(words: str) -> DateAsKnown | None:
    """ "30 July 2018 - four weeks", "15 Feb 2021, six weeks": the end is worked out from the length."""
    found = _LASTING_TEXT.fullmatch(words)
    start = _single(found[1]) or _from(found[1]) if found else None
    if found is None or start is None or start.start_to is None:
        return None
    count = int(found[2]) if found[2].isdigit() else max(1, _NUMBER.split("|").index(found[2].lower()))
    end = day_before(_later(start.start_to, count, found[3].lower()))
    precision = LASTING_PRECISION.get(start.precision, Precision.WINDOW)
    return DateAsKnown(precision, start.start_from, start.start_to, end, words)


def _later(day: date, count: int, unit: str) -> date:
    if unit == "month":
        return months_later(day, count)
    return day + timedelta(days=count * (7 if unit == "week" else 1))


_WEEK_FROM = re.compile(r"(?:w/c|wc|week commencing|week beginning|week of) (.+)", re.IGNORECASE)


def _week(words: str) -> DateAsKnown | None:
    """ "w/c 4 June 2018" is the seven days from then."""
    found = _WEEK_FROM.fullmatch(words)
    span = read_span(found[1]) if found else None
    if span is None or span.precision is not Precision.DAY:
        return None
    return joined(span, day_span(_later(span.first, 6, "day")), words)


_FROM_TEXT = re.compile(
    r"(?:(?:daily|weekly|fortnightly|monthly|quarterly|regularly|ongoing|running) )*"
    r"(?:from|since|starting|starts|started|beginning|began|launched)(?: on| in)? (.+?)(?: onwards?| on)?",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"(.+) onwards?", re.IGNORECASE)


def _from(words: str) -> DateAsKnown | None:
    """ "from December 2020", "monthly from August 2018": the start is known and the end is not."""
    found = _FROM_TEXT.fullmatch(words) or _ONWARDS.fullmatch(words)
    span = read_span(found[1]) if found else None
    return replace(of_span(span, words), end_to=None) if span else None


_UNTIL = re.compile(
    rf"(?:{_DURATION},? (?:- )?)?"
    r"(?:(?:to|until|till|up to|by|before|end(?:ed|s|ing)|clos(?:ed|es|ing)|finished|report(?:ed)?|published"
    r"|decided|approved|results?|outcome) (?:(?:on|in|by|at|to|until) )?)+(.+)",
    re.IGNORECASE,
)


def _until(words: str) -> DateAsKnown | None:
    """ "to 20 March 2024", "reported Oct-19", "decided before April 2018": only a latest day is known."""
    found = _UNTIL.fullmatch(words)
    end = read_end_span(found[1]) if found else None
    if found is None or end is None:
        return None
    just_before = lowered(words[: found.start(1)]).endswith("before")
    return until_day(day_before(end.first) if just_before else end.last, words)


_AFTER = re.compile(r"(?:held |some ?time )?(?:after|later than) (.+)", re.IGNORECASE)
_WITHIN = re.compile(
    rf"(?:held |some ?time |once )?(?:within|between|during|throughout|over|in|on|earlier in|later in"
    rf"|early(?: in)?|mid|middle of|late(?: in)?|start of|beginning of|end(?: of)?"
    rf"|{_DURATION} (?:in|during|within|over))[ -](.+)",
    re.IGNORECASE,
)


def _within(words: str) -> DateAsKnown | None:
    """ "within 21/01/19-15/04/19", "8 weeks in 2024", "earlier in 2018": it started somewhere in there."""
    found = _WITHIN.fullmatch(words)
    if found is None:
        return None
    span = read_span(found[1])
    if span and span.precision in {Precision.DAY, Precision.MONTH}:
        return of_span(span, words)
    if span:
        return replace(of_span(span, words), precision=Precision.WINDOW)
    limits = read_range(re.sub(" and ", " to ", found[1], flags=re.IGNORECASE))
    if limits is None:
        return None
    return replace(limits, precision=Precision.WINDOW, start_to=limits.end_to, words=words)


def _after(words: str) -> DateAsKnown | None:
    found = _AFTER.fullmatch(words)
    span = read_end_span(found[1]) if found else None
    if span is None:
        return None
    return DateAsKnown(Precision.WINDOW, day_after(span.last), None, None, words)


_NOTED = re.compile(r"(.+?) ?\((.+)\)")
_NOTED_LIMIT = re.compile(r"(before|until|up to|by|to|after|from|since) (.+)", re.IGNORECASE)


def _noted(words: str) -> DateAsKnown | None:
    """ "2022 (before 1 July)", "2017/18 (before merger)": a note may narrow a date, never widen it."""
    found = _NOTED.fullmatch(words)
    if found is None:
        return None
    known = replace(read_phrase(found[1]), words=words)
    if known.precision in _WIDER_THAN_A_MONTH:
        known = replace(known, precision=Precision.WINDOW)
    limit = _NOTED_LIMIT.fullmatch(found[2])
    span = (read_span(limit[2]) or read_span(f"{limit[2]} {found[1]}")) if limit else None
    return _narrowed(known, limit[1].lower(), span) if limit and span else known


def _narrowed(known: DateAsKnown, word: str, span: Span) -> DateAsKnown:
    if known.start_from is None or known.start_to is None:
        return known
    earliest, latest = known.start_from, known.start_to
    if word in {"after", "from", "since"}:
        earliest = max(earliest, day_after(span.last) if word == "after" else span.first)
    else:
        latest = min(latest, day_before(span.first) if word == "before" else span.last)
    if latest < earliest:
        raise UnreadableDate(
            f"“{known.words}” leaves no day on which it can have started. Correct one of the dates."
        )
    ended_with_its_start = known.end_to == known.start_to
    return replace(
        known, start_from=earliest, start_to=latest, end_to=latest if ended_with_its_start else known.end_to
    )


_ABOUT = re.compile(r"(?:about|around|circa|approx\.?|approximately|c\.?) ?(.+)", re.IGNORECASE)


def _about(words: str) -> DateAsKnown | None:
    """ "around June 2018" may be May or July, so nothing is known for certain; the words are kept."""
    found = _ABOUT.fullmatch(words)
    known = (_single(found[1]) or read_range(found[1])) if found else None
    return replace(DateAsKnown.not_recorded(), words=words) if known else None


_READERS: tuple[Callable[[str], DateAsKnown | None], ...] = (
    _not_known,
    _single,
    read_range,
    read_several,
    _lasting,
    _week,
    _from,
    _until,
    _within,
    _after,
    _noted,
    _about,
)


# --- saying what is wrong --------------------------------------------------------------------------

_QUARTER_ONLY = re.compile(r"(?:q|qtr|quarter) ?[1-4](?: (?:of )?([0-9]{4}))?")
_MONTH_AND_FIGURES = re.compile(rf"({MONTH}) ([0-9]{{1,2}})")
_NO_YEAR = re.compile(rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?[ -]?)?(?:{MONTH})|[0-9]{{1,2}}[/.-][0-9]{{1,2}}")


def _why_unreadable(words: str) -> str:
    plain = lowered(words)
    if found := _QUARTER_ONLY.fullmatch(plain):
        missing = "has no year" if found[1] is None else "may be of a calendar or of a financial year"
        return f"“{words}” {missing}. Enter a quarter such as Q3 2018/19, or leave it blank."
    if _MONTH_AND_FIGURES.fullmatch(plain):
        return f"“{words}” may be a day without a year or a month with a short one. {HOW_TO_WRITE_A_DATE}"
    if _NO_YEAR.fullmatch(plain):
        return f"“{words}” has no year. {HOW_TO_WRITE_A_DATE}"
    return f"“{words}” cannot be read as a date. {HOW_TO_WRITE_A_DATE}"
