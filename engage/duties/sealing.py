"""The fingerprint of what a record says, by which a signature that rested on it knows it again."""

from __future__ import annotations

from dataclasses import fields

from engage.platform.data.seals import guarded
from engage.rules.answers import HandEvidence
from engage.rules.facts import Fact

BY_THE_CLOCK = frozenset({"actions_overdue"})
"""What a record says that changes while nobody touches it."""
SAID_TWICE = frozenset({"stood", "agreed"})
"""What a record says in other words too: the stages of a project, and the actions agreed at a meeting."""
LATER = frozenset({"remarks", "shows", "recorded_on"})
"""What is said of a record, rather than by it."""


def sealed(record: Fact | HandEvidence) -> str:
    """The keyed hash of everything that a record says: whoever has the database alone guesses no words by it.

    What is not answered is left out, so that a field which a record comes to have changes nothing.
    """
    told = {one.name: getattr(record, one.name) for one in fields(record) if one.name not in LATER}
    says = told.pop("says", None) or told.pop("dates", None) or {}
    answered = {
        name: answer for name, answer in says.items() if answer and name not in BY_THE_CLOCK | SAID_TWICE
    }
    return guarded(repr((sorted(told.items()), sorted(answered.items()))))[:32]
