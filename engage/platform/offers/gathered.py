"""What every package offers, gathered once by the roof for each application it builds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from engage.platform.offers.offers import Offers

PLACE = "offers"


def gather(app: Flask, offers: Iterable[Offers]) -> None:
    """Keep what all of these offer, for this application."""
    app.extensions[PLACE] = reduce(or_, offers)


def gathered() -> Offers:
    """What the packages of the application at work offer."""
    found: Offers = current_app.extensions[PLACE]
    return found
