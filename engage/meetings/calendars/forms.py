"""What a person chooses of a private calendar address."""

from __future__ import annotations

from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import ChoiceField, Form, choices

ALARMS = {"": "No alarm", "15": "15 minutes before", "60": "An hour before", "1440": "A day before"}


class FeedForm(Form):
    """A private calendar address."""

    forum = OneOfMany("Meetings of", one="forum", many="forums")
    alarm = ChoiceField("Remind me", choices=choices(ALARMS.items()), default="60")
