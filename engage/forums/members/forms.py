"""What a person types about a member."""

from __future__ import annotations

from typing import Any

from engage.forums.entries import MembershipEntry
from engage.forums.forms import number_chosen
from engage.forums.models import Membership
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import ChoiceField, VersionedForm


@asks(Membership)
class MembershipForm(VersionedForm, RecordForm):
    """A seat on a forum. It asks who holds it only where names may be read."""

    organisation = after("role", ChoiceField("Organisation they speak for"))
    network = after("organisation", ChoiceField("Primary care network they speak for"))
    person = after(
        "network",
        ChoiceField("Who holds it now", hint="From the register. Leave blank when only the post is known."),
    )

    def entry(self, known_person: int | None = None) -> MembershipEntry:
        """What was typed; ``known_person`` holds it where that was not asked."""
        return MembershipEntry(
            **self.answers(),
            organisation_id=number_chosen(self.organisation),
            network_id=number_chosen(self.network),
            person_id=number_chosen(self.person) if "person" in self else known_person,
        )


def starting_with(entry: MembershipEntry) -> dict[str, Any]:
    """A membership as its form shows it."""
    return {
        **MembershipForm.starting(entry),
        "organisation": str(entry.organisation_id or ""),
        "network": str(entry.network_id or ""),
        "person": str(entry.person_id or ""),
    }
