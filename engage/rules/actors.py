"""Who is acting: a person signed in, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass

from engage.rules.permissions import May


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. ``id`` is None for the system and for a visitor who has not signed in."""

    id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    permissions: frozenset[May] = frozenset()

    def may(self, permission: May) -> bool:
        return permission in self.permissions

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None


SYSTEM = Actor(id=None, name="Engage", permissions=frozenset(May))
NOBODY = Actor(id=None, name="Nobody signed in")
