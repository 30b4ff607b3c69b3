"""Papers: tagged PDF in the house style, from a description that knows nothing of points or pages."""

from engage.platform.paper.document import Paper
from engage.platform.paper.flow import PaperError
from engage.platform.paper.fonts import FontsMissingError, register_fonts
from engage.platform.paper.table import Column
from engage.platform.paper.text import Run, Words, cite, emphasis, link, strong

__all__ = [
    "Column",
    "FontsMissingError",
    "Paper",
    "PaperError",
    "Run",
    "Words",
    "cite",
    "emphasis",
    "link",
    "register_fonts",
    "strong",
]
