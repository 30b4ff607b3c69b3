"""What a person answers in the triage of a project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.duties.entries import TriageEntry
from engage.duties.forms import not_ahead
from engage.duties.models import SO_OR_NOT
from engage.duties.triage.asked import Question
from engage.platform.web.forms import (
    AtMost,
    DayField,
    Form,
    HiddenField,
    RadioField,
    TextField,
    choices,
)

SAID = (*SO_OR_NOT, ("", "Not known yet"))
IS_SO = {"yes": True, "no": False}


class QuestionsForm(Form):
    """The questions of one project. ``answer_purchase`` and so on are added by ``questions_form``."""

    seen = HiddenField()
    asked: tuple[Question, ...] = ()

    def fields_of(self, question: Question) -> list[Any]:
        """The answer, its reason and its day."""
        return [self[f"{what}_{question.key}"] for what in ("answer", "reason", "said_on")]

    def entries(self) -> list[TriageEntry]:
        """What was answered, as the verbs of ``service`` take it."""
        return [self._entry(question) for question in self.asked]

    def _entry(self, question: Question) -> TriageEntry:
        answer, reason, said_on = (field.data for field in self.fields_of(question))
        return TriageEntry(
            trigger=question.trigger.name,
            authority=question.authority,
            is_so=IS_SO.get(answer or ""),
            reason=reason or "",
            said_on=said_on,
        )


def questions_form(questions: Sequence[Question], seen: str) -> QuestionsForm:
    """The form for these questions, with what is on record of each; ``seen`` says which answers stand."""
    parts: dict[str, Any] = {"asked": tuple(questions)}
    starting: dict[str, Any] = {"seen": seen}
    for question in questions:
        parts |= _fields(question)
        starting |= _starting(question)
    made: type[QuestionsForm] = type("QuestionsOfThisProject", (QuestionsForm,), parts)
    return made.from_request(**starting)


def _fields(question: Question) -> dict[str, Any]:
    key, trigger, authority = question.key, question.trigger, question.authority
    title = trigger.title.lower()
    asks = f"What does {authority} say?" if authority else trigger.asks
    why = f"Who said so for {authority}, and how?" if authority else f"Why, or why not? ({title})"
    how = (
        "Such as letter of the scrutiny officer, or meeting of the health scrutiny panel."
        if authority
        else ""
    )
    day = f"When did {authority} say so?" if authority else f"Said on ({title})"
    when = "Such as 6 June 2018." if authority else "Such as 6 June 2018. Leave blank if it is said today."
    hint = "" if authority else trigger.hint
    return {
        f"answer_{key}": RadioField(
            asks, choices=choices(SAID), default="", hint=hint, look={"inline": True}
        ),
        f"reason_{key}": TextField(why, AtMost(2000, "This"), _needed(key, authority), hint=how),
        f"said_on_{key}": DayField(day, _not_ahead, _dated(key, authority), hint=when),
    }


def _starting(question: Question) -> dict[str, Any]:
    held = question.held
    if held is None:
        return {}
    said_on = {f"said_on_{question.key}": held.said_on} if question.authority else {}
    return {f"answer_{question.key}": held.answer, f"reason_{question.key}": held.reason, **said_on}


def _not_ahead(_form: Any, field: Any) -> None:
    not_ahead(field.data)


def _needed(key: str, authority: str) -> Callable[[Any, Any], None]:
    """A no has a reason, and an authority's view has somebody who gave it."""

    def check(form: Any, field: Any) -> None:
        answer = form[f"answer_{key}"].data
        if field.data or not answer or (answer == "yes" and not authority):
            return
        if authority:
            raise ValidationError(
                f"Enter who said so for {authority}, such as letter of the scrutiny officer"
            )
        raise ValidationError("Enter why not: a no without a reason shows nothing")

    return check


def _dated(key: str, authority: str) -> Callable[[Any, Any], None]:
    def check(form: Any, field: Any) -> None:
        if authority and form[f"answer_{key}"].data and not field.data:
            raise ValidationError(f"Enter the day on which {authority} said so, such as 6 June 2018")

    return check
