"""A question for one record of another package: typed, looked up by the server, and asked about where several
are meant."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.validators import StopValidation

from engage.platform.data.typed import number_or_none, tidied
from engage.platform.offers import choosing
from engage.platform.offers.choosing import Found, Option
from engage.platform.offers.gathered import gathered
from engage.platform.web.forms import TextField
from engage.platform.web.guard import may
from engage.rules.errors import NotAllowed
from engage.rules.permissions import May

LONGEST = 300

bp = Blueprint("choosing", __name__)


@bp.route("/choose/<kind>")
@may(May.READ_RECORDS)
def look_up(kind: str) -> Response:
    """What is found by the words typed so far, for the page to offer."""
    if kind not in gathered().choosers:
        abort(404)
    if not choosing.chooser(kind).is_open:
        raise NotAllowed("Your roles do not let you look this up.")
    words = tidied(request.args.get("words", ""))[:LONGEST]
    found = choosing.looked_up(kind, words) if words else Found()
    return jsonify(
        options=[
            {"number": one.number, "name": one.name, "told": one.told} for one in found.options or found.near
        ],
        said=choosing.said(kind, words, found) if words else "",
    )


class RecordChooser(TextField):
    """One record, found by typing. ``data`` is its number, or empty.

    Beside what is typed the page brings back the number that was chosen, and for which words: it holds only
    as long as those stand. What was typed and means one record beyond doubt is taken; of several, or of what
    is like it where there is none, the page asks which.
    """

    def __init__(self, label: str, *checks: Any, kind: str, **given: Any) -> None:
        self.kind = kind
        self.typed, self.found = "", Found()
        self.option: Option | None = None
        super().__init__(label, *checks, **given)

    @property
    def finds(self) -> bool:
        """Whether something was typed that means no record yet."""
        return bool(self.typed) and not self.data

    @property
    def said(self) -> str:
        """What was found by what was typed; empty when nothing was looked for, or one was meant."""
        return choosing.said(self.kind, self.typed, self.found) if self.finds else ""

    def process(self, formdata: Any, *given: Any, **more: Any) -> None:
        self._sent = formdata
        super().process(formdata, *given, **more)

    def process_data(self, value: Any) -> None:
        number = number_or_none(str(value or "").rpartition(":")[2])
        self._take(choosing.chooser(self.kind).told(number) if number else None)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.typed = tidied(valuelist[0])[:LONGEST]
        chosen = self._chosen()
        if chosen is None and self.typed:
            self.found = choosing.looked_up(self.kind, self.typed)
        self._take(chosen or self.found.only)

    def pre_validate(self, form: Any) -> None:
        if self.finds:
            raise StopValidation(self._problem())

    def _chosen(self) -> Option | None:
        """The record that was chosen for these very words."""
        if not self.typed or tidied(self._sent.get(f"{self.name}-for", "")) != self.typed:
            return None
        number = number_or_none(self._sent.get(f"{self.name}-one", ""))
        return choosing.chooser(self.kind).told(number) if number else None

    def _take(self, option: Option | None) -> None:
        self.option, self.data = option, str(option.number) if option else ""
        self.typed = option.name if option else self.typed

    def _problem(self) -> str:
        asked = choosing.chooser(self.kind)
        if self.found.total > 1:
            return f"{self.found.total:,} {asked.many} are found by “{self.typed}”. Choose the one you mean."
        return self.said

    def __call__(self, **_given: Any) -> Markup:
        return Markup(  # noqa: S704  a template that escapes what was typed
            render_template(
                "components/chooser.html",
                field=self,
                address=url_for("choosing.look_up", kind=self.kind),
                offered=self.found.options or self.found.near if self.finds else (),
            )
        )
