"""How a body, or all of them, stand in a year."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.duties import words
from engage.duties.blueprint import bp
from engage.duties.requirements import scopes
from engage.duties.requirements.scopes import ALL
from engage.duties.year.forms import WhoseYearForm
from engage.duties.year.queries import year_page
from engage.organisation.queries import coded_body_choices
from engage.platform import clock
from engage.platform.web.forms import choices
from engage.platform.web.guard import may
from engage.rules.periods import UnreadablePeriod
from engage.rules.permissions import May


@bp.route("/duties")
@may(May.READ_RECORDS)
def index() -> Response | str:
    asked, form = dict(request.args), WhoseYearForm(request.args)
    form.body.choices = choices([(ALL, "All bodies"), *coded_body_choices()])
    if form.body.was_typed:
        if form.validate():
            return redirect(url_for(".index", body=form.body.data, period=asked.get("period")))
        asked["body"] = ""
    try:
        scope = scopes.scope_of(asked, clock.today())
    except UnreadablePeriod as problem:
        flash(str(problem), "notice")
        return redirect(url_for(".index", body=asked.get("body", "")))
    form.body.data = scope.args.get("body", "")
    page = year_page(scope, clock.today(), lambda finding: scopes.address_of(finding, scope))
    return render_template("duties/index.html", page=page, form=form, states=words.STATES)
