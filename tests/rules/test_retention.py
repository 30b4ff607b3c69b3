"""How long each class of value stays: complete, owned, and marked until its owner confirms it."""

from __future__ import annotations

from datetime import date

import pytest

from engage.platform.data.tables import Keep
from engage.rules.editions import Trust
from engage.rules.loading import load_catalogue
from engage.rules.permissions import ROLES, May
from engage.rules.retention import Retention, read_backups, read_retention

CLASSES = read_retention()


def test_each_class_of_retention_has_exactly_one_section() -> None:
    assert set(CLASSES) == {keep.value for keep in Keep}


@pytest.mark.parametrize("one", CLASSES.values(), ids=CLASSES)
def test_a_class_says_how_long_after_what_by_whom_and_how_far_it_can_be_trusted(one: Retention) -> None:
    assert one.words[0].islower()
    assert one.number > 0
    assert one.after
    assert one.by in {"clock", "sign-in", "watch", "owner"}
    assert May.CONFIRM_FACT in ROLES[one.owner].may, "its owner must be able to confirm it"
    assert one.trust is Trust.PROPOSAL


@pytest.mark.parametrize("one", CLASSES.values(), ids=CLASSES)
def test_a_number_is_confirmed_and_changed_by_its_owner_like_any_other(one: Retention) -> None:
    assert load_catalogue().settings[one.setting].trust is Trust.PROPOSAL
    changed = load_catalogue(confirmed={one.setting: 7}).settings[one.setting]
    assert (changed.value, changed.trust) == (7, Trust.VERIFIED)


def test_the_end_is_counted_in_calendar_months_or_in_days() -> None:
    contact, link = CLASSES["contact"], CLASSES["link"]
    assert contact.ends(date(2018, 8, 31), 6) == date(2019, 2, 28)
    assert contact.begins(date(2019, 11, 14), 24) == date(2017, 11, 14)
    assert link.ends(date(2019, 11, 1), 30) == date(2019, 12, 1)
    assert link.begins(date(2019, 12, 1), 30) == date(2019, 11, 1)


def test_the_rule_for_backups_says_how_long_and_what_is_done_after_a_restore() -> None:
    backups = read_backups()
    assert f"{backups.days} days" in backups.words
    assert "After a restore" in backups.words
    assert backups.warned_days >= 14
