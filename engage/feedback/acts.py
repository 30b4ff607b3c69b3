"""What may be done to many items at once, for the page that does it or shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping

from engage.feedback import service
from engage.feedback.models import Feedback
from engage.platform.data.fields import plain_fields
from engage.platform.offers.many_acts import Given, ManyAct
from engage.platform.web.pages import counted

ANSWER = plain_fields(Feedback)["answer"]


def _what_was_read(new: int, _chosen: int, _given: Given) -> str:
    return f"{new:,} more marked as read by you."


def _what_was_said(said: int, chosen: int, given: Given) -> str:
    words = f"{counted(said, 'answer is', 'answers are')} on record as “{ANSWER.said(given['state'])}”."
    return words if said == chosen else f"{words} The others of the {chosen:,} chosen stay as they were."


MANY_ACTS: Mapping[str, ManyAct] = {
    "feedback.read": ManyAct(
        "Marking as read by you", service.mark_read, lambda numbers, _given: (numbers,), _what_was_read
    ),
    "feedback.states": ManyAct(
        "Saying what became of them",
        service.say_states,
        lambda numbers, given: (numbers, given["state"]),
        _what_was_said,
    ),
}
