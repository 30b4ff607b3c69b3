"""What a person chooses about the spellings of a topic."""

from __future__ import annotations

from engage.experience.topics.models import TopicSpelling
from engage.platform.web.asking import RecordForm, asks


@asks(TopicSpelling)
class SpellingForm(RecordForm):
    """That two spellings mean one topic."""
