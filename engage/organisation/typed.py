"""Questions for bodies, answered by typing their names in whatever spelling."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from markupsafe import Markup, escape
from wtforms.validators import ValidationError

from engage.organisation import queries
from engage.organisation.likeness import BodyLikeness
from engage.platform.offers.choosing import Found
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import TextField, Widget
from engage.rules.body_names import BodyNames, split_bodies

SEVERAL = "Begin to type a name. Part several with a semicolon."


class TypedBodiesWidget(Widget):
    """A line of text, with the names of the bodies offered as one types."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        known = f"{field.id}-known"
        line = super().__call__(field, **given, attributes={"list": known})
        options = Markup().join(
            Markup('<option value="{}"></option>').format(body.name) for body in queries.bodies()
        )
        return line + Markup('<datalist id="{}">{}</datalist>').format(escape(known), options)


class BodiesField(TextField):
    """Bodies by name; ``meant`` are the names typed and the numbers of the bodies, once it was accepted.

    One that nobody knows is refused, with those that it may be.
    """

    widget = TypedBodiesWidget("input")
    meant: tuple[tuple[str, int], ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for _name, number in self.meant))

    def process_data(self, value: Any) -> None:
        """What is held, by number or by name, is shown by name."""
        if isinstance(value, str):
            self.data = value
            return
        held: Collection[int] = value or ()
        found = queries.bodies_by_id(held) if held else {}
        self.data = "; ".join(found[number].name for number in held if number in found)

    def pre_validate(self, form: Any) -> None:
        typed = split_bodies(self.data or "")
        if not typed:
            return
        names, by_code = queries.body_names(), {body.code: body.id for body in queries.bodies()}
        codes = {name: names.recognise(name).code or "" for name in typed}
        for name, code in codes.items():
            if code not in by_code:
                raise ValidationError(_not_known(name, names))
        self.meant = tuple((name, by_code[code]) for name, code in codes.items())


class OneBody(OneOfMany):
    """One body: of many it is found by any of its names, and by what is like one."""

    def __init__(self, label: str, *checks: Any, **given: Any) -> None:
        super().__init__(label, *checks, one="body", many="bodies", **given)

    def find(self, typed: str) -> Found:
        found = super().find(typed)
        if found.only:
            return found
        names, by_name = queries.body_names(), {one.name: one for one in self.options}
        meant = by_name.get(names.recognise(typed).label)
        if meant:
            return Found((meant,), 1, (meant,))
        likely = [name for one in BodyLikeness(names.terms).proposals(typed) for name in one.names]
        near = tuple(by_name[name] for name in dict.fromkeys(likely) if name in by_name)
        return found if found.total else Found(near=near or found.near)


def _not_known(name: str, names: BodyNames) -> str:
    likely = BodyLikeness(names.terms).proposals(name)
    mean = " or ".join(" and ".join(one.names) for one in likely[:2])
    return f"“{name}” is not a body we know. " + (
        f"Did you mean {mean}?" if mean else "Check the spelling, or add it under Bodies first"
    )
