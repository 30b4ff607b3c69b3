"""What a screen reader would say of a tagged PDF: its elements in order, each with the words in it."""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf

from tests.platform.pdf_checks import operations


class Heard(NamedTuple):
    """An element that holds words, or a figure, and what is said for it."""

    role: str
    words: str


def heard(pdf: bytes) -> list[Heard]:
    """Every element with words of its own, in reading order; a link's words are part of its parent's too."""
    with pikepdf.open(BytesIO(pdf)) as document:
        words = {page.objgen: _words_on(page.obj) for page in document.pages}
        told: list[Heard] = []
        for element in document.Root.StructTreeRoot.K:
            _tell(element, words, told)
        return told


def spoken(pdf: bytes, *roles: str) -> list[str]:
    """The words of all elements of these roles."""
    return [words for role, words in heard(pdf) if role in roles]


def _tell(element: Any, words: dict[Any, dict[int, str]], told: list[Heard]) -> str:
    role = str(element.S)[1:]
    place = len(told)
    if "/Alt" in element:
        told.append(Heard(role, str(element.Alt)))
        return ""
    own = ""
    said = ""
    for kid in element.get("/K", []):
        if "/MCID" in kid:
            own += words[kid.Pg.objgen][int(kid.MCID)]
            said += words[kid.Pg.objgen][int(kid.MCID)]
        elif "/S" in kid:
            inner = _tell(kid, words, told)
            said += inner if str(kid.S) in ("/Link", "/Span") else ""
    if said.strip() or role in ("TD", "TH"):
        told.insert(place, Heard(role, said.strip()))
    return said


def _words_on(page: Any) -> dict[int, str]:
    letters = {str(name): letters_of(font) for name, font in page.Resources.Font.items()}
    words: dict[int, str] = defaultdict(str)
    marks: list[tuple[int | None, str | None]] = []
    font: dict[int, str] = {}
    for operands, name in operations(page):
        if name == "BDC":
            number, said = operands[1].get("/MCID"), operands[1].get("/ActualText")
            marks.append((None if number is None else int(number), None if said is None else str(said)))
            if said is not None:
                words[_number(marks)] += str(said)
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = letters[str(operands[0])]
        elif name == "Tj" and not any(said is not None for _, said in marks):
            words[_number(marks)] += "".join(font[code] for code in bytes(operands[0]))
    return words


def _number(marks: list[tuple[int | None, str | None]]) -> int:
    """The stretch that is open; furniture is gathered under -1."""
    return next((number for number, _ in reversed(marks) if number is not None), -1)


def letters_of(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<(\w\w)> <(\w{4})>", font.ToUnicode.read_bytes())
    """What each code of a font stands for."""
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
