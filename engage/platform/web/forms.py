"""Forms: WTForms fields drawn by the NHS macros, protected against forgery, with an error summary first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, ClassVar, Self, cast

import wtforms
from flask import current_app, flash, g, request, session
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.csrf.session import SessionCSRF
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from engage.platform import clock
from engage.platform.data.fields import LONGEST_LINE, LONGEST_TEXT
from engage.platform.data.typed import number_or_none, on_one_line, tidied
from engage.platform.web import sent_once
from engage.platform.web.components import Pages
from engage.rules import dates_as_known
from engage.rules.dates_as_known import long_date
from engage.rules.errors import Refused, Stale

NO_SUCH_CHOICE = "Choose again: what was chosen is no longer in the list."
FIND = "find"  # the name of the buttons that only look up what was typed in one field
LONGEST_DAY = 100
SENT_TOO_LATE = "This page was open for too long to be sent safely. Nothing is lost: send it again."
NOTHING_DONE = "You were signed out before that was sent, so nothing was done. Do it again if it should be."

Params = dict[str, Any]
Choice = tuple[str, str]


class Widget:
    """Draws a field with an NHS component; ``extra`` goes to it as it is."""

    def __init__(self, component: str, **extra: Any) -> None:
        self.component, self.extra = component, extra

    def __call__(self, field: Any, **given: Any) -> Markup:
        params = {**common_params(field), **self.value_params(field), **self.extra, **field.look, **given}
        pages = cast(Pages, current_app.jinja_env)
        return pages.component(self.component)(params)

    def value_params(self, field: Any) -> Params:
        value = field._value()
        return {
            "id": field.id,
            "value": "" if value is None else str(value),
            "label": {"text": field.label.text},
        }


class KeptBackWidget(Widget):
    """An input whose value never goes back to the page: a password, a file."""

    def value_params(self, field: Any) -> Params:
        return {"id": field.id, "label": {"text": field.label.text}}


class ChoicesWidget(Widget):
    """Radios, checkboxes and selects: the choices, with the chosen ones marked."""

    def value_params(self, field: Any) -> Params:
        items = [
            {"value": choice.value, "text": choice.label, mark: True}
            if choice.selected
            else {"value": choice.value, "text": choice.label}
            for choice in field.iter_choices()
            for mark in [self.extra.get("mark", "checked")]
        ]
        if self.component == "select":
            return {"id": field.id, "items": items, "label": {"text": field.label.text}}
        legend = {"text": field.label.text, "size": "s"}
        return {"idPrefix": field.id, "items": items, "fieldset": {"legend": legend}}


class TickWidget(Widget):
    """One tick box standing alone."""

    def value_params(self, field: Any) -> Params:
        item = {"value": "yes", "text": field.label.text, "checked": bool(field.data)}
        return {"idPrefix": field.id, "items": [item]}


def common_params(field: Any) -> Params:
    params: Params = {"name": field.name}
    if field.description:
        params["hint"] = {"text": field.description}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0])}
    return params


class _Look:
    """What our fields take besides WTForms' own: ``hint`` under the label, ``look`` for the macro."""

    look: Params

    def __init__(
        self, label: str, *checks: Any, hint: str = "", look: Params | None = None, **given: Any
    ) -> None:
        self.look = look or {}
        super().__init__(label, validators=checks, description=hint, **given)  # type: ignore[call-arg]


def read_day(typed: str) -> date:
    """The one day typed on a page, "yesterday" too. Raises ValueError with a sentence."""
    return dates_as_known.read_day(typed, today=clock.today())


def _tidied(value: Any) -> Any:
    return tidied(value) if isinstance(value, str) else value


def _on_one_line(value: Any) -> Any:
    return on_one_line(value) if isinstance(value, str) else value


class Typed(_Look):
    """Text that a person types, never without end: ``AtMost`` says how long it may be, or its kind does."""

    longest: ClassVar[int] = LONGEST_LINE
    data: Any
    validators: Any

    def pre_validate(self, form: Any) -> None:
        if any(isinstance(check, AtMost) for check in self.validators):
            return
        too_long = len(self.data or "") - self.longest
        if too_long > 0:
            raise wtforms.validators.StopValidation(
                f"Type {self.longest:,} characters or fewer: this is {too_long:,} too long"
            )


class TextField(Typed, wtforms.StringField):
    """A line of text."""

    widget = Widget("input")


class DayField(_Look, wtforms.StringField):
    """One day, typed as people write it; ``data`` is a date, or None when nothing was typed."""

    widget = Widget("input", classes="nhsuk-input--width-10")
    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = on_one_line(valuelist[0]) if valuelist else ""
        self.raw_data, self.data = [typed[:LONGEST_DAY]], None
        if len(typed) > LONGEST_DAY:
            raise ValueError(f"“{typed[:20]}…” is not a date. Enter one such as 6 June 2018.")
        if typed:
            self.data = read_day(typed)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise wtforms.validators.StopValidation

    def _value(self) -> str:
        if self.raw_data is not None:
            return str(self.raw_data[0])
        return long_date(self.data) if self.data else ""


class LongTextField(Typed, wtforms.TextAreaField):
    """Several lines of text."""

    longest = LONGEST_TEXT
    widget = Widget("textarea")


class EmailField(Typed, wtforms.EmailField):
    """An e-mail address."""

    widget = Widget("input", type="email", autocomplete="email", spellcheck=False)


class PasswordField(Typed, wtforms.PasswordField):
    """A password, never sent back to the page."""

    widget = KeptBackWidget("password-input")


class FileField(_Look, wtforms.FileField):
    """A file to upload."""

    widget = KeptBackWidget("file-upload")

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([one for one in valuelist if isinstance(one, FileStorage)])


class _Chosen(_Look):
    """A field with choices: one that has gone since the page was drawn is refused in words."""

    def __init__(self, label: str, *checks: Any, **given: Any) -> None:
        super().__init__(label, *checks, invalid_choice_message=NO_SUCH_CHOICE, **given)


class ChoiceField(_Chosen, wtforms.SelectField):
    """One of a list, from a drop-down."""

    widget = ChoicesWidget("select", mark="selected")


class RadioField(_Chosen, wtforms.RadioField):
    """One of a few, all of them in sight."""

    widget = ChoicesWidget("radios")


class CheckboxesField(_Chosen, wtforms.SelectMultipleField):
    """Any number of a list."""

    widget = ChoicesWidget("checkboxes")


class TickField(_Look, wtforms.BooleanField):
    """Yes when ticked."""

    widget = TickWidget("checkboxes")
    false_values = (False, "false", "")


class HiddenField(wtforms.HiddenField):
    """Something the page must bring back; how much it may be, the budget of the request says. One that did
    not come back is empty, and not what the page would be drawn with now."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""


class Rows(wtforms.FieldList):
    """The same questions several times over, each time a small form of its own."""

    def __init__(self, questions: type[Form], **given: Any) -> None:
        super().__init__(wtforms.FormField(questions), **given)

    @property
    def forms(self) -> list[Any]:
        return [entry.form for entry in self.entries]


def choices(pairs: Iterable[Choice]) -> list[SelectChoice]:
    """Choices for a field, from (value, label) pairs."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class Form(wtforms.Form):
    """A form of ours: whitespace trimmed, forgery refused, what was typed kept."""

    class Meta(DefaultMeta):
        csrf = True
        csrf_class = SessionCSRF
        csrf_time_limit: timedelta | None = timedelta(hours=12)
        csrf_field_name = "csrf_token"
        locales = ("en_GB", "en")

        @property
        def csrf_secret(self) -> bytes:
            return str(current_app.secret_key).encode()

        @property
        def csrf_context(self) -> Any:
            return session

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            if not issubclass(unbound_field.field_class, wtforms.FieldList | wtforms.FormField):
                has_lines = issubclass(unbound_field.field_class, wtforms.TextAreaField | wtforms.HiddenField)
                tidy = _tidied if has_lines else _on_one_line
                options["filters"] = [tidy, *options.get("filters", [])]
            return unbound_field.bind(form=form, **options)

    not_shown: ClassVar[frozenset[str]] = frozenset({"csrf_token"})

    @classmethod
    def from_request(cls, **given: Any) -> Self:
        """The form as this request filled it in; ``given`` are the record (``obj``) and starting values."""
        return cls(cls._sent() if request.method == "POST" else None, **given)

    @classmethod
    def _sent(cls) -> MultiDict[str, Any]:
        """What was sent: words, and files where it asks for files and nowhere else."""
        if not request.files:
            return request.form
        files, words = file_questions(cls), request.form.items(multi=True)
        sent: list[tuple[str, Any]] = [(name, word) for name, word in words if name not in files]
        sent += [(name, file) for name, file in request.files.items(multi=True) if name in files]
        return MultiDict(sent)

    def accepted(self) -> bool:
        """True when it was sent and nothing is wrong with it."""
        sent_once.asked(self)
        if "only_shown" in g:
            _say_once()
            return False
        if request.method != "POST" or self.only_finds() or not self.validate():
            return False
        sent_once.go_ahead(with_other_words=self.may_be_sent_with_other_words())
        return True

    def may_be_sent_with_other_words(self) -> bool:
        """Whether this very form, once done, is done anew when other words are sent with it."""
        return False

    @property
    def drawing(self) -> str:
        """What tells this form, as it is now drawn, from every other."""
        return sent_once.token_for(self)

    def validate(self, *given: Any, **more: Any) -> bool:
        is_valid: bool = super().validate(*given, **more)
        if "csrf_token" in self.errors and not self._prefix:
            g.not_sent_safely = True  # which leaves a trace
        return is_valid

    def only_finds(self) -> bool:
        """Whether a button asked for what a field finds, and nothing else is to be done yet."""
        return any(field.name == request.form.get(FIND) and getattr(field, "finds", False) for field in self)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What the house refuses inside stands among the errors of the form."""
        try:
            yield
        except Refused as refusal:
            self.form_errors.append(refusal.reason)
            self.refused(refusal)

    def does(self, act: Callable[[], object]) -> bool:
        """Whether it was sent, nothing is wrong with it, and its act was done and not refused."""
        if self.accepted():
            with self.refusals():
                act()
                return True
        return False

    def refused(self, refusal: Refused) -> None:
        """What a kind of form does about a refusal, besides saying it."""

    def values(self) -> dict[str, Any]:
        """What was filled in, by field name, without the protection token."""
        return {name: value for name, value in self.data.items() if name not in self.not_shown}

    def stands_open(self, names: Iterable[str]) -> bool:
        """Whether a folded part with these fields is drawn open: something in it, or nobody knows where, is
        wrong, or it holds what was typed into a page that came back."""
        if self.form_errors:
            return True
        held = [self[name] for name in names if name in self]
        is_sent = request.method == "POST"
        return any(one.errors or (is_sent and (one.data or "") != (one.object_data or "")) for one in held)

    @property
    def error_list(self) -> list[Params]:
        """For the error summary: each problem once, as a link to its field."""
        return [
            {"text": str(field.errors[0]), "href": f"#{field.id}"}
            for field in self._questions()
            if field.errors and field.name != "csrf_token"
        ] + [{"text": str(problem), "href": "#maincontent"} for problem in self._own_problems()]

    def _questions(self) -> Iterator[Any]:
        for field in self:
            if isinstance(field, Rows):
                yield from (question for form in field.forms for question in form)
            else:
                yield field

    def _own_problems(self) -> Sequence[str]:
        if "csrf_token" in self.errors:
            return [SENT_TOO_LATE]
        return list(self.form_errors)


class VersionedForm(Form):
    """A form that changes a record as it stood at a version. One that was stale, sent again, knows of it."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version that the page was drawn with; 0, which no record has, when it brought none back."""
        return number_or_none(self.version.data) or 0

    def may_be_sent_with_other_words(self) -> bool:
        """A version says itself that it was saved before; a new record has none."""
        return bool(self.version.data)

    def refused(self, refusal: Refused) -> None:
        if isinstance(refusal, Stale):
            self.version.data = str(refusal.now)


def file_questions(form: type[Form]) -> set[str]:
    """The names of the questions that are answered with a file."""
    asked = ((name, getattr(form, name)) for name in dir(form))
    return {name for name, one in asked if issubclass(getattr(one, "field_class", str), wtforms.FileField)}


def sent_safely() -> bool:
    """For a view that only acts: whether the page that sent this is ours. If not, the next page says so."""
    if "only_shown" not in g and _Act.from_request().accepted():
        return True
    flash(NOTHING_DONE if "only_shown" in g else SENT_TOO_LATE, "notice")
    return False


class _Act(Form):
    """What a view has that only acts: no form to give back, so with other words it is another act."""

    def may_be_sent_with_other_words(self) -> bool:
        return True


def only_show(sentence: str) -> None:
    """Have the forms of this request filled in with what it brought and nothing done, and say this of it."""
    g.only_shown = sentence


def _say_once() -> None:
    if g.only_shown:
        flash(g.only_shown, "notice")
        g.only_shown = ""


def is_of_this_session() -> bool:
    """Whether the page that sent this was drawn for this very session, however long ago."""
    return bool(_OfAnyAge.from_request().validate())


class _OfAnyAge(Form):
    class Meta(Form.Meta):
        csrf_time_limit = None


class Needed:
    """The field must be filled in; the message says what to enter."""

    field_flags: ClassVar[dict[str, Any]] = {}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if not field.data:
            field.errors = []
            raise wtforms.validators.StopValidation(self.message)


class AtMost:
    """No longer than ``most`` characters."""

    def __init__(self, most: int, what: str) -> None:
        self.most, self.what = most, what

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and len(field.data) > self.most:
            over = len(field.data) - self.most
            raise ValidationError(
                f"{self.what} must be {self.most:,} characters or fewer: it is {over:,} too long"
            )
