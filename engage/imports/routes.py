"""Pages for bringing in a spreadsheet: upload, columns, check, result, undo."""

from __future__ import annotations

import io
import shutil
from pathlib import PurePosixPath
from typing import Any

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.forums import importing
from engage.forums import queries as forums
from engage.forums.words import kind_choices
from engage.imports import child, queries, rejects, service
from engage.imports.blueprint import bp
from engage.imports.check.page import CHOICES, CheckPage
from engage.imports.columns.page import ColumnsPage
from engage.imports.forms import (
    BodiesForm,
    ColumnsForm,
    OfferedForm,
    TakeForm,
    UndoForm,
    UploadForm,
    WordsForm,
    bodies_form,
    columns_form,
    marked_in_words,
    offered_form,
    order_of,
    question_of,
    words_form,
)
from engage.imports.listing import STATES, imports_list
from engage.imports.mending import routes as mending_routes
from engage.imports.registry import GivenBody, Kind, guesser_for, kind_named, kinds_for, must_be_for
from engage.imports.results import result_of
from engage.imports.source import (
    bodies_left_out,
    check_mapping,
    marked_rows,
    open_source,
    outline_of,
    received,
)
from engage.imports.taking.service import Desk, progress_of
from engage.meetings.importing import MeetingImporter
from engage.organisation import queries as organisation
from engage.organisation.importing import BodyCells, NamesBodies
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.data.typed import row_number
from engage.platform.imports.file_words import NONE
from engage.platform.imports.importing import Choice
from engage.platform.imports.matches import guessed_columns
from engage.platform.imports.models import Import, SavedMapping
from engage.platform.processes.progress import ProgressFile
from engage.platform.web import list_pages
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, destructive, may, takes_files
from engage.platform.web.kept_files import file_sent
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May

__all__ = ["bp", "mending_routes"]
list_pages.install(bp, "/imports", "index", imports_list, May.IMPORT_RECORDS)

MOST_SHOWN = 50


@bp.route("/imports")
@may(May.IMPORT_RECORDS)
def index() -> str:
    listed = list_pages.list_page(imports_list(), "imports.index")
    return list_pages.draw("imports/index.html", listed, kinds=kinds_for(actor()))


@bp.route("/imports/new", methods=["GET", "POST"])
@may(May.IMPORT_RECORDS)
@takes_files
def new() -> Response | str:
    kind = must_be_for(actor(), request.args.get("kind", "activities"))
    form = UploadForm.from_request()
    if form.accepted():
        with form.refusals():
            row = _upload(kind)
            return redirect(url_for(".columns", import_id=row.id))
    return render_template("imports/new.html", form=form, kind=kind, kinds=kinds_for(actor()))


@bp.route("/imports/<int:import_id>/columns", methods=["GET", "POST"])
@may(May.IMPORT_RECORDS)
def columns(import_id: int) -> Response | str:
    row = queries.import_for(actor(), import_id)
    if row.state != service.UPLOADED:
        return redirect(url_for(".show", import_id=row.id))
    kind = kind_named(row.kind)
    kept = queries.saved_mappings(row.kind)
    form = _columns_form(row, kind)
    if form.accepted():
        with form.refusals():
            _choose_columns(row, kind, form)
            return redirect(_after_columns(row, form["keep_as"].data))
    seen = ColumnsPage(form, row.outline, kind.fields)
    return render_template("imports/columns.html", form=form, row=row, kept=kept, seen=seen)


@bp.route("/imports/<int:import_id>/words", methods=["GET", "POST"])
@may(May.IMPORT_RECORDS)
def words(import_id: int) -> Response | str:
    """What the words of the file stand for, where they are not the terms themselves."""
    row = queries.import_for(actor(), import_id)
    if row.state != service.UPLOADED:
        return redirect(url_for(".show", import_id=row.id))
    found, orders = queries.words_found(row), queries.orders_asked(row)
    form = words_form(found, request.args.get("keep_as", ""), orders)
    if form.accepted():
        with form.refusals():
            _choose_words(row, form)
            if request.form.get("more"):
                return redirect(url_for(".words", import_id=row.id, keep_as=form.keep_as.data or None))
            return redirect(url_for(".check", import_id=row.id))
    return render_template(
        "imports/words.html", form=form, row=row, question_of=question_of, order_of=order_of
    )


@bp.route("/imports/mappings/<int:mapping_id>/drop", methods=["POST"])
@may(May.IMPORT_RECORDS)
@destructive
def drop_mapping(mapping_id: int) -> Response:
    kept = queries.mapping_for(actor(), mapping_id)
    if Form.from_request().accepted():
        service.drop_mapping(actor(), kept)
        flash("The choices are no longer kept. What was imported with them is untouched.")
    looked_at = request.args.get("import_id", type=row_number)
    return redirect(url_for(".columns", import_id=looked_at) if looked_at else url_for(".index"))


@bp.route("/imports/<int:import_id>/check")
@may(May.IMPORT_RECORDS)
def check(import_id: int) -> Response | str:
    row = queries.import_for(actor(), import_id)
    if row.state != service.UPLOADED:
        return redirect(url_for(".show", import_id=row.id))
    try:
        plan = Desk.of(current_app).look(row)
    except Refused as refusal:
        flash(refusal.reason, "notice")
        return redirect(url_for(".columns", import_id=row.id))
    seen = CheckPage(
        plan,
        kind_named(row.kind),
        _choice(request.args.get("choice", row.choice)),
        request.args.get("only", ""),
        max(request.args.get("page", 1, type=row_number), 1),
    )
    form = TakeForm(
        choice=seen.choice.value, seen=queries.fingerprint(row, plan), sure=request.args.getlist("sure")
    )
    form.ask(seen.result["doubts"])
    return _draw_check(row, seen, form)


@bp.route("/imports/<int:import_id>/rows-left-out", methods=["POST"])
@may(May.IMPORT_RECORDS)
def leave_rows_out(import_id: int) -> Response:
    """Leave out the rows that bear a mark, or take them after all."""
    row, mark = queries.import_for(actor(), import_id), request.form.get("mark", "")
    if sent_safely():
        others = [one for one in row.left_out if one != mark]
        try:
            service.leave_rows_out(actor(), row, others if mark in row.left_out else [*others, mark])
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return redirect(url_for(".check", import_id=row.id))


@bp.route("/imports/<int:import_id>/bodies", methods=["GET", "POST"])
@may(May.IMPORT_RECORDS)
def bodies(import_id: int) -> Response | str:
    """What names of bodies mean that nobody knows: proposed before any is opened."""
    row = queries.import_for(actor(), import_id)
    if row.state != service.UPLOADED:
        return redirect(url_for(".show", import_id=row.id))
    form = _bodies_form(row)
    if form.accepted():
        with form.refusals():
            service.say_bodies(actor(), row, form.said(organisation.body_names()))
            return redirect(url_for(".check", import_id=row.id))
    return render_template("imports/bodies.html", form=form, row=row, known=organisation.bodies())


@bp.route("/imports/<int:import_id>/take", methods=["POST"])
@may(May.IMPORT_RECORDS)
def take(import_id: int) -> Response:
    row = queries.import_for(actor(), import_id)
    form = TakeForm.from_request()
    choice = _choice(form.choice.data)
    if not form.accepted():
        too_long = "This page was open for too long to be sent safely. Nothing was imported: look again."
        flash(str(form.sure.errors[0]) if form.sure.errors else too_long, "notice")
        return redirect(url_for(".check", import_id=import_id, choice=choice.value, sure=form.sure.data))
    try:
        if sum(sheet["rows"] for sheet in row.outline) > child.LONG:
            service.begin(actor(), row, service.TAKING, choice)
            child.start(import_id, actor().id or 0, form.seen.data or "", current_app.config)
        else:
            Desk.of(current_app).take(actor(), row, choice, form.seen.data or "")
    except Refused as refusal:
        flash(refusal.reason, "notice")
        return redirect(url_for(".check", import_id=import_id, choice=choice.value))
    return redirect(url_for(".show", import_id=import_id, just="imported"))


@bp.route("/imports/<int:import_id>")
@may(May.IMPORT_RECORDS)
def show(import_id: int) -> Response | str:
    row = queries.import_for(actor(), import_id)
    if row.state in {service.TAKING, service.UNDOING}:
        return _busy_page(row)
    if row.state == service.UPLOADED and "problem" not in row.result:
        return redirect(url_for(".columns", import_id=row.id))
    return render_template(
        "imports/show.html",
        row=row,
        kind=kind_named(row.kind),
        who=queries.who_brought(row),
        state=STATES[row.state],
        just=request.args.get("just", ""),
        most_shown=MOST_SHOWN,
        kept=queries.still_there(row),
        file_is_kept=bool(row.file),
        form=Form(),
    )


@bp.route("/imports/<int:import_id>/progress")
@may(May.IMPORT_RECORDS)
def progress(import_id: int) -> dict[str, Any]:
    """How far it is, for the page that shows it to ask again."""
    row = queries.import_for(actor(), import_id)
    return {"busy": row.state in {service.TAKING, service.UNDOING}, "words": _progress(row).words}


@bp.route("/imports/<int:import_id>/rows-set-aside")
@may(May.IMPORT_RECORDS)
def rows_set_aside(import_id: int) -> Response:
    """The file of rows set aside, in the format of the file they came in."""
    row = queries.import_for(actor(), import_id)
    desk = Desk.of(current_app)
    result = row.result if "set_aside" in row.result else result_of(desk.look(row), Choice(row.choice))
    problems = rejects.problems_by_row(result["set_aside"])
    if not problems:
        raise Missing
    stem, suffix = PurePosixPath(row.file_name).stem, ".xlsx" if row.file_name.endswith(".xlsx") else ".csv"
    with desk.open(row) as workbook:
        content = rejects.rejects_file(workbook, problems, suffix, clock.now())
    return send_file(
        io.BytesIO(content),
        mimetype=list_pages.XLSX if suffix == ".xlsx" else list_pages.CSV,
        as_attachment=True,
        download_name=f"{stem} - rows set aside{suffix}",
    )


@bp.route("/imports/<int:import_id>/file")
@may(May.IMPORT_RECORDS)
def file(import_id: int) -> Response:
    """The file as it was uploaded. Raises Missing once it is no longer kept."""
    row = queries.import_for(actor(), import_id)
    return file_sent(row.file, row.file_name)


@bp.route("/imports/<int:import_id>/load-again", methods=["POST"])
@may(May.IMPORT_RECORDS)
def load_again(import_id: int) -> Response:
    """Look at the file of an import anew, with the choices made for it. Raises Unusable without the file."""
    row = queries.import_for(actor(), import_id)
    if Form.from_request().accepted():
        Desk.of(current_app).expect_whole(row)
        return redirect(url_for(".columns", import_id=service.load_again(actor(), row).id))
    return redirect(url_for(".show", import_id=import_id))


@bp.route("/imports/<int:import_id>/forums", methods=["GET", "POST"])
@may(May.RUN_FORUMS, May.IMPORT_RECORDS)
def offered(import_id: int) -> Response | str:
    """Forums that the file names and nobody has added, each for a person to confirm."""
    row = queries.import_for(actor(), import_id)
    kind = kind_named(row.kind)
    form = _offered_form(row)
    if form.accepted():
        with form.refusals():
            following = service.add_offered_forums(actor(), row, form.entries(), form.known())
            flash("The forums are known now. Their rows can be taken.")
            return redirect(url_for(".check", import_id=following.id))
    return render_template("imports/offered.html", form=form, row=row, kind=kind)


@bp.route("/imports/<int:import_id>/undo", methods=["GET", "POST"])
@may(May.UNDO_IMPORT)
@destructive
def undo(import_id: int) -> Response | str:
    row = queries.import_for(actor(), import_id)
    if row.state != service.TAKEN:
        return redirect(url_for(".show", import_id=import_id))
    form = UndoForm.from_request()
    if form.accepted():
        with form.refusals():
            _undo(row, form.rest.data or "")
            return redirect(url_for(".show", import_id=import_id, just="undone"))
    kind = kind_named(row.kind)
    found = queries.hindrances(queries.taken_entry(row, service.taken.name), kind.make())
    return render_template("imports/undo.html", row=row, kind=kind, form=form, hindrances=found)


@bp.route("/imports/<int:import_id>/again", methods=["POST"])
@may(May.IMPORT_RECORDS)
def again(import_id: int) -> Response:
    """Go on with a long import or undoing that has stopped."""
    row = queries.import_for(actor(), import_id)
    if Form.from_request().accepted() and _seems_stopped(row):
        service.begin(actor(), row, row.state, Choice(row.choice))
        child.start(import_id, actor().id or 0, "", current_app.config)
    return redirect(url_for(".show", import_id=import_id))


@bp.route("/imports/<int:import_id>/discard", methods=["POST"])
@may(May.IMPORT_RECORDS)
@destructive
def discard(import_id: int) -> Response:
    row = queries.import_for(actor(), import_id)
    if Form.from_request().accepted():
        service.discard(actor(), row)
        file_store().rows_of(row.file).unlink(missing_ok=True)
        flash("The file was put away. Nothing of it had been imported.")
    return redirect(url_for(".index"))


def _upload(kind: Kind) -> Import:
    """Keep the file of this request, once it is sure that it can be read. Raises Refused."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refused("Choose the spreadsheet to bring in.")
    desk = Desk.of(current_app)
    with received(file.stream, file.filename, desk.limit) as (path, name):
        rows = path.with_suffix(".rows")
        with open_source(
            path, name, kind.fields, columns={}, sheet="", limit=desk.limit, kept=rows
        ) as workbook:
            outline = outline_of(workbook, guesser_for(kind.name))
        with path.open("rb") as content:
            stored = desk.files.store(content, name)
        if rows.exists():
            shutil.move(rows, desk.files.rows_of(stored.fingerprint))
    columns = guessed_columns(outline, doubtful=True)
    filled = queries.usual_body(kind, outline, columns)
    return service.upload(actor(), kind.name, stored, outline, columns, filled=filled)


def _body_choices(kind: Kind) -> list[tuple[str, str]] | None:
    if kind.body is GivenBody.NONE:
        return None
    return [(body.name, body.name) for body in organisation.bodies()]


def _kept() -> SavedMapping | None:
    """The choices of another file that are to be used for this one."""
    number = request.args.get("kept", type=row_number)
    return queries.mapping_for(actor(), number) if number else None


def _columns_form(row: Import, kind: Kind) -> ColumnsForm:
    kept = _kept() or row
    filled = kept.filled or row.filled
    return columns_form(
        row.outline,
        kind.fields,
        kept.columns,
        _body_choices(kind),
        filled,
        row.sheet,
        row.left_out,
        may_leave_without=kind.body is not GivenBody.ASKED,
    )


def _choose_columns(row: Import, kind: Kind, form: ColumnsForm) -> None:
    chosen = form.columns()
    check_mapping(row.outline, kind.fields, chosen, form.chosen_sheet)
    filled = form.filled()
    kept = _kept()
    values = kept.values if kept else NONE
    service.choose_columns(actor(), row, chosen, filled, form.chosen_sheet, values, form.left_out)
    if name := form["keep_as"].data:
        service.keep_mapping(actor(), kind.name, name, chosen, filled, row.values)


def _bodies_form(row: Import) -> BodiesForm:
    """The names that the file has and nobody knows, those included of which something was said already."""
    plan, said = Desk.of(current_app).look(row), row.bodies or {}
    new = plan.new_bodies(Choice.CREATE)
    cells = plan.importer.bodies if isinstance(plan.importer, NamesBodies) else BodyCells()
    return bodies_form(cells.proposals(dict.fromkeys([*said, *new])), said)


def _after_columns(row: Import, keep_as: str | None) -> str:
    """The words where some need a look, kept with the choices of columns; else the check of every row."""
    doubted = any(one.to_look_at for one in queries.words_found(row))
    if not doubted and all(one.said for one in queries.orders_asked(row)):
        return url_for(".check", import_id=row.id)
    kept = _kept()
    return url_for(".words", import_id=row.id, keep_as=keep_as or (kept.name if kept else None))


def _choose_words(row: Import, form: WordsForm) -> None:
    service.choose_words(actor(), row, form.said())
    if name := form.keep_as.data:
        service.keep_mapping(actor(), row.kind, name, row.columns, row.filled, row.values)


def _offered_form(row: Import) -> OfferedForm:
    """What the file names and is not on the register now, whatever was known when it was taken."""
    plan = Desk.of(current_app).look(row)
    served = plan.importer.offered_to if isinstance(plan.importer, MeetingImporter) else {}
    numbers = {body.code: str(body.id) for body in organisation.bodies()}
    suggested = [
        (
            name,
            importing.likely_kind(name),
            numbers.get(served.get(name) or importing.likely_body(name), ""),
        )
        for name in plan.offered()
    ]
    return offered_form(suggested, kind_choices(), organisation.body_choices(), forums.choices_told_apart())


def _choice(text: str | None) -> Choice:
    return Choice(text) if text in set(Choice) else Choice.UPDATE


def _draw_check(row: Import, seen: CheckPage, form: TakeForm) -> str:
    def link(number: int) -> str:
        only = seen.only or None
        return url_for(".check", import_id=row.id, choice=seen.choice.value, only=only, page=number)

    return render_template(
        "imports/check.html",
        row=row,
        seen=seen,
        form=form,
        choices=CHOICES,
        marked=[
            (mark, marked_in_words(mark, number), mark in row.left_out)
            for mark, number in marked_rows(row.outline).items()
        ],
        left_out=bodies_left_out(row.outline, row.columns) if "body" in seen.kind.fields.by_name else {},
        pagination=list_pages.pagination_of(min(seen.page, seen.pages), seen.pages, link),
    )


def _undo(row: Import, rest: str) -> None:
    """Undo a short import at once, a long one in a process of its own. Raises Refused."""
    if row.result.get("created", 0) + row.result.get("updated", 0) > child.LONG:
        service.begin(actor(), row, service.UNDOING, rest=rest)
        child.start(row.id, actor().id or 0, "", current_app.config)
    else:
        Desk.of(current_app).undo(actor(), row, rest)


def _busy_page(row: Import) -> str:
    return render_template(
        "imports/busy.html",
        row=row,
        kind=kind_named(row.kind),
        how_far=_progress(row).words,
        stopped=_seems_stopped(row),
        form=Form(),
    )


def _progress(row: Import) -> ProgressFile:
    return progress_of(current_app.config["HOME"], row.id)


def _seems_stopped(row: Import) -> bool:
    """Whether nothing was heard for a minute of a taking or undoing that should be going on."""
    return row.busy_since is not None and _progress(row).is_silent(row.busy_since)
