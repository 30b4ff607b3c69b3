"""An insight summary as a paper for quality and safety, from what was frozen in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from engage.experience.insight.queries import ListedInsight
from engage.experience.insight.summary import WITHIN_THE_QUARTER, kinds_in_words
from engage.experience.topics.queries import tones_in_words
from engage.experience.topics.sources import ITEMS_ARE_NOT_PEOPLE
from engage.platform.web.pages import counted
from engage.rules.calendar_words import long_date

if TYPE_CHECKING:
    from engage.platform.paper import Paper

FOR_WHOM = "For quality and safety. Not for publication: quotations stand here as their tellers agreed."


def pdf(listed: ListedInsight, actions: list[tuple[str, str, str, str]], demonstration: str) -> bytes:
    """The paper as PDF bytes. ``actions`` are title, owner, when due and state, in words."""
    from engage.platform.paper import Column, Paper

    insight, period = listed.insight, listed.period
    title = f"What patients told us, {period.label}"
    paper = Paper(
        title,
        subject=f"{listed.body}, {period.words}",
        author=listed.body,
        organisation=listed.body,
        running_head=(listed.body, f"Insight summary, {period.label}"),
        foot=demonstration,
        fingerprint=_fingerprint(listed),
        made_at=datetime.combine(insight.drawn_up_on, time(), UTC),
        demonstration=bool(demonstration),
    )
    paper.front_sheet(_front(listed))
    paper.note(FOR_WHOM)
    paper.heading(2, "What it comes to")
    paper.paragraph(insight.summary or "Nobody has summed it up in words yet.")
    paper.heading(2, "Themes")
    paper.paragraph(f"{ITEMS_ARE_NOT_PEOPLE} {WITHIN_THE_QUARTER}")
    paper.table(
        ["Topic", Column("Items", "right"), Column("Sources", "right"), "Kinds of source", "Tone"],
        [_row(theme) for theme in insight.themes],
        caption="What was heard, the topics of most independent sources first",
    )
    _quotations(paper, listed)
    _answer(paper, listed, actions)
    return paper.pdf()


def totals_in_words(totals: Mapping[str, Any]) -> list[str]:
    """The sentences that go before the themes."""
    sources = counted(totals["sources"], "independent source", "independent sources")
    kinds = f": {kinds_in_words(totals['kinds'])}" if totals["kinds"] else ""
    sentences = [
        f"{counted(totals['items'], 'item', 'items')} heard, from {sources}{kinds}.",
        _stories_in_words(totals["stories"]),
    ]
    if totals["without_topic"]:
        number = counted(totals["without_topic"], "item stands", "items stand")
        sentences.append(f"{number} in no theme, for want of a topic.")
    return sentences


def _stories_in_words(stories: Mapping[str, int]) -> str:
    return (
        f"{counted(stories['received'], 'story', 'stories')} received: {stories['passed']:,} passed to "
        f"quality, {stories['acknowledged']:,} acknowledged, {stories['followed']:,} with an outcome."
    )


def _front(listed: ListedInsight) -> list[tuple[str, str]]:
    insight = listed.insight
    return [
        ("Organisation", listed.body),
        ("Quarter", listed.period.words),
        ("Drawn up on", long_date(insight.drawn_up_on)),
        ("Shared with quality", long_date(insight.shared_on) if insight.shared_on else "not yet"),
        ("In all", " ".join(totals_in_words(insight.totals))),
    ]


def _row(theme: Mapping[str, Any]) -> list[str]:
    kinds = kinds_in_words(theme["kinds"]) or "not recorded"
    return [
        theme["topic"],
        f"{theme['items']:,}",
        f"{theme['sources']:,}",
        kinds,
        tones_in_words(theme["tones"]),
    ]


def _quotations(paper: Paper, listed: ListedInsight) -> None:
    quotes = [
        f"{theme['topic']}: “{quote['words']}”"
        for theme in listed.insight.themes
        for quote in theme["quotes"]
    ]
    if quotes:
        paper.heading(2, "In their own words")
        paper.list_of(quotes)


def _answer(paper: Paper, listed: ListedInsight, actions: list[tuple[str, str, str, str]]) -> None:
    insight = listed.insight
    paper.heading(2, "What came back from quality and safety")
    if insight.came_back_on is None:
        paper.paragraph("No answer has come back yet.")
    else:
        paper.paragraph(f"{long_date(insight.came_back_on)}: {insight.came_back}")
    if insight.no_action_because:
        paper.paragraph(f"No action: {insight.no_action_because}")
    if actions:
        paper.table(["Action", "Owner", "Due", "State"], actions, caption="Actions agreed")


def _fingerprint(listed: ListedInsight) -> str:
    insight = listed.insight
    held = [insight.period, insight.themes, insight.totals, insight.summary, insight.came_back]
    return sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
