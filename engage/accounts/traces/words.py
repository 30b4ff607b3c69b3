"""Sentences about coming in, and from how many tries in vain on somebody is told of them."""

from __future__ import annotations

from datetime import timedelta

WITHIN = timedelta(hours=1)
MOST_OF_ACCOUNT = 20
# Hundreds of people may come from one address of an organisation, and few of them mistype within an hour.
MOST_OF_SOURCE = 60
HERE, ELSEWHERE = "The same place as now", "Another place"
"""Where it came from, as somebody sees it of their own account."""
