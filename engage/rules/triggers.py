"""What sets a requirement off: asked once of each project, and answered by whoever may say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.rules.answers import Answer, Triggered
from engage.rules.calendar_words import long_date
from engage.rules.conditions import PLANNED, Scene, missed, named, spelled
from engage.rules.editions import SaidBy, Trigger, Witness
from engage.rules.facts import Fact
from engage.rules.words import spelling_key


@dataclass(frozen=True, slots=True)
class Called:
    """Whether a project sets a trigger off: True, False, or None while that is not known.

    ``note`` says what was asked for, or what speaks against what was said; ``reason`` and ``by`` why it is
    not so and who put that on record; ``awaits`` the trigger that waits for an answer; ``shown_by`` the
    records that show it.
    """

    is_so: bool | None
    note: str = ""
    reason: str = ""
    by: str = ""
    awaits: str = ""
    shown_by: tuple[str, ...] = ()


class Triage:
    """What every project sets off, from its own facts and what was said of it, each worked out once."""

    def __init__(self, facts: Iterable[Fact], answers: Iterable[Answer], today: date) -> None:
        self._own: dict[str | None, list[Fact]] = {}
        for fact in facts:
            if fact.project:
                self._own.setdefault(fact.project, []).append(fact)
        self._said: dict[str, list[Triggered]] = {}
        for one in answers:
            if isinstance(one, Triggered) and one.on <= today:
                self._said.setdefault(one.project, []).append(one)
        self._today = today
        self._scenes: dict[str, Scene] = {}
        self._known: dict[tuple[str, str], Called] = {}

    def called(self, trigger: Trigger, project: Fact) -> Called:
        """Whether the project sets it off."""
        key = trigger.name, project.ref
        if key not in self._known:
            self._known[key] = self._judged(trigger, project)
        return self._known[key]

    def said(self, trigger: Trigger, project: Fact) -> list[Triggered]:
        return [one for one in self._said.get(project.ref, ()) if one.trigger == trigger.name]

    def _judged(self, trigger: Trigger, project: Fact) -> Called:
        said, shown = self.said(trigger, project), list(self._shown(trigger, project))
        sentences = "; ".join(_sentence(witness, fact) for witness, fact in shown)
        refs = tuple(dict.fromkeys(fact.ref for _, fact in shown))
        if shown:
            against = _against(trigger, [one for one in said if not one.is_so])
            note = (
                f"{against}, but {sentences}." if against else "" if said else f"Asked because {sentences}."
            )
            return Called(True, note, shown_by=refs)
        wider = self.called(trigger.within, project) if trigger.within else None
        agreed = [one for one in said if one.is_so]
        if agreed and wider and wider.is_so is False:
            return Called(True, f"{wider.reason}, but {'; '.join(_said(trigger, one) for one in agreed)}.")
        if agreed:
            return Called(True, _asked_for(trigger, project, agreed))
        if wider and wider.is_so is False:
            return wider
        lacking = _lacking(trigger, project, said)
        if not lacking and said:
            return Called(
                False,
                reason=_against(trigger, said),
                by=_and(list(dict.fromkeys(one.by for one in said))),
            )
        if wider and wider.is_so is None:
            return wider
        return Called(None, f"Tell us whether {trigger.whether}{lacking}.", awaits=trigger.name)

    def _shown(self, trigger: Trigger, project: Fact) -> Iterator[tuple[Witness, Fact]]:
        for witness in trigger.witnesses:
            scene = self._scene(project)
            for fact in scene.witnesses(witness.kind):
                if not self._is_to_come(fact) and not any(missed(one, fact, scene) for one in witness.when):
                    yield witness, fact
                    break  # one record is enough to show it

    def _is_to_come(self, fact: Fact) -> bool:
        if fact.kind in {"project", PLANNED}:
            return False  # a day of a project, or a consultation in the log, may be planned
        return fact.started is not None and fact.started[0] > self._today

    def _scene(self, project: Fact) -> Scene:
        if project.ref not in self._scenes:
            self._scenes[project.ref] = Scene(self._own.get(project.ref, ()), self._today)
        return self._scenes[project.ref]


def by_authority(project: Fact, said: Sequence[Triggered]) -> Mapping[str, Triggered | None]:
    """The view of each authority whose area the project touches, None where it gave none."""
    views = {spelling_key(one.authority): one for one in said}
    return {name: views.get(spelling_key(name)) for name in project.answer("authorities") or ()}


def _lacking(trigger: Trigger, project: Fact, said: Sequence[Triggered]) -> str:
    """Whose view is missing before a no counts, as the end of a sentence; empty when nobody's is."""
    if trigger.said_by is SaidBy.PROJECT:
        return ""
    views = by_authority(project, said)
    if not views:
        return ": name the local authorities whose area it touches, for each of them says so for itself"
    silent = [name for name, view in views.items() if view is None]
    return f": {_and(silent)} {'has' if len(silent) == 1 else 'have'} given no dated view" if silent else ""


def _asked_for(trigger: Trigger, project: Fact, agreed: Sequence[Triggered]) -> str:
    """For which authorities it is asked, where that is not all of those whose area the project touches."""
    if trigger.said_by is SaidBy.PROJECT:
        return ""
    if {spelling_key(one.authority) for one in agreed} >= set(map(spelling_key, by_authority(project, ()))):
        return ""
    views = _and([f"{one.authority} ({long_date(one.on)})" for one in agreed])
    return f"Asked for {views}, which said that {trigger.whether}."


def _against(trigger: Trigger, said: Sequence[Triggered]) -> str:
    """Who said that it is not so, on which day, and why, as a sentence without its stop."""
    return "; ".join(f"{_said(trigger, one)}{_why(one)}" for one in said)


def _said(trigger: Trigger, one: Triggered) -> str:
    """Who said what on which day; a day that was put on record later shows both."""
    entered = f" (entered on {long_date(one.entered_on)})" if one.entered_on != one.on else ""
    told = trigger.whether if one.is_so else trigger.is_not
    return f"{one.authority or one.by} said on {long_date(one.on)}{entered} that {told}"


def _why(one: Triggered) -> str:
    return f": {one.reason.rstrip('.')}" if one.reason else ""


def _sentence(witness: Witness, fact: Fact) -> str:
    found = spelled(fact.answer(witness.when[0].field)) if witness.when else ""
    return f"{named(fact)} {witness.shows.format(found=found)}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
