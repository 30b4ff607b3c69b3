"""The house style of a paper: A4 portrait, Arimo, NHS blue for headings and rules only; lengths in points."""

from dataclasses import dataclass

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MARGIN = 57.0
COLUMN_WIDTH = PAGE_WIDTH - 2 * MARGIN
BODY_TOP = PAGE_HEIGHT - 72.0
BODY_BOTTOM = 62.0
BODY_HEIGHT = BODY_TOP - BODY_BOTTOM
HEAD_BASELINE = PAGE_HEIGHT - 42.0
FOOT_BASELINE = 36.0

NUMBER_COLUMN = 34.0
"""Width of the hanging column that holds "4" or "4.3"."""

BLUE = "#005EB8"
INK = "#212B32"
QUIET = "#4C6272"
"""Grey for running heads and source lines: 6.3 to 1 on white."""
HAIRLINE = "#AEB7BD"

REGULAR, BOLD, ITALIC = "Arimo", "Arimo-Bold", "Arimo-Italic"


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a kind of text is set: size and leading in points, colour, and whether all of it is bold."""

    size: float
    leading: float
    bold: bool = False
    colour: str = INK


BODY = Lettering(11, 15.4)
TITLE = Lettering(24, 29, bold=True, colour=BLUE)
HEADINGS = {
    2: Lettering(16, 20, bold=True, colour=BLUE),
    3: Lettering(12.5, 16.5, bold=True, colour=BLUE),
}
CELL = Lettering(9, 11.8)
CELL_HEAD = Lettering(9, 11.8, bold=True)
FRONT_CELL = Lettering(10.5, 14.2)
FRONT_LABEL = Lettering(9.5, 14.2, bold=True)
CAPTION = Lettering(10, 13.4, bold=True)
SOURCE = Lettering(8.5, 11.4, colour=QUIET)
NOTE = Lettering(10, 14)
REFERENCE = Lettering(9.5, 12.8)
RUNNING = Lettering(8, 10, colour=QUIET)
RUNNING_BOLD = Lettering(8, 10, bold=True, colour=INK)
