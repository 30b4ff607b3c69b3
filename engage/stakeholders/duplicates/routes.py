"""Pages of duplicates: what was found, merging field by field, telling apart, parting again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.platform.data.typed import row_number
from engage.platform.web import list_pages
from engage.platform.web.forms import Form
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.pages import counted
from engage.platform.web.watching import sensitive
from engage.rules.errors import Refused
from engage.rules.permissions import May
from engage.stakeholders import queries
from engage.stakeholders.duplicates import jobs as searches
from engage.stakeholders.duplicates import people as people_duplicates
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates import service as merging
from engage.stakeholders.duplicates.differences import differences, labels_of
from engage.stakeholders.duplicates.forms import MergeForm, merge_form
from engage.stakeholders.duplicates.models import Merge
from engage.stakeholders.models import Organisation, Person, Stakeholder

bp = Blueprint("duplicates", __name__)

PAGE_SIZE = 25


@bp.route("/stakeholders/duplicates")
@may(May.CHANGE_REGISTER)
def index() -> str:
    numbers = duplicates.proposed_ids()
    pages = max(1, -(-len(numbers) // PAGE_SIZE))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    search = duplicates.newest_search()
    return render_template(
        "stakeholders/duplicates.html",
        pairs=duplicates.pairs(numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        count=len(numbers),
        people=people_duplicates.people_alike(),
        search=search,
        stopped=search is not None and searches.seems_stopped(search, current_app.config["HOME"]),
        how_far=searches.progress_of(current_app.config["HOME"], search.id).words if search else "",
        form=Form(),
        pagination=list_pages.pagination_of(page, pages, lambda number: url_for(".index", page=number)),
    )


@bp.route("/stakeholders/duplicates/search", methods=["POST"])
@may(May.CHANGE_REGISTER)
def search() -> Response:
    if Form.from_request().accepted():
        try:
            searches.ask(actor(), current_app.config)
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return redirect(url_for(".index"))


@bp.route("/stakeholders/duplicates/progress")
@may(May.CHANGE_REGISTER)
def progress() -> dict[str, Any]:
    """How far the search is, for the page that shows it to ask again."""
    going_on = duplicates.newest_search()
    if going_on is None or going_on.ended_at is not None:
        return {"busy": False, "words": ""}
    return {
        "busy": True,
        "words": searches.progress_of(current_app.config["HOME"], going_on.id).words,
    }


@bp.route("/stakeholders/organisations/<int:kept_id>/merge/<int:other_id>", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
@destructive
def merge(kept_id: int, other_id: int) -> Response | str:
    kept, other = (queries.organisation_for(number) for number in (kept_id, other_id))
    reason = duplicates.reason_between(kept, other)
    form = _merge_form(kept, other)
    if form.accepted():
        with form.refusals():
            done = merging.merge_organisations(actor(), kept, other, form.chosen, reason)
            merged, into = _told_apart(other, kept), _told_apart(kept, other)
            flash(f"{merged} was merged into {into}. This can be undone below.")
            return redirect(url_for("stakeholders.organisation", organisation_id=done.kept_id))
    return _draw_merge(kept, other, form, reason)


@bp.route("/people/<int:kept_id>/merge/<int:other_id>", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
@destructive
@sensitive
def merge_people(kept_id: int, other_id: int) -> Response | str:
    kept, other = (queries.person_for(number) for number in (kept_id, other_id))
    form = _merge_form(kept, other)
    if form.accepted():
        with form.refusals():
            done = merging.merge_people(actor(), kept, other, form.chosen)
            flash("The two were merged. This can be undone below.")
            return redirect(url_for("stakeholders.person", person_id=done.kept_id))
    return _draw_merge(kept, other, form, people_duplicates.reason_for(kept, other))


@bp.route("/stakeholders/organisations/<int:one_id>/not-the-same/<int:other_id>", methods=["POST"])
@may(May.CHANGE_REGISTER)
def not_the_same(one_id: int, other_id: int) -> Response:
    one, other = (queries.organisation_for(number) for number in (one_id, other_id))
    if Form.from_request().accepted():
        merging.tell_organisations_apart(actor(), one, other)
        flash(f"“{one.name}” and “{other.name}” are two. They will not be proposed again.")
    return redirect(url_for(".index"))


@bp.route("/people/<int:one_id>/not-the-same/<int:other_id>", methods=["POST"])
@may(May.CHANGE_REGISTER)
def not_the_same_person(one_id: int, other_id: int) -> Response:
    one, other = (queries.person_for(number) for number in (one_id, other_id))
    if Form.from_request().accepted():
        merging.tell_people_apart(actor(), one, other)
        flash("They are two people. They will not be proposed again.")
    return redirect(url_for(".index"))


@bp.route("/stakeholders/merges/<int:merge_id>/part", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
@destructive
def part(merge_id: int) -> Response | str:
    found = duplicates.organisation_merge_for(merge_id)
    kept, other = (queries.organisation_for(number) for number in (found.kept_id, found.other_id))
    form = Form.from_request()
    if form.accepted():
        with form.refusals():
            left = merging.part_organisations(actor(), found)
            flash(_parted(left))
            return redirect(url_for("stakeholders.organisation", organisation_id=other.id))
    return _draw_part(found, kept, other, form)


@bp.route("/people/merges/<int:merge_id>/part", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
@destructive
@sensitive
def part_people(merge_id: int) -> Response | str:
    found = duplicates.person_merge_for(merge_id)
    kept, other = (queries.person_for(number) for number in (found.kept_id, found.other_id))
    form = Form.from_request()
    if form.accepted():
        with form.refusals():
            left = merging.part_people(actor(), found)
            flash(_parted(left))
            return redirect(url_for("stakeholders.person", person_id=other.id))
    return _draw_part(found, kept, other, form)


def _merge_form(kept: Stakeholder, other: Stakeholder) -> MergeForm:
    return merge_form(differences(kept, other, duplicates.names_in_fields(kept, other)))


def _draw_merge(kept: Stakeholder, other: Stakeholder, form: MergeForm, reason: str) -> str:
    own, theirs = queries.parts_of(kept), queries.parts_of(other)
    return render_template(
        "stakeholders/duplicates_merge.html",
        kept=kept,
        other=other,
        form=form,
        reason=reason,
        stays=_what_stays(theirs),
        own=_what_stays(own),
        is_person=isinstance(kept, Person),
        swapped=_merge_address(other, kept),
        not_the_same=_apart_address(kept, other),
    )


def _draw_part(found: Merge, kept: Stakeholder, other: Stakeholder, form: Form) -> str:
    labels = labels_of(kept) | {"ods_code": "ODS code"}
    return render_template(
        "stakeholders/duplicates_part.html",
        merge=found,
        kept=kept,
        other=other,
        form=form,
        given_back=[labels[name] for name in found.after if name in labels],
        left=duplicates.changed_since(found),
        is_person=isinstance(kept, Person),
    )


def _what_stays(parts: queries.Parts) -> list[str]:
    """What belongs to a record beside its own fields, in words."""
    consents = sum(len(standing.history) for standing in parts.consents.values())
    counts = (
        (len(parts.posts), "post", "posts"),
        (len(parts.points), "address", "addresses"),
        (consents, "consent", "consents"),
        (len(parts.contacts), "contact", "contacts"),
        (len(parts.names), "other name", "other names"),
    )
    return [counted(number, one, many) for number, one, many in counts if number]


def _merge_address(kept: Stakeholder, other: Stakeholder) -> str:
    endpoint = ".merge" if isinstance(kept, Organisation) else ".merge_people"
    return url_for(endpoint, kept_id=kept.id, other_id=other.id)


def _apart_address(one: Stakeholder, other: Stakeholder) -> str:
    endpoint = ".not_the_same" if isinstance(one, Organisation) else ".not_the_same_person"
    return url_for(endpoint, one_id=one.id, other_id=other.id)


def _parted(left: list[str]) -> str:
    if not left:
        return "The merge is undone. Both are as they were before."
    return f"The merge is undone. What was changed since stays as it is: {', '.join(left)}."


def _told_apart(one: Stakeholder, other: Stakeholder) -> str:
    """What a record is called; with its number, where the other is called the same."""
    return f"“{one.name}” (record {one.id})" if one.name == other.name else f"“{one.name}”"
