"""The kinds of record that can be brought in, by the word that names them in addresses and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from engage.activities.importing.service import ActivityImporter
from engage.activities.models import Activity
from engage.feedback.importing import FeedbackImporter
from engage.feedback.models import Feedback
from engage.forums.importing import ForumImporter
from engage.forums.models import Forum
from engage.meetings.importing import MeetingImporter
from engage.meetings.models import Meeting
from engage.organisation.importing import NamesBodies
from engage.organisation.population.importing import PopulationImporter
from engage.platform.imports.guessing import Guesser
from engage.platform.imports.importing import Importer
from engage.platform.imports.mapping import Fields
from engage.rules.actors import Actor
from engage.rules.errors import Missing, NotAllowed
from engage.rules.permissions import May
from engage.stakeholders.importing.importing import OrganisationImporter, StakeholderImporter
from engage.stakeholders.models import Organisation

LEFT_WITHOUT = ""
"""What rows that name no body are given when somebody says that they have none."""


class GivenBody(StrEnum):
    """What becomes of rows that name no body."""

    USUAL = "usual"  # where an installation works for one body, they are its own
    ASKED = "asked"  # no such record stands without one
    NONE = "none"  # such records have no body, or have it from elsewhere


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. ``make`` gives a fresh importer; ``endpoint`` is the list where they end up.

    ``what`` says what is imported, where no number stands before it. ``needs`` is what somebody must be
    allowed, beside importing, to see or bring in such a file: a contact list may say anything of people.
    ``record`` is the table whose rows keep words that were not understood; None where none are kept.
    """

    name: str
    one: str
    many: str
    what: str
    fields: Fields
    make: Callable[[], Importer]
    endpoint: str
    list_name: str
    needs: May | None = None
    record: Any = None
    body: GivenBody = GivenBody.USUAL

    @classmethod
    def of(cls, make: type[Importer], what: str, endpoint: str, list_name: str, **further: Any) -> Kind:
        """The kind that an importer brings in, which has its name, its words and its fields."""
        return cls(make.kind, make.one, make.many, what, make.fields, make, endpoint, list_name, **further)

    def importer(
        self, bodies: Mapping[str, Sequence[str]] | None, forums: Mapping[str, int] | None
    ) -> Importer:
        """A fresh importer that knows what unknown names of bodies and of forums were said to mean."""
        made = self.make()
        if isinstance(made, NamesBodies):
            made.bodies.say(bodies or {})
        if isinstance(made, MeetingImporter):
            made.say(forums or {})
        return made

    def is_for(self, actor: Actor) -> bool:
        return self.needs is None or actor.may(self.needs)


KINDS = {
    kind.name: kind
    for kind in (
        Kind.of(ActivityImporter, "activities", "activities.index", "Engagement log", record=Activity),
        Kind.of(FeedbackImporter, "what people said", "feedback.index", "What people said", record=Feedback),
        Kind.of(
            MeetingImporter, "meetings", "meetings.index", "Meetings", record=Meeting, body=GivenBody.NONE
        ),
        Kind.of(ForumImporter, "forums", "forums.index", "Forums", record=Forum),
        Kind.of(
            StakeholderImporter,
            "stakeholders",
            "stakeholders.index",
            "Stakeholders from a contact list",
            needs=May.CHANGE_REGISTER,
            record=Organisation,
            body=GivenBody.NONE,
        ),
        Kind.of(
            OrganisationImporter,
            "organisations",
            "stakeholders.index",
            "Organisations of the NHS register",
            needs=May.CHANGE_REGISTER,
            record=Organisation,
            body=GivenBody.NONE,
        ),
        Kind.of(
            PopulationImporter,
            "who lives in an area",
            "organisation.population_index",
            "Population figures",
            body=GivenBody.ASKED,
        ),
    )
}


def kind_named(name: str) -> Kind:
    """Raises Missing for a kind there is none of."""
    if name not in KINDS:
        raise Missing
    return KINDS[name]


@cache
def guesser_for(name: str) -> Guesser:
    """Guesses the columns of this kind; what the other kinds call their fields counts too."""
    fields = [field for kind in KINDS.values() for field in kind.fields.by_name.values()]
    return Guesser(kind_named(name).fields, fields)


def kinds_for(actor: Actor) -> dict[str, Kind]:
    """The kinds that somebody may bring in, by name."""
    return {name: kind for name, kind in KINDS.items() if kind.is_for(actor)}


def must_be_for(actor: Actor, name: str) -> Kind:
    """The kind of this name. Raises NotAllowed for whoever may not see files of it, Missing without one."""
    kind = kind_named(name)
    if not kind.is_for(actor) and kind.needs is not None:
        raise NotAllowed(f"Your roles do not let you {kind.needs.value}.")
    return kind
