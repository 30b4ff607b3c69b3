"""What stands in a place before each kill: a log, a register, letters on their way, drafts and an upload."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bench.faults.commands import Command
from bench.faults.places import Place
from bench.log import write_log
from bench.register import build_register
from engage.accounts import queries as accounts
from engage.accounts.service import open_account
from engage.assurance import service as assurance
from engage.imports import service as imports
from engage.imports.registry import KINDS, guesser_for
from engage.imports.source import open_source, outline_of
from engage.imports.taking.service import Desk
from engage.platform.data.db import session
from engage.platform.imports.matches import guessed_columns
from engage.platform.offers.many_acts import many_act, silently
from engage.platform.processes.jobs import JOBS, run_job
from engage.rules.actors import SYSTEM, Actor
from engage.rules.periods import read_period
from engage.stakeholders.models import Organisation, Person
from tests.builders import make_person

YEAR = "2018-19"
ROLE, ADDRESS, NAME = "head_of_comms_engagement", "head@wolverhampton.example", "Head of communications"
ACTIVITIES, NEW_ROWS, ORGANISATIONS, LETTERS = 200, 400, 1_100, 40
LETTER = {"kind": "person", "subject": "The walk-in centre", "text": "It stays open until nine."}
TRY_FOR = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the acts are about: a file to bring in, the upload of the same, who acts, and the drafts."""

    log: Path
    upload_id: int
    account_id: int
    organisations: list[int]
    drafts: list[int]

    def actor(self) -> Actor:
        return accounts.actor_for(accounts.account_for(self.account_id))


def prepare(place: Place, drafts: int) -> Prepared:
    """Fill a place, and keep it so."""
    known, log = place.folder / "known.csv", place.folder / "log.csv"
    write_log(log, ACTIVITIES + NEW_ROWS)
    _parted(log, known)
    done(place, "db", "upgrade")
    done(place, "import", "activities", str(known))
    build_register(place.app, ORGANISATIONS)
    with place.app.test_request_context():
        account = open_account(SYSTEM, ADDRESS, NAME, [ROLE], password=None, demonstration=True)
        prepared = Prepared(
            log=log,
            upload_id=_upload(place, log),
            account_id=account.id,
            organisations=list(session().scalars(select(Organisation.id).order_by(Organisation.id))),
            drafts=[assurance.draft_report(SYSTEM, None, read_period(YEAR), {}).id for _ in range(drafts)],
        )
        _write_letters(prepared.actor())
        for name in sorted(set(JOBS) - {"post_letters"}):  # so that a worker has letters alone to see to
            run_job(name)
    place.keep()
    return prepared


def done(place: Place, *words: str) -> None:
    """Do a command to its end. Raises RuntimeError when it fails."""
    command = Command(words, place.settings, place.folder / "command.log")
    if not (command.ends_within(TRY_FOR) and command.is_acknowledged):
        command.kill()
        raise RuntimeError(command.told)


def _parted(log: Path, known: Path) -> None:
    """Put the first rows of a log into a file of their own."""
    with log.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    for path, part in ((known, rows[:ACTIVITIES]), (log, rows[ACTIVITIES:])):
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *part])


def _upload(place: Place, log: Path) -> int:
    """An upload of the log that somebody has looked at and had taken."""
    kind, desk = KINDS["activities"], Desk.of(place.app)
    with open_source(log, log.name, kind.fields, columns={}, sheet="", limit=desk.limit) as workbook:
        outline = outline_of(workbook, guesser_for(kind.name))
    with log.open("rb") as content:
        stored = desk.files.store(content, log.name)
    columns = guessed_columns(outline, doubtful=False)
    row = imports.upload(SYSTEM, kind.name, stored, outline, columns)
    imports.begin(SYSTEM, row, imports.TAKING)
    return row.id


def _write_letters(actor: Actor) -> None:
    for _ in range(LETTERS):
        make_person("Carer", bulk=date(2019, 3, 1))
    people = list(session().scalars(select(Person.id)))
    act = many_act("stakeholders.letter")
    act.verb(actor, *act.arguments(people, LETTER), report=silently)
