"""The typeface of a paper: registered once, measured often, and never asked for a letter it lacks."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from flask import current_app, has_app_context
from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from engage.platform.paper.style import BOLD, ITALIC, REGULAR
from engage.rules.errors import Refused

_FILES = {
    REGULAR: Path("400Regular", "Arimo_400Regular.ttf"),
    BOLD: Path("700Bold", "Arimo_700Bold.ttf"),
    ITALIC: Path("400Regular_Italic", "Arimo_400Regular_Italic.ttf"),
}

_SCRIPTS = {
    "CJK": "Chinese characters",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
_SYMBOL = re.compile(r".[\U0001F3FB-\U0001F3FF]?", re.DOTALL)
"""A symbol with the skin tone that may follow it."""
_PLAIN = re.compile(r"[ -~]*\Z")


class FontsMissingError(Refused):
    """The typeface of the papers is not where the installation says; the message says how to get it."""


class Passage(NamedTuple):
    """A stretch of text as it is printed; `said` is what it stands in for, when the typeface lacks it."""

    shown: str
    said: str | None = None


def register_fonts(folder: Path) -> None:
    """Make the Arimo files below `folder` the typeface of every paper and drawing of this process.

    Raises FontsMissingError, with what to do about it, if a file is absent or cannot be read.
    """
    for name, file in _FILES.items():
        _register(name, folder / file)
    # Both are read when a page or a drawing begins; left alone they put an unembedded Helvetica in each.
    rl_config.canvas_basefontname = REGULAR
    rl_config.defaultGraphicsFontName = REGULAR
    shapes.STATE_DEFAULTS["fontName"] = REGULAR


def use_what_is_installed() -> None:
    """Register the typeface of the application at work, where it has one and this was not done yet."""
    if has_app_context() and not fonts_are_registered() and current_app.config["FONTS"].is_dir():
        register_fonts(current_app.config["FONTS"])


def fonts_are_registered() -> bool:
    """Whether register_fonts has run in this process."""
    return all(name in pdfmetrics.getRegisteredFontNames() for name in _FILES)


def _register(name: str, file: Path) -> None:
    if not file.is_file():
        raise FontsMissingError(
            f"The typeface for papers is not installed: {file.name} is not under {file.parent.parent}. "
            "Run npm ci (make install does), then try again."
        )
    try:
        pdfmetrics.registerFont(TTFont(name, str(file)))
    except TTFError as error:
        raise FontsMissingError(f"The typeface file {file.name} cannot be read: {error}") from error


def text_width(text: str, font: str, size: float) -> float:
    """Points that `text` takes in one line; Helvetica's measures, which Arimo shares, before registration."""
    if not fonts_are_registered():
        font = {REGULAR: "Helvetica", BOLD: "Helvetica-Bold", ITALIC: "Helvetica-Oblique"}[font]
    return float(pdfmetrics.stringWidth(text, font, size))


def passages(text: str) -> Iterator[Passage]:
    """Split text into what can be printed as it stands and visible stand-ins for what cannot.

    A symbol is named, "[grinning face]"; a run of words in a script the typeface lacks, or one written from
    right to left, which is not set here, becomes "[3 words in Gurmukhi]". Line breaks are kept.
    """
    if _PLAIN.match(text):
        yield Passage(text)
        return
    for kind, letters in groupby(_joined(_tidied(text)), key=lambda pair: pair[1]):
        run = "".join(letter for letter, _ in letters)
        if kind == "":
            yield Passage(run)
        elif kind == "symbol":
            yield from (Passage(_named(symbol[0]), symbol) for symbol in _SYMBOL.findall(run))
        else:
            yield Passage(_counted(run, kind), run)


def _tidied(text: str) -> str:
    """One form for each letter, no invisible formatting, plain line breaks, no half characters."""
    text = unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(
        letter for letter in text if unicodedata.category(letter) != "Cf" and not _is_selector(letter)
    )


def _is_selector(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f"


def _joined(text: str) -> Iterator[tuple[str, str]]:
    """Each letter with its kind; spaces and marks between letters of one foreign script belong to it."""
    kinds = [_kind(letter) for letter in text]
    for index, letter in enumerate(text):
        if kinds[index] == "" and letter == " " and 0 < index < len(text) - 1:
            before, after = kinds[index - 1], kinds[index + 1]
            if before == after and before not in ("", "symbol"):
                kinds[index] = before
    return zip(text, kinds, strict=True)


@cache
def _kind(letter: str) -> str:
    """Empty when it can be printed, otherwise "symbol" or the name of its script."""
    if letter == "\n":
        return ""
    right_to_left = unicodedata.bidirectional(letter) in ("R", "AL", "AN")
    if _has_glyph(letter) and not right_to_left:
        return ""
    if unicodedata.category(letter)[0] not in "LMN":
        return "symbol"
    script = unicodedata.name(letter, "symbol").split()[0]
    return "symbol" if script == "symbol" else _SCRIPTS.get(script, script.title())


def _has_glyph(letter: str) -> bool:
    if unicodedata.category(letter) == "Cc":
        return False
    return all(ord(letter) in _face(name).charToGlyph for name in _FILES)


def _face(name: str) -> TTFontFace:
    font = pdfmetrics.getFont(name)
    assert isinstance(font, TTFont)  # noqa: S101 - narrows the type: _register puts no other kind there
    return font.face


def _named(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f"[{name or f'U+{ord(letter):04X}'}]"


def _counted(run: str, script: str) -> str:
    words = len(run.split())
    return f"[{words} word{'' if words == 1 else 's'} in {script}]"
