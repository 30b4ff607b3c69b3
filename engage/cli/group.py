"""The group of commands, which says in a sentence what is wrong with a setting."""

from __future__ import annotations

from typing import Any

import click

from config import BadSetting

UNUSABLE = 2  # exit code


class Unusable(click.ClickException):
    """What was given cannot be used, and nothing was changed."""

    exit_code = UNUSABLE


class Commands(click.Group):
    """Commands of which none shows a traceback for a setting that cannot work."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BadSetting as problem:
            raise Unusable(str(problem)) from None
