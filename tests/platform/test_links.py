"""Single-use links: opened as often as one likes, used once, and worth nothing to who reads the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import links
from engage.platform.mail.models import SingleUseLink
from engage.rules.errors import Refused

CONFIRM = "confirm-action"
make = one_transaction(links.make_link)
use = one_transaction(links.use)


def test_opening_a_link_tells_what_it_is_for_and_does_not_use_it_up(app: Flask) -> None:
    secret = make(CONFIRM, "action:5", "person:7")
    for _ in range(3):
        link = links.opened(secret, CONFIRM)
        assert (link.ref, link.for_ref) == ("action:5", "person:7")
    assert use(secret, CONFIRM).ref == "action:5"


def test_a_link_works_once(app: Flask, clock: Any) -> None:
    secret = make(CONFIRM, "action:5", "person:7")
    use(secret, CONFIRM)
    for again in (links.opened, use):
        with pytest.raises(Refused, match=r"was used on 14 November 2019, and each works once"):
            again(secret, CONFIRM)


def test_a_link_ends(app: Flask, clock: Any) -> None:
    secret = make(CONFIRM, "action:5", "person:7", lasts=timedelta(days=7))
    clock.shift(timedelta(days=6, hours=23))
    links.opened(secret, CONFIRM)
    clock.shift(timedelta(hours=1))
    with pytest.raises(Refused, match=r"ended on 21 November 2019\. Ask whoever sent you the letter"):
        use(secret, CONFIRM)


@pytest.mark.parametrize("secret", ["", "guessed", "a" * 43, "a" * 5000, "’; drop table letter"])
def test_a_guessed_link_is_not_one_of_ours(app: Flask, secret: str) -> None:
    make(CONFIRM, "action:5", "person:7")
    with pytest.raises(Refused, match="not one of ours"):
        links.opened(secret, CONFIRM)


def test_a_link_allows_what_it_was_made_for_and_nothing_else(app: Flask) -> None:
    secret = make("calendar", "forum:4", "person:7")
    with pytest.raises(Refused, match="not one of ours"):
        use(secret, CONFIRM)
    assert use(secret, "calendar").ref == "forum:4"


def test_the_secret_is_kept_nowhere_and_no_two_are_alike(app: Flask) -> None:
    secrets = {make(CONFIRM, "action:5", "person:7") for _ in range(20)}
    assert len(secrets) == 20
    for row in session().scalars(select(SingleUseLink)):
        kept = " ".join(str(getattr(row, column.key)) for column in SingleUseLink.__table__.columns)
        assert not [secret for secret in secrets if secret in kept]


def test_what_was_done_fails_and_the_link_can_be_used_again(app: Flask) -> None:
    secret = make(CONFIRM, "action:5", "person:7")

    @one_transaction
    def fail_half_way() -> None:
        links.use(secret, CONFIRM)
        raise Refused("The action is not open.")

    with pytest.raises(Refused, match="not open"):
        fail_half_way()
    links.opened(secret, CONFIRM)


@pytest.mark.both_databases
def test_of_two_who_use_a_link_at_once_one_may(app: Flask) -> None:
    secret = make(CONFIRM, "action:5", "person:7")

    def try_it(_number: int) -> bool:
        with app.app_context():
            try:
                use(secret, CONFIRM)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(try_it, range(6))) == [False] * 5 + [True]


def test_a_text_that_holds_a_secret_is_told_from_one_that_only_looks_like_it(app: Flask) -> None:
    secret = make(CONFIRM, "action:5", "person:7")
    assert links.holds_a_link(f"Open https://engage.example/a/{secret} today.")
    assert not links.holds_a_link("Open https://engage.example/a/" + "b" * 43)
    assert not links.holds_a_link("")


def test_a_letter_that_waits_holds_no_link_that_works(app: Flask) -> None:
    secret = make(CONFIRM, "action:5", "person:7")
    letter = (
        f"Say that it is done: https://engage.example/a/{secret}\nReference {'x' * 43}, [[link:{'a' * 22}]]"
    )
    kept = links.without_secrets(letter)
    assert secret not in kept
    assert links.with_secrets(kept) == letter
    assert [links.holds_a_link(text) for text in (kept, letter, "x" * 43)] == [True, True, False]


def test_a_seed_that_was_read_in_the_database_and_typed_into_a_letter_brings_no_link(app: Flask) -> None:
    secret = make(CONFIRM, "action:5", "person:7")
    seed = session().scalars(select(SingleUseLink.seed)).one()
    kept = links.without_secrets(f"Dear all, [[link:{seed}]] and {secret}")
    assert links.with_secrets(kept) == f"Dear all, [link] and {secret}"


def test_with_another_key_a_letter_is_not_posted_with_a_link_that_leads_nowhere(app: Flask) -> None:
    kept = links.without_secrets(make(CONFIRM, "action:5", "person:7"))
    app.config["SECRET_KEY"], before = "another key of some length, for a test", app.config["SECRET_KEY"]
    try:
        with pytest.raises(Refused, match="a key that Engage no longer has"):
            links.with_secrets(kept)
    finally:
        app.config["SECRET_KEY"] = before
