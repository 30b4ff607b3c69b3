"""Bringing in a file: kept, mapped, taken in one transaction with one audit entry, and undone in another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engage.forums import service as forum_service
from engage.forums.entries import ForumEntry
from engage.imports import queries
from engage.imports.registry import kind_named
from engage.imports.results import with_proposals
from engage.platform import clock
from engage.platform.data import audit, undo
from engage.platform.data.db import save, session
from engage.platform.data.files import StoredFile
from engage.platform.data.transactions import one_long_transaction, one_transaction
from engage.platform.imports.file_words import NONE
from engage.platform.imports.importing import Choice, Report
from engage.platform.imports.mapping import Values
from engage.platform.imports.models import Import, SavedMapping
from engage.platform.imports.plan import Plan
from engage.platform.offers.references import Link
from engage.platform.sheets.model import LEFT_OUT
from engage.rules.actors import Actor
from engage.rules.errors import Missing, Refused
from engage.rules.words import spelling_key

uploaded = audit.Event("import.uploaded", "import_id", "kind")
mapped = audit.Event("import.mapped", "import_id")
bodies_said = audit.Event("import.bodies-said", "import_id")
rows_left_out = audit.Event("import.rows-left-out", "import_id")
words_matched = audit.Event("import.words-matched", "import_id")
begun = audit.Event("import.begun", "import_id", "state")
taken = audit.Event("import.taken", "import_id", "kind", "created", "updated", can_be_put_back=True)
stopped = audit.Event("import.stopped", "import_id", "why")
undone = audit.Event("import.undone", "import_id", "entry_id", "changes")
discarded = audit.Event("import.discarded", "import_id")
mapping_kept = audit.Event("mapping.kept", "kind", "name")
mapping_dropped = audit.Event("mapping.dropped", "kind", "name")
forums_added = audit.Event("import.forums-added", "import_id", "count")

UPLOADED, TAKING, TAKEN, UNDOING, UNDONE = "uploaded", "taking", "taken", "undoing", "undone"
MOST_NAMED = 5
OWN_TABLE = (Import.__tablename__,)


@one_transaction
def upload(
    actor: Actor,
    kind: str,
    file: StoredFile,
    outline: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str | None],
    *,
    sheet: str = "",
    filled: Mapping[str, str] | None = None,
    values: Values = NONE,
    bodies: Mapping[str, list[str]] | None = None,
    forums: Mapping[str, int] | None = None,
    left_out: Sequence[str] = (),
) -> Import:
    """Keep a file that is to be looked at; nothing of it is taken yet. What names of bodies and forums were
    said to mean in earlier files holds, but for what is said here."""
    row = save(
        Import(
            kind=kind,
            file=file.fingerprint,
            file_name=file.name,
            outline=list(outline),
            sheet=sheet,
            columns=dict(columns),
            filled=dict(filled or {}),
            bodies={**queries.joint_names_said(), **(bodies or {})} or None,
            forums={**queries.forums_said(), **(forums or {})} or None,
            values=_copied(values),
            left_out=list(left_out),
            began_at=clock.now(),
            by_id=actor.id,
        )
    )
    uploaded(actor, import_id=row.id, kind=kind)
    return row


@one_transaction
def add_offered_forums(
    actor: Actor, row: Import, entries: Sequence[ForumEntry], known: Mapping[str, int]
) -> Import:
    """Add forums that a file names and a person has confirmed; answers the import to look at next.

    ``known`` are names that mean a forum of the register, by its number: so they are read from now on.

    That is the same one while nothing of it is taken, else a new one of the same file, of which what is known
    already comes out the same. Raises Refused when none is chosen, and as adding a forum does.
    """
    if not entries and not known:
        raise Refused("Tick the forums to add, or say which forum of the register a name means.")
    for entry in entries:
        forum_service.add_forum(actor, replace(entry, source=f"Named in {row.file_name}"))
    forums_added(actor, import_id=row.id, count=len(entries))
    if row.state == UPLOADED:
        row.forums = {**(row.forums or {}), **known}
        return row
    return load_again(actor, row, known)


def load_again(actor: Actor, row: Import, forums: Mapping[str, int] | None = None) -> Import:
    """A further import of the same file, to be looked at with the choices made for this one."""
    file = StoredFile(row.file, 0, row.file_name, "")
    return upload(
        actor,
        row.kind,
        file,
        row.outline,
        row.columns,
        sheet=row.sheet,
        filled=row.filled,
        values=row.values,
        bodies=row.bodies,
        forums={**(row.forums or {}), **(forums or {})},
        left_out=row.left_out,
    )


@one_transaction
def choose_columns(
    actor: Actor,
    row: Import,
    columns: Mapping[str, str | None],
    filled: Mapping[str, str],
    sheet: str,
    values: Values = NONE,
    left_out: Sequence[str] = (),
) -> None:
    """Say which column fills which field, what rows that leave one blank are given, and which rows are left
    out for their marks.

    ``values``, as they were kept with other choices, are added to what was said of the file's words.
    """
    _expect(row, UPLOADED)
    row.columns, row.filled, row.sheet = dict(columns), dict(filled), sheet
    row.left_out = list(left_out)
    row.values = _with(row.values, values)
    mapped(actor, import_id=row.id)


@one_transaction
def say_bodies(actor: Actor, row: Import, said: Mapping[str, Sequence[str]]) -> None:
    """Say which bodies the unknown names of a file mean; an empty answer opens a body of that name."""
    _expect(row, UPLOADED)
    row.bodies = {name: list(meant) for name, meant in said.items()}
    bodies_said(actor, import_id=row.id)


@one_transaction
def leave_rows_out(actor: Actor, row: Import, marks: Sequence[str]) -> None:
    """Leave out the rows with these marks, struck through or hidden, and no others."""
    _expect(row, UPLOADED)
    row.left_out = [mark for mark in LEFT_OUT if mark in marks]
    rows_left_out(actor, import_id=row.id)


@one_transaction
def choose_words(actor: Actor, row: Import, values: Values) -> None:
    """Say what words of the file stand for; what was said of others stays."""
    _expect(row, UPLOADED)
    row.values = _with(row.values, values)
    words_matched(actor, import_id=row.id)


@one_transaction
def keep_mapping(
    actor: Actor,
    kind: str,
    name: str,
    columns: Mapping[str, str | None],
    filled: Mapping[str, str],
    values: Values = NONE,
) -> SavedMapping:
    """Keep a mapping under a name, in the place of one kept before under the same."""
    kept = queries.mapping_named(kind, name)
    if kept is None:
        kept = SavedMapping(kind=kind, name=name)
    kept.columns = {heading: field for heading, field in columns.items() if field}
    kept.filled = dict(filled)
    kept.values = _copied(values)
    save(kept)
    mapping_kept(actor, kind=kind, name=name)
    return kept


@one_transaction
def drop_mapping(actor: Actor, kept: SavedMapping) -> None:
    """Forget a mapping."""
    mapping_dropped(actor, kind=kept.kind, name=kept.name)
    session().delete(kept)


@one_transaction
def begin(actor: Actor, row: Import, state: str, choice: Choice = Choice.UPDATE, *, rest: str = "") -> None:
    """Say that the taking or undoing of a long file begins elsewhere, or begins again when it has stopped.

    ``rest`` is for an undoing as ``undo_import`` has it.
    """
    _expect(row, *((UPLOADED, TAKING) if state == TAKING else (TAKEN, UNDOING)))
    row.state, row.busy_since = state, clock.now()
    if state == TAKING:
        row.choice, row.result = choice.value, {}
    elif rest:
        row.result = {**row.result, "rest": rest}
    begun(actor, import_id=row.id, state=state)


@one_long_transaction
def take(
    actor: Actor,
    import_id: int,
    plan: Plan,
    choice: Choice,
    *,
    seen: str = "",
    report: Report = lambda rows: None,
) -> Import:
    """Take every row of a plan that was read, all of them or none.

    ``seen`` is the fingerprint of the plan and of the choices as a person saw them: raises Refused when
    something else would happen now, and when the file was taken already.
    """
    row = _fresh(import_id)
    _expect(row, UPLOADED, TAKING)
    plan.hold_against_records()
    if seen:
        _expect_the_same(row, plan, seen)
    result = with_proposals(plan, choice)
    plan.importer.take(actor, plan.creations(choice), plan.updates(choice), report)
    row.state, row.busy_since, row.taken_at = TAKEN, None, clock.now()
    row.choice, row.result = choice.value, result
    taken(actor, import_id=row.id, kind=row.kind, created=result["created"], updated=result["updated"])
    return row


@one_transaction
def stop(actor: Actor, import_id: int, why: str) -> None:
    """Say why a taking or undoing that went on elsewhere came to nothing; the import is as it was before."""
    row = _fresh(import_id)
    _expect(row, TAKING, UNDOING)
    row.busy_since = None
    if row.state == TAKING:
        row.state, row.result = UPLOADED, {"problem": why}
    else:
        row.state, row.result = TAKEN, {**row.result, "problem": why}
    stopped(actor, import_id=row.id, why=why)


@one_long_transaction
def undo_import(
    actor: Actor,
    import_id: int,
    *,
    rest: str = "",
    report: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Undo a whole import, what it updated included; answers how many rows were put back.

    Raises Refused, naming them, when records changed since or when later ones depend on them. With ``rest``,
    which says what a person saw would stay, those stay and all others are put back.
    """
    row = _fresh(import_id)
    _expect(row, TAKEN, UNDOING)
    entry_id = queries.taken_entry(row, taken.name)
    found = queries.hindrances(entry_id, kind_named(row.kind).make())
    if found.named and not rest:
        raise Refused(why_not(found.named))
    if rest and rest != found.seen:
        raise Refused(
            "Other records stand in the way now than when you looked. Nothing was undone. Look again."
        )
    changes = undo.put_back(entry_id, sparing=OWN_TABLE, but=found.kept, report=report)
    row.state, row.busy_since = UNDONE, None
    told = {name: value for name, value in row.result.items() if name not in {"problem", "rest"}}
    row.result = told | ({"kept": sorted(found.kept)} if found.kept else {})
    undone(actor, import_id=row.id, entry_id=entry_id, changes=changes)
    return changes


@one_transaction
def discard(actor: Actor, row: Import) -> None:
    """Drop an upload of which nothing was taken."""
    _expect(row, UPLOADED)
    session().delete(row)
    discarded(actor, import_id=row.id)


def why_not(hindrances: Sequence[Link]) -> str:
    """Why an import cannot be undone, naming what stands in the way."""
    shown = "; ".join(link.text for link in hindrances[:MOST_NAMED])
    more = f" and {len(hindrances) - MOST_NAMED:,} more" if len(hindrances) > MOST_NAMED else ""
    return (
        "This import cannot be undone as a whole, because of what was changed or entered since:"
        f" {shown}{more}. Nothing was undone. Change those records first, then undo the import."
    )


def _with(before: Values, said: Values) -> dict[str, dict[str, str | None]]:
    """What was said before and is said now: the same word, in any spelling, means what is said now."""
    found = _copied(before)
    for name, words in said.items():
        now = set(map(spelling_key, words))
        kept = {word: code for word, code in found.get(name, {}).items() if spelling_key(word) not in now}
        found[name] = {**kept, **words}
    return found


def _copied(values: Values) -> dict[str, dict[str, str | None]]:
    return {name: dict(words) for name, words in values.items()}


def _expect_the_same(row: Import, plan: Plan, seen: str) -> None:
    now = queries.fingerprint(row, plan)
    if now == seen:
        return
    choices, _, of_plan = seen.partition("-")
    what = "The records were changed"
    if of_plan and choices != now.partition("-")[0]:
        what = "What was chosen for the file was changed, perhaps in another tab,"
    raise Refused(
        f"{what} while you were looking, so something else would happen now. Nothing was imported. Look at"
        " the check page again."
    )


def _fresh(import_id: int) -> Import:
    """The import as it stands now that it is this verb's turn."""
    row = session().get(Import, import_id, populate_existing=True)
    if row is None:
        raise Missing
    return row


def _expect(row: Import, *states: str) -> None:
    if row.state in states:
        return
    says = {
        UPLOADED: "Nothing of this file has been taken yet.",
        TAKING: "This file is being taken at this moment.",
        TAKEN: "This file has been taken already; nothing was taken twice.",
        UNDOING: "This import is being undone at this moment.",
        UNDONE: "This import has been undone. To take the file again, upload it again.",
    }
    raise Refused(says[row.state])
