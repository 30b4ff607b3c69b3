"""Files of meetings as browsers get them."""

from __future__ import annotations

import io

from flask import request, send_file
from werkzeug.wrappers import Response

from engage.meetings.queries import reads_private
from engage.platform.data.files import shown_name
from engage.platform.web.guard import actor

PDF = "application/pdf"


def pdf_sent(content: bytes, name: str) -> Response:
    name = shown_name(f"{name}.pdf")
    return send_file(io.BytesIO(content), mimetype=PDF, as_attachment=True, download_name=name)


def for_public() -> bool:
    """Whether the private part is left out: where that is asked, and for who may not read it."""
    return request.args.get("part") == "public" or not reads_private(actor())
