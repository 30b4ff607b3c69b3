"""How meetings can stand, who came to them, and what is put to their members."""

from __future__ import annotations

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
STATUSES = {PLANNED: "Planned", HELD: "Held", CANCELLED: "Called off"}
ATTENDED, APOLOGIES, ABSENT = "attended", "apologies", "absent"
STATES = {ATTENDED: "attended", APOLOGIES: "sent apologies", ABSENT: "absent"}
PRIVATE_MATTERS = (
    "They are sent to every member and may be asked for, so private matters belong under an item of the "
    "private part."
)
PRESENTS = {
    "project": "The proposal of a project",
    "engagement_plan": "A plan for engaging people, with its methods",
    "consultation_plan": "A plan for a formal consultation",
    "strategy": "A strategy",
    "report": "A report",
}
"""What can be put to the members of a forum under one item."""
