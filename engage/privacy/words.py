"""What becomes of each kind of record when a person is erased: it goes, or it stays without them, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fate:
    """``goes`` when the whole row is taken away. Otherwise what it says of the person is emptied: the columns
    of the classes of people and those named in ``also``; ``parted`` when it no longer leads to them either.
    """

    name: str
    goes: bool
    why: str
    also: tuple[str, ...] = ()
    parted: bool = False


def _goes(name: str, why: str = "Nothing needs it once they are gone.") -> Fate:
    return Fate(name, True, why)


def _stays(name: str, why: str, *also: str, parted: bool = False) -> Fate:
    return Fate(name, False, why, also, parted)


HISTORY = "The history says that something was done to a record, and holds no value of a person."

FATES: dict[str, Fate] = {
    "action": _stays(
        "Actions they were to do",
        "What was agreed and what came of it is the record of a meeting; it stays under the post.",
        parted=True,
    ),
    "action_chase": _stays("Reminders of actions", "They say when a reminder went, and name nobody."),
    "attendance": _stays(
        "Attendance at meetings",
        "Who came decides whether a meeting could decide; it stays as “a member”.",
    ),
    "audit_change": _stays("Changes in the history", HISTORY),
    "audit_entry": _stays("Entries of the history", HISTORY),
    "consent": _stays(
        "What they agreed to",
        "That they are not to be written to has to stay, or somebody might write to them again.",
        *("source", "withdrawn_how"),
    ),
    "contact_made": _goes("Contacts with them"),
    "contact_point": _goes("Addresses and numbers"),
    "expense": _stays("Money paid to them", "Payments are kept as accounts have to be, without what for."),
    "letter": _stays(
        "Letters to them",
        "That a letter of a kind went out stays, without address, name and text.",
        *("subject", "text"),
    ),
    "map_score": _goes("How they were judged for projects"),
    "membership": _stays(
        "Seats on forums", "A forum had a member then; the seat stays under its post.", parted=True
    ),
    "not_the_same_person": _goes("That they are not the same as somebody else"),
    "panel_member": _stays(
        "Membership of panels",
        "How many members a panel had and when stays; what they said of themselves goes.",
    ),
    "person": _stays(
        "The person",
        "The number stays as “Erased person”, so that what others did with them still adds up.",
        *("network_id", "owner_id"),
    ),
    "person_merge": _goes("Merges with other records of them"),
    "post": _stays(
        "Posts they held", "The organisation had somebody in that post; it stays without a name.", parted=True
    ),
    "retention_notice": _stays("Warnings that something was to go", "They hold no value of a person."),
    "rights_request": _stays(
        "Their requests",
        "That they asked, and what was done, has to be shown when asked.",
        "identity_checked_how",
    ),
    "single_use_link": _goes("Links made for them"),
    "story": _stays(
        "Stories they told",
        "That something was heard, about what and what came of it stays; the words and the teller go.",
        parted=True,
    ),
}
"""By table. A house test asks for one for every table that knows people."""

UNKNOWN = "It leads to them; what it says of them is emptied, and the rest stays."


def fate_of(table: str) -> Fate:
    """What becomes of rows of this table."""
    return FATES.get(table) or Fate(table.replace("_", " ").capitalize(), False, UNKNOWN)
