"""Pages of terms of reference."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.forums import queries as forums
from engage.forums.blueprint import back_to_forum, bp
from engage.forums.terms import queries, service
from engage.forums.terms.forms import TermsForm
from engage.platform.data.files import file_store
from engage.platform.web.forms import sent_safely
from engage.platform.web.guard import actor, destructive, may, takes_files
from engage.platform.web.kept_files import file_sent
from engage.rules.permissions import May


@bp.route("/forums/<code>/terms/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@takes_files
def add_terms(code: str) -> Response | str:
    forum, form = forums.forum_for(code), TermsForm.from_request()
    if form.accepted():
        with form.refusals():
            service.agree_terms(actor(), forum, form.entry(**_file_of(form)))
            return back_to_forum(code, "The terms of reference are kept.", "terms")
    return render_template("forums/add_terms.html", form=form, forum=forums.forum_for(code))


@bp.route("/forums/<code>/terms/<int:terms_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@takes_files
def edit_terms(code: str, terms_id: int) -> Response | str:
    forum = forums.forum_for(code)
    terms = queries.terms_for(forum, terms_id)
    form = TermsForm.from_request(**TermsForm.starting(terms), version=str(terms.version))
    if form.accepted():
        with form.refusals():
            kept = _file_of(form) or {"file": terms.file, "file_name": terms.file_name}
            service.change_terms(actor(), terms, form.version_number, form.entry(**kept))
            return back_to_forum(code, "The terms of reference were changed.", "terms")
    return render_template(
        "forums/edit_terms.html",
        form=form,
        forum=forums.forum_for(code),
        terms=queries.terms_for(forums.forum_for(code), terms_id),
    )


@bp.route("/forums/<code>/terms/<int:terms_id>/file")
@may(May.READ_RECORDS)
def terms_file(code: str, terms_id: int) -> Response:
    terms = queries.terms_for(forums.forum_for(code), terms_id)
    return file_sent(terms.file, terms.file_name)


@bp.route("/forums/<code>/terms/<int:terms_id>/drop", methods=["POST"])
@may(May.RUN_FORUMS)
@destructive
def drop_terms(code: str, terms_id: int) -> Response:
    terms = queries.terms_for(forums.forum_for(code), terms_id)
    if not sent_safely():
        return redirect(url_for("forums.show", code=code))
    service.drop_terms(actor(), terms)
    return back_to_forum(code, "Those terms of reference are no longer kept here.", "terms")


def _file_of(form: TermsForm) -> dict[str, str]:
    """The file that came with the form, kept in the store; nothing when none came."""
    if not (form.file.data and form.file.data.filename):
        return {}
    kept = file_store().store(form.file.data.stream, form.file.data.filename)
    return {"file": kept.fingerprint, "file_name": kept.name}
