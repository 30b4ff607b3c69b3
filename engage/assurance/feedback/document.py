"""What people told us, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence

from engage.assurance.feedback.facts import BY, BY_AND_TONE
from engage.assurance.figures.counting import pair
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import ITEMS, NOT_RECORDED, Id
from engage.assurance.material import Material
from engage.assurance.report.entries import Block, Cell, Piece, cell, paragraph, table
from engage.assurance.report.parts import based, linked, listed, title_cell, were
from engage.assurance.report.words import EVERYTHING_SAID, UNDATABLE
from engage.rules.ageing import BUCKETS, STATE_NOT_RECORDED, Bucket
from engage.rules.words import read_vocabulary

MOST_THEMES = 6
LONGEST_WAITING = 4
ONE, MANY = ITEMS


def what_people_told_us(given: Material) -> list[Block]:
    """Themes with counts and tone, and the services they were about."""
    items = given.figure(Id.FEEDBACK_ITEMS)
    if not items.base:
        return [paragraph("Nothing that people told us is recorded for this period."), *_undatable(given)]
    heard = given.figure(Id.FEEDBACK_WITH_FEEDBACK)
    return [
        paragraph(
            linked(items),
            were(items.base, f"{ONE} is", f"{MANY} are"),
            " recorded. Something was heard at ",
            based(heard),
            f". Each is in {given.where(EVERYTHING_SAID)}, in the words of the record.",
        ),
        *_undatable(given),
        *_by_tone(given, "topic", "Themes", "Theme"),
        *_by_tone(given, "service", "Services spoken of", "Service"),
        *_not_said(given),
    ]


def _not_said(given: Material) -> list[Block]:
    """Which of the three questions that a theme table answers are recorded for none of the items."""
    asked = {"topic": "theme", "service": "service", "tone": "tone"}
    silent = [word for of, word in asked.items() if not _is_recorded(given.figure(BY[of]))]
    if not silent:
        return []
    return [
        paragraph(f"For none of them is a {' or a '.join(silent)} recorded, so they are not grouped by it.")
    ]


def _undatable(given: Material) -> list[Block]:
    undatable = given.figure(Id.FEEDBACK_UNDATABLE)
    if not undatable.base:
        return []
    words = were(undatable.base, f"further {ONE} may belong", f"further {MANY} may belong")
    end = f" to this period: not enough is known of when. They are listed in {given.where(UNDATABLE)}."
    return [paragraph(linked(undatable), words, end)]


def _by_tone(given: Material, of: str, caption: str, category: str) -> list[Block]:
    """A table of themes or services, with tones where any was judged; nothing where none is recorded."""
    figure = given.figure(BY[of])
    if not _is_recorded(figure):
        return []
    by_tone = given.figure(Id.FEEDBACK_BY_TONE)
    terms = read_vocabulary("tones").terms if _is_recorded(by_tone) else ()
    tones = [(term.code, term.label) for term in terms]
    if tones and NOT_RECORDED in by_tone.values:
        tones.append((NOT_RECORDED, "Not judged"))
    crossed = given.figure(BY_AND_TONE[of])
    codes = [code for code, _ in tones]
    rows = [
        [_part_cell(part, category), linked(figure, part), *_crossed(crossed, part, codes)]
        for part in figure.values
    ]
    headings = (category, "Items", *(label for _, label in tones))
    return [table(caption, headings, rows, shown=MOST_THEMES)]


def what_we_did_about_it(given: Material) -> list[Block]:
    """Answers by theme, what waits for one and how long, and whether people were told."""
    items = given.figure(Id.FEEDBACK_ITEMS)
    if not items.base:
        return [paragraph("Nothing that needs an answer is recorded for this period.")]
    return [*_answers(given), *_unclear(given), *_waiting(given), *_told(given)]


def _answers(given: Material) -> list[Block]:
    """What became of everything people told us, and of each theme."""
    every, themes = given.figure(Id.FEEDBACK_BY_ANSWER), given.figure(Id.FEEDBACK_BY_TOPIC)
    crossed = given.figure(Id.FEEDBACK_BY_TOPIC_AND_ANSWER)
    states = [
        state
        for state in read_vocabulary("answer_states").terms
        if state.code != STATE_NOT_RECORDED or state.code in every.values
    ]
    codes = [state.code for state in states]
    rows = [[cell("Everything"), *(linked(every, code) for code in codes)]]
    if _is_recorded(themes):
        rows += [[_part_cell(part, "Theme"), *_crossed(crossed, part, codes)] for part in themes.values]
    headings = ("Theme", *(state.label for state in states))
    return [table("What became of what people told us", headings, rows, shown=MOST_THEMES + 1)]


def _unclear(given: Material) -> list[Block]:
    """Answers of which nobody has said what they are: counted as none of the others."""
    every = given.figure(Id.FEEDBACK_BY_ANSWER)
    number = every.values.get(STATE_NOT_RECORDED, 0)
    if not number:
        return []
    words = were(number, "answer it is", "answers it is")
    end = " not recorded whether it was done, is being done or cannot be done. They count as none of these."
    return [paragraph("Of ", linked(every, STATE_NOT_RECORDED), words, end)]


def _waiting(given: Material) -> list[Block]:
    unanswered = given.figure(Id.FEEDBACK_UNANSWERED)
    if not unanswered.base:
        return [paragraph(f"Everything had an answer by {given.as_of}.")]
    rows = [_waiting_row(given, ref) for ref in unanswered.refs]
    return [
        paragraph(based(unanswered), f" had no answer by {given.as_of}: ", *_waits(given)),
        table(
            "Waiting the longest for an answer", ("Heard", "What people told us"), rows, shown=LONGEST_WAITING
        ),
    ]


def _waits(given: Material) -> list[Piece]:
    by_wait, longest = (
        given.figure(Id.FEEDBACK_BY_WAIT),
        given.figure(Id.FEEDBACK_OLDEST_UNANSWERED_DAYS),
    )
    named = [(bucket.label, _for_so_long(bucket)) for bucket in BUCKETS if bucket.label in by_wait.values]
    waits = listed(by_wait, named)
    if not longest.base:
        return [*waits, "."]
    return [*waits, ". The longest has waited at least ", linked(longest), " days."]


def _for_so_long(bucket: Bucket) -> str:
    return "since a day that is not known" if bucket.least is None else f"for {bucket.label}"


def _waiting_row(given: Material, ref: str) -> list[Cell]:
    fact = given.facts[ref]
    return [cell(fact.says["when"]), title_cell(fact)]


def _told(given: Material) -> list[Block]:
    told, fed_back = given.figure(Id.FEEDBACK_TOLD), given.figure(Id.FEEDBACK_FED_BACK_AND_TOLD)
    said: list[Block] = []
    if told.out_of:
        said.append(paragraph("People are recorded as having been told of ", based(told), "."))
    if fed_back.base != fed_back.out_of:
        words = (
            "Of those that the log has as fed back, it is on record that people were told of an answer for "
        )
        said.append(paragraph(words, based(fed_back), "."))
    return said


def _crossed(figure: Figure, part: str, others: Sequence[str]) -> list[Cell]:
    return [linked(figure, pair(part, other)) for other in others]


def _part_cell(part: str, category: str) -> Cell:
    return cell(f"No {category.lower()} recorded" if part == NOT_RECORDED else part)


def _is_recorded(figure: Figure) -> bool:
    """Whether anything at all is said to a question that a breakdown asks."""
    return bool(set(figure.values) - {NOT_RECORDED})
