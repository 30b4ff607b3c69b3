"""Attempts in vain, where they are so many that somebody is to be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engage.accounts.traces.words import MOST_OF_ACCOUNT, MOST_OF_SOURCE, WITHIN
from engage.platform.offers import references
from engage.platform.watch import queries


def attacks(now: datetime) -> Iterator[tuple[str, str, int]]:
    """(reference, in words, how often) of each account and source with too many attempts in vain lately."""
    since = now - WITHIN
    for account, times in queries.in_vain_of_accounts(since).items():
        if times > MOST_OF_ACCOUNT:
            ref = f"account:{account}"
            yield ref, f"to the account of {references.links([ref])[ref].text}", times
    for source, times in queries.in_vain_of_sources(since).items():
        if times > MOST_OF_SOURCE:
            short = source[: queries.SHOWN]
            place = f"from one place (source {short} in the list)" if short else "from many places"
            yield f"source:{short or 'many'}", place, times
