"""Setting up panels, people coming and going, what they say of themselves, comparing with a community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engage.organisation.population.queries import datasets_of
from engage.panels import characteristics, comparing, queries
from engage.panels.comparing import Before
from engage.panels.models import Expense, Panel, PanelComparison, PanelMember
from engage.panels.queries import DECLINED, INTERESTED, JOINED, LEFT
from engage.panels.ways import ways
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date, months_later
from engage.rules.errors import Refused
from engage.rules.monitoring import read_monitoring
from engage.stakeholders import service as stakeholders

set_up = audit.Event("panel.set-up", "panel_id")
changed = audit.Event("panel.changed", "panel_id")
interest_recorded = audit.Event("panel.interest-recorded", "panel_id", "member_id")
joined = audit.Event("panel.member-joined", "panel_id", "member_id", "on")
term_changed = audit.Event("panel.term-changed", "panel_id", "member_id")
declined = audit.Event("panel.interest-declined", "panel_id", "member_id")
left = audit.Event("panel.member-left", "panel_id", "member_id", "on")
interests_changed = audit.Event("panel.interests-changed", "panel_id", "member_id")
expense_noted = audit.Event("panel.expense-noted", "panel_id", "member_id")
expense_removed = audit.Event("panel.expense-removed", "panel_id", "member_id")
# These two name the panel alone: whose answers they are stays out of the trail, and so does in which order.
answers_kept = audit.Event("panel.answers-kept", "panel_id")
answers_taken_away = audit.Event("panel.answers-taken-away", "panel_id")
compared = audit.Event("panel.compared", "panel_id", "comparison_id")

COLUMNS = (
    *("code", "name", "body_id", "forum_ref", "purpose", "terms", "term_months", "asks"),
    *("not_asked_because", "from_on", "to_on", "is_invented"),
)
CHANGED_SINCE = (
    "Somebody else changed this while you were writing. What you typed is still here: look at it in another "
    "window, then save again to put yours in its place."
)
MOST_PENCE = 1_000_000


@one_transaction
def set_up_panel(actor: Actor, entry: Mapping[str, Any]) -> Panel:
    """Set up a panel. ``entry`` holds columns of ``Panel`` by name; ``asks`` are codes of questions.

    Raises Refused for a code that is taken, days that do not fit, or a question that there is none of.
    """
    if queries.code_is_taken(entry["code"]):
        raise Refused(f"Another panel has the code {entry['code']}. Choose another.")
    panel = Panel(asks=[], not_asked_because={})
    _fill(panel, entry)
    save(panel)
    set_up(actor, panel_id=panel.id)
    return panel


@one_transaction
def change_panel(actor: Actor, panel: Panel, version: int, entry: Mapping[str, Any]) -> None:
    """Change a panel as it stood at ``version``; its code stays. Raises Refused as setting up does."""
    _hold(panel, version)
    _fill(panel, {name: value for name, value in entry.items() if name != "code"})
    changed(actor, panel_id=panel.id)


@one_transaction
def record_interest(
    actor: Actor, panel: Panel, person_id: int | None, on: date, interests: Sequence[str], **new: str
) -> PanelMember:
    """Put on record that somebody would like to take part: one of the register, or ``name`` and ``email``.

    Raises Refused for somebody who is on record already, and for a day to come.
    """
    _must_be_past(on, "When they said so")
    if person_id is None:
        person_id = stakeholders.add_person(actor, {"source": f"Panel: {panel.name}", **new}).id
    member = queries.member_with_person(panel, person_id)
    if member is not None and member.state in {INTERESTED, JOINED}:
        raise Refused("They are on record for this panel already. Open their page instead.")
    if member is None:
        member = PanelMember(panel_id=panel.id, person_id=person_id, is_invented=panel.is_invented)
    member.state, member.interest_on, member.interests = INTERESTED, on, list(interests)
    member.joined_on = member.left_on = member.term_ends_on = None
    member.left_because = ""
    save(member)
    interest_recorded(actor, panel_id=panel.id, member_id=member.id)
    return member


@one_transaction
def join(
    actor: Actor, panel: Panel, member: PanelMember, version: int, on: date, term_ends_on: date | None
) -> None:
    """Take somebody on. Without a last day the term is as long as the panel's terms are.

    Raises Refused unless they are interested, and for days that do not fit.
    """
    _hold(member, version)
    if member.state != INTERESTED:
        raise Refused("Only somebody who is interested can join. Record that they are interested first.")
    _must_be_past(on, "The day they joined")
    if on < member.interest_on:
        raise Refused(f"They said they were interested on {long_date(member.interest_on)}, which is later.")
    if term_ends_on is None and panel.term_months:
        term_ends_on = months_later(on, panel.term_months)
    if term_ends_on is not None and term_ends_on <= on:
        raise Refused("The term must end after the day they joined. Correct one of the two.")
    member.state, member.joined_on, member.term_ends_on = JOINED, on, term_ends_on
    joined(actor, panel_id=panel.id, member_id=member.id, on=on)


@one_transaction
def change_term(
    actor: Actor, panel: Panel, member: PanelMember, version: int, term_ends_on: date | None
) -> None:
    """Say when a member's term ends, or that it does not. Raises Refused for somebody who is no member."""
    _hold(member, version)
    _must_be_in(member)
    if term_ends_on is not None and member.joined_on is not None and term_ends_on <= member.joined_on:
        raise Refused(f"They joined on {long_date(member.joined_on)}; the term must end after that.")
    member.term_ends_on = term_ends_on
    term_changed(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def decline(actor: Actor, panel: Panel, member: PanelMember, version: int, on: date, because: str) -> None:
    """Put on record that somebody interested was not taken on. Raises Refused without a reason."""
    _hold(member, version)
    if member.state != INTERESTED:
        raise Refused("Only somebody who is interested and has not joined can be declined.")
    _end(member, DECLINED, on, because, member.interest_on)
    declined(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def leave(actor: Actor, panel: Panel, member: PanelMember, version: int, on: date, because: str) -> None:
    """Put on record that a member left, and why. Their answers are counted no longer.

    Raises Refused without a reason, and for days that do not fit.
    """
    _hold(member, version)
    _must_be_in(member)
    _end(member, LEFT, on, because, member.joined_on)
    left(actor, panel_id=panel.id, member_id=member.id, on=on)


@one_transaction
def change_interests(
    actor: Actor, panel: Panel, member: PanelMember, version: int, interests: Sequence[str]
) -> None:
    """Say what a member would like to take part in."""
    _hold(member, version)
    member.interests = list(interests)
    interests_changed(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def note_expense(
    actor: Actor, panel: Panel, member: PanelMember, on: date, pence: int, note: str, was_refused: bool
) -> Expense:
    """Note money paid to a member, or offered and not taken. Raises Refused for nothing, or a day to come."""
    _must_be_past(on, "The day of the expense")
    if not 0 < pence <= MOST_PENCE:
        raise Refused(
            f"An expense is more than £0.00 and at most £{MOST_PENCE / 100:,.2f}. Correct the amount."
        )
    expense = save(Expense(member_id=member.id, on=on, pence=pence, note=note, was_refused=was_refused))
    expense_noted(actor, panel_id=panel.id, member_id=member.id)
    return expense


@one_transaction
def remove_expense(actor: Actor, panel: Panel, member: PanelMember, expense: Expense) -> None:
    """Take out an expense that was noted by mistake."""
    session().delete(expense)
    expense_removed(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def keep_answers(actor: Actor, panel: Panel, member: PanelMember, answers: Mapping[str, str]) -> None:
    """Keep what a member said of themselves, apart from them. A question without an answer stays as it was.

    Raises Refused for a question the panel does not ask; no sentence repeats an answer.
    """
    if not set(answers) <= set(panel.asks):
        raise Refused("The panel does not ask that. Nothing was kept.")
    characteristics.replace(panel.id, member.id, answers)
    member.was_asked = True
    answers_kept(actor, panel_id=panel.id)


@one_transaction
def take_away_answers(actor: Actor, panel: Panel, member: PanelMember) -> None:
    """Take away everything a member said of themselves, because they wish it."""
    characteristics.take_away(panel.id, member.id)
    answers_taken_away(actor, panel_id=panel.id)


@one_transaction
def compare(
    actor: Actor, panel: Panel, on: date, chosen: Mapping[str, str], note: str = ""
) -> PanelComparison:
    """Hold the panel against its community and keep what may be shown, as it stands now.

    ``chosen`` has for each question the value of one of ``ways.ways``, or nothing. Raises Refused when
    nothing is chosen, for a way there is none of, and for a day to come or before the last comparison.
    """
    _must_be_past(on, "The day of the comparison")
    earlier = queries.comparisons_of(actor, panel)
    if earlier and on < earlier[0].on:
        raise Refused(f"There is a comparison of {long_date(earlier[0].on)}; this one cannot be older.")
    offered = ways(datasets_of(actor, panel.body_id))
    picked = [
        next((way for way in offered.get(question, ()) if way.value == value), None)
        for question, value in chosen.items()
        if value
    ]
    wanted = [way for way in picked if way is not None]
    if len(wanted) < len(picked):
        raise Refused("One of the figures chosen is no longer there. Choose again.")
    if not wanted:
        raise Refused("Choose for one characteristic at the least what to compare it with.")
    members = queries.members_of(panel)
    found = comparing.found_by(panel.id, members, wanted, _before(earlier), on)
    kept = save(
        PanelComparison(
            panel_id=panel.id,
            on=on,
            members=len(members),
            answered=len(characteristics.who_answered(panel.id, members)),
            asks=list(panel.asks),
            not_asked_because=dict(panel.not_asked_because),
            baseline="; ".join(dict.fromkeys(table["baseline"] for table in found.tables)),
            tables=found.tables,
            seals=found.seals,
            gaps=found.gaps,
            note=note,
            is_invented=panel.is_invented,
        )
    )
    compared(actor, panel_id=panel.id, comparison_id=kept.id)
    return kept


def _before(earlier: Sequence[PanelComparison]) -> dict[str, Before]:
    """What was shown of each question last; ``earlier`` has the newest first."""
    found: dict[str, Before] = {}
    for comparison in sorted(earlier, key=lambda one: -one.id):
        for table in comparison.tables:
            found.setdefault(table["question"], Before(table, comparison.seals[table["question"]]))
    return found


def _fill(panel: Panel, entry: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        if name in entry:
            setattr(panel, name, entry[name])
    if panel.from_on and panel.to_on and panel.to_on < panel.from_on:
        raise Refused("The last day comes before the first. Correct one of the two.")
    known = read_monitoring().questions
    if not set(panel.asks) <= set(known):
        raise Refused("The panel cannot ask what there is no question for. Choose among those offered.")
    unasked = {code: why for code, why in panel.not_asked_because.items() if why and code not in panel.asks}
    panel.not_asked_because = unasked


def _end(member: PanelMember, state: str, on: date, because: str, begun: date | None) -> None:
    _must_be_past(on, "The day")
    if begun is not None and on < begun:
        raise Refused(f"It began on {long_date(begun)}, which is later. Correct the day.")
    if not because:
        raise Refused("Say why, such as “moved away” or “term ended”.")
    member.state, member.left_on, member.left_because = state, on, because


def _must_be_in(member: PanelMember) -> None:
    if member.state != JOINED:
        raise Refused("They are not a member now.")


def _must_be_past(on: date, what: str) -> None:
    if on > clock.today():
        raise Refused(f"{what} cannot be a day to come. Correct it.")


def _hold(row: Panel | PanelMember, version: int) -> None:
    if row.version != version:
        raise Refused(CHANGED_SINCE)
