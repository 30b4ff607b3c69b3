"""People coming and going, what was paid to them, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engage.panels.members import characteristics, queries
from engage.panels.models import Expense, Panel, PanelMember
from engage.panels.refusing import must_be_past
from engage.panels.words import DECLINED, INTERESTED, JOINED, LEFT
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date, months_later
from engage.rules.errors import Refused
from engage.stakeholders import service as stakeholders
from engage.stakeholders.entries import PersonEntry

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

MOST_PENCE = 1_000_000


@one_transaction
def record_interest(
    actor: Actor,
    panel: Panel,
    person_id: int | None,
    interest_on: date,
    interests: Sequence[str],
    name: str = "",
    email: str = "",
) -> PanelMember:
    """Put on record that somebody would like to take part: one of the register, or ``name`` and ``email``.

    Raises Refused for somebody who is on record already, and for a day to come.
    """
    must_be_past(interest_on, "When they said so")
    if person_id is None:
        new = PersonEntry(name=name, email=email, source=f"Panel: {panel.name}")
        person_id = stakeholders.add_person(actor, new).id
    member = queries.member_with_person(panel, person_id)
    if member is not None and member.state in {INTERESTED, JOINED}:
        raise Refused("They are on record for this panel already. Open their page instead.")
    if member is None:
        member = PanelMember(panel_id=panel.id, person_id=person_id, is_invented=panel.is_invented)
    member.state, member.interest_on, member.interests = INTERESTED, interest_on, list(interests)
    member.joined_on = member.left_on = member.term_ends_on = None
    member.left_because = ""
    save(member)
    interest_recorded(actor, panel_id=panel.id, member_id=member.id)
    return member


@one_transaction
def join(
    actor: Actor, panel: Panel, member: PanelMember, version: int, joined_on: date, term_ends_on: date | None
) -> None:
    """Take somebody on. Without a last day the term is as long as the panel's terms are.

    Raises Refused unless they are interested, and for days that do not fit.
    """
    hold(member, version, "membership")
    if member.state != INTERESTED:
        raise Refused("Only somebody who is interested can join. Record that they are interested first.")
    must_be_past(joined_on, "The day they joined")
    if joined_on < member.interest_on:
        raise Refused(f"They said they were interested on {long_date(member.interest_on)}, which is later.")
    if term_ends_on is None and panel.term_months:
        term_ends_on = months_later(joined_on, panel.term_months)
    if term_ends_on is not None and term_ends_on <= joined_on:
        raise Refused("The term must end after the day they joined. Correct one of the two.")
    member.state, member.joined_on, member.term_ends_on = JOINED, joined_on, term_ends_on
    joined(actor, panel_id=panel.id, member_id=member.id, on=joined_on)


@one_transaction
def change_term(
    actor: Actor, panel: Panel, member: PanelMember, version: int, term_ends_on: date | None
) -> None:
    """Say when a member's term ends, or that it does not. Raises Refused for somebody who is no member."""
    hold(member, version, "membership")
    _must_be_in(member)
    if term_ends_on is not None and member.joined_on is not None and term_ends_on <= member.joined_on:
        raise Refused(f"They joined on {long_date(member.joined_on)}; the term must end after that.")
    member.term_ends_on = term_ends_on
    term_changed(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def decline(
    actor: Actor, panel: Panel, member: PanelMember, version: int, left_on: date, left_because: str
) -> None:
    """Put on record that somebody interested was not taken on. Raises Refused without a reason."""
    hold(member, version, "membership")
    if member.state != INTERESTED:
        raise Refused("Only somebody who is interested and has not joined can be declined.")
    _end(member, DECLINED, left_on, left_because, member.interest_on)
    declined(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def leave(
    actor: Actor, panel: Panel, member: PanelMember, version: int, left_on: date, left_because: str
) -> None:
    """Put on record that a member left, and why. Their answers are counted no longer.

    Raises Refused without a reason, and for days that do not fit.
    """
    hold(member, version, "membership")
    _must_be_in(member)
    _end(member, LEFT, left_on, left_because, member.joined_on)
    left(actor, panel_id=panel.id, member_id=member.id, on=left_on)


@one_transaction
def change_interests(
    actor: Actor, panel: Panel, member: PanelMember, version: int, interests: Sequence[str]
) -> None:
    """Say what a member would like to take part in."""
    hold(member, version, "membership")
    member.interests = list(interests)
    interests_changed(actor, panel_id=panel.id, member_id=member.id)


@one_transaction
def note_expense(
    actor: Actor, panel: Panel, member: PanelMember, on: date, pence: int, note: str, was_refused: bool
) -> Expense:
    """Note money paid to a member, or offered and not taken. Raises Refused for nothing, or a day to come."""
    must_be_past(on, "The day of the expense")
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


def _end(member: PanelMember, state: str, on: date, because: str, begun: date | None) -> None:
    must_be_past(on, "The day")
    if begun is not None and on < begun:
        raise Refused(f"It began on {long_date(begun)}, which is later. Correct the day.")
    if not because:
        raise Refused("Say why, such as “moved away” or “term ended”.")
    member.state, member.left_on, member.left_because = state, on, because


def _must_be_in(member: PanelMember) -> None:
    if member.state != JOINED:
        raise Refused("They are not a member now.")
