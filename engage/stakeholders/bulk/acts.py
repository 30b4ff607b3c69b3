"""What may be done to many of the register, for the page that does it at once or shows how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from engage.platform.data.typed import row_number
from engage.platform.offers.many_acts import Given, ManyAct
from engage.platform.web.pages import counted
from engage.stakeholders.bulk import service as bulk
from engage.stakeholders.models import Mailing, Organisation, Person

TABLES = {"organisation": Organisation, "person": Person}
WORDS = {"organisation": ("organisation", "organisations"), "person": ("person", "people")}


def plain(typed: Any) -> Any:
    """What was typed as JSON holds it."""
    return typed.isoformat() if isinstance(typed, date) else typed


def _with(read: Callable[[str], Any]) -> Callable[[Sequence[int], Given], tuple[Any, ...]]:
    return lambda numbers, given: (TABLES[given["kind"]], numbers, read(given["typed"]))


def _letter(numbers: Sequence[int], given: Given) -> tuple[Any, ...]:
    return TABLES[given["kind"]], numbers, given["subject"], given["text"]


def _what_changed(changed: int, asked: int, given: Given) -> str:
    one, many = WORDS[given["kind"]]
    said = f"{counted(changed, one + ' was', many + ' were')} changed."
    return said if changed == asked else f"{said} The other {asked - changed:,} were so already."


def _what_was_written(mailing: Mailing, _asked: int, _given: Given) -> str:
    return f"{counted(mailing.able, 'letter is', 'letters are')} on the way."


MANY_ACTS: Mapping[str, ManyAct] = {
    "stakeholders.tag": ManyAct("Giving a tag", bulk.tag_many, _with(str), _what_changed),
    "stakeholders.owner": ManyAct(
        "Saying who looks after them", bulk.give_owner_to_many, _with(row_number), _what_changed
    ),
    "stakeholders.close": ManyAct("Closing", bulk.close_many, _with(date.fromisoformat), _what_changed),
    "stakeholders.letter": ManyAct(
        "Writing letters",
        bulk.write_to_many,
        _letter,
        _what_was_written,
        lambda mailing: url_for("stakeholders.mailing", mailing_id=mailing.id),
    ),
}
