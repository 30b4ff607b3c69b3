"""What was erased is known outside the databases too, so that a backup put back does not bring it back.

Each line says when, by which entry of the trail, and what: a reference, or the keyed hash of an address
that is not to be written to again. To whom the databases are closed it tells of nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from engage.platform.data.audit import BLANKED, AuditEntry
from engage.platform.data.db import session
from engage.platform.data.typed import row_number
from engage.platform.mail.models import Suppression

ERASED, TAKEN_OUT = "person.erased", "audit.blanked"
PERSON, CHANGE, ADDRESS = "person", "audit_change", "suppression"
NO_ENTRY = "-"


class Unreadable(ValueError):
    """A file of erasures that is none; the message says where."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One thing that was erased; ``entry`` is the fingerprint of the entry that tells of it."""

    at: str
    entry: str
    kind: str
    which: str

    @property
    def line(self) -> str:
        return f"{self.at} {self.entry} {self.kind}:{self.which}"


def publish() -> int:
    """Add to the file what it does not tell yet, whoever erased it; answers how much."""
    path: Path = current_app.config["ERASURES"]
    known = {(one.entry, one.kind, one.which) for one in read(path)}
    new = [one.line for one in _all() if (one.entry, one.kind, one.which) not in known]
    if new or not path.exists():
        with path.open("a", encoding="ascii") as file:
            file.write("".join(f"{line}\n" for line in new))
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def read(path: Path) -> list[Erasure]:
    """The erasures in a file; none where there is no file yet. Raises Unreadable."""
    try:
        lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        return [_erasure(line) for line in lines if line.strip()]
    except (OSError, ValueError) as problem:
        raise Unreadable(f"{path} is no file of erasures: {problem}.") from None


def _erasure(line: str) -> Erasure:
    at, entry, ref = line.split()
    kind, _, which = ref.partition(":")
    if kind != ADDRESS:
        row_number(which)
    return Erasure(at, entry, kind, which)


def _all() -> Iterator[Erasure]:
    """Everything erased for good that this record knows of, oldest first."""
    wanted = select(AuditEntry.at, AuditEntry.fingerprint, AuditEntry.fields).order_by(AuditEntry.id)
    for at, entry, fields in session().execute(wanted.where(AuditEntry.event.in_((ERASED, TAKEN_OUT)))):
        moment = at.isoformat(timespec="seconds")
        if "person_id" in fields:
            yield Erasure(moment, entry, PERSON, str(fields["person_id"]))
        for numbers in fields.get(BLANKED, {}).values():
            yield from (Erasure(moment, entry, CHANGE, str(number)) for number in numbers)
    for since, keyed in session().execute(select(Suppression.since, Suppression.keyed)):
        yield Erasure(since.isoformat(), NO_ENTRY, ADDRESS, keyed)
