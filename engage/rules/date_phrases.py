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
    long_date,
    lowered,
    months_later,
    read_short_span,
    read_span,
)
from engage.rules.days_said import first_said
from engage.rules.known_date import (
    LASTING_PRECISION,
    NOT_RECORDED,
    DateAsKnown,
    joined,
    of_span,
    until_day,
    with_open_end,
)
from engage.rules.vague_dates import read_end_span, read_short_start, read_start_span

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


def _part(words: str) -> DateAsKnown | None:
    """ "mid-June 2018", "late 2018", "the end of 2018/19": it started somewhere in there."""
    span = read_start_span(words)
    return of_span(span, words) if span else None


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
        span = read_start_span(left)
        return with_open_end(of_span(span, span.words), span, right) if span else None
    end = read_end_span(right)
    start = (read_start_span(left) or read_short_start(left, end)) if end else None
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


_EITHER = re.compile(r"(.+?) or (.+)|(.+?) ?(?:/| and | & ) ?(.+)", re.IGNORECASE)


def _either(words: str) -> DateAsKnown | None:
    """ "6 or 7 June 2018", "late May/early June 2018": it started somewhere from the first to the second."""
    found = _EITHER.fullmatch(words)
    second = read_start_span(found[2] or found[4]) if found else None
    if found is None or second is None:
        return None
    first = read_start_span(found[1] or found[3]) or read_short_start(found[1] or found[3], second)
    if first is None or not (found[1] or first.is_part or second.is_part):
        return None
    between = joined(first, second, words)
    return replace(between, precision=Precision.WINDOW, start_to=between.end_to)


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
    start = _single(found[1]) or _part(found[1]) or _from(found[1]) if found else None
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


_WEEK = re.compile(
    r"(?:(w[/.]? ?[cb]\.?|wk ?c|(?:the )?week (?:commencing|beginning|starting|from|of))"
    r"|w[/.]? ?e\.?|(?:the )?week ending)[: ] ?(.+)",
    re.IGNORECASE,
)


def _week(words: str) -> DateAsKnown | None:
    """ "w/c 4 June 2018", "week ending 8 June 2018": on some day of the seven, or on all of them."""
    found = _WEEK.fullmatch(words)
    span = read_span(found[2]) if found else None
    if found is None or span is None or span.precision is not Precision.DAY:
        return None
    first = span.first if found[1] else span.first - timedelta(days=6)
    last = first + timedelta(days=6)
    precision = Precision.RANGE if first.month == last.month else Precision.WINDOW
    return DateAsKnown(precision, first, last, last, words)


_FROM_TEXT = re.compile(
    r"(?:(?:daily|weekly|fortnightly|monthly|quarterly|regularly|ongoing|running) )*"
    r"(?:from|since|starting|starts|started|beginning|began|launched)(?: on| in)? (.+?)(?: onwards?| on)?",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"(.+) onwards?", re.IGNORECASE)


def _from(words: str) -> DateAsKnown | None:
    """ "from December 2020", "monthly from August 2018": the start is known and the end is not."""
    found = _FROM_TEXT.fullmatch(words) or _ONWARDS.fullmatch(words)
    span = read_start_span(found[1]) if found else None
    return replace(of_span(span, words), end_to=None) if span else None


_TO_THE_DAY = r"(?:(?:on|in|by|at|to|until|of|the|meeting|dated):? )"
_UNTIL = re.compile(
    rf"(?:{_DURATION},? (?:- )?)?"
    r"(?:(?:to|until|till|up to|by|before|end(?:ed|s|ing)|clos(?:ed|es|ing)|finish(?:ed|es)|report(?:ed)?"
    rf"|published|decided|decision|approved|results?|outcome|deadline):? {_TO_THE_DAY}?)+(.+)",
    re.IGNORECASE,
)


def _until(words: str) -> DateAsKnown | None:
    """ "to 20 March 2024", "reported Oct-19", "decided before April 2018": only a latest day is known."""
    found = _UNTIL.fullmatch(words)
    end = read_end_span(found[1]) if found else None
    if found is None or end is None:
        return None
    just_before = lowered(words[: found.start(1)]).endswith("before") and not end.is_part
    return until_day(day_before(end.first) if just_before else end.last, words)


_TOLD = (
    r"(?:minuted|minutes?|board|governing body|committee|cabinet|papers?|report(?:ed)?|presented|discussed"
    r"|considered|noted|agreed|ratified|received|submitted|signed off)"
)
_WHOSE = r"(?:(?!(?:after|since|from|post|following|no|not|without|pre|before)\b)[a-z&]+ ){0,3}"
_TOLD_BEFORE = re.compile(rf"(?:{_WHOSE}{_TOLD}:? {_TO_THE_DAY}*)+(.+)", re.IGNORECASE)
_TOLD_BESIDE = re.compile(rf"(.+?),? \(?(?:{_TOLD} ?)+(?:to {_WHOSE}{_TOLD})?(?: meeting)?\)?", re.IGNORECASE)


def _told(words: str) -> DateAsKnown | None:
    """
    "board 14/02/2017", "minuted Nov 2017", "Nov 2017 (minuted)": others were told of it then, so it had
    started; whether it was over is not said.
    """
    found = _TOLD_BEFORE.fullmatch(words) or _TOLD_BESIDE.fullmatch(words)
    span = read_end_span(found[1]) if found else None
    return replace(until_day(span.last, words), end_to=None) if span else None


_AFTER = re.compile(r"(?:held |some ?time )?(?:after|later than) (.+)", re.IGNORECASE)
_WITHIN = re.compile(
    rf"(?:held |some ?time |once )?(?:within|between|during|throughout|over|in|on|earlier in|later in"
    rf"|{_DURATION} (?:in|during|within|over))[ -](.+)",
    re.IGNORECASE,
)


def _within(words: str) -> DateAsKnown | None:
    """ "within 21/01/19-15/04/19", "8 weeks in 2024", "earlier in 2018": it started somewhere in there."""
    found = _WITHIN.fullmatch(words)
    if found is None:
        return None
    span = read_start_span(found[1])
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
    earliest = span.first if span.is_part else day_after(span.last)
    return DateAsKnown(Precision.WINDOW, earliest, None, None, words)


_CLOCK = r"[0-2]?[0-9](?:[:.][0-5][0-9])? ?(?:[ap]\.?m\.?|hrs|noon)?"
_MARKED_CLOCK = r"[0-2]?[0-9](?:[:.][0-5][0-9] ?(?:[ap]\.?m\.?|hrs)?| ?(?:[ap]\.?m\.?|noon))"
_TIME = (
    rf"(?:(?:{_MARKED_CLOCK}(?: ?(?:-|–|to|until) ?{_CLOCK})?|{_CLOCK} ?(?:-|–|to|until) ?{_MARKED_CLOCK})"
    r"|all day|(?:early |late )?(?:morning|afternoon|evening|lunchtime|midday|noon|night|am|pm))"
)
_TIMED = re.compile(rf"(.+?),? (?:at |from |in the |@ ?|- )?{_TIME}", re.IGNORECASE)
_OCCASION = r"(?:event|meeting|session|workshop|visit|drop-in)s?"  # "session 2 June 2018" may be the second
_HELD = re.compile(
    rf"(?:(?:{_TIME}(?: of|,)?|date|held|took place|happened|met|{_OCCASION} held):?(?: on| in)?"
    rf"|{_OCCASION}(?:,|:| on| in|(?= [0-9]+[/.]))) (.+)",
    re.IGNORECASE,
)


def _held(words: str) -> DateAsKnown | None:
    """ "6 June 2018, 10am-12pm", "held 6 June 2018", "evening of 6 June 2018"."""
    found = _TIMED.fullmatch(words) or _HELD.fullmatch(words)
    if found is None:
        return None
    known = _single(found[1]) or _part(found[1]) or read_range(found[1]) or read_several(found[1])
    return replace(known, words=words) if known else None


_NOTED = re.compile(r"(.+?) ?\((.+)\)")
_DOUBT = r"approx\.?|approximately|est(?:imated?|\.)?|circa|roughly|around then|or so|or thereabouts|\?+"
_NOTED_DOUBT = re.compile(rf"(?:^|\()(?:{_DOUBT})(?:\)|$)", re.IGNORECASE)
_NOTED_LIMIT = re.compile(r"(before|until|up to|by|to|after|from|since) (.+)", re.IGNORECASE)


def _noted(words: str) -> DateAsKnown | None:
    """ "2022 (before 1 July)", "2017/18 (before merger)": a note may narrow a date, never widen it."""
    found = _NOTED.fullmatch(words)
    if found is None:
        return None
    if _NOTED_DOUBT.search(found[2]):
        return replace(DateAsKnown.not_recorded(), words=words) if _single(found[1]) else None
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


_ABOUT = re.compile(
    r"(?:about|around|circa|approx\.?|approximately|roughly|est(?:imated?|\.)?|possibly|probably|c\.?|~)"
    r" ?(.+)"
    rf"|(.+?),? ?(?:{_DOUBT})",
    re.IGNORECASE,
)


def _about(words: str) -> DateAsKnown | None:
    """ "around June 2018" may be May or July, so nothing is known for certain; the words are kept."""
    found = _ABOUT.fullmatch(words)
    dated = (found[1] or found[2]) if found else ""
    known = _single(dated) or _part(dated) or read_range(dated)
    return replace(DateAsKnown.not_recorded(), words=words) if known else None


_READERS: tuple[Callable[[str], DateAsKnown | None], ...] = (
    _not_known,
    _single,
    _part,
    read_range,
    read_several,
    _either,
    _lasting,
    _week,
    _from,
    _until,
    _within,
    _after,
    _told,
    _held,
    _noted,
    _about,
)


# --- saying what is wrong --------------------------------------------------------------------------

_QUARTER_ONLY = re.compile(r"(?:q|qtr|quarter) ?[1-4](?: (?:of )?([0-9]{4}))?")
_MONTH_AND_FIGURES = re.compile(rf"({MONTH}) ([0-9]{{1,2}})")
_NO_YEAR = re.compile(
    r"(?:(?:w/c|week commencing|early|mid|late|the end of|end of|start of|beginning of)[ -])?"
    rf"(?:(?:[0-9]{{1,2}}(?:st|nd|rd|th)?[ -]?)?(?:{MONTH})|[0-9]{{1,2}}[/.-][0-9]{{1,2}})"
)
_DAYS_COUNTED = re.compile(r"[3-7][0-9]{4}(?:\.[0-9]+)?")
_DAY_NOUGHT = date(1899, 12, 30)  # from which spreadsheets count


def _why_unreadable(words: str) -> str:
    plain = lowered(words)
    if found := _QUARTER_ONLY.fullmatch(plain):
        missing = "has no year" if found[1] is None else "may be of a calendar or of a financial year"
        return f"“{words}” {missing}. Enter a quarter such as Q3 2018/19, or leave it blank."
    if _MONTH_AND_FIGURES.fullmatch(plain):
        return f"“{words}” may be a day without a year or a month with a short one. {HOW_TO_WRITE_A_DATE}"
    if _NO_YEAR.fullmatch(plain):
        return f"“{words}” has no year. {HOW_TO_WRITE_A_DATE}"
    if said := first_said(words):
        return f"“{said}” means a day only to whoever knows when it was written. {HOW_TO_WRITE_A_DATE}"
    if _DAYS_COUNTED.fullmatch(plain):
        day = _DAY_NOUGHT + timedelta(days=int(plain[:5]))
        return f"“{words}” may be how a spreadsheet counts {long_date(day)}. {HOW_TO_WRITE_A_DATE}"
    if _has_words_before_a_date(words):
        return (
            f"“{words}” has words before its date that are not understood. Enter the date alone, or write"
            " held, by, before or after in front of it."
        )
    return f"“{words}” cannot be read as a date. {HOW_TO_WRITE_A_DATE}"


def _has_words_before_a_date(words: str) -> bool:
    pieces = words.split(" ")
    return any(read_span(" ".join(pieces[place:])) for place in range(1, len(pieces)))
