"""What the register of meetings offers to packages that do not know it."""

from __future__ import annotations

from engage.meetings import listing, queries, who_came
from engage.meetings.agenda import queries as agenda
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={
        "meeting": Speaks(queries.describe),
        "agenda_item": Speaks(agenda.describe_items, names_nobody=True),
    },
    dealings={"Meetings": who_came.dealings_of},
    waiting={"Meetings": listing.what_waits},
    hearings={"meetings": queries.occasions},
)
