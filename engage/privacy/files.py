"""Files taken away once nobody names them any more."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app

from engage.platform import clock
from engage.platform.files import FileStore
from engage.platform.upkeep import JUST_NOW, is_named


def forget_files(fingerprints: Iterable[str]) -> None:
    """Take these files away, but for those that some record still names."""
    files: FileStore = current_app.extensions["files"]
    for fingerprint in fingerprints:
        if fingerprint and not is_named(fingerprint):
            files.forget(fingerprint, clock.now() + JUST_NOW)
