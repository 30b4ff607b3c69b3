"""``engage demo``: the demonstration year."""

from __future__ import annotations

import click


@click.group()
def demo() -> None:
    """The demonstration year."""
