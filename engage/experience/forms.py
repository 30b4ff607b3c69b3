"""What a person types about an action that follows from a story or a summary."""

from __future__ import annotations

from datetime import date

from engage.actions.entries import ActionEntry
from engage.platform.web.forms import AtMost, ChoiceField, DayField, Form, Needed, TextField


class ActionForm(Form):
    """Something that is to be done because of a story or a summary."""

    title = TextField(
        "What is to be done?",
        Needed("Enter what is to be done"),
        AtMost(300, "What is to be done"),
        hint="In words that can be passed on: everybody who reads records sees it.",
    )
    owner_role = TextField("Which post does it?", AtMost(200, "The post"), hint="Such as Quality lead.")
    owner = ChoiceField("Whose account, if they have one?")
    due_on = DayField("By when?", hint="Such as 6 June 2018.")

    def entry(self, agreed_at: str, body_id: int | None, project_id: int | None, on: date) -> ActionEntry:
        """As the verbs of ``actions`` take it."""
        return ActionEntry(
            agreed_at=agreed_at,
            title=self.title.data or "",
            owner_role=self.owner_role.data or "",
            owner_id=number_of(self.owner.data),
            due_on=self.due_on.data,
            agreed_on=on,
            body_id=body_id,
            project_id=project_id,
        )


def number_of(value: str | None) -> int | None:
    """The whole number a hidden field brought back, or None."""
    return int(value) if value and value.isascii() and value.isdigit() else None
