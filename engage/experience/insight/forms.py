"""What a person types about an insight summary."""

from __future__ import annotations

from engage.experience.insight.models import Insight
from engage.organisation.typed import OneBody
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import AtMost, ChoiceField, LongTextField, VersionedForm

ANSWER = ("came_back_on", "came_back", "no_action_because")


@asks(Insight, only=("summary",))
class DrawUpForm(RecordForm):
    """Whose quarter is drawn together."""

    body = OneBody("Body")
    period = ChoiceField("Quarter", hint="A quarter can be drawn together once it is over.")
    summary = LongTextField(
        "What does it come to?",
        AtMost(10_000, "What it comes to"),
        hint="In your words; you can write this later, once you have seen the themes.",
        look={"rows": 4},
    )


@asks(Insight, only=("summary",))
class SumUpForm(VersionedForm, RecordForm):
    """What a summary comes to."""


@asks(Insight, only=("shared_on",))
class ShareForm(VersionedForm, RecordForm):
    """When a summary was shared."""


@asks(Insight, only=ANSWER)
class InsightAnswerForm(VersionedForm, RecordForm):
    """What came back from quality and safety."""
