"""``engage audit``: checking that the audit trail is whole."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app

from engage import create_app
from engage.cli.group import Unusable
from engage.platform.data import heads, verifying, whole
from engage.platform.data.db import record
from engage.platform.web.pages import counted, moment
from engage.privacy import service
from engage.privacy.files import forget_and_tell
from engage.rules.actors import SYSTEM
from engage.rules.calendar_words import long_date


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option("--heads", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path | None) -> None:
    """Recompute every fingerprint and seal; exit 2 when an entry was altered, removed or put in.

    So it ends too where the database itself is damaged.

    The trail is held against every head in FILE, or in the file to which heads are published here.
    """
    with create_app().app_context():
        # One that was never made has no trail, and the question after it says how to make one.
        wrong = [] if whole.is_empty(record) else list(whole.what_is_wrong(record))
        broken, said = ([], []) if wrong else told_of_the_trail(file)
    end_with([*wrong, *broken], said)


def told_of_the_trail(file: Path | None = None) -> tuple[list[str], list[str]]:
    """(what is wrong with the trail, what is to be said of it otherwise), in sentences."""
    published = _published(file or current_app.config["HEADS"])
    verdict = verifying.verify((one.entries, one.fingerprint) for one in published)
    if verdict.why:
        place = f"entry {verdict.broken_at}" if verdict.broken_at else "the end"
        missing = [one for one in published if (one.entries, one.fingerprint) == verdict.missing_head]
        told = [f"It is the head of {moment(one.at)}, at {one.entries:,} entries." for one in missing]
        return [f"The audit trail is broken at {place}: {verdict.why}.", *told], []
    blanked = [
        f"Values of {counted(one.changes, 'change', 'changes')} were {_blanked(one)}"
        for one in verdict.blanked
    ]
    return [], [
        f"The audit trail is whole: {counted(verdict.entries, 'entry', 'entries')}.",
        _how_far_it_is_keyed(verdict.keyed_from),
        _how_far_it_was_published(published),
        *blanked,
    ]


def end_with(wrong: Sequence[str], said: Sequence[str]) -> None:
    """Say what was found; the command ends with 2 where something is wrong."""
    for sentence in wrong or said:
        click.echo(sentence)
    if wrong:
        sys.exit(2)


@audit.command()
@click.argument("words")
@click.option("--because", required=True, help="Why; it stays in the trail.")
@click.option("--of", "ref", default="", help="One record alone, such as feedback:12.")
def blank(words: str, because: str, ref: str) -> None:
    """Take every value in which WORDS stand out of the trail, for good; what was done and by whom stays."""
    with create_app().app_context():
        count = service.blank_in_trail(SYSTEM, words, because, ref)
        forget_and_tell([])
    click.echo(f"The values of {counted(count, 'change', 'changes')} were blanked.")


def _published(file: Path) -> list[heads.Head]:
    try:
        return heads.read(file)
    except heads.Unreadable as problem:
        raise Unusable(str(problem)) from None


def _how_far_it_is_keyed(keyed_from: int | None) -> str:
    if keyed_from in {None, 1}:
        return "Every entry is sealed with the key."
    return (
        f"It is keyed from entry {keyed_from}. What stands before it was sealed then; whoever owned the "
        "database until then could have made it anew."
    )


def _how_far_it_was_published(published: Sequence[heads.Head]) -> str:
    if not published:
        return (
            "It was held against no published head, so whoever has the key as well could have made it anew."
        )
    last = published[-1]
    number = counted(len(published), "published head", "published heads")
    return f"It contains {number}, the last of {moment(last.at)}, at {last.entries:,} entries."


def _blanked(one: verifying.Blanking) -> str:
    return f"blanked by {one.who} on {long_date(one.at.date())} (entry {one.entry_id}): {one.why}"
