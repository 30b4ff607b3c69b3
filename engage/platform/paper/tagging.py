"""Tags for PDF/UA: a structure tree beside ReportLab's canvas, which by itself writes none.

ReportLab offers the hooks but not the work: marked content is written into the page's operators here, and
the tree, its parent tree and the metadata become ordinary objects of the file when it is finished. Relies on
the canvas's page hook and on a few of its private names, which is why ReportLab's version is pinned.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from engage.platform.paper.style import PAGE_HEIGHT, PAGE_WIDTH

_ROOT = pdfdoc.PDFObjectReference("StructureRoot")
_ONE_AT_A_TIME = Lock()
"""Cutting a font down to the letters used moves a reading position that all threads share."""
_CODES = re.compile(r"\d+ beginbfchar\n(.*?)endbfchar\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says about itself, the moment it was made and what it was made from."""

    title: str
    subject: str
    author: str
    language: str
    made_at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Content:
    """One marked stretch of a page that belongs to an element."""

    page: pdfdoc.PDFObjectReference
    number: int


@dataclass(frozen=True, slots=True)
class _Annotation:
    """One clickable area that belongs to a Link element."""

    page: pdfdoc.PDFObjectReference
    target: pdfdoc.PDFObjectReference


class Element(pdfdoc.PDFObject):
    """A node of the structure tree; `details` are attribute dictionaries in PDF syntax."""

    def __init__(
        self, role: str, parent: "Element | None" = None, *, details: str = "", alt: str = ""
    ) -> None:
        self.role = role
        self.parent = parent
        self.details = details
        self.alt = alt
        self.kids: list[Element | _Content | _Annotation] = []
        self.links: dict[int, Element] = {}
        if parent is not None:
            parent.kids.append(self)

    def link(self, key: int) -> "Element":
        """The one Link element for the key-th run of this element's text, however many lines it takes."""
        if key not in self.links:
            self.links[key] = Element("Link", self)
        return self.links[key]

    def format(self, document: Any) -> bytes:
        parent = _reference(document, self.parent) if self.parent else _pointer(document, _ROOT)
        parts = [f"/Type /StructElem /S /{self.role} /P {parent}"]
        if self.details:
            parts.append(self.details)
        if self.alt:
            parts.append(f"/Alt {_text(self.alt)}")
        parts.append(f"/K [{' '.join(_kid(document, kid) for kid in self.kids)}]")
        return f"<< {' '.join(parts)} >>".encode("latin-1")


class _StructureRoot(pdfdoc.PDFObject):
    """The root of the tree, with the way back from every page and link to its element."""

    def __init__(self, top: Element, owners: list[list[Element] | Element]) -> None:
        self.top = top
        self.owners = owners

    def format(self, document: Any) -> bytes:
        numbers = [f"{key} {_owner(document, owner)}" for key, owner in enumerate(self.owners)]
        kids = _reference(document, self.top)
        body = (
            f"<< /Type /StructTreeRoot /K [{kids}] /ParentTreeNextKey {len(self.owners)} "
            f"/ParentTree << /Nums [\n{chr(10).join(numbers)}\n] >> >>"
        )
        return body.encode("latin-1")


class TaggedCanvas(Canvas):
    """A canvas on which everything drawn belongs either to an element or to an artifact.

    Call mark() or artifact() before drawing; what stays open is closed by the next call. One element marked
    on several lines or pages stays one element.
    """

    _doc: Any  # ReportLab's document, which its type stubs leave out

    def __init__(self, identity: Identity, root: Element) -> None:
        self._file = BytesIO()
        super().__init__(
            self._file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=True,
            pdfVersion=(1, 7),
            lang=identity.language,
        )
        self._root = root
        self._identity = identity
        self._owners: list[list[Element] | Element] = []
        self._on_page: list[Element] = []
        self._links_on_page: list[pdfdoc.PDFObjectReference] = []
        self._marked: Element | str | None = None
        self._places: dict[str, Any] = {}
        self._leading_inside: list[tuple[pdfdoc.PDFDictionary, str]] = []
        self._describe()

    # -- marking ---------------------------------------------------------------------------------------

    def mark(self, element: Element) -> None:
        """What is drawn from here belongs to `element`."""
        if self._marked is element:
            return
        self.unmark()
        number = len(self._on_page)
        element.kids.append(_Content(self._doc.thisPageRef(), number))
        self.addLiteral(f"/{element.role} <</MCID {number}>> BDC")
        self._on_page.append(element)
        self._marked = element

    def artifact(self, kind: str = "/Type /Layout") -> None:
        """What is drawn from here is furniture: page heads and feet, rules, repeated table heads."""
        if self._marked == kind:
            return
        self.unmark()
        self.addLiteral(f"/Artifact <<{kind}>> BDC")
        self._marked = kind

    def unmark(self) -> None:
        """Close whatever is open."""
        if self._marked is not None:
            self.addLiteral("EMC")
        self._marked = None

    @contextmanager
    def standing_for(self, said: str | None) -> Iterator[None]:
        """Readers and copying take `said` instead of what is printed inside."""
        if said is None:
            yield
            return
        self.addLiteral(f"/Span <</ActualText {_text(said)}>> BDC")
        yield
        self.addLiteral("EMC")

    # -- links and places ------------------------------------------------------------------------------

    def link(self, element: Element, area: tuple[float, float, float, float], to: str, words: str) -> None:
        """Make `area` (left, bottom, right, top) lead to "#anchor" or a web address, as part of a Link."""
        entry = pdfdoc.PDFDictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Link",
                "Rect": pdfdoc.PDFArray([round(edge, 2) for edge in area]),
                "Border": "[0 0 0]",
                "F": 4,
                "Contents": _string(words),
                "StructParent": len(self._owners),
            }
        )
        if to.startswith("#"):
            self._leading_inside.append((entry, to[1:]))
        else:
            entry["A"] = pdfdoc.PDFDictionary({"S": "/URI", "URI": pdfdoc.PDFString(_address(to))})
        name = f"Link{len(self._owners)}"
        self._doc.addAnnotation(name, entry)
        reference = self._doc.refAnnotation(name)
        self._links_on_page.append(reference)
        element.kids.append(_Annotation(self._doc.thisPageRef(), reference))
        self._owners.append(element)

    def place(self, anchor: str, top: float) -> None:
        """Internal links to `anchor` lead here."""
        self._places[anchor] = self.bookmarkPage(anchor, fit="XYZ", left=0, top=min(top + 4, PAGE_HEIGHT))

    # -- the file --------------------------------------------------------------------------------------

    def end_page(self) -> None:
        """End the page, giving it what ReportLab does not: the way from its content to the tree."""
        self.unmark()
        self.showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._owners)
        page.Tabs = "/S"
        page.Annots = self._links_on_page
        self._owners.append(self._on_page)
        self._on_page, self._links_on_page = [], []

    def finish(self) -> bytes:
        """The whole file. Nothing can be drawn afterwards."""
        for entry, anchor in self._leading_inside:
            entry["Dest"] = self._places[anchor]
        catalog = self._doc.Catalog
        catalog.StructTreeRoot = self._doc.Reference(_StructureRoot(self._root, self._owners), _ROOT.name)
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.Metadata = _metadata(self._identity)
        self._write_fonts()
        self._doc.SaveToFile(self._file, self)
        return self._file.getvalue()

    def _write_fonts(self) -> None:
        """Write the fonts now, to take out what PDF/UA forbids: codes that mean the character nought."""
        with _ONE_AT_A_TIME:
            for font in self._doc.delayedFonts:
                font.addObjects(self._doc)
        self._doc.delayedFonts = []
        for name, written in self._doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                written.content = _used_codes_only(written.content)

    def _describe(self) -> None:
        identity = self._identity
        self.setTitle(identity.title)
        self.setSubject(identity.subject)
        self.setAuthor(identity.author)
        self.setCreator("Engage")
        self.setProducer("Engage, with ReportLab")
        self.setViewerPreference("DisplayDocTitle", "true")
        self._doc._timeStamp = _Moment(identity.made_at)
        seed = "\n".join((identity.fingerprint, identity.title, identity.made_at.isoformat()))
        digest = sha256(seed.encode("utf-8", "replace")).hexdigest()[:32]
        self._doc._ID = f"[<{digest}><{digest}>]".encode()


class _Moment:
    """A moment in the shape ReportLab's dates want."""

    def __init__(self, moment: datetime) -> None:
        offset = moment.utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset else 0
        self.YMDhms = moment.timetuple()[:6]
        self.dhh, self.dmm = divmod(minutes, 60)


def _kid(document: Any, kid: Element | _Content | _Annotation) -> str:
    if isinstance(kid, Element):
        return _reference(document, kid)
    page = _pointer(document, kid.page)
    if isinstance(kid, _Content):
        return f"<</Type /MCR /Pg {page} /MCID {kid.number}>>"
    return f"<</Type /OBJR /Pg {page} /Obj {_pointer(document, kid.target)}>>"


def _owner(document: Any, owner: list[Element] | Element) -> str:
    if isinstance(owner, Element):
        return _reference(document, owner)
    return f"[{' '.join(_reference(document, element) for element in owner)}]"


def _reference(document: Any, element: Element) -> str:
    return _pointer(document, document.Reference(element))


def _pointer(document: Any, reference: pdfdoc.PDFObjectReference) -> str:
    return str(reference.format(document), "ascii")


def _string(text: str) -> pdfdoc.PDFString:
    """A string of the file; halves of characters, which it cannot hold, become question marks."""
    return pdfdoc.PDFString(text.encode("utf-16", "replace").decode("utf-16"))


def _text(text: str) -> str:
    """Text among other instructions, in UTF-16: the short encoding of PDF has no place for some letters."""
    written = codecs.BOM_UTF16_BE + text.encode("utf-16-be", "replace")
    return f"<{written.hex()}>"


def _address(url: str) -> str:
    """A web address in the ASCII that PDF asks for, without touching what is already encoded."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def _used_codes_only(cmap: str) -> str:
    """ReportLab's map from codes to characters without unused codes, in blocks of the hundred allowed."""

    def in_blocks(found: re.Match[str]) -> str:
        pairs = [pair for pair in found[1].splitlines() if not pair.endswith("<0000>")]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        return "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)

    return _CODES.sub(in_blocks, cmap)


def _metadata(identity: Identity) -> pdfdoc.PDFStream:
    """The XMP packet, where the PDF/UA mark lives; it says the same as the file's own information."""
    moment = identity.made_at.isoformat(timespec="seconds")
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(identity.title)}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_xml(identity.subject)}</rdf:li></rdf:Alt>
</dc:description>
<dc:creator><rdf:Seq><rdf:li>{_xml(identity.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{_xml(identity.language)}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>Engage, with ReportLab</pdf:Producer><xmp:CreatorTool>Engage</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    entries = pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"})
    return pdfdoc.PDFStream(dictionary=entries, content=packet.encode("utf-8"), filters=[])


def _xml(text: str) -> str:
    """Text as XML may hold it, without the control characters it may not."""
    kept = "".join(letter for letter in text if letter.isprintable())
    return escape(kept)
