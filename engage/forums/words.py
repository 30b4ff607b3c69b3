"""What kinds of forum, roles on them, ways of reporting and degrees of trust are called."""

from __future__ import annotations

from engage.rules.words import read_vocabulary

ROLES = {
    "chair": "Chair",
    "vice_chair": "Vice-chair",
    "member": "Member",
    "secretary": "Secretary",
    "in_attendance": "In attendance",
    "observer": "Observer",
}
"""The roles of a member, in the order in which they are shown."""
HOW = {
    "reports": "reports to",
    "advises": "advises",
    "informs": "informs",
    "is_consulted": "is consulted by",
}
"""How a forum stands to the one above it in the framework."""
TRUST = {
    "verified": "Verified: checked at its source",
    "unverified": "Unverified: nobody has checked it",
    "proposal": "Proposal: it is ours, or not agreed yet",
}


def kind_label(kind: str) -> str:
    return read_vocabulary("forum_kinds").term(kind).label


def kind_choices() -> list[tuple[str, str]]:
    """(code, label) of every kind of forum."""
    return [(term.code, term.label) for term in read_vocabulary("forum_kinds").terms]
