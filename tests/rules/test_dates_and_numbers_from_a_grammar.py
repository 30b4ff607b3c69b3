"""
Thousands of dates and numbers, made from the ways people write them with their meaning known beforehand.

Every one of a family that is said to be read is read as it is meant, and every one of a family that is not
said to be read is refused; what is read is never narrower than what was meant.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from engage.rules.date_order import Order, orders_shown
from engage.rules.dates_as_known import UnreadableDate, long_date, read_date
from engage.rules.reached import ReachedKind, UnreadableNumber, read_reached

SEED = 20180606
OF_EACH = 200
MONTHS = calendar.month_name[1:]

Meant = tuple[date | None, date | None, date | None]
"""The earliest start, the latest start, and the day by which it was over."""
Pick = random.Random
Written = tuple[str, Meant]


def _day(pick: Pick) -> date:
    return date(2012, 1, 1) + timedelta(days=pick.randrange(4000))


def _last(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month(day: date) -> tuple[str, date, date]:
    return f"{MONTHS[day.month - 1]} {day.year}", day.replace(day=1), _last(day)


def _day_words(pick: Pick, day: date) -> str:
    month = MONTHS[day.month - 1]
    th = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in {11, 12, 13} else 0, "th")
    written = pick.choice(
        [
            long_date(day),
            *(f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}"),
            *(
                f"{day.day}/{day.month}/{day.year}",
                f"{day.day}-{month[:3]}-{day:%y}",
                f"{day.day} {month[:3]} {day:%Y}",
            ),
            *(f"{day.day}{th} {month} {day.year}", f"{day.day}{th} of {month}, {day.year}"),
            *(f"{month} {day.day}, {day.year}", day.isoformat(), f"{day.isoformat()} 00:00:00"),
        ]
    )
    named = pick.choice(["", "", f"{day:%a} ", f"{day:%A}, "])
    return named + written


def _month_words(pick: Pick, day: date) -> str:
    month = MONTHS[day.month - 1]
    return pick.choice(
        [
            f"{month} {day.year}",
            *(f"{month[:3]} {day.year}", f"{month[:3]}-{day:%y}", f"{month[:3]} '{day:%y}", f"{day:%m/%Y}"),
        ]
    )


def _as_typed(pick: Pick, text: str) -> str:
    """Capitals, spaces and dashes as they come."""
    ways: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title]
    changed = pick.choice(ways)(text)
    return (
        pick.choice(["", " "]) + changed.replace(" - ", pick.choice([" - ", " – "])) + pick.choice(["", "  "])
    )


PARTS = [
    "early ",
    "mid-",
    "mid ",
    "late ",
    "start of ",
    "the beginning of ",
    "end of ",
    "the end of ",
    "Late in ",
]


def a_day(pick: Pick) -> Written:
    day = _day(pick)
    return _day_words(pick, day), (day, day, day)


def a_day_with_its_time(pick: Pick) -> Written:
    day = _day(pick)
    time = pick.choice(
        [" 10am", ", 10.00-12.00", " at 7pm", " 2pm - 4pm", " (evening)", " all day", ", morning"]
    )
    return long_date(day) + time, (day, day, day)


def a_month(pick: Pick) -> Written:
    day = _day(pick)
    _words, first, last = _month(day)
    return _month_words(pick, day), (first, last, last)


def a_part_of_a_month(pick: Pick) -> Written:
    day = _day(pick)
    words, first, last = _month(day)
    return pick.choice(PARTS) + words, (first, last, last)


def a_part_of_a_year(pick: Pick) -> Written:
    year = pick.randrange(2012, 2022)
    part, first, last = pick.choice(
        [("early ", 1, 6), ("mid-", 4, 9), ("late ", 7, 12), ("the end of ", 7, 12)]
    )
    return f"{part}{year}", (date(year, first, 1), _last(date(year, last, 1)), _last(date(year, last, 1)))


def a_window_with_a_vague_start(pick: Pick) -> Written:
    """ "late March to 9/5/2018", "early May 2018 - July 2018": as the trial had them."""
    end = _day(pick)
    start = end.replace(day=1, month=pick.randint(1, end.month))
    words, first, last = _month(start)
    vague = pick.choice(PARTS) + pick.choice([words, words.split()[0]])
    joint = pick.choice([" to ", " - ", " until "])
    if pick.random() < 0.6:
        return vague + joint + f"{end.day}/{end.month}/{end.year}", (first, min(last, end), end)
    return vague + joint + _month(end)[0], (first, last, _last(end))


def a_window_with_a_vague_end(pick: Pick) -> Written:
    start = _day(pick)
    end = start + timedelta(days=pick.randint(31, 300))
    words = pick.choice(["mid-", "early ", "late ", "end of ", "end "]) + _month(end)[0]
    return _day_words(pick, start) + pick.choice([" to ", " - "]) + words, (start, start, _last(end))


def a_range_of_days(pick: Pick) -> Written:
    start = _day(pick)
    end = start + timedelta(days=pick.randint(1, 200))
    return _day_words(pick, start) + pick.choice([" to ", " - ", " until "]) + _day_words(pick, end), (
        start,
        start,
        end,
    )


def a_day_after_other_words(pick: Pick) -> Written:
    """ "board 14/02/2017", "minuted Nov 2017": told of by then, whether over or not."""
    told = pick.choice(
        [
            *(
                "board ",
                "minuted ",
                "Governing Body ",
                "CCG board meeting ",
                "discussed at ",
                "board papers ",
            ),
            *("presented to Quality Committee ", "minutes of ", "noted at the board "),
        ]
    )
    day = _day(pick)
    if pick.random() < 0.5:
        return told + _day_words(pick, day), (None, day, None)
    return told + _month_words(pick, day), (None, _last(day), None)


def a_day_when_it_was_over(pick: Pick) -> Written:
    day = _day(pick)
    over = pick.choice(["to ", "reported ", "decided ", "closed on ", "published ", "deadline ", "results "])
    return over + _day_words(pick, day), (None, day, day)


def a_day_that_is_named_for_it(pick: Pick) -> Written:
    day = _day(pick)
    return pick.choice(
        ["held ", "on ", "held on ", "took place on ", "event: ", "date: ", "workshop on "]
    ) + _day_words(pick, day), (day, day, day)


def a_week(pick: Pick) -> Written:
    day = _day(pick)
    if pick.random() < 0.7:
        started = pick.choice(["w/c ", "W/C: ", "week commencing ", "wc ", "week beginning "])
        return started + _day_words(pick, day), (day, day + timedelta(6), day + timedelta(6))
    return pick.choice(["w/e ", "week ending "]) + _day_words(pick, day), (day - timedelta(6), day, day)


def one_of_two(pick: Pick) -> Written:
    day = _day(pick).replace(day=pick.randint(2, 20))
    month = MONTHS[day.month - 1]
    if day.month < 12 and pick.random() < 0.5:
        after = day.replace(month=day.month + 1)
        words = f"late {month}{pick.choice(['/', ' / ', ' or '])}early {_month(after)[0]}"
        return words, (day.replace(day=1), _last(after), _last(after))
    return f"{day.day - 1} or {long_date(day)}", (day - timedelta(1), day, day)


def a_date_that_is_doubted(pick: Pick) -> Written:
    """Nothing is known for certain, and the words say so."""
    words = _month(_day(pick))[0]
    return pick.choice(
        ["about {}", "c. {}", "est. {}", "{}?", "{} (approx)", "{} approx.", "around {}"]
    ).format(words), (None, None, None)


READ = [
    *(a_day, a_day_with_its_time, a_month, a_part_of_a_month, a_part_of_a_year, a_window_with_a_vague_start),
    *(a_window_with_a_vague_end, a_range_of_days, a_day_after_other_words, a_day_when_it_was_over),
    *(a_day_that_is_named_for_it, a_week, one_of_two, a_date_that_is_doubted),
]


@pytest.mark.parametrize("family", READ)
def test_a_date_is_read_as_it_is_meant_and_again_from_its_words(family: Callable[[Pick], Written]) -> None:
    pick = Pick(SEED)
    for _turn in range(OF_EACH):
        written, meant = family(pick)
        typed = _as_typed(pick, written)
        known = read_date(typed)
        assert (known.start_from, known.start_to, known.end_to) == meant, typed
        assert read_date(known.words) == known, typed


@pytest.mark.parametrize("family", READ)
def test_with_a_word_nobody_knows_it_is_refused_or_read_no_narrower(
    family: Callable[[Pick], Written],
) -> None:
    pick = Pick(SEED)
    words = ["steering", "not", "phase 2", "(two sessions)", "Walsall", "before that", "provisional"]
    for _turn in range(OF_EACH):
        written, (earliest, latest, _over) = family(pick)
        other = pick.choice(words)
        typed = pick.choice([f"{other} {written}", f"{written} {other}", f"{written}, {other}"])
        try:
            known = read_date(typed)
        except UnreadableDate:
            continue
        assert known.start_from is None or (earliest is not None and known.start_from <= earliest), typed
        assert known.start_to is None or (latest is not None and known.start_to >= latest), typed


def test_in_a_column_where_the_month_comes_first_it_is_read_so() -> None:
    pick = Pick(SEED)
    column = []
    for _turn in range(OF_EACH):
        day = _day(pick)
        end = day + timedelta(days=pick.randint(1, 30))
        for written, latest, over in (
            (f"{day:%m/%d/%Y}", day, day),
            (f"{day.month}/{day.day}/{day:%y}", day, day),
            (f"{day:%m/%d/%Y} - {end:%m/%d/%Y}", day, end),
            (f"w/c {day:%m/%d/%Y}", day + timedelta(6), day + timedelta(6)),
            (day.isoformat(), day, day),
        ):
            known = read_date(written, order=Order.MONTH_FIRST)
            assert (known.start_from, known.start_to, known.end_to) == (day, latest, over), written
            assert read_date(known.words) == known, written
            column.append(written)
    assert orders_shown(column).order is Order.MONTH_FIRST


def test_a_day_said_from_another_is_that_day_and_stays_it() -> None:
    pick = Pick(SEED)
    for _turn in range(OF_EACH):
        today = _day(pick)
        said, away = pick.choice(
            [
                *(("today", 0), ("this morning", 0), ("Yesterday", -1), ("last night", -1), ("tomorrow", 1)),
                *(("the day before yesterday", -2), ("3 days ago", -3), ("YESTERDAY 2pm", -1)),
            ]
        )
        known = read_date(said, today=today)
        assert known.start_from == known.start_to == today + timedelta(days=away), said
        assert read_date(known.words) == known
        with pytest.raises(UnreadableDate, match="means a day only to whoever knows when it was written"):
            read_date(said)


LEFT_OPEN = [
    *(
        "{day} {month}",
        "{month}",
        "late {month}",
        "w/c {day} {month}",
        "{day}-{short}",
        "soon after {day} {month}",
    ),
    *("steering {day} {month} {year}", "session {day} {month} {year}", "{serial}", "phase {day}, {month}"),
    "32 {month} {year}",
]


@pytest.mark.parametrize("unread", LEFT_OPEN)
def test_a_date_that_leaves_a_doubt_is_refused_in_a_sentence(unread: str) -> None:
    pick = Pick(SEED)
    for _turn in range(30):
        day = _day(pick)
        month = MONTHS[day.month - 1]
        serial = (day - date(1899, 12, 30)).days
        typed = unread.format(day=day.day, month=month, short=month[:3], year=day.year, serial=serial)
        with pytest.raises(UnreadableDate, match=r"\.$"):
            read_date(typed)


# --- numbers ----------------------------------------------------------------------------------------

ABOUT = [
    "about {}",
    "approx {}",
    "approx. {}",
    "c.{}",
    "c {}",
    "circa {}",
    "~{}",
    "nearly {}",
    "almost {}",
    "est. {}",
]
ABOUT += [
    "estimated {}",
    "an estimated {}",
    "{} approx",
    "{} (est.)",
    "{} or so",
    "{}ish",
    "roughly {}",
    "some {} people",
]
ABOUT += ["very nearly {}", "in the region of {}", "just under {}", "{} people approx.", "close to {}"]
AT_LEAST = [
    "over {}",
    "well over {}",
    "just over {}",
    "more than {}",
    ">{}",
    "> {}",
    "≥{}",
    "{}+",
    "{} +",
    "at least {}",
]
AT_LEAST += [
    "{} or more",
    "{} plus",
    "min {}",
    "minimum of {}",
    "in excess of {}",
    "upwards of {}",
    "no fewer than {}",
]
AT_LEAST += ["{}+ people", "{} people+", "not less than {}"]
EXACT = [
    "{}",
    "{}.0",
    "{} people",
    "{} attendees",
    "total: {}",
    "a total of {}",
    "n={}",
    "{} in total",
    "{} attended",
]
EXACT += ["attendance {}", "{} local residents", "{} members of the public"]
UNREAD = [
    "up to {}",
    "<{}",
    "under {}",
    "fewer than {}",
    "about {}+",
    "{} invited",
    "-{}",
    "{}%",
    "{}.5",
    "{}?",
    "target {}",
]
UNREAD += ["{} leaflets", "£{}", "{}/{}", "{} and {}", "{} x {}", "approx {}-9999999", "{} each", "ward {}"]


def _counted(typed: str) -> tuple[ReachedKind, int | None]:
    """How many it is read as, which its own words say again."""
    reached = read_reached(typed)
    assert read_reached(reached.typed) == reached, typed
    return reached.kind, reached.number


@pytest.mark.parametrize(
    ("ways", "kind"),
    [(EXACT, ReachedKind.EXACT), (ABOUT, ReachedKind.ABOUT), (AT_LEAST, ReachedKind.AT_LEAST)],
)
def test_a_number_among_words_is_read_as_it_is_meant(ways: list[str], kind: ReachedKind) -> None:
    pick = Pick(SEED)
    for turn in range(OF_EACH):
        number = pick.choice([pick.randrange(1, 100), pick.randrange(100, 100_000)])
        way = ways[turn % len(ways)]
        figures = str(number) if ".0" in way else pick.choice([str(number), f"{number:,}"])
        typed = _as_typed(pick, way.format(figures))
        assert _counted(typed) == (kind, number), typed


def test_of_a_range_the_smaller_number_is_certain() -> None:
    pick = Pick(SEED)
    for _turn in range(OF_EACH):
        low = pick.randrange(1, 1500)
        high = low + pick.randrange(1, 400)
        way = pick.choice(
            ["{}-{}", "{} - {}", "{} to {}", "between {} and {}", "from {} to {}", "{}-{} people"]
        )
        typed = _as_typed(pick, way.format(low, high))
        assert _counted(typed) == (ReachedKind.AT_LEAST, low), typed
        assert read_reached(typed).said == " ".join(typed.split())


_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _spelt(number: int, hyphen: str, also: str) -> str:
    """The number in English words."""
    if number < 20:
        return _ONES.split()[number - 1]
    if number < 100:
        ten, one = divmod(number, 10)
        return _TENS.split()[ten - 2] + (hyphen + _spelt(one, hyphen, also) if one else "")
    worth, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    count, rest = divmod(number, worth)
    joint = also if rest and (rest < 100 or worth == 100) else " "
    return f"{_spelt(count, hyphen, also)} {name}" + (joint + _spelt(rest, hyphen, also) if rest else "")


def test_a_number_in_words_is_read_as_it_is_meant() -> None:
    pick = Pick(SEED)
    for _turn in range(OF_EACH):
        number = pick.choice(
            [pick.randrange(1, 100), pick.randrange(100, 1000), pick.randrange(1000, 99_999)]
        )
        words = _spelt(number, pick.choice([" ", "-"]), pick.choice([" ", " and "]))
        assert _counted(_as_typed(pick, words)) == (ReachedKind.EXACT, number), words
        assert _counted(f"nearly {words} people") == (ReachedKind.ABOUT, number), words
        dozens = pick.randrange(1, 100)
        said = pick.choice([f"{_spelt(dozens, '-', ' ')} dozen", f"{dozens} dozen"])
        assert _counted(said) == (ReachedKind.ABOUT, 12 * dozens), said


@pytest.mark.parametrize("way", UNREAD)
def test_what_is_no_count_of_people_is_never_taken_for_one(way: str) -> None:
    pick = Pick(SEED)
    for _turn in range(20):
        number = str(pick.randrange(100, 100_000))
        with pytest.raises(UnreadableNumber, match=r"\.$"):
            read_reached(way.format(number, number))
