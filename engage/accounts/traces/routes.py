"""Pages of who came in and what was taken out: everybody's, and one's own."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from engage.accounts import gate, queries
from engage.accounts.traces import listing
from engage.accounts.traces.words import ELSEWHERE, HERE
from engage.platform.watch import queries as traces
from engage.platform.watch.words import KINDS
from engage.platform.web import list_pages
from engage.platform.web.guard import actor, may, signed_in
from engage.platform.web.sources import source
from engage.rules.permissions import May

bp = Blueprint("traces", __name__)
list_pages.install(bp, "/audit/traces", "index", listing.traces, May.READ_AUDIT, confirmed=True)

OWN = 50  # lines on the page of one's own


@bp.route("/audit/traces")
@may(May.READ_AUDIT)
def index() -> str:
    return list_pages.draw("accounts/traces.html", list_pages.list_page(listing.traces(), "traces.index"))


@bp.route("/account/traces")
@signed_in
def own() -> str:
    here = traces.hash_of_source(source())
    found = [
        (one, KINDS[one.kind], HERE if one.source == here else f"{ELSEWHERE} ({one.source[: traces.SHOWN]})")
        for one in traces.comings_in(actor().id or 0, OWN)
    ]
    return render_template("accounts/came_in.html", found=found)


def account_tried() -> int:
    """The account that a page of signing in was sent for; 0 where there is none."""
    account = queries.account_by_email(request.form.get("email", "").strip()) or gate.halfway()
    return account.id if account else 0
