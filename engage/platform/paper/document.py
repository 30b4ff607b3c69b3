"""The paper itself: what a report calls to say what it holds, and the bytes of the file in the end."""

from collections.abc import Sequence
from datetime import datetime

from engage.platform.paper.blocks import (
    Contents,
    Figure,
    Heading,
    ListOf,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    References,
    Title,
)
from engage.platform.paper.flow import Block, PaperError, pages_of_anchors, paginate
from engage.platform.paper.fonts import FontsMissingError, fonts_are_registered, use_what_is_installed
from engage.platform.paper.furniture import Furniture
from engage.platform.paper.style import NUMBER_COLUMN
from engage.platform.paper.table import FRONT_SHEET, SIGN_OFF, Column, Table
from engage.platform.paper.tagging import Element, Identity, TaggedCanvas
from engage.platform.paper.text import Typesetter, Words, strong


class Paper:
    """A tagged PDF in the house style, described from top to bottom and made by pdf().

    The same description gives the same bytes: `made_at`, which must carry its zone, is the only moment in
    it. `running_head` is printed left and right above every page, `foot` and the first eight characters of
    `fingerprint` below. The title is the paper's heading of level 1 and comes first by itself.
    """

    def __init__(
        self,
        title: str,
        *,
        subject: str,
        author: str,
        running_head: tuple[str, str],
        fingerprint: str,
        made_at: datetime,
        foot: str = "",
        organisation: str = "",
        language: str = "en-GB",
        demonstration: bool = False,
    ) -> None:
        if made_at.tzinfo is None:
            raise PaperError("The moment a paper was made must carry its time zone.")
        self._identity = Identity(title, subject, author, language, made_at, fingerprint)
        self._furniture = Furniture(running_head, foot, fingerprint[:8], demonstration=demonstration)
        self._blocks: list[Block] = [Title(title, organisation)]
        self._headings: list[Heading] = []
        self._pages: dict[str, int] = {}
        self._typesetter = Typesetter()
        self._hang = 0.0

    @property
    def missing_glyphs(self) -> tuple[str, ...]:
        """What the typeface could not print and a visible stand-in was printed for; known after pdf()."""
        return tuple(sorted(self._typesetter.missing))

    def front_sheet(self, rows: Sequence[tuple[str, Words]]) -> None:
        """The form that opens a committee paper: labels at the left, what was filled in at the right."""
        columns = [Column("", share=0.27), Column("")]
        self._blocks.append(Table(columns, rows, row_heads=True, look=FRONT_SHEET))

    def contents(self, heading: str = "Contents") -> None:
        """The list of headings with their pages, each a link; headings may follow it."""
        self._blocks.append(Heading(2, heading, "", "contents"))
        self._blocks.append(Contents(self._headings, self._pages))

    def heading(
        self, level: int, text: str, *, number: str = "", anchor: str = "", listed: bool = True
    ) -> None:
        """A heading of level 2 or 3, in the contents if `listed`; "#anchor" is where links to it lead."""
        deepest = self._headings[-1].level + 1 if self._headings else 2
        if level not in (2, 3) or level > deepest:
            raise PaperError(f'"{text}" cannot be of level {level} here: sections are 2, their parts 3.')
        heading = Heading(level, text, number, anchor or f"heading-{len(self._headings) + 1}", listed)
        self._headings.append(heading)
        self._blocks.append(heading)
        self._hang = NUMBER_COLUMN if number else 0.0

    def paragraph(self, words: Words, *, number: str = "", anchor: str = "") -> None:
        """A paragraph; with its `number`, such as "4.3", a meeting can speak of it."""
        self._blocks.append(Paragraph(words, number, anchor, self._hang))

    def list_of(self, items: Sequence[Words], *, numbered: bool = False) -> None:
        """A list with bullets, or with numbers from 1. An empty list prints nothing."""
        if items:
            self._blocks.append(ListOf(items, numbered, self._hang))

    def table(
        self,
        columns: Sequence[Column | str],
        rows: Sequence[Sequence[Words]],
        *,
        caption: str,
        source: str = "",
        totals: Sequence[Words] | None = None,
        row_heads: bool = True,
    ) -> None:
        """A table whose first column names its rows, unless `row_heads` is off; `totals` is its last row.

        Its head is repeated on every page and no row is broken, unless it is taller than a page. Without
        rows it says so in a sentence.
        """
        if not rows:
            self._blocks.append(Paragraph([strong(caption), "\nNothing recorded."]))
            return
        whole = [Column(column) if isinstance(column, str) else column for column in columns]
        for number, row in enumerate([*rows, *([totals] if totals else [])], start=1):
            if len(row) != len(whole):
                raise PaperError(f'Row {number} of "{caption}" has {len(row)} cells, not {len(whole)}.')
        self._blocks.append(Table(whole, rows, caption, source, totals, row_heads))

    def chart(self, picture: Picture) -> None:
        """A chart under its title, with its words for those who cannot see it, and its source."""
        self._blocks.append(Figure(picture))

    def note(self, words: Words) -> None:
        """A remark set apart from the text."""
        self._blocks.append(Note(words))

    def sign_off(
        self, rows: Sequence[tuple[Words, Words, Words]], *, caption: str = "Report sign-off"
    ) -> None:
        """Who vouches for what: step, name or role, date; an empty cell leaves room for a pen."""
        columns = [Column("Step", share=0.4), Column("Name or role"), Column("Date", share=0.2)]
        self._blocks.append(Table(columns, rows, caption, row_heads=True, look=SIGN_OFF))

    def references(self, entries: Sequence[tuple[int, Words]]) -> None:
        """The list that cite(number) leads to."""
        if entries:
            self._blocks.append(References(entries))

    def page_break(self) -> None:
        """What follows starts on a new page."""
        self._blocks.append(PageBreak())

    def pdf(self) -> bytes:
        """The file. Raises PaperError if a link leads nowhere, FontsMissingError before register_fonts."""
        use_what_is_installed()
        if not fonts_are_registered():
            raise FontsMissingError(
                "The typeface for papers has not been registered: call register_fonts first."
            )
        root = Element("Document")
        strips = [strip for block in self._blocks for strip in block.strips(self._typesetter, root)]
        pages = paginate(strips)
        self._pages.clear()
        self._pages.update(pages_of_anchors(pages))
        self._check_links()
        canvas = TaggedCanvas(self._identity, root)
        for number, page in enumerate(pages, start=1):
            self._furniture.draw(canvas, self._typesetter, number, len(pages))
            for placed in page:
                for anchor in placed.strip.anchors:
                    canvas.place(anchor, placed.top)
                placed.strip.draw(canvas, placed.top)
            canvas.end_page()
        return canvas.finish()

    def _check_links(self) -> None:
        lost = self._typesetter.anchors_used - set(self._pages)
        if lost:
            raise PaperError(f"These links lead nowhere in the paper: {', '.join(sorted(lost))}.")
