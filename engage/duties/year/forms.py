"""Which body's year is looked at."""

from __future__ import annotations

from engage.duties.requirements.scopes import ALL
from engage.organisation.typed import OneBody
from engage.platform.web.forms import Form


class WhoseYearForm(Form):
    """The body, as the address says it: by its code, or by the name that somebody typed."""

    class Meta:
        csrf = False  # it only looks

    body = OneBody("Body", apart=(ALL,))
