"""Arriving at Engage without having signed in, on a real server and either database."""

from __future__ import annotations

import pytest

from tests.conftest import NewWalker


@pytest.mark.both_databases
def test_somebody_who_has_not_signed_in_is_asked_to(new_walker: NewWalker) -> None:
    stranger = new_walker()
    stranger.visit("/")
    assert stranger.heading == "Sign in"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_sign_in_page_fits_a_phone(new_walker: NewWalker, scripts: bool) -> None:
    stranger = new_walker(width=375, scripts=scripts)
    stranger.visit("/sign-in")
    stranger.fill("E-mail address", "someone@wolverhampton.example")
    stranger.press("Sign in")
    assert "Enter your password" in stranger.text
