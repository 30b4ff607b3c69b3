"""Addresses whose owners had themselves erased: not written to, even when an import brings them back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from engage.platform import clock
from engage.platform.data.db import save, session
from engage.platform.data.seals import guarded
from engage.platform.mail.models import Suppression

NOT_AGAIN = "They had themselves erased, and have not asked to hear from us since."


def suppressed(addresses: Iterable[str]) -> set[str]:
    """Which of these addresses are not to be written to, in one query."""
    keyed = {address: _keyed(address) for address in addresses if address}
    if not keyed:
        return set()
    wanted = select(Suppression.keyed).where(Suppression.keyed.in_(set(keyed.values())))
    found = set(session().scalars(wanted))
    return {address for address, one in keyed.items() if one in found}


def suppress(addresses: Iterable[str]) -> None:
    """Within a verb: never write to these addresses again."""
    wanted = {address for address in addresses if address}
    for address in sorted(wanted - suppressed(wanted)):
        save(Suppression(keyed=_keyed(address), since=clock.today()))


def suppress_keyed(marks: Iterable[str]) -> int:
    """Within a verb: the same of addresses of which only the keyed hash is known; of how many it was new."""
    wanted = set(marks)
    known = set(session().scalars(select(Suppression.keyed).where(Suppression.keyed.in_(wanted))))
    for keyed in sorted(wanted - known):
        save(Suppression(keyed=keyed, since=clock.today()))
    return len(wanted - known)


def lift(addresses: Iterable[str]) -> int:
    """Within a verb: write to these addresses again, since their owner asked for it; how many were lifted."""
    keyed = [_keyed(address) for address in addresses]
    found = session().scalars(select(Suppression).where(Suppression.keyed.in_(keyed))).all()
    for one in found:
        session().delete(one)
    return len(found)


def _keyed(address: str) -> str:
    return guarded("suppression:" + address.strip().lower())
