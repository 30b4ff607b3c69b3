"""What a person types about a member."""

from __future__ import annotations

from typing import Any

from engage.forums.forms import number_chosen
from engage.forums.words import ROLES
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    Needed,
    TextField,
    TickField,
    choices,
)


class MembershipForm(Form):
    """A seat on a forum."""

    title = TextField(
        "Post of the member",
        Needed("Enter the post, such as PPG Chair, practice M92007"),
        AtMost(200, "The post"),
        hint="What is shown everywhere: a post, not a name.",
    )
    role = ChoiceField("Role on the forum", choices=choices(ROLES.items()), default="member")
    organisation = ChoiceField("Organisation they speak for")
    network = ChoiceField("Primary care network they speak for")
    person = ChoiceField(
        "Who holds it now", hint="From the register. Leave blank when only the post is known."
    )
    counts_for_quorum = TickField("Counts for the quorum", default=True)
    from_on = DayField("Member from", hint="Leave blank when it is not known.")
    term_ends_on = DayField("Term ends on", hint="Leave blank when there is no term.")
    to_on = DayField("Last day as a member", hint="Leave blank while they are one.")

    def entry(self, with_person: bool) -> dict[str, Any]:
        own = ("title", "role", "counts_for_quorum", "from_on", "term_ends_on", "to_on")
        person = {"person_id": number_chosen(self.person)} if with_person else {}
        return {
            **{name: self[name].data for name in own},
            **person,
            "organisation_id": number_chosen(self.organisation),
            "network_id": number_chosen(self.network),
        }
