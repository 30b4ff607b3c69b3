"""What a person types about an edition of the framework, or a place in it."""

from __future__ import annotations

from engage.forums.entries import EditionEntry, SeatEntry
from engage.forums.models import FrameworkEdition, FrameworkSeat
from engage.organisation.typed import OneBody
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import Needed


@asks(FrameworkEdition)
class EditionForm(RecordForm):
    """An edition of the framework."""

    def entry(self) -> EditionEntry:
        return EditionEntry(**self.answers())


class NewEditionForm(EditionForm):
    """A new edition, of one body."""

    body = OneBody("Whose framework is it?", Needed("Choose the body"))


@asks(FrameworkSeat)
class SeatForm(RecordForm):
    """To whom a forum reports in an edition."""

    def entry(self) -> SeatEntry:
        return SeatEntry(**self.answers())


class NewSeatForm(SeatForm):
    """A forum that is given a place in an edition."""

    forum = OneOfMany("Forum", Needed("Choose a forum"), one="forum", many="forums")
