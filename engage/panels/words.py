"""The states of a member, by their codes."""

from __future__ import annotations

from datetime import timedelta

INTERESTED, JOINED, LEFT, DECLINED = "interested", "joined", "left", "declined"

STATES = {INTERESTED: "Interested", JOINED: "Member", LEFT: "Left", DECLINED: "Not taken on"}

SOON = timedelta(days=90)
"""A term that ends within this time ends soon."""
