"""The kinds of thing that belong to a body, and how each is added: one set of pages serves them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engage.organisation import queries, service
from engage.organisation.forms import (
    AimForm,
    CommitteeForm,
    NameForm,
    NetworkForm,
    NewStrategyForm,
    PartForm,
    PlaceForm,
    PracticeForm,
    StrategyForm,
    SuccessionForm,
)
from engage.organisation.models import (
    AssuranceAim,
    Body,
    BodyName,
    BodyPart,
    BodySuccession,
    Committee,
    Network,
    Place,
    Practice,
    Strategy,
)
from engage.platform.web.forms import Choice, choices
from engage.rules.actors import Actor

STILL_NAMED = "Projects and activities that name it will no longer show it."
END_IT_INSTEAD = "If it has only come to an end, change it and give it a last day instead."


@dataclass(frozen=True, slots=True)
class PartKind:
    """One kind: ``heading`` is that of its section, ``one`` what a single one is called, with its article."""

    heading: str
    one: str
    table: type[BodyPart]
    form: type[PartForm]
    name: Callable[[Any], str]
    if_removed: str
    new_form: type[PartForm] | None = None
    add: Callable[[Actor, Body, Any], BodyPart] = service.add_part


def with_choices(form: PartForm, body: Body) -> PartForm:
    """The form with the bodies or networks it offers."""
    if isinstance(form, SuccessionForm):
        form.successor_id.choices = choices([("", "Choose a body"), *_without(queries.body_choices(), body)])
    if isinstance(form, PracticeForm):
        form.network_id.choices = choices([("", "No network"), *queries.network_choices(body)])
    return form


def _without(bodies: list[Choice], own: Body) -> list[Choice]:
    return [choice for choice in bodies if choice[0] != str(own.id)]


PARTS: dict[str, PartKind] = {
    "names": PartKind(
        "Other names",
        "another name",
        BodyName,
        NameForm,
        lambda variant: f"the name {variant.name}",
        "A spreadsheet that uses it will bring in a new body instead of this one.",
    ),
    "successions": PartKind(
        "Who took over",
        "a body that took over",
        BodySuccession,
        SuccessionForm,
        lambda _row: "this succession",
        "Both bodies stay; that one took over from the other is no longer known.",
    ),
    "committees": PartKind(
        "Committees",
        "a committee",
        Committee,
        CommitteeForm,
        lambda committee: committee.name,
        END_IT_INSTEAD,
    ),
    "places": PartKind("Places", "a place", Place, PlaceForm, lambda place: place.name, STILL_NAMED),
    "networks": PartKind(
        "Networks and practices",
        "a network",
        Network,
        NetworkForm,
        lambda network: network.name,
        f"Its practices stay, in no network. {END_IT_INSTEAD}",
    ),
    "practices": PartKind(
        "Practices", "a practice", Practice, PracticeForm, lambda practice: practice.name, END_IT_INSTEAD
    ),
    "aims": PartKind(
        "Assurance-framework aims",
        "an aim",
        AssuranceAim,
        AimForm,
        lambda aim: f"the aim “{aim.text}”",
        f"{STILL_NAMED} {END_IT_INSTEAD}",
    ),
    "strategies": PartKind(
        "Communications and participation strategies",
        "a strategy",
        Strategy,
        StrategyForm,
        lambda strategy: strategy.title,
        f"Its principles and objectives go with it. {STILL_NAMED} If another strategy took its place, "
        "change its state to superseded instead.",
        NewStrategyForm,
        service.record_strategy,
    ),
}
