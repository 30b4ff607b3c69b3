"""A password is one that nobody guesses: neither from lists of stolen ones, nor from whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from config import Settings
from engage.accounts import passwords, service
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_account, make_body

EMAIL, NAME = "jo.hartley@wolverhampton.example", "Jo Hartley, patient experience"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("three words", "must be 12 characters or more, such as three random words"),
        ("  two words      ", "12 characters or more"),
        ("aaaaaaaaaaaa", "repeats, rows of keys or dates"),
        ("123456789012", "stolen elsewhere"),
        ("password1234", "stolen elsewhere"),
        ("P@ssw0rd1234", "stolen elsewhere"),
        ("manchesterunited", "stolen elsewhere"),
        ("qwertyuiop12", "stolen elsewhere"),
        ("Summer2026!!", "repeats, rows of keys or dates"),
        ("November-2026-!!", "repeats, rows of keys or dates"),
        ("\uff50\uff41\uff53\uff53word\uff11\uff12\uff13\uff14", "stolen elsewhere"),
        (EMAIL, "your name, your address or the names of your organisation"),
        ("JoHartley2019", "your name, your address or the names of your organisation"),
        ("Wolverhampton CCG", "your name, your address or the names of your organisation"),
        ("engagement2019", "your name, your address or the names of your organisation"),
        ("k3 " * 44, "must be 128 characters or fewer"),
        ("@4({<63|1!0$57%+x2" * 7, ""),
        ("correct horse battery", ""),
        ("wet summer, loud heron", ""),
        ("Ffynnon ddŵr, tri lleidr – a chath", ""),
        ("lamp over quiet river with seven green bicycles and a toll bridge in it", ""),
    ],
)
def test_what_is_easily_guessed_is_refused_with_what_would_do(app: Flask, password: str, why: str) -> None:
    make_body("Wolverhampton CCG")
    if not why:
        passwords.refuse_weak(password, own=(EMAIL, NAME))
        return
    with pytest.raises(Refused, match=why):
        passwords.refuse_weak(password, own=(EMAIL, NAME))


def test_the_password_there_is_is_not_set_again(app: Flask) -> None:
    account = make_account("clinical_lead", password="correct horse battery")
    with pytest.raises(Refused, match="That is the password there is already"):
        service.set_password(SYSTEM, account, " correct horse battery ")


def test_a_guess_costs_what_owasp_asks_at_least(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, database_url="sqlite://", secret_key="k", trail_key="t")
    assert chosen.password_memory >= 19 * 1024, "KiB"
    assert PasswordHasher().time_cost >= 2
