"""Words of a spreadsheet that could not be read: kept with the record until its field says something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, declared_attr

from engage.platform.data.fields import Field, fields_of
from engage.platform.data.tables import Keep, Privacy, noted

NOTHING: tuple[Any, ...] = (None, "", [], "date not recorded")
"""The values by which columns say that nothing is recorded."""


class WithUnread:
    """A table whose records keep what their spreadsheet said where it was not understood, by field.

    ``HELD_IN`` names the column of a field that is called otherwise. Words of a field without a column stay
    until a verb lets them go.
    """

    HELD_IN: ClassVar[Mapping[str, str]] = {}
    UNREAD_CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.WORDS, "keep": Keep.RECORD}

    @declared_attr
    def unread(cls) -> Mapped[dict[str, str] | None]:
        return noted(
            "words of the spreadsheet it came from that were not understood, by field; empty when none",
            JSON(none_as_null=True),
            sort_order=999,
            field=Field("Words of the spreadsheet that were not understood"),
            **cls.UNREAD_CLASS,
        )

    def keep_unread(self, words: Mapping[str, str]) -> None:
        """Keep the words of cells that could not be read, by field."""
        if words:
            self.unread = {**(self.unread or {}), **words}

    def settle_unread(self) -> None:
        """Let the words go of fields that say something by now, for use once a record was changed."""
        self.let_unread_go(*(name for name in self.unread or {} if self._says(name)))

    def let_unread_go(self, *names: str) -> None:
        """Let the words of these fields go: what they say is recorded, or is not needed."""
        if self.unread and not self.unread.keys().isdisjoint(names):
            self.unread = {name: text for name, text in self.unread.items() if name not in names} or None

    def file_says(self, name: str) -> str:
        """What the file says of a field that is not recorded; empty where there is nothing to say."""
        return (self.unread or {}).get(name, "")

    def _says(self, name: str) -> bool:
        column = self.HELD_IN.get(name, name)
        field, held = fields_of(type(self)).get(column), getattr(self, column, None)
        return held not in NOTHING and (field is None or field.held(held) != field.empty)
