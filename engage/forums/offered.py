"""Forums that a spreadsheet names and nobody has added: what their names suggest, for a person to confirm."""

from __future__ import annotations

import re

from engage.organisation import queries as organisation
from engage.rules.words import plain_words

KINDS = (
    ("scrutiny", "hosc"),
    ("health and wellbeing", "hwb"),
    ("patient participation group", "ppg"),
    ("ppg", "ppg"),
    ("equalit", "equalities_group"),
    ("governing bod", "governing_body"),
    ("programme board", "partnership"),
    ("partnership", "partnership"),
    ("joint committee", "joint_committee"),
    ("committee", "committee"),
    ("board", "governing_body"),
    ("panel", "panel"),
    ("forum", "forum"),
)
"""Words of a name and the kind of forum they suggest: the first that stands in it."""

_NAMED_FOR = re.compile(
    r"^.*?\b(?:CCGs?|ICB|Clinical Commissioning Groups?|Integrated Care Board)\b", re.IGNORECASE
)


def likely_kind(name: str) -> str:
    """The kind a name suggests; "mixed" where it suggests none."""
    plain = " ".join(plain_words(name))
    return next((kind for words, kind in KINDS if words in plain), "mixed")


def likely_body(name: str) -> str:
    """The code of the body whose name the forum's begins with; empty where it is not known."""
    named = _NAMED_FOR.match(name)
    found = organisation.body_names().recognise(named[0]) if named else None
    return (found.code or "") if found else ""
