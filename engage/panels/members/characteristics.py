"""Answers members gave about themselves, kept so that nobody who reads the tables can tell whose they are.

See docs/decisions/characteristics-stand-apart.md."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from engage.panels.models import Characteristic, PanelMember
from engage.platform.data.db import session
from engage.platform.data.seals import guarded
from engage.rules.errors import Refused
from engage.rules.monitoring import read_monitoring

LARGEST_NUMBER = 2**31 - 1

LOT = secrets.SystemRandom()

Answers = Mapping[str, str]
"""Codes of answers, by the code of the question."""


def keyed(panel_id: int, member_id: int, question: str) -> str:
    """Which answer it is, to whoever has the installation's secret; a random word to anybody else."""
    return _fingerprint("answer", panel_id, member_id, question)


def seal(panel_id: int, member_id: int, question: str, answer: str) -> str:
    """That a member was counted with an answer. It cannot be set beside ``keyed``, nor guessed from it."""
    return _fingerprint("counted", panel_id, member_id, question, answer)


def replace(panel_id: int, member_id: int, answers: Answers) -> None:
    """Within a verb: put these answers in the place of what the member said before; others stay.

    Raises Refused for what is no answer to a question; the sentence does not repeat it.
    """
    monitoring = read_monitoring()
    if any(
        question not in monitoring.questions or not monitoring.accepts(question, answer)
        for question, answer in answers.items()
    ):
        raise Refused("One of the answers is not among those offered. Nothing was kept: choose again.")
    mine = {keyed(panel_id, member_id, question): question for question in answers}
    kept = [row for row in _rows(panel_id) if row["keyed"] not in mine]
    new = [
        {"panel_id": panel_id, "keyed": key, "characteristic": question, "answer": answers[question]}
        for key, question in mine.items()
    ]
    _write_afresh(panel_id, kept + new)


def take_away(panel_id: int, member_id: int) -> int:
    """Within a verb: take away everything a member said of themselves; answers how many answers went."""
    mine = {keyed(panel_id, member_id, question) for question in read_monitoring().questions}
    rows = _rows(panel_id)
    kept = [row for row in rows if row["keyed"] not in mine]
    if len(kept) < len(rows):
        _write_afresh(panel_id, kept)
    return len(rows) - len(kept)


def answers_of(panel_id: int, member_ids: Collection[int], question: str) -> dict[int, str]:
    """What these members answered to one question; for counting, and never for showing."""
    held = {row["keyed"]: row["answer"] for row in _rows(panel_id) if row["characteristic"] == question}
    found = {number: held.get(keyed(panel_id, number, question)) for number in member_ids}
    return {number: answer for number, answer in found.items() if answer is not None}


def who_answered(panel_id: int, member_ids: Collection[int]) -> set[int]:
    """Which of these members have any answer on file."""
    held = {row["keyed"] for row in _rows(panel_id)}
    questions = read_monitoring().questions
    return {
        number
        for number in member_ids
        if any(keyed(panel_id, number, question) in held for question in questions)
    }


def said_by(person_id: int) -> list[dict[str, Any]]:
    """What one person said of themselves, in words: for that person's own request for their data alone."""
    monitoring = read_monitoring()
    found = []
    for panel_id, member_id in _memberships(person_id):
        for code, question in monitoring.questions.items():
            for answer in answers_of(panel_id, [member_id], code).values():
                labels = {one.code: one.label for one in (*question.answers, monitoring.prefer_not_to_say)}
                found.append({question.characteristic: labels[answer]})
    return found


def erase_of(person_id: int) -> int:
    """Within a verb: take away what one person said of themselves, in every panel."""
    return sum(take_away(panel_id, member_id) for panel_id, member_id in _memberships(person_id))


def _memberships(person_id: int) -> list[tuple[int, int]]:
    wanted = select(PanelMember.panel_id, PanelMember.id).where(PanelMember.person_id == person_id)
    return [(panel_id, member_id) for panel_id, member_id in session().execute(wanted)]


def _rows(panel_id: int) -> list[dict[str, Any]]:
    wanted = select(
        Characteristic.panel_id, Characteristic.keyed, Characteristic.characteristic, Characteristic.answer
    ).where(Characteristic.panel_id == panel_id)
    return [dict(row) for row in session().execute(wanted).mappings()]


def _write_afresh(panel_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put these rows in the place of all the panel's, with numbers and in an order drawn by lot.

    Row after row in the order of joining, or a moment of writing for each, would tell whose they are.
    """
    session().execute(delete(Characteristic).where(Characteristic.panel_id == panel_id))
    taken = set(session().scalars(select(Characteristic.id)))
    shuffled = [dict(row) for row in rows]
    LOT.shuffle(shuffled)
    for row in shuffled:
        row["id"] = next(number for number in iter(_drawn, None) if number not in taken)
        taken.add(row["id"])
    if shuffled:
        session().execute(insert(Characteristic), shuffled)


def _drawn() -> int:
    return LOT.randrange(1, LARGEST_NUMBER)


def _fingerprint(*parts: object) -> str:
    return guarded("characteristic:" + ":".join(str(part) for part in parts))
