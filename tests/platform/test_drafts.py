"""A long verb is worked out while others write, and only what it writes waits for its turn."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from engage.activities.models import Activity, ActivityBody
from engage.organisation.models import Body, BodyName
from engage.platform.data import audit, verifying
from engage.platform.data.dated import date_columns
from engage.platform.data.db import save, session
from engage.platform.data.search import every_word
from engage.platform.data.transactions import DRAFTS, one_long_transaction, one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from engage.rules.errors import Refused
from tests.builders import make_activity, make_body

worked = audit.Event("test.long-work-done")
renamed = audit.Event("test.body-renamed-meanwhile")


@one_transaction
def rename_body(name: str) -> None:
    session().scalars(select(Body)).one().name = name
    renamed(SYSTEM)


def change_everything(body_id: int, kept_id: int, gone_id: int, ref: str) -> Activity:
    """A new row, one that changes once it is written, a changed one, and two that go."""
    kept, gone = session().get_one(Activity, kept_id), session().get_one(Activity, gone_id)
    made = save(Activity(ref=ref, title="Café talk", **date_columns(read_date("June 2018"))))
    save(ActivityBody(activity_id=made.id, body_id=body_id, leads=True))
    kept.title, kept.audience = "Carers' coffee morning", ["carers", "young people"]
    for row in session().scalars(select(ActivityBody).where(ActivityBody.activity_id == gone.id)):
        session().delete(row)
    session().flush()
    session().delete(gone)
    made.venue = "Bilston library"
    worked(SYSTEM)
    return made


Said = list[tuple[object, ...]]


def what_it_did(way: Callable[..., Callable[..., Activity]], name: str) -> Said:
    """What the trail says of the same changes, made in one way or the other."""
    body = session().scalars(select(Body)).first() or make_body()
    kept, gone = (make_activity(body, f"{one} {name}") for one in ("Kept", "Gone"))
    made = way(change_everything)(body.id, kept.id, gone.id, f"ENG-{name}")
    assert (kept.title, kept.audience, kept.version) == (
        "Carers' coffee morning",
        ["carers", "young people"],
        2,
    )
    assert (made.venue, made.version, made.also_stages) == ("Bilston library", 2, [])
    assert session().get(Activity, gone.id) is None
    found = session().scalars(select(audit.AuditEntry.id).order_by(audit.AuditEntry.id.desc())).first()
    assert found is not None
    own = {"id", "activity_id", "ref", "title", "search_text"}
    return [
        (
            change.table,
            *(
                {k: v for k, v in (side or {}).items() if k not in own}
                for side in (change.before, change.after)
            ),
        )
        for change in audit.changes_of(found)
    ]


@pytest.mark.both_databases
def test_a_draft_writes_what_would_have_been_written_and_leaves_the_same_trail(app: Flask) -> None:
    assert what_it_did(one_long_transaction, "drafted") == what_it_did(one_transaction, "at once")
    assert verifying.verify().why == ""


@pytest.mark.both_databases
def test_what_a_draft_wrote_is_found_by_its_words(app: Flask) -> None:
    body = make_body("Wolverhampton CCG")

    @one_long_transaction
    def become_another() -> None:
        session().get_one(Body, body.id).name = "NHS Black Country ICB"
        save(BodyName(body_id=body.id, name="Café of the Black Country"))
        worked(SYSTEM)

    become_another()
    assert session().scalars(select(Body.id).where(every_word(Body, "black icb"))).all() == [body.id]
    assert session().scalars(select(Body.id).where(every_word(Body, "ccg black"))).all() == [body.id]
    assert session().scalars(select(BodyName.body_id).where(every_word(BodyName, "cafe"))).all() == [body.id]


@pytest.mark.both_databases
def test_others_save_while_a_long_verb_is_worked_out(app: Flask) -> None:
    body = make_body()

    def save_one() -> None:
        with app.app_context():
            make_activity(session().get_one(Body, body.id), "Saved meanwhile")

    @one_long_transaction
    def take_long() -> None:
        save(Activity(ref="ENG-1", title="Drafted", **date_columns(read_date("June 2018"))))
        officer = Thread(target=save_one)
        officer.start()
        officer.join(timeout=20)
        assert not officer.is_alive(), "The officer waits for the draft."
        worked(SYSTEM)

    take_long()
    assert set(session().scalars(select(Activity.title))) == {"Drafted", "Saved meanwhile"}
    assert verifying.verify().why == ""


@pytest.mark.both_databases
def test_what_was_overtaken_is_worked_out_anew_from_what_stands_then(app: Flask) -> None:
    make_body("Wolverhampton CCG")
    seen: list[str] = []

    def rename() -> None:
        with app.app_context():
            rename_body("NHS Black Country ICB")

    @one_long_transaction
    def name_the_talk() -> Activity:
        seen.append(session().scalars(select(Body.name)).one())
        if len(seen) == 1:
            other = Thread(target=rename)
            other.start()
            other.join(timeout=20)
        worked(SYSTEM)
        return save(Activity(ref="ENG-1", title=f"Talk of {seen[-1]}", **date_columns(read_date("2018"))))

    assert name_the_talk().title == "Talk of NHS Black Country ICB"
    assert seen == ["Wolverhampton CCG", "NHS Black Country ICB"]
    assert session().scalars(select(Activity.ref)).all() == ["ENG-1"]


@pytest.mark.both_databases
def test_what_is_overtaken_again_and_again_is_worked_out_in_its_turn_while_others_wait(app: Flask) -> None:
    make_body("Name 0")
    tries: list[str] = []
    others: list[Thread] = []

    def rename(number: int) -> None:
        with app.app_context():
            rename_body(f"Name {number}")

    @one_long_transaction
    def name_the_talk() -> Activity:
        tries.append(session().scalars(select(Body.name)).one())
        others.append(Thread(target=rename, args=[len(tries)]))
        others[-1].start()
        if len(tries) <= DRAFTS:
            others[-1].join(timeout=20)
        worked(SYSTEM)
        return save(Activity(ref="ENG-1", title=f"Talk of {tries[-1]}", **date_columns(read_date("2018"))))

    assert name_the_talk().title == f"Talk of Name {DRAFTS}"
    others[-1].join(timeout=20)
    session().rollback()  # and look afresh
    assert tries == [f"Name {number}" for number in range(DRAFTS + 1)]
    assert session().scalars(select(Activity.ref)).all() == ["ENG-1"]
    assert session().scalars(select(Body.name)).all() == [f"Name {DRAFTS + 1}"], "Who waited saved too."
    assert verifying.verify().why == ""


@pytest.mark.both_databases
def test_a_long_verb_that_is_refused_leaves_nothing_and_no_number_is_given_twice(app: Flask) -> None:
    body = make_body()
    numbers: list[int] = []

    @one_long_transaction
    def refuse() -> None:
        numbers.append(save(Activity(ref="ENG-1", title="Talk", **date_columns(read_date("2018")))).id)
        worked(SYSTEM)
        raise Refused("The talk is not to be logged.")

    with pytest.raises(Refused):
        refuse()
    assert session().scalars(select(Activity.ref)).all() == []
    assert make_activity(body).id not in numbers


def test_what_is_drafted_already_is_not_gone_over_again(app: Flask) -> None:
    body = make_body()

    @one_long_transaction
    def rename_twice() -> list[int]:
        seen = []
        for name in ("Walsall CCG", "Walsall and Bloxwich CCG"):
            session().get_one(Body, body.id).name = name
            session().flush()
            seen.append(len(session().dirty))
        worked(SYSTEM)
        return seen

    assert rename_twice() == [0, 0]
    assert (session().get_one(Body, body.id).name, not verifying.verify().why) == (
        "Walsall and Bloxwich CCG",
        True,
    )
