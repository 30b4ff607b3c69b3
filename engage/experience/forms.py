"""What a person types about an action that follows from a story or a summary."""

from __future__ import annotations

from datetime import date

from engage.actions.entries import ActionEntry
from engage.actions.forms import number_of
from engage.actions.models import Action
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import ChoiceField


@asks(Action, only=("title", "owner_role", "due_on"))
class ActionForm(RecordForm):
    """Something that is to be done because of a story or a summary."""

    owner = ChoiceField("Whose account, if they have one?")

    def entry(self, agreed_at: str, body_id: int | None, project_id: int | None, on: date) -> ActionEntry:
        """As the verbs of ``actions`` take it."""
        return ActionEntry(
            **self.answers(),
            agreed_at=agreed_at,
            owner_id=number_of(self.owner.data),
            agreed_on=on,
            body_id=body_id,
            project_id=project_id,
        )
