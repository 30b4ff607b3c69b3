"""The check of papers can fail: each fault is planted in a sound paper and must be found."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.platform.papers import board_paper, use_typeface
from tests.platform.pdf_checks import Check, faults


@pytest.fixture(autouse=True, scope="module")
def typeface() -> None:
    use_typeface()


@cache
def sound_paper() -> bytes:
    return board_paper(activities=5).pdf()


def element(document: pikepdf.Pdf, role: str) -> Any:
    """The first element of that role."""
    return next(found for found in Check(document).elements if str(found.S) == f"/{role}")


def without(key: str, role: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(document: pikepdf.Pdf) -> None:
        del element(document, role)[key]

    return plant


def as_role(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(document: pikepdf.Pdf) -> None:
        element(document, old).S = pikepdf.Name(f"/{new}")

    return plant


def without_root_entry(key: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(document: pikepdf.Pdf) -> None:
        del document.Root[key]

    return plant


def drawn_first(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    def plant(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_add(operators, prepend=True)

    return plant


def drop_a_cell(document: pikepdf.Pdf) -> None:
    row = element(document, "TR")
    row.K = pikepdf.Array(list(row.K)[:-1])


def drop_a_paragraph(document: pikepdf.Pdf) -> None:
    top = element(document, "Document")
    top.K = pikepdf.Array(list(top.K)[1:])


def forget_the_letters(document: pikepdf.Pdf) -> None:
    del next(iter(document.pages[0].obj.Resources.Font.values()))["/ToUnicode"]


def unembed_a_font(document: pikepdf.Pdf) -> None:
    font: Any = next(iter(document.pages[0].obj.Resources.Font.values()))
    del font.FontDescriptor["/FontFile2"]


def untie_a_link(document: pikepdf.Pdf) -> None:
    document.pages[1].obj.Annots[0].StructParent = 9999


def hush_a_link(document: pikepdf.Pdf) -> None:
    del document.pages[1].obj.Annots[0]["/Contents"]


def untie_a_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.StructParents = 9999


def unclaimed(document: pikepdf.Pdf) -> None:
    packet = document.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1", b"<pdfuaid:part>0")
    document.Root.Metadata = document.make_stream(packet)


PLANTED = {
    "no words for a figure": (without("/Alt", "Figure"), "no words for those who cannot see it"),
    "no place of a figure": (without("/A", "Figure"), "does not say where it is"),
    "a header cell without scope": (without("/A", "TH"), "does not say what it heads"),
    "a note without a name": (without("/ID", "Note"), "no name of its own"),
    "a skipped heading level": (as_role("H2", "H3"), "level 3 follows one of level 1"),
    "no first heading": (as_role("H1", "P"), "first heading is not of level 1"),
    "a row outside a table": (as_role("TBody", "Div"), "TR stands outside"),
    "an unknown role": (as_role("P", "Paragraph"), "Paragraph is not a role we use"),
    "a row with a cell too few": (drop_a_cell, "A table has rows of"),
    "content in no element": (drop_a_paragraph, "marked stretches are in no element"),
    "paint outside": (drawn_first(b"0 0 10 10 re f"), "f paints outside"),
    "an unclosed mark": (drawn_first(b"/Artifact BMC"), "begins inside another"),
    "a stray end": (drawn_first(b"EMC"), "ends that never began"),
    "no language": (without_root_entry("/Lang"), "does not say its language"),
    "no tags": (without_root_entry("/MarkInfo"), "not said to be tagged"),
    "no tree": (without_root_entry("/StructTreeRoot"), "no structure tree"),
    "title not shown": (without_root_entry("/ViewerPreferences"), "not told to show the title"),
    "no claim": (unclaimed, "does not claim PDF/UA-1"),
    "codes without letters": (forget_the_letters, "does not say what its codes mean"),
    "an unembedded font": (unembed_a_font, "is not embedded"),
    "an untied link": (untie_a_link, "nothing leads from a link back"),
    "a silent link": (hush_a_link, "does not say where it leads"),
    "an untied page": (untie_a_page, "nothing leads from stretch 0 back"),
}


def test_the_paper_without_a_planted_fault_is_sound() -> None:
    assert faults(sound_paper()) == []


@pytest.mark.parametrize(("plant", "sentence"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_fault_is_found(plant: Callable[[pikepdf.Pdf], None], sentence: str) -> None:
    spoilt = BytesIO()
    with pikepdf.open(BytesIO(sound_paper())) as document:
        plant(document)
        document.save(spoilt)
    found = faults(spoilt.getvalue())
    assert any(sentence in fault for fault in found), found


def test_an_untagged_file_with_a_common_font_is_refused() -> None:
    plain = BytesIO()
    canvas = Canvas(plain)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 720, "Untagged")
    canvas.save()
    found = " ".join(faults(plain.getvalue()))
    assert "There is no structure tree." in found
    assert "is not embedded" in found
    assert "Tj paints outside" in found
