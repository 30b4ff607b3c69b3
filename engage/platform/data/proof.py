"""Columns of a piece of evidence: its file, and the period it proves."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Field
from engage.platform.data.tables import Keep, Privacy, noted


class WithProof:
    """A table of pieces of evidence, each a file or a public address."""

    file: Mapped[str] = noted(
        "fingerprint in the file store, when it is a file",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    file_name: Mapped[str] = noted(
        "name the file came with", default="", field=Field("File"), privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    proves_from: Mapped[date | None] = noted(
        "first day of the period it proves", field=Field("Proves from"), privacy=Privacy.NONE
    )
    proves_to: Mapped[date | None] = noted(
        "last day of the period it proves", field=Field("Proves to"), privacy=Privacy.NONE
    )
