"""Whatever date can be read reads back the same from the words shown for it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engage.rules.calendar_words import MONTH_NAMES
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, long_date, read_date

D = date
DAYS = st.dates(D(1900, 1, 1), D(2099, 12, 31))


@given(DAYS, st.integers(0, 700))
def test_any_days_come_back_from_their_words(first: date, length: int) -> None:
    known = DateAsKnown.of_days(first, min(first + timedelta(days=length), D(2099, 12, 31)))
    assert read_date(known.words) == known


_DAY_TEXTS = DAYS.flatmap(
    lambda day: st.sampled_from(
        [
            long_date(day),
            f"{day:%d/%m/%Y}",
            f"{day:%d.%m.%Y}",
            f"{day:%a} {long_date(day)}",
            day.isoformat(),
            f"{day.day}-{MONTH_NAMES[day.month - 1][:3]}-{day.year}",
        ]
    )
)
_MONTH_TEXTS = DAYS.map(lambda day: f"{MONTH_NAMES[day.month - 1]} {day.year}")
_WIDE_TEXTS = st.integers(1901, 2098).flatmap(
    lambda year: st.sampled_from(
        [
            str(year),
            f"{year}/{(year + 1) % 100:02d}",
            f"Q2 {year}/{(year + 1) % 100:02d}",
            f"summer {year}",
            f"winter {year}",
            f"winter {year}/{(year + 1) % 100:02d}",
        ]
    )
)
_SPAN_TEXTS = _DAY_TEXTS | _MONTH_TEXTS | _WIDE_TEXTS
_PHRASES = st.sampled_from(
    [
        *(
            "{}",
            "from {}",
            "monthly from {}",
            "to {}",
            "before {}",
            "reported {}",
            "after {}",
            "within {} - {}",
        ),
        *("{} to {}", "{} - {}", "{}, {}", "{} and {}", "{}, six weeks", "{} - 3 months", "{} onwards"),
        *("late {} to {}", "mid-{} - end of {}", "{} or {}", "early {}/late {}", "w/c {}", "week ending {}"),
        *("board {}", "{} (minuted)", "held {}", "{}, 10am-12pm", "{}?", "before late {}", "after mid-{}"),
        *("earlier in {}", "8 weeks in {}", "{} (before {})", "{} (evening)", "about {}", "{} to tbc"),
    ]
)


@st.composite
def _typed_dates(draw: st.DrawFn) -> str:
    return draw(_PHRASES).format(draw(_SPAN_TEXTS), draw(_SPAN_TEXTS))


@given(_typed_dates(), st.just("") | _SPAN_TEXTS)
def test_whatever_can_be_read_reads_back_the_same_from_its_words(typed: str, end: str) -> None:
    try:
        known = read_date(typed, end)
    except UnreadableDate:
        return
    assert read_date(known.words) == known


@given(_typed_dates(), st.just("") | _SPAN_TEXTS)
def test_an_earliest_start_is_never_after_a_latest_start_nor_that_after_the_end(typed: str, end: str) -> None:
    try:
        known = read_date(typed, end)
    except UnreadableDate:
        return
    bounds = [day for day in (known.start_from, known.start_to, known.end_to) if day is not None]
    assert bounds == sorted(bounds)


@given(st.text(max_size=60) | st.text(alphabet="0123456789 /-.,()JuneMayQtobefrwk", max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(typed: str) -> None:
    try:
        known = read_date(typed)
    except UnreadableDate as refusal:
        said = str(refusal)
    else:
        said = "Read."
        assert read_date(known.words) == known
    assert said.endswith(".")
