"""The one way plumbing says that a file it was given cannot be used."""

from __future__ import annotations

from engage.rules.errors import Refused


class Unusable(Refused):
    """What was handed in cannot be used, and nothing has been changed.

    Its text is written for the person who handed it in: what happened, then what to do.
    """
