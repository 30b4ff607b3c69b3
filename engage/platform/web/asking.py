"""Forms made from the fields that a record declares; what needs code of its own stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, TypeVar

from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from engage.platform.data.fields import (
    Choice,
    Choices,
    Day,
    Field,
    Line,
    Number,
    OneRecord,
    Records,
    Tick,
    Wording,
    YesNo,
    plain_fields,
)
from engage.platform.web.choosing import OneOfMany, RecordChooser
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
    choices,
)


class RecordForm(Form):
    """A form of a record. ``parts`` has the names of its questions in order, by folded part."""

    fields: ClassVar[Mapping[str, Field]] = {}
    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def answers(self) -> dict[str, Any]:
        """What was answered to the declared questions that it still asks, as an entry holds it."""
        return {name: field.taken(self[name].data) for name, field in self.fields.items() if name in self}

    @classmethod
    def starting(cls, entry: Any) -> dict[str, Any]:
        """The declared questions as an entry already answers them."""
        return {name: field.typed(getattr(entry, name)) for name, field in cls.fields.items()}


AnyForm = TypeVar("AnyForm", bound=type[RecordForm])


def after(name: str, question: Any, part: str = "") -> Any:
    """A question of its own that stands after another, in the same part or at the head of this ``part``."""
    question.after, question.part = name, part
    return question


def asks(
    record: type, but: Collection[str] = (), *, only: Collection[str] = ()
) -> Callable[[AnyForm], AnyForm]:
    """Gives a form a question for each declared field of ``record``, or ``only`` for these, ``but`` those it
    asks in its own way or not at all."""

    def made(form: AnyForm) -> AnyForm:
        form.fields = {
            name: field
            for name, field in plain_fields(record).items()
            if name not in but and (not only or name in only)
        }
        for name, field in form.fields.items():
            if not hasattr(form, name):
                setattr(form, name, _question(field))
        form.parts = _parts(form, {name: field.part for name, field in form.fields.items()})
        for name in (name for names in form.parts.values() for name in names):
            UnboundField.creation_counter += 1  # the order in which WTForms asks and reports
            getattr(form, name).creation_counter = UnboundField.creation_counter
        return form

    return made


def _parts(form: type[RecordForm], part_of: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The names of all questions in order, by part: declared ones, and those of their own."""
    own = [(name, question) for name, question in vars(form).items() if hasattr(question, "after")]
    order = list(part_of)
    for name, question in sorted(own, key=lambda pair: pair[1].creation_counter):
        order.insert(order.index(question.after) + 1, name)
        part_of[name] = question.part or part_of[question.after]
    return {
        part: tuple(name for name in order if part_of[name] == part)
        for part in dict.fromkeys(part_of[name] for name in order)
    }


def _question(field: Field) -> Any:
    asks_, hint = field.asks or field.words, field.hint
    checks: list[Any] = [Needed(field.needed)] if field.needed else []
    checks.append(_Sense(field))
    fits = AtMost(field.longest, field.words)
    match field:
        case Choice() if not field.radios:
            return ChoiceField(asks_, *checks, hint=hint, choices=choices(field.options), default=field.first)
        case Choice() | YesNo():
            first = field.first if isinstance(field, Choice) else ""
            return RadioField(asks_, *checks, hint=hint, choices=choices(field.options), default=first)
        case OneRecord(chosen_as=kind) if kind:
            return RecordChooser(asks_, *checks, kind=kind, hint=hint)
        case OneRecord():
            return OneOfMany(asks_, *checks, hint=hint)
        case Wording(typed_in=False):
            return ChoiceField(asks_, *checks, hint=hint)
        case Choices() | Records():
            return CheckboxesField(asks_, *checks, hint=hint, choices=choices(field.options))
        case Tick():
            return TickField(asks_, *checks, hint=hint)
        case Day():
            return DayField(asks_, *checks, hint=hint)
        case Line() | Number() | Wording():
            look = {"width": field.width} if field.width else {}
            return TextField(asks_, fits, *checks, hint=hint, look=look)
        case _:
            return LongTextField(asks_, fits, *checks, hint=hint, look={"rows": getattr(field, "rows", 3)})


class _Sense:
    """What the kind of a field has to say of an answer."""

    field_flags: ClassVar[dict[str, Any]] = {}

    def __init__(self, field: Field) -> None:
        self.field = field

    def __call__(self, form: Any, asked: Any) -> None:
        try:
            self.field.check(asked.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
