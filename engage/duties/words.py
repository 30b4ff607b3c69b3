"""The words and colours in which duties are spoken of: states, marks of trust, the outcomes of triage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from engage.rules.answers import Signed
from engage.rules.calendar_words import long_date
from engage.rules.editions import Trust
from engage.rules.findings import State
from engage.rules.loading import load_catalogue
from engage.rules.permissions import ROLES
from engage.rules.words import Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Tag:
    """A word and the colour of its tag; the word always says it without the colour."""

    text: str
    colour: str


STATES = {
    State.EVIDENCED: Tag("Evidenced", "green"),
    State.BY_HAND: Tag("Attached, not tested", "blue"),
    State.SAID: Tag("Said afterwards", "purple"),
    State.PARTLY: Tag("Partly evidenced", "yellow"),
    State.NONE: Tag("No evidence", "red"),
    State.NOT_KNOWN: Tag("Not known", "orange"),
    State.NOT_YET_DUE: Tag("Not yet due", "grey"),
    State.NOT_APPLICABLE: Tag("Does not apply", "white"),
}
MARKS = {Trust.VERIFIED: "", Trust.PROPOSAL: "Proposed test", Trust.UNVERIFIED: "Not verified"}
"""What is printed beside anything that is not verified, until its owner confirms it."""
GOOD_PRACTICE = "Good practice: no law asks for it, and it is not counted"
OUTCOMES = {
    "applies": "The duty to involve applies",
    "applies_in_part": "The duty to involve applies in part",
    "does_not_apply": "The duty to involve does not apply",
}
VERDICTS = {"shows": "it shows this", "does_not_show": "it does not show this"}
PER = {"project": "each project", "body": "the body as a whole"}


def titles(roles: Iterable[str]) -> str:
    """The posts of somebody, as they stand in a sentence."""
    return " and ".join(ROLES[role].title.lower() for role in roles if role in ROLES)


def signed_words(signed: Signed) -> str:
    """Who signed, in which post, for whom, and when."""
    return f"Signed by {named(signed.name, signed.posts)}, {_whose(signed)}, on {long_date(signed.on)}"


def named(name: str, posts: Sequence[str]) -> str:
    """An account by its name and its posts, each once."""
    held = titles(posts)
    return name if held in {"", name.lower()} else f"{name} ({held})"


def signed_by_post(signed: Signed) -> str:
    """The same for papers, which name posts alone."""
    return f"{long_date(signed.on)} by the {_post(signed)}, {_whose(signed)}"


def _post(signed: Signed) -> str:
    return titles(signed.posts) or "holder of a post that was not kept"


def _whose(signed: Signed) -> str:
    owner = titles([signed.owner]) or "owner, who was not kept"
    return "who answers for it" if signed.is_owner else f"for the {owner}"


@cache
def triggers() -> Vocabulary:
    """What may be so of a project, as the history names it."""
    known = load_catalogue().triggers.values()
    return Vocabulary("What a project sets off", [Term(one.name, one.title) for one in known])


def law_clock(clock: str) -> str:
    """What the law says of the time, without a stop; empty where it says nothing."""
    if not clock:
        return ""
    return "The law sets no fixed period" if clock == "no fixed period" else f"Time set by law: {clock}"
