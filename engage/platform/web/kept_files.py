"""Files of the file store as browsers get them: as they came, or not at all."""

from __future__ import annotations

from flask import current_app, render_template, request, send_file
from werkzeug.wrappers import Response

from engage.platform.data.files import NotWhole, file_store
from engage.rules.errors import Missing

UNAVAILABLE = 503  # for as long as it is not put back


def file_sent(
    fingerprint: str, name: str, *, mimetype: str | None = None, as_attachment: bool = True
) -> Response:
    """A file of the file store under its own name, or a page that says why not.

    Raises Missing where a record has none.
    """
    if not fingerprint:
        raise Missing
    try:
        file = file_store().open(fingerprint)
    except NotWhole as problem:
        current_app.logger.error("Not given out at %s: %s.", request.url_rule, problem)
        return _refusal(problem, name)
    return send_file(file, mimetype=mimetype, as_attachment=as_attachment, download_name=name)


def _refusal(problem: NotWhole, name: str) -> Response:
    what = "was damaged or altered" if problem.is_there else "is missing"
    page = render_template(
        "errors/error.html",
        heading="This file is not as it was kept",
        sentence=f"“{name}” {what} on the disk of the server, so it is not given to anybody. Nothing was "
        "changed. Ask your administrator to put it back from a backup: its fingerprint, which the log of "
        f"Engage has in full, begins with {problem.fingerprint[:8]}.",
    )
    return Response(page, UNAVAILABLE, mimetype="text/html")
