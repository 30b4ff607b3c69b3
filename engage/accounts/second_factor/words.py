"""Why a second step is taken off, as the trail and the letter say it."""

from __future__ import annotations

WHY_OFF = (
    ("lost", "The device is lost or was stolen"),
    ("replaced", "The device was replaced or repaired"),
    ("deleted", "The app was deleted or set up wrongly"),
    ("left", "The device belonged to somebody who has left"),
)
