"""Whoever owns the database alone cannot make the trail anew; whoever has the key too is found by the heads
that were published."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from engage.cli import main
from engage.organisation.models import Body
from engage.platform.data import audit, heads, verifying
from engage.platform.data.audit import AuditEntry, AuditHead
from engage.platform.data.db import record, session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import publishing
from engage.platform.mail.models import Letter
from engage.platform.processes import upkeep
from engage.rules.actors import SYSTEM, Actor
from tests.builders import make_actor, make_body
from tests.harness.installation import Installation
from tests.platform.tampering import by_hand, recompute, tamper

pytestmark = pytest.mark.usefixtures("app")

body_renamed = audit.Event("test.renamed-under-seal", "body_id")
report_out = audit.Event("test.report-out", publishes_head=True)
named_anew = audit.Event("test.named-anew")

UNSEALED = "UPDATE audit_entry SET seal = NULL, name_seal = NULL, name_salt = NULL, sealed_with = NULL"
ENTRY_3_GONE = ("DELETE FROM audit_change WHERE entry_id = 3", "DELETE FROM audit_entry WHERE id = 3")


@one_transaction
def rename(actor: Actor, body: Body, name: str) -> None:
    body.name = name
    body_renamed(actor, body_id=body.id)


@one_transaction
def publish_a_report() -> None:
    report_out(SYSTEM)


def make_history() -> Body:
    """Four entries: an account, a body, and its two other names, by the governance lead."""
    governance = make_actor("governance_lead")
    body = make_body("Dudley CCG")
    for name in ("NHS Dudley CCG", "NHS Dudley Clinical Commissioning Group"):
        rename(governance, body, name)
    return body


@pytest.mark.both_databases
def test_an_entry_taken_out_is_found_though_every_fingerprint_was_made_anew() -> None:
    make_history()
    tamper(*ENTRY_3_GONE)
    recompute()
    verdict = verifying.verify()
    assert (verdict.broken_at, verdict.why) == (
        4,
        "it was not sealed with the key: it, or an entry before it, was made anew",
    )


def test_a_trail_whose_seals_were_all_taken_off_is_not_taken_for_an_old_one() -> None:
    make_history()
    tamper(*ENTRY_3_GONE, UNSEALED, "UPDATE audit_head SET seal = NULL")
    recompute()
    assert verifying.verify().why == verifying.NOT_KEYED


@pytest.mark.both_databases
def test_who_took_all_seals_off_is_found_though_the_trail_was_sealed_anew_in_good_faith(app: Flask) -> None:
    body = make_history()
    publishing.publish_head()
    rename(SYSTEM, body, "Dudley and Walsall CCG")
    tamper(
        "DELETE FROM audit_change WHERE entry_id = 5",
        "DELETE FROM audit_entry WHERE id = 5",
        UNSEALED,
        "UPDATE audit_head SET seal = NULL",
    )
    recompute()
    assert upkeep.begin_seals()
    [published] = heads.read(app.config["HEADS"])
    verdict = verifying.verify([(published.entries, published.fingerprint)])
    assert (verdict.broken_at, verdict.why) == (4, verifying.SEALS_GONE)


@pytest.mark.both_databases
def test_a_name_beside_an_entry_cannot_be_rewritten() -> None:
    make_history()
    with pytest.raises(DatabaseError, match="the audit trail only grows"):
        by_hand("UPDATE audit_entry SET actor_name = 'Somebody else' WHERE id = 3")
    tamper("UPDATE audit_entry SET actor_name = 'Somebody else' WHERE id = 3")
    verdict = verifying.verify()
    assert (verdict.broken_at, verdict.why) == (3, "the name beside it was altered")


@pytest.mark.both_databases
def test_a_name_replaced_for_good_is_found_unless_an_entry_says_so() -> None:
    make_history()
    account = session().get_one(AuditEntry, 3).actor_id or 0
    by_hand("UPDATE audit_entry SET actor_name = 'Clinical lead', name_salt = NULL WHERE id = 3")
    verdict = verifying.verify()
    assert (verdict.broken_at, verdict.why) == (
        3,
        "the name beside it was replaced, and nobody says why",
    )

    @one_transaction
    def put_the_title() -> None:
        audit.name_anew(account, "Governance lead")
        named_anew(SYSTEM)

    put_the_title()
    assert verifying.verify().why == ""
    by_hand("UPDATE audit_entry SET actor_name = 'Clinical lead' WHERE id = 3")
    assert verifying.verify().why == "the name beside it was replaced, and nobody says why"


@pytest.mark.both_databases
def test_entries_of_before_the_key_verify_as_they_were_and_are_sealed_by_the_first_that_has_one() -> None:
    make_history()
    tamper(UNSEALED, "UPDATE audit_head SET seal = NULL")
    assert upkeep.begin_seals()
    assert not upkeep.begin_seals(), "once is enough"
    assert verifying.verify() == verifying.Verdict(5, None, "", keyed_from=5)
    by_hand(*ENTRY_3_GONE)
    recompute()
    assert verifying.verify().broken_at == 5


def test_a_trail_sealed_with_a_key_that_is_lost_is_said_to_be(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_history()
    monkeypatch.setitem(app.config, "TRAIL_KEY", b"the key of another installation")
    verdict = verifying.verify()
    assert (verdict.broken_at, verdict.why) == (1, verifying.OTHER_KEY)


def test_an_end_cut_off_is_found_by_the_seal_of_the_head_and_an_old_head_by_what_was_published(
    app: Flask,
) -> None:
    body = make_history()
    old = {
        name: getattr(session().get_one(AuditHead, 1), name) for name in ("entries", "fingerprint", "seal")
    }
    rename(SYSTEM, body, "Dudley and Walsall CCG")
    publishing.publish_head()
    tamper("DELETE FROM audit_change WHERE entry_id = 5", "DELETE FROM audit_entry WHERE id = 5")
    recompute()
    assert "not sealed with the key" in verifying.verify().why
    with record.engine.begin() as connection:
        connection.execute(update(AuditHead).values(**old))
    assert verifying.verify().why == "", "a copy of the head of that time bears its seal"
    [published] = heads.read(app.config["HEADS"])
    verdict = verifying.verify([(published.entries, published.fingerprint)])
    assert verdict.why == "it does not contain a head that was published"
    with pytest.raises(upkeep.TrailBroken, match="does not contain a head that was published"):
        upkeep.verify_audit_trail()


def test_the_head_is_published_each_day_and_after_a_report(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published() -> list[int]:
        publishing.publish_head()
        return [head.entries for head in heads.read(app.config["HEADS"])]

    assert published() == []
    body = make_history()
    assert published() == [4]
    clock.shift(3600)
    rename(SYSTEM, body, "Dudley and Walsall CCG")
    assert published() == [4], "not yet a day later"
    publish_a_report()
    assert published() == [4, 6]
    clock.shift(24 * 3600)
    assert published() == [4, 6], "nothing has happened since"
    rename(SYSTEM, body, "Dudley CCG")
    monkeypatch.setitem(app.config, "HEADS_TO", ("auditor@firm.example",))
    assert published() == [4, 6, 7]
    [letter] = session().scalars(select(Letter)).all()
    assert letter.to_address == "auditor@firm.example"
    assert letter.text.startswith(heads.read(app.config["HEADS"])[-1].line)


def test_the_command_line_holds_the_trail_against_published_heads(
    installation: Installation, tmp_path: Path
) -> None:
    settings = installation.settings
    environment = {"ENGAGE_HOME": str(settings.home), "ENGAGE_DATABASE_URL": settings.database_url}

    def verify(*words: str) -> tuple[int, str]:
        ended = CliRunner().invoke(main, ["audit", "verify", *words], env=environment)
        return ended.exit_code, ended.output

    make_history()
    assert "It was held against no published head" in verify()[1]
    publishing.publish_head()
    code, said = verify()
    assert (code, said.splitlines()[:2]) == (
        0,
        ["The audit trail is whole: 4 entries.", "Every entry is sealed with the key."],
    )
    assert "It contains 1 published head, the last of" in said
    kept = tmp_path / "kept by the auditor.txt"
    kept.write_text(f"2019-11-14T09:30:00+00:00 4 {'0' * 64}\n")
    code, said = verify("--heads", str(kept))
    assert code == 2
    assert "does not contain a head that was published" in said
    assert "It is the head of 14 November 2019 at 9:30am, at 4 entries." in said
    kept.write_text("Dear auditor")
    assert verify("--heads", str(kept))[0] == 2
