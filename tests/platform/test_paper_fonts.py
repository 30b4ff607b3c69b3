"""The typeface of the papers: a clear sentence when it is missing, and stand-ins for what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.platform.paper import FontsMissingError, register_fonts
from engage.platform.paper.fonts import Passage, passages
from tests.platform.papers import TYPEFACE, use_typeface


def test_a_missing_typeface_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match=r"Arimo_400Regular.ttf is not under .* Run npm ci"):
        register_fonts(tmp_path)


def test_a_typeface_that_is_no_typeface_is_told(tmp_path: Path) -> None:
    use_typeface()
    for file in TYPEFACE.glob("*/*.ttf"):
        copy = tmp_path / file.relative_to(TYPEFACE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(b"<html>not found</html>")
    with pytest.raises(FontsMissingError, match="cannot be read"):
        register_fonts(tmp_path)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", [Passage("plain")]),
        ("line\r\nline\rline", [Passage("line\nline\nline")]),
        ("a\tb", [Passage("a b")]),
        ("soft\u00adhyphen \u200bnothing", [Passage("softhyphen nothing")]),
        ("e\u0301te\u0301", [Passage("été")]),
        ("bell\x07", [Passage("bell"), Passage("[U+0007]", "\x07")]),
        ("half \ud83d", [Passage("half "), Passage("[U+D83D]", "\ud83d")]),
        ("own \ue000", [Passage("own "), Passage("[U+E000]", "\ue000")]),
        ("👨\u200d👩", [Passage("[man]", "👨"), Passage("[woman]", "👩")]),
        ("☎\ufe0f", [Passage("[black telephone]", "☎")]),
        ("हिन्दी में लिखा", [Passage("[3 words in Devanagari]", "हिन्दी में लिखा")]),
    ],
)
def test_each_kind_of_letter_has_its_way_into_print(written: str, shown: list[Passage]) -> None:
    use_typeface()
    assert list(passages(written)) == shown
