"""What a person chooses about the spellings of a topic."""

from __future__ import annotations

from engage.platform.web.forms import ChoiceField, Form


class SpellingForm(Form):
    """That two spellings mean one topic."""

    spelling = ChoiceField("Other spelling")
    topic = ChoiceField("Topic that is meant")
