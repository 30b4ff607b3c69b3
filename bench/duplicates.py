"""Searching the register for duplicates at several sizes: parts of real names put together, some misspelt."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.measuring import Took, command, least_seconds
from bench.register import build_register
from bench.sizes import application

PLACES = (
    *(
        "Alfred",
        "Ashmore",
        "Bantock",
        "Beechdale",
        "Bilston",
        "Bloxwich",
        "Brierley",
        "Castlecroft",
        "Coalway",
    ),
    *("Compton", "Cranmore", "Darlaston", "Ettingshall", "Fallings", "Fordhouses", "Gornal", "Griffiths"),
    *("Halesowen", "Harden", "Heath", "Keats", "Lapal", "Mayfield", "Meadowbrook", "Moxley", "Netherton"),
    *(
        "Newbridge",
        "Oldbury",
        "Palfrey",
        "Parkfield",
        "Pedmore",
        "Pennfields",
        "Pleck",
        "Poplars",
        "Prestbury",
    ),
    *("Primrose", "Probert", "Rushall", "Sedgley", "Showell", "Stourside", "Tettenhall", "Thornley", "Tudor"),
    *("Warstones", "Wednesfield", "Whitmore", "Willenhall", "Woden", "Woodsetton", "Wordsley", "Wychbury"),
)
SECOND = (
    "Road",
    "Street",
    "Park",
    "Green",
    "Lane",
    "Hill",
    "Community",
    "Church",
    "Valley",
    "Bridge",
    "Grove",
)
LAST = (
    *("Medical Practice", "Surgery", "Health Centre", "Residents Association", "Carers Group", "Foodbank"),
    *(
        "Voluntary Action",
        "Methodist Church",
        "Youth Club",
        "Disability Network",
        "Primary School",
        "Library",
    ),
    *(
        "Sea Cadets",
        "Hospice",
        "Council for Voluntary Service",
        "Equality Forum",
        "Tenants and Residents Group",
    ),
)
TWICE = 20  # one name in so many is there again, with a letter missing
TYPED = "Tetenhall Park Disability Network"


@dataclass(frozen=True, slots=True)
class Searched:
    """The search of the whole register, and seconds of a processor to find the likes of one name typed."""

    whole: Took
    typed: float


def measure_duplicates(organisations: int, home: Path) -> Searched:
    """Build a register of this size and search it."""
    from engage.stakeholders.duplicates import queries as duplicates

    home.mkdir(parents=True)
    command(home, ["db", "upgrade"])
    with application(home) as app:
        build_register(app, organisations, list(islice(_names(organisations), organisations)))
        with app.app_context():
            typed = least_seconds(lambda: duplicates.alike(TYPED))
    return Searched(command(home, ["duplicates", "--json"]), typed)


def _names(seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311  the same names at every run
    while True:
        places = " ".join(chance.sample(PLACES, chance.choice((1, 2, 2, 3))))
        name = f"{places} {chance.choice(SECOND)} {chance.choice(LAST)}"
        yield name
        if chance.randrange(TWICE) == 0:
            letter = chance.randrange(1, len(name) - 1)
            yield name[:letter] + name[letter + 1 :]
