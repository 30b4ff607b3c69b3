"""Pages of who lives in our areas."""

from __future__ import annotations

from flask import render_template

from engage.organisation import queries
from engage.organisation.blueprint import bp
from engage.organisation.population import queries as areas
from engage.organisation.population.listing import population_list
from engage.platform.web import list_pages
from engage.platform.web.guard import may
from engage.rules.permissions import May

list_pages.install(bp, "/population", "population_index", population_list, May.READ_RECORDS)


@bp.route("/population")
@may(May.READ_RECORDS)
def population_index() -> str:
    listed = list_pages.list_page(population_list(), "organisation.population_index")
    return list_pages.draw("organisation/population_index.html", listed)


@bp.route("/bodies/<code>/population")
@may(May.READ_RECORDS)
def population(code: str) -> str:
    body = queries.body_by_code(code)
    return render_template("organisation/population.html", body=body, datasets=areas.datasets_of(body.id))
