"""Our own check of a PDF against PDF/UA-1, as far as a machine can tell; each fault is a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"}
PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
ROLES = {
    *("Document", "Div", "Sect", "P", "H1", "H2", "H3", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody"),
    *("TFoot", "TR", "TH", "TD", "Figure", "Caption", "Link", "Note", "TOC", "TOCI", "Reference", "Span"),
}

Place = tuple[int, int]
"""Index of a page and number of a marked stretch on it."""


def faults(pdf: bytes) -> list[str]:
    """Everything found wrong; an empty list is what a test wants."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return Check(document).faults()


class Check:
    """One document being checked."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.pages = [page.obj for page in document.pages]
        self.page_index = {page.objgen: index for index, page in enumerate(self.pages)}
        self.elements = list(self._elements(document.Root.get("/StructTreeRoot")))
        root: Any = document.Root
        numbers = root.get("/StructTreeRoot", {}).get("/ParentTree", {}).get("/Nums", [])
        self.parent_tree = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}

    def faults(self) -> list[str]:
        return [
            *self._document_faults(),
            *self._font_faults(),
            *self._tree_faults(),
            *self._heading_faults(),
            *self._table_faults(),
            *self._figure_and_note_faults(),
            *self._content_faults(),
            *self._link_faults(),
        ]

    def _elements(self, root: Any) -> Iterator[Any]:
        if root is None:
            return
        waiting = list(reversed(_kids(root)))
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Dictionary) and "/S" in element:
                yield element
                waiting.extend(reversed(_kids(element)))

    def _document_faults(self) -> Iterator[str]:
        root: Any = self.document.Root
        if not str(root.get("/Lang", "")):
            yield "The document does not say its language."
        if not root.get("/MarkInfo", {}).get("/Marked", False):
            yield "The document is not said to be tagged."
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield "Viewers are not told to show the title."
        metadata = root.get("/Metadata")
        packet = metadata.read_bytes().decode() if metadata is not None else ""
        if "<pdfuaid:part>1</pdfuaid:part>" not in packet:
            yield "The metadata does not claim PDF/UA-1."
        if not re.search(r"<dc:title>.*<rdf:li[^>]*>[^<]+</rdf:li>", packet, re.DOTALL):
            yield "The metadata has no title."
        if "/StructTreeRoot" not in root:
            yield "There is no structure tree."

    def _font_faults(self) -> Iterator[str]:
        fonts = {name: font for page in self.pages for name, font in page.Resources.get("/Font", {}).items()}
        for name, font in fonts.items():
            if "/FontFile2" not in font.get("/FontDescriptor", {}):
                yield f"Font {name} is not embedded."
            if "/ToUnicode" not in font:
                yield f"Font {name} does not say what its codes mean."
            elif re.search(rb"<\w\w> <0000>", font.ToUnicode.read_bytes()):
                yield f"Font {name} has a code that means nothing."

    def _tree_faults(self) -> Iterator[str]:
        for element in self.elements:
            role = _role(element)
            if role not in ROLES:
                yield f"{role} is not a role we use."
            parent = element.get("/P")
            allowed = PARENTS.get(role)
            if allowed and (parent is None or _role(parent) not in allowed):
                yield f"A {role} stands outside of {' or '.join(sorted(allowed))}."
            if not any(_same(kid, element) for kid in _kids(parent) if isinstance(kid, pikepdf.Dictionary)):
                yield f"A {role} is not a kid of its parent."

    def _heading_faults(self) -> Iterator[str]:
        levels = [int(role[1]) for role in map(_role, self.elements) if re.fullmatch(r"H\d", role)]
        if levels and levels[0] != 1:
            yield "The first heading is not of level 1."
        for before, after in pairwise(levels):
            if after > before + 1:
                yield f"A heading of level {after} follows one of level {before}."

    def _table_faults(self) -> Iterator[str]:
        for element in self.elements:
            if _role(element) == "TH" and str(_attribute(element, "/Scope")) not in ("/Column", "/Row"):
                yield "A header cell does not say what it heads."
            if _role(element) == "Table":
                widths = Counter(len(_kids(row)) for row in self._elements(element) if _role(row) == "TR")
                if len(widths) > 1:
                    yield f"A table has rows of {sorted(widths)} cells."

    def _figure_and_note_faults(self) -> Iterator[str]:
        for element in self.elements:
            if _role(element) == "Figure" and not str(element.get("/Alt", "")):
                yield "A figure has no words for those who cannot see it."
            if _role(element) == "Figure" and _attribute(element, "/BBox") is None:
                yield "A figure does not say where it is."
        names = [str(element.get("/ID", "")) for element in self.elements if _role(element) == "Note"]
        if "" in names or len(set(names)) != len(names):
            yield "A note has no name of its own."

    def _content_faults(self) -> Iterator[str]:
        tree = Counter(place for element in self.elements for place in self._places(element))
        drawn: set[Place] = set()
        for index, page in enumerate(self.pages):
            if str(page.get("/Tabs", "")) != "/S":
                yield f"Page {index + 1} does not put its links in the order of the tree."
            found, numbers = _marked(page)
            yield from (f"Page {index + 1}: {fault}" for fault in found)
            drawn |= {(index, number) for number in numbers}
            owners = self._parent_tree(page.get("/StructParents", -1))
            for number in numbers:
                owner = owners[number] if owners is not None and number < len(owners) else None
                if owner is None or (index, number) not in self._places(owner):
                    yield f"Page {index + 1}: nothing leads from stretch {number} back to its element."
        if drawn - set(tree):
            yield f"{len(drawn - set(tree))} marked stretches are in no element."
        if set(tree) - drawn:
            yield f"{len(set(tree) - drawn)} stretches in the tree are on no page."
        if any(count > 1 for count in tree.values()):
            yield "A stretch is in the tree twice."

    def _link_faults(self) -> Iterator[str]:
        held = {
            kid.Obj.objgen: element
            for element in self.elements
            for kid in _kids(element)
            if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
        }
        for index, page in enumerate(self.pages):
            for link in page.get("/Annots", []):
                owner = held.get(link.objgen)
                if owner is None or _role(owner) != "Link":
                    yield f"Page {index + 1}: a link is in no Link element."
                elif not _same(self._parent_tree(link.get("/StructParent", -1)), owner):
                    yield f"Page {index + 1}: nothing leads from a link back to its element."
                if not str(link.get("/Contents", "")):
                    yield f"Page {index + 1}: a link does not say where it leads."

    def _places(self, element: Any) -> list[Place]:
        return [
            (self.page_index[kid.Pg.objgen], int(kid.MCID))
            for kid in _kids(element)
            if isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid
        ]

    def _parent_tree(self, key: Any) -> Any:
        return self.parent_tree.get(int(key))


def operations(page: Any) -> Iterator[tuple[Any, str]]:
    """What is drawn on a page, in order: operands and the operator's name."""
    for instruction in pikepdf.parse_content_stream(page):
        yield instruction.operands, str(instruction.operator)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _role(element: Any) -> str:
    return str(element.get("/S", "/"))[1:]


def _same(one: Any, other: Any) -> bool:
    return bool(isinstance(one, pikepdf.Dictionary) and one.objgen == other.objgen)


def _attribute(element: Any, name: str) -> Any:
    found = element.get("/A", {})
    for attributes in found if isinstance(found, pikepdf.Array) else [found]:
        if name in attributes:
            return attributes[name]
    return None


def _marked(page: Any) -> tuple[list[str], list[int]]:
    """What is wrong with the marks of a page, and the numbers of its marked stretches."""
    found: list[str] = []
    numbers: list[int] = []
    open_marks: list[str] = []
    for operands, name in operations(page):
        if name in ("BDC", "BMC"):
            number = operands[1].get("/MCID") if name == "BDC" else None
            mark = "content" if number is not None else str(operands[0])
            if number is not None:
                numbers.append(int(number))
            if open_marks and mark in ("content", "/Artifact"):
                found.append("a stretch begins inside another.")
            open_marks.append(mark)
        elif name == "EMC":
            if not open_marks:
                found.append("a stretch ends that never began.")
            else:
                open_marks.pop()
        elif name in PAINTING and not {"content", "/Artifact"} & set(open_marks):
            found.append(f"{name} paints outside of every element and artifact.")
        elif name == "Tj" and b"\x00" in bytes(operands[0]):
            found.append("a letter is printed that the typeface lacks.")
    if open_marks:
        found.append("a stretch never ends.")
    if len(set(numbers)) != len(numbers):
        found.append("two stretches have the same number.")
    return found, numbers
