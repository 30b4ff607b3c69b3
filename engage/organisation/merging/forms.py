"""Which body is the same as another."""

from __future__ import annotations

from engage.platform.web.forms import Form, Needed, TextField


class MergeForm(Form):
    """The other body, typed."""

    other = TextField(
        "Which body is the same?",
        Needed("Enter the name or the code of the other body"),
        hint="Begin to type its name.",
        look={"attributes": {"list": "known-bodies"}},
    )
