"""The ways a request can fail, each with a sentence a person can read."""

from __future__ import annotations


class Missing(Exception):
    """What was asked for is not there, or is not for this person: both look the same."""


class NotAllowed(Exception):
    """The person asking may not do this."""


class LacksRole(NotAllowed):
    """None of the roles that the person holds, or holds still, lets them do this."""


class Refused(Exception):
    """A rule of the house forbids it; the message says what happened and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Later(Refused):
    """It cannot be done now, and may be asked for again after so many seconds."""

    def __init__(self, reason: str, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Stale(Refused):
    """Somebody else changed the record since ``version`` was read; ``now`` is how it stands."""

    def __init__(self, what: str, now: int | str) -> None:
        super().__init__(
            f"Somebody else changed this {what} while you were writing. What you typed is still here: "
            "look at the record in another window, then save again to put yours in its place."
        )
        self.now = now
