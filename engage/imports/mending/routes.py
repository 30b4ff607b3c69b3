"""The page on which words that were not understood are mended for every record at once."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.imports.blueprint import bp
from engage.imports.mending import queries, service
from engage.imports.mending.forms import mending_form
from engage.platform.web.guard import actor, may
from engage.platform.web.pages import counted
from engage.rules.permissions import May


@bp.route("/imports/not-understood", methods=["GET", "POST"])
@may(May.IMPORT_RECORDS)
def not_understood() -> Response | str:
    left = queries.words_left(actor())
    form = mending_form(left)
    if form.accepted():
        with form.refusals():
            number = service.mend(actor(), form.mendings())
            flash(f"{counted(number, 'record was', 'records were')} mended.")
            return redirect(url_for(".not_understood"))
    return render_template(
        "imports/not_understood.html",
        form=form,
        not_shown=len(left) - len(form.left),
        others=queries.others_left(actor()),
    )
