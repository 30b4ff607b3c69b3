"""The map of a project as of a day: where everybody stands, how they moved, who is affected but unheard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from engage.cycle.models import Project
from engage.platform.charts import Axes, Chart, Placed, grid_chart
from engage.platform.data.remembered import Memory
from engage.platform.offers import hearings, references
from engage.platform.offers.hearings import Occasion
from engage.platform.offers.references import Link
from engage.rules.calendar_words import long_date
from engage.rules.mapping_models import Grid, Salience, read_models
from engage.rules.words import spelling_key, without_repeats
from engage.stakeholder_maps import queries
from engage.stakeholder_maps.queries import Judgement, Who
from engage.stakeholder_maps.words import GROUP, ORGANISATION, PERSON
from engage.stakeholders import contacts

NAMED_BY_PROJECT = "The project says it affects them"
HEARD, CALLED = Memory(20), Memory(20)  # at which occasions of a project; what organisations are also called


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: the newest judgement of each score, and how scores moved before, in words."""

    who: Who
    scores: dict[str, int | None]
    judged_on: date
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A stakeholder as the table of one model shows them; ``place`` is a corner or a class."""

    number: int | None
    standing: Standing
    scores: tuple[int | None, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody affected of whom nothing heard is on record; ``met`` are records that name them."""

    name: str
    why: str
    met: tuple[Link, ...]


def standings(found: Iterable[Judgement], on: date) -> list[Standing]:
    """Where everybody stood at the end of a day, by name."""
    by_ref: dict[str, list[Judgement]] = {}
    for judgement in found:
        if judgement.on <= on:
            by_ref.setdefault(judgement.who.ref, []).append(judgement)
    known = [_standing(rows) for rows in by_ref.values()]
    return sorted(known, key=lambda one: (one.who.name.casefold(), one.who.ref))


def _standing(rows: Sequence[Judgement]) -> Standing:
    scores: dict[str, int | None] = dict.fromkeys(queries.SCORES)
    moved = []
    for row in rows:
        for name, score in row.scores.items():
            if score is None:
                continue
            before = scores[name]
            if before not in {None, score}:
                moved.append(f"{name} from {before} to {score} on {long_date(row.on)}")
            scores[name] = score
    return Standing(rows[-1].who, scores, rows[-1].on, tuple(moved))


def rows_of(model: Grid | Salience, found: Sequence[Standing]) -> list[Row]:
    """Everybody, by what the model says of them: those it places first, highest first, and numbered."""
    scale = read_models().scale
    placed = [one for one in found if model.place(one.scores, scale)]
    placed.sort(key=lambda one: [-(one.scores[name] or 0) for name in model.attributes])
    others = [one for one in found if not model.place(one.scores, scale)]
    numbered: list[tuple[int | None, Standing]] = [*enumerate(placed, start=1)]
    numbered += [(None, one) for one in others]
    return [
        Row(
            number,
            one,
            tuple(one.scores[name] for name in model.attributes),
            model.place(one.scores, scale) or "Not judged",
        )
        for number, one in numbered
    ]


def picture(model: Grid | Salience, rows: Sequence[Row], title: str) -> Chart | None:
    """The grid with everybody it places; None for a model that has no grid."""
    if isinstance(model, Salience):
        return None
    scale = read_models().scale
    axes = Axes(scale.means[model.up], scale.means[model.across], scale.steps, scale.high_from, model.words)
    placed = [
        Placed(row.standing.who.name, row.scores[0] or 0, row.scores[1] or 0, row.place)
        for row in rows
        if row.number is not None
    ]
    return grid_chart(title, axes, placed)


def somebody_is_affected(project: Project, found: Sequence[Standing]) -> bool:
    """Whether anybody is on record as affected: without, that nobody is unheard says nothing."""
    scale = read_models().scale
    return bool(_named(project)) or any(scale.is_high(one.scores["impact"]) for one in found)


def unheard(project: Project, found: Sequence[Standing], *, named_only: bool) -> list[Unheard]:
    """Who is affected and has not been heard in this project.

    Affected are those the project names, and those whose impact is high; with ``named_only`` only the former,
    which give no score away.
    """
    affected = [
        (Who(GROUP, f"{GROUP}:{spelling_key(name)}", name), NAMED_BY_PROJECT) for name in _named(project)
    ]
    if not named_only:
        scale = read_models().scale
        affected += [
            (one.who, f"Impact {one.scores['impact']} of {scale.most}")
            for one in found
            if scale.is_high(one.scores["impact"])
        ]
    occasions = HEARD.remembered(project.id, lambda: hearings.occasions_in(project.id))
    known = _known_at([who for who, _ in affected], occasions)
    silent = [
        (who, why) for who, why in affected if not any(occasion.something_said for occasion in known[who.ref])
    ]
    links = references.links({one.record for who, _ in silent for one in known[who.ref]})
    told: dict[str, Unheard] = {}
    for who, why in silent:
        met = tuple(links[occasion.record] for occasion in known[who.ref])
        told.setdefault(spelling_key(who.name), Unheard(who.name, why, met))
    return list(told.values())


def _named(project: Project) -> list[str]:
    return without_repeats(project.affected_groups, spelling_key)


def _known_at(affected: Sequence[Who], occasions: Sequence[Occasion]) -> dict[str, list[Occasion]]:
    """At which occasions each is on record: by a name it names, or because a register has them there.

    Whoever sent apologies, or is only what a story was about, was not there and is not heard by it.
    """
    organisations, people = (
        frozenset(who.id for who in affected if who.kind == kind and who.id)
        for kind in (ORGANISATION, PERSON)
    )
    others = CALLED.remembered(organisations, lambda: queries.other_names(organisations))
    names = {who.ref: (who.name, *others.get(who.id or 0, ())) for who in affected}
    met = contacts.met_at(organisations, people)
    spellings = [{spelling_key(name) for name in occasion.names} for occasion in occasions]
    return {
        who.ref: [
            occasion
            for occasion, spelled in zip(occasions, spellings, strict=True)
            if (who.ref, occasion.record) in met
            or any(spelling_key(name) in spelled for name in names[who.ref])
        ]
        for who in affected
    }
