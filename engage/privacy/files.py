"""Files taken away once nobody names them any more."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.data.line import Busy
from engage.platform.data.named_files import is_named
from engage.platform.processes.upkeep import JUST_NOW
from engage.platform.web import sent_once
from engage.privacy import erasures


def forget_and_tell(fingerprints: Iterable[str]) -> None:
    """After an erasing: take away its files, and where forms led that may name whom it erased; and tell the
    file of erasures. What cannot be done now is left to the jobs."""
    forget_files(fingerprints)
    with suppress(Busy):
        sent_once.forget_all_outcomes()
    with suppress(OSError, erasures.Unreadable):
        erasures.publish()


def forget_files(fingerprints: Iterable[str]) -> None:
    """Take these files away, but for those that some record still names."""
    files = file_store()
    for fingerprint in fingerprints:
        if fingerprint and not is_named(fingerprint):
            files.forget(fingerprint, clock.now() + JUST_NOW)
