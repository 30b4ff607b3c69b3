"""Letters: written with the change, posted after it over a real mail server, and never twice."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from engage.platform import clock
from engage.platform.data import transactions, verifying
from engage.platform.data.db import record, session
from engage.platform.data.files import FileStore
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import addresses, letters, links, outbox, posting, smtp
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Attachment, Recipient
from engage.platform.mail.smtp import Fate, Post
from engage.platform.processes import jobs, service
from engage.platform.processes.jobs import Undone
from engage.platform.processes.models import JobRun
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.harness.installation import Installation
from tests.harness.post_office import PASSWORD, USER, PostOffice, open_post_office
from tests.harness.server import HOST, free_port

ROOT = Path(__file__).parents[2]
CHAIR = Recipient("account:7", "ppg.chair@penn.example", "PPG Chair, Penn Manor")
AGENT = Recipient("account:8", "second.chair@penn.example", "PPG Chair, Tettenhall")
MINUTES = "Dear all,\n\nHere are the minutes.\n.\nA line that begins with a stop.\n"


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    """A mail server, and an application that was told of it."""
    with open_post_office() as office:
        app.config["MAIL_SERVER"] = office.server()
        yield office
    app.config["MAIL_SERVER"] = None


@one_transaction
def write(to: Recipient = CHAIR, subject: str = "Minutes of 14 November", **more: Any) -> int | None:
    given: dict[str, Any] = {"text": MINUTES, "by": SYSTEM, **more}
    letter = outbox.write("minutes", "meeting:3", to, subject, **given)
    return letter.id if letter else None


def the_letter() -> Letter:
    session().rollback()
    return session().scalars(select(Letter)).one()


def the_letter_to(whom: Recipient) -> Letter:
    session().rollback()
    return session().scalars(select(Letter).where(Letter.to_ref == whom.ref)).one()


def in_state(state: str) -> int:
    session().rollback()
    return len(session().scalars(select(Letter.id).where(Letter.state == state)).all())


@pytest.mark.both_databases
def test_a_letter_is_written_with_the_change_and_sent_after_it(office: PostOffice) -> None:
    write()
    assert office.letters == []
    assert posting.post_letters().startswith("1 letter sent")
    sent = office.letters[0]
    assert (sent["Subject"], sent["From"]) == (
        "Minutes of 14 November",
        "Engage <engage@wolverhampton.example>",
    )
    assert sent["To"].addresses[0].addr_spec == CHAIR.address
    assert sent.get_content().replace("\r\n", "\n") == MINUTES
    assert sent["Auto-Submitted"] == "auto-generated"
    kept = the_letter()
    assert (kept.state, kept.tries, kept.answer, kept.message_id) == (
        "sent",
        1,
        "250 2.0.0 taken",
        sent["Message-ID"],
    )
    posting.post_letters()
    assert len(office.letters) == 1


def test_no_letter_is_left_of_a_change_that_failed(app: Flask) -> None:
    @one_transaction
    def hold_a_meeting() -> None:
        outbox.write("minutes", "meeting:3", CHAIR, "Minutes", MINUTES, by=SYSTEM)
        raise Refused("The meeting has no date.")

    with pytest.raises(Refused):
        hold_a_meeting()
    assert outbox.waiting() == 0


def test_the_same_letter_to_the_same_person_is_written_once(app: Flask) -> None:
    assert write() is not None
    assert write() is None
    assert write(AGENT) is not None
    assert write(once="minutes again, corrected") is not None
    assert outbox.waiting() == 3


def test_pages_are_told_what_became_of_each_letter_and_no_address(office: PostOffice) -> None:
    office.answers[AGENT.address] = ["550 5.1.1 there is nobody second.chair@penn.example here"]
    write()
    write(AGENT)
    posting.post_letters()
    found = outbox.letters_about("meeting:3")
    assert [(one.to_ref, one.state) for one in found] == [("account:8", "refused"), ("account:7", "sent")]
    assert "@" not in " ".join(one.answer for one in found)
    assert outbox.letters_about("meeting:4") == []


def test_one_refused_address_holds_up_nobody_and_is_not_tried_again(office: PostOffice, clock: Any) -> None:
    office.answers[CHAIR.address] = ["550 5.1.1 nobody of that name"]
    write()
    write(AGENT)
    assert posting.post_letters() == "1 letter sent, 0 to try again, 1 refused, 0 of which nobody knows."
    assert office.taken_for == [AGENT.address]
    assert the_letter_to(CHAIR).answer == "550 5.1.1 nobody of that name"
    clock.shift(timedelta(days=1))
    posting.post_letters()
    assert the_letter_to(CHAIR).tries == 1


@pytest.mark.parametrize("where", ["named", "at the end"])
def test_what_is_put_off_is_tried_again_after_a_pause(office: PostOffice, clock: Any, where: str) -> None:
    put_off = ["451 4.3.2 come back later", "250 2.0.0 taken"]
    if where == "named":
        office.answers[CHAIR.address] = put_off
    else:
        office.at_the_end = put_off
    write()
    assert "1 to try again" in posting.post_letters()
    posting.post_letters()
    assert (the_letter().state, the_letter().tries) == ("waiting", 1), "not before its time"
    clock.shift(timedelta(minutes=1))
    posting.post_letters()
    assert (the_letter().state, the_letter().tries, len(office.letters)) == ("sent", 2, 1)


def test_a_server_that_is_away_is_called_less_and_less_often_and_for_three_days(
    app: Flask, clock: Any
) -> None:
    app.config["MAIL_SERVER"] = smtp.MailServer(
        HOST, free_port(), "", "", "none", "engage@wolverhampton.example"
    )
    write()
    pauses = []
    while the_letter().state == "waiting":
        before = the_letter().next_try_at
        clock.move_to(before)
        with pytest.raises(Undone):
            posting.post_letters()
        pauses.append(the_letter().next_try_at - before)
    app.config["MAIL_SERVER"] = None
    assert the_letter().state == "given_up"
    assert pauses[:6] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 240)]
    assert timedelta(days=2, hours=20) < before - the_letter().written_at < timedelta(days=3, hours=4)
    assert the_letter().answer == "The mail server could not be reached: ConnectionRefusedError."


def test_while_the_server_is_away_only_one_letter_is_tried_at_a_time(app: Flask) -> None:
    app.config["MAIL_SERVER"] = smtp.MailServer(
        HOST, free_port(), "", "", "none", "engage@wolverhampton.example"
    )
    write()
    write(AGENT)
    with pytest.raises(Undone, match="could not be reached"):
        posting.post_letters()
    app.config["MAIL_SERVER"] = None
    assert (the_letter_to(CHAIR).tries, the_letter_to(AGENT).tries) == (1, 0)


def test_a_conversation_that_ends_before_the_letter_is_taken_up_again(office: PostOffice, clock: Any) -> None:
    office.breaks_off = "named"
    write()
    with pytest.raises(Undone, match="ended the conversation"):
        posting.post_letters()
    assert (the_letter().state, office.letters) == ("waiting", [])
    office.breaks_off = ""
    clock.shift(timedelta(minutes=1))
    posting.post_letters()
    assert (the_letter().state, len(office.letters)) == ("sent", 1)


def test_a_letter_of_which_nobody_knows_whether_it_was_taken_is_not_sent_again_by_itself(
    office: PostOffice, clock: Any
) -> None:
    office.breaks_off = "taken"
    write()
    assert posting.post_letters().endswith("1 of which nobody knows.")
    office.breaks_off = ""
    clock.shift(timedelta(days=2))
    posting.post_letters()
    assert (the_letter().state, len(office.letters)) == ("unsure", 1)
    assert outbox.letters_about("meeting:3")[0].answer.startswith("Nobody knows whether it was sent")


def test_whoever_decides_to_may_send_it_again_and_mail_programs_know_it_for_the_same(
    office: PostOffice, clock: Any
) -> None:
    office.breaks_off = "taken"
    write()
    posting.post_letters()
    office.breaks_off = ""
    outbox.send_again(SYSTEM, the_letter())
    posting.post_letters()
    assert the_letter().state == "sent"
    assert len({letter["Message-ID"] for letter in office.letters}) == 1
    with pytest.raises(Refused, match="The mail server took it"):
        outbox.send_again(SYSTEM, the_letter())


def test_a_letter_whose_words_are_no_longer_kept_is_not_sent_again(app: Flask) -> None:
    @one_transaction
    def let_go(letter: Letter) -> None:
        letter.state, letter.to_address, letter.text = outbox.GIVEN_UP, "", ""

    write()
    let_go(the_letter())
    with pytest.raises(Refused, match="is no longer kept"):
        outbox.send_again(SYSTEM, the_letter())


@pytest.mark.both_databases
def test_a_worker_killed_after_the_server_took_a_letter_does_not_send_it_twice(
    installation: Installation, app: Flask
) -> None:
    taken = Event()
    with open_post_office() as office:
        holder = record.engine.connect()

        def hold_the_database() -> None:
            # From here on the worker cannot save that the letter was sent.
            holder.execute(text("UPDATE letter SET tries = tries"))
            taken.set()

        office.on_taking = hold_the_database
        write()
        record.session.remove()
        with subprocess.Popen(
            [sys.executable, "-m", "engage", "worker", "--once", "post_letters"],
            cwd=ROOT,
            env=environment_of(installation, office),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as worker:
            assert taken.wait(timeout=60)
            worker.send_signal(signal.SIGKILL)
        holder.rollback()
        holder.close()
        office.on_taking = None
        app.config["MAIL_SERVER"] = office.server()
        assert posting.post_letters().endswith("1 of which nobody knows."), "as soon as another worker posts"
        assert (the_letter().state, len(office.letters)) == ("unsure", 1)
        app.config["MAIL_SERVER"] = None


@pytest.mark.both_databases
def test_what_became_of_a_letter_is_kept_though_others_save_for_long(
    app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "PATIENCE", 50)  # milliseconds
    holder, refused = record.engine.connect(), Event()

    def hold_the_database() -> None:
        """As another writer does: on PostgreSQL by taking its turn."""
        on_postgresql = holder.dialect.name == "postgresql"
        turn = select(func.pg_advisory_xact_lock(record.turn))
        holder.execute(turn if on_postgresql else text("UPDATE letter SET tries = tries"))

    def let_go(_context: object) -> None:
        refused.set()
        holder.rollback()

    write()
    office.on_taking = hold_the_database
    event.listen(record.engine, "handle_error", let_go)
    try:
        posting.post_letters()
    finally:
        event.remove(record.engine, "handle_error", let_go)
        holder.close()
    assert refused.is_set()
    assert (the_letter().state, len(office.letters)) == ("sent", 1)


def environment_of(installation: Installation, office: PostOffice) -> dict[str, str]:
    return {
        **os.environ,
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
        "ENGAGE_SECRET_KEY": installation.settings.secret_key,
        "ENGAGE_SMTP_HOST": HOST,
        "ENGAGE_SMTP_PORT": str(office.port),
        "ENGAGE_SMTP_TLS": "none",
        "ENGAGE_MAIL_FROM": "Engage <engage@wolverhampton.example>",
    }


@pytest.mark.both_databases
def test_two_workers_never_claim_the_same_letter(app: Flask) -> None:
    for number in range(8):
        write(Recipient(f"account:{number}", f"chair{number}@penn.example", "PPG Chair"))

    def claim_two(_worker: int) -> list[int]:
        with app.app_context():
            claimed = [posting.claim(clock.now()) for _ in range(2)]
            return [one.letter_id for one in claimed if one is not None]

    with ThreadPoolExecutor(4) as pool:
        found = [number for numbers in pool.map(claim_two, range(4)) for number in numbers]
    assert len(found) == len(set(found)) == 8
    assert in_state("sending") == 8
    assert posting.claim(clock.now()) is None


def test_without_a_mail_server_letters_wait_and_the_worker_says_so(app: Flask) -> None:
    write()
    assert posting.post_letters() == "No mail server is set. 1 letter waits."
    assert the_letter().state == "waiting"


def test_the_words_of_a_letter_with_a_link_go_once_it_is_sent(office: PostOffice) -> None:
    @one_transaction
    def ask() -> None:
        secret = links.make_link("confirm-action", "action:5", "account:7")
        outbox.write(
            "reminder", "action:5", CHAIR, "Is it done?", f"Open https://x.example/a/{secret}", by=SYSTEM
        )
        outbox.write("reminder", "action:5", AGENT, "Is it done?", "Please tell us.", by=SYSTEM)

    ask()
    posting.post_letters()
    assert (the_letter_to(CHAIR).text, the_letter_to(AGENT).text) == ("", "Please tell us.")
    assert "/a/" in office.letters[0].get_content()


def test_a_file_goes_with_a_letter(app: Flask, office: PostOffice) -> None:
    files: FileStore = app.extensions["files"]
    kept = files.store(BytesIO(b"%PDF-1.7\n%%EOF\n"), "minutes.pdf")
    write(
        attachments=[
            Attachment(kept.fingerprint, "Minutes – 14 Nov.pdf\r\nBcc: x@y.example", "application/pdf")
        ]
    )
    posting.post_letters()
    (enclosed,) = office.letters[0].iter_attachments()
    assert enclosed.get_content_type() == "application/pdf"
    assert enclosed.get_content() == b"%PDF-1.7\n%%EOF\n"
    assert enclosed.get_filename() == "Minutes – 14 Nov.pdf Bcc: x@y.example"
    assert office.letters[0]["Bcc"] is None


def test_a_letter_whose_file_is_gone_is_not_sent_without_it(office: PostOffice) -> None:
    write(attachments=[Attachment("0" * 64, "Minutes.pdf", "application/pdf")])
    write(AGENT)
    posting.post_letters()
    assert (the_letter_to(CHAIR).state, the_letter_to(AGENT).state) == ("refused", "sent")
    assert the_letter_to(CHAIR).answer == posting.FILE_GONE


@pytest.mark.parametrize(
    "words",
    [
        "Minutes\r\nBcc: everybody@penn.example",
        "Minutes\nBcc: everybody@penn.example\n\nAnother letter",
        "Minutes\x0bBcc: everybody@penn.example\u2028and more",
    ],
)
def test_no_subject_or_name_begins_a_line_of_its_own(office: PostOffice, words: str) -> None:
    write(Recipient("account:7", CHAIR.address, words), subject=words)
    posting.post_letters()
    sent = office.letters[0]
    assert sent["Bcc"] is None
    assert office.taken_for == [CHAIR.address]
    assert sent["Subject"].startswith("Minutes Bcc: everybody@penn.example")
    assert sent.get_content().startswith("Dear all")


@pytest.mark.parametrize(
    ("address", "subject"),
    [(CHAIR.address, "Minutes\nBcc: x@y.example"), ("x@y@z\nBcc: x", "Minutes"), ("", "")],
)
def test_what_reached_the_letter_itself_though_it_is_no_mail_is_refused(address: str, subject: str) -> None:
    post = Post("<1@x.example>", address, "", subject, "", clock.now())
    assert (
        smtp.Counter(smtp.MailServer(HOST, 1, "", "", "none", "a@b.example")).hand_in(post).fate
        is Fate.REFUSED
    )


def test_names_and_subjects_of_other_scripts_and_great_length_arrive_whole(office: PostOffice) -> None:
    name, subject = "Zoë Łukaszewska-Ó Briain ਕੌਰ", "Cofnodion – ਮਿੰਟ – " + "a long subject that goes on " * 9
    write(Recipient("account:7", CHAIR.address, name), subject=subject)
    posting.post_letters()
    sent = office.letters[0]
    assert sent["To"].addresses[0].display_name == name
    assert sent["Subject"] == subject.strip()
    assert all(len(line) < 200 for line in sent.as_bytes().splitlines())


def test_a_server_that_offers_no_protection_is_not_written_to_when_it_is_asked_for(
    app: Flask, office: PostOffice
) -> None:
    app.config["MAIL_SERVER"] = office.server(tls="starttls")
    write()
    with pytest.raises(Undone, match="1 to try again"):
        posting.post_letters()
    assert (the_letter().state, office.letters) == ("waiting", [])


def test_letters_wait_while_the_mail_server_does_not_let_us_in(app: Flask, office: PostOffice) -> None:
    app.config["MAIL_SERVER"] = office.server(user=USER, password="a wrong one")
    write()
    with pytest.raises(Undone, match="1 to try again"):
        posting.post_letters()
    assert the_letter().state == "waiting"
    app.config["MAIL_SERVER"] = office.server(user=USER, password=PASSWORD)
    write(AGENT)
    posting.post_letters()
    assert the_letter_to(AGENT).state == "sent"


def test_the_job_fails_until_letters_leave_again_and_one_asked_for_tries_at_once(
    app: Flask, office: PostOffice, clock: Any
) -> None:
    works = app.config["MAIL_SERVER"]
    app.config["MAIL_SERVER"] = smtp.MailServer(
        HOST, free_port(), "", "", "none", "engage@wolverhampton.example"
    )
    write()
    with pytest.raises(Undone, match="could not be reached"):
        jobs.run_job("post_letters")
    app.config["MAIL_SERVER"] = works
    with pytest.raises(Undone, match="1 letter waits to be tried again"):
        jobs.run_job("post_letters")
    service.ask_for(SYSTEM, "post_letters")
    assert jobs.run_job("post_letters").startswith("1 letter sent")
    run = session().scalars(select(JobRun)).one()
    assert (run.failures, run.wanted_at, the_letter().state) == (0, None, "sent")


def test_nothing_personal_is_logged_or_kept_of_a_run(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.answers[CHAIR.address] = [f"550 {CHAIR.address} is nobody"]
    write()
    write(AGENT)
    jobs.run_job("post_letters")
    kept = session().scalars(select(JobRun).where(JobRun.job == "post_letters")).one().outcome
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("engage")]
    for personal in (CHAIR.address, AGENT.address, CHAIR.name, "Minutes of 14 November"):
        assert personal not in kept
        assert not [message for message in ours if personal in message]


def test_a_letter_leaves_no_copy_in_the_audit_trail(app: Flask) -> None:
    write()
    assert verifying.verify().entries == 0


@pytest.mark.parametrize(
    "address", ["", "nobody", "two@at@signs.example", "a b@c.example", "x@y.example\nBcc: z@y.example"]
)
def test_what_is_no_address_is_refused_in_a_sentence(app: Flask, address: str) -> None:
    with pytest.raises(ValueError, match=r"is not a mail address\. Enter one such as"):
        addresses.clean(address)
    with pytest.raises(Refused, match=r"Nothing was sent\."):
        write(Recipient("account:7", address, ""))


def test_addresses_are_kept_in_small_letters() -> None:
    assert addresses.clean(" PPG.Chair@Penn.Example ") == "ppg.chair@penn.example"
    assert addresses.clean("post@bücher.example") == "post@xn--bcher-kva.example"


def test_a_letter_of_a_template_opens_with_its_subject(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.txt").write_text("Subject: {{ what }} & more\n\nIt's {{ what }}.\n")
    (tmp_path / "bad.txt").write_text("It's {{ what }}.\n")
    monkeypatch.setattr(letters, "FOLDER", tmp_path)
    letters._environment.cache_clear()
    assert letters.render("good.txt", what="Penn's <PPG>") == ("Penn's <PPG> & more", "It's Penn's <PPG>.\n")
    with pytest.raises(ValueError, match="must open with a line"):
        letters.render("bad.txt", what="it")
    letters._environment.cache_clear()
