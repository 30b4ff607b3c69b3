"""What the list of actions offers to packages that do not know it."""

from __future__ import annotations

from engage.actions import listing, queries
from engage.actions.acts import MANY_ACTS
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={"action": Speaks(queries.describe)},
    many_acts=MANY_ACTS,
    dealings={"Actions": queries.dealings_of},
    waiting={"Actions": listing.what_waits},
)
