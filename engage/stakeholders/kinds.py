"""Kinds of field that the register alone has: how somebody is reached, codes, keywords, and days gone by."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from engage.platform import clock
from engage.platform.data.fields import Day, Field, FindTerm, Line, Lines
from engage.platform.mail.addresses import clean

POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{3,10}")


@dataclass(frozen=True, slots=True)
class Code(Line):
    """A code of the Organisation Data Service; none is kept as nothing, for each is unique."""

    def held(self, stored: Any) -> Any:
        return stored or ""

    def stored(self, held: Any) -> Any:
        return held.strip().upper() or None

    def read(self, text: str, find: FindTerm) -> Any:
        code = "".join(text.split()).upper()
        if _CODE.fullmatch(code) is None:
            raise ValueError(
                f"“{text}” is not a code of the Organisation Data Service, which is letters and digits."
            )
        return code


@dataclass(frozen=True, slots=True)
class MailAddress(Line):
    """A mail address; one from a spreadsheet is kept in small letters."""

    def check(self, answer: Any) -> None:
        if answer:
            clean(answer)

    def read(self, text: str, find: FindTerm) -> Any:
        return clean(text)


@dataclass(frozen=True, slots=True)
class WebAddress(Line):
    """A public address on the web, typed as a whole."""

    def check(self, answer: Any) -> None:
        if answer and not answer.startswith(("https://", "http://")):
            raise ValueError("Enter the whole address of the website, starting with https://")


@dataclass(frozen=True, slots=True)
class Postcode(Line):
    """A postcode; one from a spreadsheet is written as the post office does."""

    def read(self, text: str, find: FindTerm) -> Any:
        found = POSTCODE.fullmatch(text)
        return f"{found[1]} {found[2]}".upper() if found else text


@dataclass(frozen=True, slots=True)
class Keywords(Lines):
    """Words in no order, one on each line of a form."""

    def compared(self, held: Any) -> Hashable:
        return tuple(sorted(held, key=str.casefold))


@dataclass(frozen=True, slots=True)
class Codes(Field):
    """Further codes, by what they are."""

    def said(self, held: Any) -> str:
        return ", ".join(f"{name}: {code}" for name, code in (held or {}).items())


@dataclass(frozen=True, slots=True)
class PastDay(Day):
    """A day that has come."""

    def check(self, answer: Any) -> None:
        if answer and answer > clock.today():
            raise ValueError("That day has not come yet. Enter the day on which it happened")
