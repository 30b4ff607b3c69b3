"""One topic heard in several places: how often, in how many independent sources, in what tone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from werkzeug.datastructures import MultiDict

from engage.experience.queries import stories_with
from engage.experience.quoting import Use, quotation
from engage.experience.topics.sources import Sources, counted_kind, kind_of, sources_of
from engage.experience.topics.spellings import confirmed_spellings, spellings_of
from engage.feedback import listing
from engage.feedback.models import Feedback
from engage.platform.data.db import session
from engage.platform.data.typed import tidied
from engage.platform.offers.references import Link
from engage.platform.web.lists import Filter
from engage.rules.words import read_vocabulary

NARROWED_BY = ("body", "service", "heard")
"""The filters of the list of what people said that narrow topics too, under the same names."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the topics are narrowed to: the values chosen, the condition they make, and what made no sense."""

    chosen: tuple[tuple[str, str], ...] = ()
    condition: ColumnElement[bool] = field(default_factory=true)
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Theme:
    """One topic: items, the items and the records of each source, and tones. Items are not people."""

    topic: str
    items: int = 0
    unplaced: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    tones: Counter[str] = field(default_factory=Counter)
    spellings: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)

    @property
    def sources(self) -> int:
        """How many independent sources; what nobody wrote a place down for is none."""
        return len(self.by_source)

    @property
    def kinds(self) -> dict[str, int]:
        """How many independent sources of each kind, most first."""
        return dict(Counter(map(kind_of, sorted(self.by_source))).most_common())

    @property
    def kinds_in_words(self) -> str:
        return ", ".join(counted_kind(kind, number) for kind, number in self.kinds.items())

    @property
    def tones_in_words(self) -> str:
        return tones_in_words(self.tones)

    @property
    def other_spellings(self) -> list[str]:
        return sorted(self.spellings - {self.topic})


@dataclass(slots=True)
class SourceRow:
    """One source of a topic, with the records through which it spoke."""

    source: str
    link: Link
    records: list[Link] = field(default_factory=list)
    items: int = 0
    tones: Counter[str] = field(default_factory=Counter)
    last: date | None = None

    @property
    def kind(self) -> str:
        return counted_kind(kind_of(self.source), 1).removeprefix("1 ")

    @property
    def tones_in_words(self) -> str:
        return tones_in_words(self.tones)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words a teller agreed to be quoted, with the story they are from."""

    story: int
    words: str


def filters() -> list[Filter]:
    """The filters that narrow topics, as lists take them."""
    return [one for one in listing.FILTERS if one.key in NARROWED_BY]


def narrowed(args: MultiDict[str, str]) -> Narrowed:
    """What an address narrows the topics to; a value that makes no sense is told, and left out."""
    chosen, problems = [], []
    condition: ColumnElement[bool] = true()
    for one in filters():
        value = tidied(args.get(one.key, ""))
        if not value:
            continue
        try:
            condition = condition & one.where(value)
            chosen.append((one.key, value))
        except ValueError as problem:
            problems.append(f"{one.label}: {problem}")
    return Narrowed(tuple(chosen), condition, tuple(problems))


def themes(where: ColumnElement[bool]) -> list[Theme]:
    """Every topic among these items, that of most independent sources first.

    A fixed number of questions: the counts are made by the database, the records are named in batches.
    """
    rows = session().execute(_counted(where)).all()
    known = confirmed_spellings()
    behind = sources_of({ref for _, ref, *_ in rows if ref})
    found: dict[str, Theme] = {}
    for written, ref, words, tone, number in rows:
        topic = known.get(written, written)
        theme = found.setdefault(topic, Theme(topic))
        _count(theme, behind.of((ref, words)), ref, tone, number)
        theme.spellings.add(written)
    return sorted(found.values(), key=lambda one: (-one.sources, -one.items, one.topic.casefold()))


def theme_of(topic: str, where: ColumnElement[bool]) -> tuple[Theme, list[SourceRow]]:
    """One topic under every spelling that was confirmed, and its sources, most items first."""
    written = spellings_of(topic, confirmed_spellings())
    rows = session().execute(_counted(where & Feedback.topic.in_(written), func.max(Feedback.start_to))).all()
    behind = sources_of({row[1] for row in rows if row[1]})
    theme, by_source = Theme(topic, spellings=set(written)), dict[str, SourceRow]()
    for _, ref, words, tone, number, last in rows:
        source = behind.of((ref, words))
        _count(theme, source, ref, tone, number)
        if source:
            row = by_source.setdefault(source, SourceRow(source, _link_of(source, words, behind)))
            _add(row, behind.link(ref) if ref else None, tone, number, last)
    return theme, sorted(by_source.values(), key=lambda row: (-row.items, row.source))


def without_topic(where: ColumnElement[bool]) -> int:
    """How many of these items stand in no theme, because nobody gave them a topic."""
    wanted = select(func.count()).select_from(Feedback).where(where, Feedback.topic == "")
    return session().scalar(wanted) or 0


def quotations(refs: Iterable[str], use: Use) -> list[Quotation]:
    """What may be quoted for this use from the stories among these records."""
    stories = stories_with(refs)
    return [Quotation(story.id, words) for story in stories if (words := quotation(story, use))]


def tones_in_words(tones: Mapping[str, int]) -> str:
    """3 negative, 1 positive, 2 not judged."""
    labels = {term.code: term.label.lower() for term in read_vocabulary("tones").terms}
    ordered = [*labels, ""]
    parts = [f"{tones[code]:,} {labels.get(code, 'not judged')}" for code in ordered if tones.get(code)]
    return ", ".join(parts)


def _counted(where: ColumnElement[bool], *more: Any) -> Any:
    columns = (Feedback.topic, Feedback.heard_at, Feedback.heard_where, Feedback.tone)
    return select(*columns, func.count(), *more).where(where, Feedback.topic != "").group_by(*columns)


def _count(theme: Theme, source: str, ref: str, tone: str, number: int) -> None:
    theme.items += number
    if kind_of(ref) == "story":
        theme.stories.add(ref)
    theme.tones[tone] += number
    if source:
        theme.by_source[source] += number
    else:
        theme.unplaced += number


def _add(row: SourceRow, record: Link | None, tone: str, number: int, last: date | None) -> None:
    row.items += number
    row.tones[tone] += number
    if record is not None and record.ref != row.source and record not in row.records:
        row.records.append(record)
    if last is not None:
        row.last = max(row.last or last, last)


def _link_of(source: str, words: str, behind: Sources) -> Link:
    return behind.link(source) if kind_of(source) != "place" else Link(source, words, "")
