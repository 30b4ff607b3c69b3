"""Sentences about coming in, and from how many tries in vain on somebody is told of them."""

from __future__ import annotations

from datetime import timedelta

WITHIN = timedelta(hours=1)
MOST_OF_ACCOUNT = 20
# Hundreds of people may come from one address of an organisation, and few of them mistype within an hour.
MOST_OF_SOURCE = 60
SUBJECT = "Engage: many attempts to sign in have failed"
TEXT = (
    "Within the last hour there were {times} attempts to sign in {whom}, all in vain. Engage makes whoever "
    "tries wait longer each time. Look at who came in: {address}\n\nIf somebody forgot their password, "
    "help them to a new one. If nobody has, tell whoever looks after information security."
)
HERE, ELSEWHERE = "The same place as now", "Another place"
"""Where it came from, as somebody sees it of their own account."""
