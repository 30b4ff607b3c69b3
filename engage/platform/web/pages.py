"""How pages are drawn: escaping, mistakes that raise, the NHS macros, dates as people write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, has_request_context, request
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, PackageLoader
from jinja2.exceptions import UndefinedError
from werkzeug.routing import IntegerConverter, Map

from engage.platform.clock import in_london
from engage.platform.data.typed import LARGEST_NUMBER
from engage.platform.web import components
from engage.rules.calendar_words import long_date


class LoudUndefined(ChainableUndefined):
    """NHS macros look down chains of settings that may be absent; printing an absent one is a mistake."""

    def __str__(self) -> str:
        raise UndefinedError(self._undefined_message)

    def __html__(self) -> str:
        raise UndefinedError(self._undefined_message)

    def __iter__(self) -> Any:
        raise UndefinedError(self._undefined_message)


class RowNumber(IntegerConverter):
    """A number in an address. One too large for any row leads nowhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_NUMBER)


class WebApplication(Flask):
    """A Flask application that draws NHS pages."""

    jinja_environment = components.Pages

    # Flask escapes only names that end in .html, and the NHS templates end in .jinja.
    jinja_options = {  # noqa: RUF012  Flask reads a plain dictionary
        "autoescape": True,
        "undefined": LoudUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url_map.converters["int"] = RowNumber
        self._addresses: dict[tuple[Any, ...], list[str]] = {}

    def url_for(self, endpoint: str, **values: Any) -> str:
        """The address of a view. Those that differ by one row's number alone are put together only once."""
        given = [name for name, value in values.items() if value is not None]  # Flask names what is left out
        number = values[given[0]] if given else 0
        if type(number) is not int or len(given) > 1 or endpoint[0] == "." or not has_request_context():
            return super().url_for(endpoint, **values)
        kind = (request.script_root, endpoint, *given)
        if kind not in self._addresses:
            numbers: dict[str, Any] = dict.fromkeys(given, LARGEST_NUMBER)
            pattern = super().url_for(endpoint, **numbers)
            self._addresses[kind] = pattern.split(f"{LARGEST_NUMBER}")
        return f"{number}".join(self._addresses[kind])

    def log_exception(self, exc_info: Any) -> None:
        """By the rule of the address, not the address: that may hold the secret of a link or a calendar."""
        self.logger.error("Exception on %s [%s]", request.url_rule, request.method, exc_info=exc_info)

    def create_global_jinja_loader(self) -> Any:
        own: BaseLoader = super().create_global_jinja_loader()
        return ChoiceLoader([own, components.loader(), PackageLoader("nhsuk_frontend_jinja")])


def install(app: Flask) -> None:
    """Teach the pages of ``app`` how dates and numbers are written."""
    app.jinja_env.filters.update(long_date=long_date, moment=moment, number=number, counted=counted)


def moment(at: datetime) -> str:
    """6 June 2018 at 2:05pm, as London clocks show it."""
    local = in_london(at)
    return (
        f"{long_date(local.date())} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    )


def number(value: int | float) -> str:
    """12,345."""
    return f"{value:,}"


def counted(value: int, one: str, many: str) -> str:
    """1 activity; 147 activities."""
    return f"{value:,} {one if value == 1 else many}"


def own_path(wanted: str | None) -> str:
    """An address that somebody asks to be led to, if it is a path of this site; empty for any other.

    Nothing else decides where a page leads next: browsers read ``//`` and ``/\\`` as the beginning of another
    site's name, and leave out line breaks and tabs before they look.
    """
    if wanted and wanted.startswith("/") and wanted[1:2] not in {"/", "\\"} and wanted.isprintable():
        return wanted
    return ""
