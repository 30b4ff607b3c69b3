"""``engage import``: bringing in a spreadsheet from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask import current_app

from engage import create_app
from engage.accounts import queries as accounts
from engage.cli.group import ROW_NUMBER
from engage.imports import queries, rejects, service
from engage.imports.registry import KINDS, LEFT_WITHOUT, Kind, guesser_for
from engage.imports.results import with_proposals
from engage.imports.source import bodies_left_out, left_out, matched, open_source, outline_of
from engage.imports.taking.service import Desk
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.data.files import kind_of, shown_name
from engage.platform.data.refusal import Unusable
from engage.platform.imports.guessing import Mark
from engage.platform.imports.importing import Choice
from engage.platform.imports.mapping import MappingFile, check_headings, read_mapping_file
from engage.platform.imports.matches import guessed_columns, told_columns
from engage.platform.imports.plan import make_plan
from engage.platform.sheets.model import LEFT_OUT, Workbook
from engage.platform.web.pages import counted
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused

ALL_TAKEN, UNUSABLE, SOME_SET_ASIDE = 0, 2, 3
MOST_TOLD = 20
NO_BODY = "none"
COUNTS = (
    ("created", "created"),
    ("updated", "updated"),
    ("same", "the same"),
    ("skipped", "skipped"),
    ("repeated", "repeated"),
    ("blank", "blank"),
    ("rows_set_aside", "set aside"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked to do with a file."""

    kind: Kind
    file: Path
    sheet: str
    mapping: str
    known: Choice
    body: str
    leave_out: tuple[str, ...]
    dry_run: bool
    rejects: Path | None


@click.group("import")
def import_() -> None:
    """Bring in records from a spreadsheet; docs/import.md says what is read, and how."""


def _add_command(kind: Kind) -> None:
    @import_.command(kind.name, help=f"Bring in {kind.many} from a CSV or XLSX file.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--sheet", default="", metavar="NAME", help="Only this sheet.")
    @click.option(
        "--mapping", default="auto", metavar="auto|NAME|FILE.json", help="Which column fills which field."
    )
    @click.option(
        "--known",
        type=click.Choice([choice.value for choice in Choice]),
        default=Choice.UPDATE.value,
        show_default=True,
        help="What to do with rows already known.",
    )
    @click.option("--body", default="", metavar="CODE|none", help="The body of rows that name none.")
    @click.option(
        "--leave-out", multiple=True, type=click.Choice(list(LEFT_OUT)), help="Leave out rows so marked."
    )
    @click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
    @click.option("--rejects", type=click.Path(path_type=Path), help="Write the rows set aside to this file.")
    @click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
    def bring_in(known: str, as_json: bool, **options: Any) -> None:
        asked = Asked(kind=kind, known=Choice(known), **options)
        try:
            with create_app().app_context():
                result = _bring_in(asked)
        except Refused as refusal:
            click.echo(refusal.reason, err=True)
            if as_json:
                click.echo(json.dumps({"problem": refusal.reason}, ensure_ascii=False))
            sys.exit(UNUSABLE)
        click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else _in_words(result, asked))
        sys.exit(SOME_SET_ASIDE if result["rows_set_aside"] else ALL_TAKEN)


for _kind in KINDS.values():
    _add_command(_kind)


@import_.command(hidden=True)
@click.argument("number", type=ROW_NUMBER)
@click.option("--by", type=ROW_NUMBER, required=True)
@click.option("--seen", default="")
def work(number: int, by: int, seen: str) -> None:
    """Go on with an import or undoing that was begun in the browser."""
    with create_app().test_request_context():  # a refusal gives the addresses of the records it names
        actor = accounts.actor_for(accounts.account_for(by))
        Desk.of(current_app).work_on(actor, queries.import_for(actor, number), seen)


def _bring_in(asked: Asked) -> dict[str, Any]:
    """Take the file, or only say what would happen. Raises Refused; then nothing was changed."""
    desk, fields, said = Desk.of(current_app), asked.kind.fields, _said(asked)
    given = said.columns
    with open_source(
        asked.file,
        asked.file.name,
        fields,
        columns=given,
        sheet=asked.sheet,
        limit=desk.limit,
        leave_out=asked.leave_out,
    ) as workbook:
        with asked.file.open("rb") as content:
            kind_of(content, shown_name(asked.file.name))
        if asked.mapping.endswith(".json"):
            check_headings(given, [sheet.header for sheet in workbook.sheets])
        outline = outline_of(workbook, guesser_for(asked.kind.name))
        columns = given or guessed_columns(outline, doubtful=False)
        told: dict[str, Any] = {"columns": told_columns(outline, columns, guessed=not given)}
        if "body" in fields.by_name:
            told["bodies_left_out"] = bodies_left_out(outline, columns)
        pairs, filled = matched(workbook, fields, columns), _filled(asked, outline, columns)
        if asked.dry_run:
            importer = asked.kind.importer(queries.joint_names_said(), queries.forums_said())
            words = queries.file_words(asked.kind, said.values, filled)
            plan = make_plan(pairs, importer, filled=filled, words=words)
            plan.notes += left_out(workbook, pairs, asked.sheet)
            result = with_proposals(plan, asked.known)
            _write_rejects(asked, workbook, result)
            return {**result, **told, "dry_run": True}
    return {**_take(asked, desk, outline, MappingFile(columns, said.values), filled), **told}


def _take(
    asked: Asked,
    desk: Desk,
    outline: Sequence[Mapping[str, Any]],
    said: MappingFile,
    filled: Mapping[str, str],
) -> dict[str, Any]:
    with asked.file.open("rb") as content:
        stored = desk.files.store(content, asked.file.name)
    row = service.upload(
        SYSTEM,
        asked.kind.name,
        stored,
        outline,
        said.columns,
        sheet=asked.sheet,
        filled=filled,
        values=said.values,
        left_out=asked.leave_out,
    )
    try:
        desk.take(SYSTEM, row, asked.known)
    except BaseException:
        service.discard(SYSTEM, row)
        raise
    if asked.rejects:
        with desk.open(row) as workbook:
            _write_rejects(asked, workbook, row.result)
    return {**row.result, "dry_run": False, "import": row.id}


def _said(asked: Asked) -> MappingFile:
    """The mapping asked for: empty when the headings are to say what they are. Raises Unusable."""
    if asked.mapping == "auto":
        return MappingFile({}, {})
    if asked.mapping.endswith(".json"):
        return read_mapping_file(Path(asked.mapping), asked.kind.fields)
    kept = queries.mapping_named(asked.kind.name, asked.mapping)
    if kept is None:
        names = ", ".join(f"“{one.name}”" for one in queries.saved_mappings(asked.kind.name))
        raise Unusable(
            f"No mapping is kept under the name “{asked.mapping}”. The names are: {names or 'none yet'}."
            " Give one of them, auto, or a file ending in .json."
        )
    return MappingFile(kept.columns, kept.values)


def _filled(
    asked: Asked, outline: Sequence[Mapping[str, Any]], columns: Mapping[str, str | None]
) -> Mapping[str, str]:
    """What rows that name no body are given: as asked, else as kept, else as usual. Raises Unusable."""
    if asked.body == NO_BODY:
        return {"body": LEFT_WITHOUT}
    if not asked.body:
        kept = queries.mapping_named(asked.kind.name, asked.mapping)
        return (kept and kept.filled) or queries.usual_body(asked.kind, outline, columns)
    found = organisation.body_names().recognise(asked.body)
    if found.code is None:
        raise Unusable(
            f"No body is known by the code “{asked.body}”. Look up its code on the page of bodies."
        )
    return {"body": found.label}


def _write_rejects(asked: Asked, workbook: Workbook, result: Mapping[str, Any]) -> None:
    problems = rejects.problems_by_row(result["set_aside"])
    if asked.rejects is None or not problems:
        return
    content = rejects.rejects_file(workbook, problems, asked.rejects.suffix, clock.now())
    asked.rejects.write_bytes(content)


def _in_words(result: Mapping[str, Any], asked: Asked) -> str:
    lines = [
        "Nothing was changed; this is what would happen." if result["dry_run"] else "",
        f"{counted(result['rows_read'], 'row', 'rows')} read: "
        + ", ".join(
            f"{result[name]:,} {words}"
            for name, words in COUNTS
            if result[name] or name in {"created", "updated"}
        )
        + ".",
        *_left_out_in_words(result, asked.kind),
        *(
            f"{one['label']}: {', '.join(one['from'])} -> {one['to']} ({counted(one['rows'], 'row', 'rows')})"
            for one in result["merged_spellings"]
        ),
        *(
            f"The column “{heading}” names {counted(number, 'body', 'bodies')} and is left out."
            for heading, number in result.get("bodies_left_out", {}).items()
        ),
        *result["pointed_out"][:MOST_TOLD],
        _more(len(result["pointed_out"]), "row", "rows", "to know of"),
        *(_doubt_in_words(one) for one in result["doubts"]),
        f"New bodies: {'; '.join(result['new_bodies'])}." if result["new_bodies"] else "",
        *(f"{one['sheet']}: {one['note']}" for one in result["notes"]),
        *(f"May be one: {kept} and {other}. {why}" for kept, other, why in _proposed(result)[:MOST_TOLD]),
        _more(len(_proposed(result)), "pair", "pairs", "that may be one"),
        *(
            f"{one['name']} ({counted(one['rows'], 'row', 'rows')}) may be {'; '.join(likely['bodies'])}:"
            f" {likely['why']}."
            for one in result["unknown_bodies"]
            for likely in one["may_be"]
        ),
        _not_compared(result["bodies_not_compared"]),
        *(_offer_in_words(one) for one in result.get("offered_forums", ())),
        *(_order_in_words(one) for one in result["dates_to_ask"]),
        *(_unread_in_words(one) for one in result["unread_cells"][:MOST_TOLD]),
        _more(len(result["unread_cells"]), "cell", "cells", "that cannot be read"),
        *(_problem_in_words(one) for one in result["set_aside"][:MOST_TOLD]),
    ]
    more = len(result["set_aside"]) - MOST_TOLD
    if more > 0:
        lines.append(f"and {more:,} more; --rejects writes them to a file.")
    return "\n".join(line for line in lines if line)


def _doubt_in_words(doubt: Mapping[str, Any]) -> str:
    rows = doubt["rows"]
    shown = ", ".join(f"row {one['row']} of {one['sheet']} ({one['why']})" for one in rows[:MOST_TOLD])
    more = f" and {len(rows) - MOST_TOLD:,} more" if len(rows) > MOST_TOLD else ""
    return f"Can hardly be: {doubt['asks']}: {shown}{more}."


def _left_out_in_words(result: Mapping[str, Any], kind: Kind) -> list[str]:
    """The columns that fill nothing, those first that may have been meant to."""
    doubtful = [one for one in result["columns"] if one["mark"] == Mark.DOUBTFUL]
    missed = [f"“{one['heading']}”" for one in result["columns"] if one["mark"] == Mark.MISSED]
    return [
        *(
            f"Column “{one['heading']}” was left out. {one['reason']} If it is"
            f" {kind.fields.by_name[one['looks_like']].label}, say so in a mapping file."
            for one in doubtful
        ),
        *([f"Columns that fill nothing: {', '.join(missed)}."] if missed else ()),
    ]


def _proposed(result: Mapping[str, Any]) -> list[list[str]]:
    return list(result.get("proposed_merges", ()))


def _offer_in_words(one: Mapping[str, Any]) -> str:
    rows = counted(len(one["rows"]), "row", "rows")
    return f"Not on the register of forums: {one['name']} ({rows}). Add it there, and its rows can be taken."


def _order_in_words(one: Mapping[str, Any]) -> str:
    return (
        f"{one['label']}: in {', '.join(one['month_first'])} the month comes first; {one['either']:,} that"
        " may have either first were not read. Say which comes first in a mapping file:"
        f' {{"dates": {{"{one["field"]}": "month first"}}}}.'
    )


def _unread_in_words(one: Mapping[str, Any]) -> str:
    return f"Not read: row {one['row']}, {one['column']}: “{one['words']}”. {one['problem']}"


def _more(number: int, one: str, many: str, what: str) -> str:
    return f"and {counted(number - MOST_TOLD, one, many)} more {what}." if number > MOST_TOLD else ""


def _not_compared(number: int) -> str:
    names = counted(number, "further name of a body was", "further names of bodies were")
    return f"{names} not held against the known ones: there are too many." if number else ""


def _problem_in_words(one: Mapping[str, Any]) -> str:
    column = f", {one['column']}" if one["column"] else ""
    return f"Set aside: row {one['row']}{column}: {one['problem']}"
