"""A question for one record of another package: typed, looked up by the server, and asked about where several
are meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.validators import StopValidation

from engage.platform.data.typed import number_or_none, tidied
from engage.platform.offers import choosing
from engage.platform.offers.choosing import MOST_SHOWN, Found, Option, said_of
from engage.platform.offers.gathered import gathered
from engage.platform.web.forms import ChoiceField, Needed, TextField
from engage.platform.web.guard import may
from engage.rules.errors import NotAllowed
from engage.rules.permissions import May
from engage.rules.words import plain_words, spelling_key

LONGEST = 300
FEW = 12  # choices that are looked through at a glance
NEAREST, NEAR = 5, 70  # how many names that are like the one typed are offered, and how like they are

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
        return which_one(self.found, choosing.chooser(self.kind).many, self.typed) or self.said

    def __call__(self, **_given: Any) -> Markup:
        return Markup(  # noqa: S704  a template that escapes what was typed
            render_template(
                "components/chooser.html",
                field=self,
                address=url_for("choosing.look_up", kind=self.kind),
                offered=self.found.options or self.found.near if self.finds else (),
            )
        )


class OneOfMany(ChoiceField):
    """One of a list of records. A few are drawn as a select; of many, one is found by typing its name.

    ``data`` is the value of a choice either way, and whoever sets the choices need not know how it is drawn.
    ``one`` and ``many`` are what they are called, ``apart`` the values of choices that are no record of the
    list, such as all bodies, which the page says can be typed too.
    """

    def __init__(
        self,
        label: str,
        *checks: Any,
        one: str = "entry",
        many: str = "entries",
        apart: Sequence[str] = (),
        **given: Any,
    ) -> None:
        self.one, self.many, self.apart = one, many, apart
        self._typed: str | None = None
        self._sent: Any = None
        super().__init__(label, *checks, **given)

    @property
    def data(self) -> Any:
        if self._typed is None:
            return self._value_held
        return str(self.option.number) if self.option else ""

    @data.setter
    def data(self, value: Any) -> None:
        self._value_held = value

    @property
    def options(self) -> list[Option]:
        """What may be chosen, without the choice of nothing."""
        return [Option(one.value, one.label) for one in self.choices or () if one.value]

    @property
    def is_long(self) -> bool:
        return len(self.options) > FEW

    @property
    def was_typed(self) -> bool:
        """Whether the page that was sent asked for a name, and not for one of a few."""
        return self._typed is not None

    @property
    def typed(self) -> str:
        if self._typed is not None:
            return self.option.name if self.option else self._typed
        return next((one.name for one in self.options if one.number == self.data), "")

    @property
    def option(self) -> Option | None:
        """The choice that was made, or that is meant beyond doubt."""
        if self._typed is None:
            return next((one for one in self.options if one.number == self.data), None)
        return self._chosen() or self.found.only

    @property
    def found(self) -> Found:
        return self.find(self._typed) if self._typed else Found()

    def find(self, typed: str) -> Found:
        """What is found among the choices by the beginnings of the words typed, or is like them."""
        options, asked = self.options, spelling_key(typed)
        exact = tuple(one for one in options if spelling_key(one.name) == asked)
        found = [one for one in options if _begin_words_of(one.name, typed)]
        if not exact and not found:
            return Found(near=_like(typed, options))
        first = [*exact, *(one for one in found if one not in exact)]
        return Found(tuple(first[:MOST_SHOWN]), len(first), exact)

    @property
    def finds(self) -> bool:
        """Whether something was typed that means no choice yet."""
        return bool(self._typed) and self.option is None

    @property
    def said(self) -> str:
        if not self.finds:
            return ""
        return said_of(self.one, self.one, self.many, self._typed or "", self.found, "Type more of its name.")

    def process(self, formdata: Any, *given: Any, **more: Any) -> None:
        self._sent = formdata
        super().process(formdata, *given, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and f"{self.name}-for" in self._sent:
            self._typed = tidied(valuelist[0])[:LONGEST]
        else:
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.finds:
            raise StopValidation(which_one(self.found, self.many, self._typed or "") or self.said)
        if self._typed == "" and not any(one.value == "" for one in self.iter_choices()):
            raise StopValidation(f"Type the name of the {self.one} you mean")
        super().pre_validate(form)

    def _chosen(self) -> Option | None:
        """The choice that was made for these very words."""
        if not self._typed or tidied(self._sent.get(f"{self.name}-for", "")) != self._typed:
            return None
        value = self._sent.get(f"{self.name}-one", "")
        return next((one for one in self.options if one.number == value), None)

    def __call__(self, **given: Any) -> Markup:
        if not self.is_long:
            return Markup(super().__call__(**given))  # noqa: S704  drawn by the component
        labels = {one.value: one.label for one in self.iter_choices()}
        may_be_empty = "" in labels and not any(isinstance(one, Needed) for one in self.validators)
        return Markup(  # noqa: S704  a template that escapes what was typed
            render_template(
                "components/chooser.html",
                field=self,
                address="",
                among=self.options,
                apart=[labels[value] for value in self.apart if value in labels],
                empty=labels[""] if may_be_empty else "",
                offered=self.found.options or self.found.near if self.finds else (),
            )
        )


def which_one(found: Found, many: str, typed: str) -> str:
    """The question of which one is meant, where there are several."""
    if found.total < 2:
        return ""
    return f"{found.total:,} {many} are found by “{typed}”. Choose the one you mean."


def _begin_words_of(name: str, typed: str) -> bool:
    words = plain_words(name)
    return all(any(word.startswith(begun) for word in words) for begun in plain_words(typed))


def _like(typed: str, options: Sequence[Option]) -> tuple[Option, ...]:
    from rapidfuzz import fuzz, process

    names = {place: " ".join(plain_words(one.name)) for place, one in enumerate(options)}
    asked = " ".join(plain_words(typed))
    near = process.extract(asked, names, scorer=fuzz.token_sort_ratio, limit=NEAREST, score_cutoff=NEAR)
    return tuple(options[place] for _, _, place in near)
