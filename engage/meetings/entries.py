"""What the verbs of meetings take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.rules.dates_as_known import DateAsKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """A meeting of a forum."""

    when: DateAsKnown
    starts_at: str = ""
    minutes: int = 120
    venue: str = ""
    link: str = ""
    is_public: bool = False
    is_network_briefing: bool = False
    attended_count: int | None = None
    public_count: int | None = None
    main_items: str = ""
    outcome: str = ""
    next_words: str = ""
    notes: str = ""
    notes_agreed_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoCame:
    """Who came to a meeting: ``members`` by the number of their membership, as attended, apologies, absent or
    an empty word where it was not recorded; ``others`` by post."""

    members: Mapping[int, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    attended_count: int | None = None
    public_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEntry:
    """An item of an agenda, and what came of it."""

    title: str
    lead: str = ""
    pages: str = ""
    is_private: bool = False
    project_id: int | None = None
    action_id: int | None = None
    presents: tuple[str, ...] = ()
    members_said: str = ""
    changed: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """A paper of a meeting; ``file`` is its fingerprint in the file store."""

    title: str
    file: str
    file_name: str
    item_id: int | None = None
    is_private: bool = False
