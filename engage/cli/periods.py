"""What the commands about a period share: its day, and how it is read."""

from __future__ import annotations

from typing import Any

import click

from engage.cli.group import Unusable
from engage.rules.periods import Period, UnreadablePeriod, read_period

DAY: click.ParamType[Any] = click.DateTime(["%Y-%m-%d"])


def period_of(typed: str) -> Period:
    """The period as it was typed. Raises Unusable where nobody can read it."""
    try:
        return read_period(typed)
    except UnreadablePeriod as problem:
        raise Unusable(str(problem)) from None
