"""Who comes and goes is noted beside the record, and told to its trail when nobody holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from engage.accounts import queries
from engage.accounts.models import TrailNote
from engage.platform.data.audit import Event
from engage.platform.data.db import answers
from engage.platform.data.transactions import of_answers


def note(event: Event, account_id: int, **fields: Any) -> None:
    """Within a verb of the answers: note what the trail is to be told."""
    answers.session().add(TrailNote(event=event.name, account_id=account_id, fields=fields))


def waiting() -> Sequence[int]:
    """The numbers of what the trail has not been told, oldest first."""
    return answers.session().scalars(select(TrailNote.id).order_by(TrailNote.id)).all()


def tell(number: int) -> None:
    """Within a verb of the record: tell the trail, unless another process has."""
    for event, account_id, fields in _taken(number):
        person = queries.actor_for(queries.account_for(account_id))
        Event.declared[event](person, account_id=account_id, **fields)


@of_answers
def _taken(number: int) -> list[tuple[str, int, dict[str, Any]]]:
    gone = delete(TrailNote).where(TrailNote.id == number).returning(TrailNote)
    return [(one.event, one.account_id, one.fields) for one in answers.session().scalars(gone)]
