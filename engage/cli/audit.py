"""``engage audit``: checking that the audit trail is whole."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from engage import create_app
from engage.cli.group import Unusable
from engage.platform.data import heads, verifying
from engage.platform.web.pages import counted, moment
from engage.privacy import service
from engage.rules.actors import SYSTEM
from engage.rules.calendar_words import long_date


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option("--heads", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path | None) -> None:
    """Recompute every fingerprint and seal; exit 2 when an entry was altered, removed or put in.

    The trail is held against every head in FILE, or in the file to which heads are published here.
    """
    app = create_app()
    with app.app_context():
        published = _published(file or app.config["HEADS"])
        verdict = verifying.verify((one.entries, one.fingerprint) for one in published)
    if verdict.why:
        place = f"entry {verdict.broken_at}" if verdict.broken_at else "the end"
        click.echo(f"The audit trail is broken at {place}: {verdict.why}.")
        for head in published:
            if (head.entries, head.fingerprint) == verdict.missing_head:
                click.echo(f"It is the head of {moment(head.at)}, at {head.entries:,} entries.")
        sys.exit(2)
    click.echo(f"The audit trail is whole: {counted(verdict.entries, 'entry', 'entries')}.")
    click.echo(_how_far_it_is_keyed(verdict.keyed_from))
    click.echo(_how_far_it_was_published(published))
    for one in verdict.blanked:
        click.echo(f"Values of {counted(one.changes, 'change', 'changes')} were {_blanked(one)}")


@audit.command()
@click.argument("words")
@click.option("--because", required=True, help="Why; it stays in the trail.")
@click.option("--of", "ref", default="", help="One record alone, such as feedback:12.")
def blank(words: str, because: str, ref: str) -> None:
    """Take every value in which WORDS stand out of the trail, for good; what was done and by whom stays."""
    with create_app().app_context():
        count = service.blank_in_trail(SYSTEM, words, because, ref)
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
