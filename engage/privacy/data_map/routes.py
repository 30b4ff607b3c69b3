"""Pages of the data map."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from engage.platform import clock
from engage.platform.sheets import writing
from engage.platform.web.guard import may
from engage.platform.web.list_pages import CSV, XLSX
from engage.privacy.blueprint import bp
from engage.privacy.data_map import queries as maps
from engage.rules.permissions import May
from engage.rules.retention import read_backups


@bp.route("/data-map")
@may(May.READ_AUDIT)
def data_map() -> str:
    people_only = request.args.get("columns") != "all"
    return render_template(
        "privacy/data_map.html",
        found=maps.data_map(people_only=people_only),
        people_only=people_only,
        stays=maps.stays(),
        backups=read_backups(),
    )


@bp.route("/data-map/map.<any(csv, xlsx):kind>")
@may(May.READ_AUDIT)
def data_map_file(kind: str) -> Response:
    table = maps.as_table(maps.data_map(people_only=False))
    if kind == "csv":
        answer = Response(writing.csv_bytes(table), mimetype=CSV)
    else:
        answer = Response(writing.xlsx_bytes([table], table.title, clock.now()), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="data-map.{kind}"'
    return answer
