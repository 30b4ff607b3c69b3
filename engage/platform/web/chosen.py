"""The rows of a list that somebody chose for an act: counted, asked about and changed as one and the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from flask import abort, flash, redirect, request, url_for

from engage.platform.data.typed import row_number
from engage.platform.web import lists
from engage.platform.web.forms import Form
from engage.platform.web.lists import ListSpec, Pairs, View

MEANT = "meant"
CHANGED_SINCE = (
    "Nothing was changed yet: since you were asked, others have changed what is in this list. "
    "Look at the number below, and say so again."
)


@dataclass(frozen=True)
class Chosen:
    """Rows of a list. ``ticked`` are the numbers of those that were ticked; none when every row is meant.
    ``back`` is the address of the list as it was left."""

    spec: ListSpec
    view: View
    ticked: tuple[int, ...]
    back: str

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of all that are meant, and are there."""
        if self.ticked:
            return lists.numbers_among(self.spec, self.ticked)
        return sorted(lists.numbers_of(self.spec, self.view))

    def brought_back(self, further: Iterable[object] = ()) -> Pairs:
        """What the page that asks brings back, so that the act is of what it told of."""
        rows: Pairs = [("chosen", f"{number}") for number in self.ticked] or [("everything", "yes")]
        return [*rows, (MEANT, self._fingerprint(further)), *self.view.pairs(self.spec)]

    def is_still_meant(self, form: Form, further: Iterable[object] = ()) -> bool:
        """Whether the page that was just sent told of just these rows; if not, the form says so."""
        if request.form.get(MEANT) == self._fingerprint(further):
            return True
        form.form_errors.append(CHANGED_SINCE)
        return False

    def _fingerprint(self, further: Iterable[object]) -> str:
        return sha256(repr((self.numbers, list(further))).encode()).hexdigest()


def chosen_rows(spec: ListSpec, home: str) -> Chosen:
    """The rows chosen on a list that was just sent; where none was, the answer is the list at the endpoint
    ``home``, as it was left, with a sentence."""
    view = View.read(spec, request.form)
    query = view.query(spec)
    back = url_for(home) + (f"?{query}" if query else "")
    ticked = () if request.form.get("everything") else _ticked()
    if ticked is None:
        flash(f"Choose one or more {spec.many} first, or tick the box for all of them.", "notice")
        abort(redirect(back))
    return Chosen(spec, view, ticked, back)


def _ticked() -> tuple[int, ...] | None:
    return tuple(dict.fromkeys(request.form.getlist("chosen", type=row_number))) or None
