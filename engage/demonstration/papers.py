"""Files that stand in for the documents of an invented record, and say that they do."""

from __future__ import annotations

import io

from engage.demonstration.year import INVENTED, MARK
from engage.platform.data.files import FileStore

WORDS = """{invented}

{title}

In a real installation the document itself would be here. This one stands in for it, so that there is a file
to open. It belongs to: {about}
"""


def marked(title: str) -> str:
    """The title of an invented document, with the mark of what is invented."""
    return f"{title} ({MARK})"


def stand_in(store: FileStore, title: str, about: str) -> dict[str, str]:
    """Keep a file that stands in for a document; the columns by which a record holds it."""
    words = WORDS.format(invented=INVENTED, title=title, about=about)
    kept = store.store(io.BytesIO(words.encode()), "invented-for-the-demonstration.txt")
    return {"file": kept.fingerprint, "file_name": kept.name}
