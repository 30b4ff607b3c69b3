"""What the commands about a period share: its day, how it is read, and how they stop."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import click

from engage.rules.periods import Period, UnreadablePeriod, read_period

DAY: click.ParamType[Any] = click.DateTime(["%Y-%m-%d"])


def period_of(typed: str) -> Period:
    """The period as it was typed; stops with a sentence where nobody can read it."""
    try:
        return read_period(typed)
    except UnreadablePeriod as problem:
        stop(str(problem))


def stop(sentence: str) -> NoReturn:
    """Say why a command cannot be carried out, and leave with the code for that."""
    click.echo(sentence, err=True)
    sys.exit(2)
