"""The group of commands, which says in a sentence what is wrong with what was given, or with a setting."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from config import BadSetting
from engage.platform.data import full_disk
from engage.platform.data.private import close_to_others, made_private
from engage.platform.data.revisions import OutOfDate
from engage.platform.data.typed import LARGEST_NUMBER
from engage.platform.web.pages import counted
from engage.rules.errors import Refused

UNUSABLE = 2  # exit code
NOT_MADE = "does not exist"  # as PostgreSQL says of a database

ROW_NUMBER = click.IntRange(1, LARGEST_NUMBER)


class Unusable(click.ClickException):
    """What was given cannot be used, and nothing was changed."""

    exit_code = UNUSABLE


class Commands(click.Group):
    """Commands of which none shows a traceback for what is refused, or for what cannot work.

    Each is loaded when it is asked for, since most take longer to load than they are at work. ``where`` says
    which module beside this one holds each, and by what name.
    """

    def __init__(self, *args: Any, where: Mapping[str, str] = MappingProxyType({}), **given: Any) -> None:
        super().__init__(*args, **given)
        self._where = where

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *self._where})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._where:
            module, name = self._where[cmd_name].split(":")
            self.add_command(getattr(import_module(f"{__package__}.{module}"), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with made_private():
                return super().invoke(ctx)
        except BadSetting as problem:
            raise Unusable(str(problem)) from None
        except Refused as refusal:
            raise Unusable(refusal.reason) from None
        except OutOfDate as misfit:
            raise Unusable(f"{misfit}") from None
        except OSError as problem:
            if not full_disk.is_full(problem):
                raise
            raise Unusable(full_disk.WORDS) from None
        except (OperationalError, ProgrammingError) as problem:
            sentence = _about_the_database(problem)
            if not sentence:
                raise  # a mistake of ours
            raise Unusable(sentence) from None


def close_the_data_folder(home: Path) -> None:
    """Take from others what they may do with it, and say so where they could do something."""
    try:
        places = close_to_others(home)
    except PermissionError as problem:
        raise Unusable(
            f"“{problem.filename}” in the data folder is somebody else's. Give it to whoever runs Engage."
        ) from None
    if places:
        found = counted(places, "place", "places")
        click.echo(
            f"Others on this machine could look into {found} of the data folder; now its owner alone can."
        )


def _about_the_database(problem: DBAPIError) -> str:
    """What a person can do about it; empty where they can do nothing."""
    if full_disk.is_full(problem):
        return full_disk.WORDS
    said = (str(problem.orig).strip() or "it gives no reason").splitlines()[0]
    if NOT_MADE in said:
        return f"The database is not up to date ({said}). Nothing was changed. Run first: engage db upgrade"
    if isinstance(problem, OperationalError):
        return f"The database does not answer as it should ({said}). Nothing was changed."
    return ""
