"""What the record of what people said offers to packages that do not know it."""

from __future__ import annotations

from engage.feedback import listing, queries
from engage.feedback.acts import MANY_ACTS
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={"feedback": Speaks(queries.named, queries.id_with_ref)},
    many_acts=MANY_ACTS,
    waiting={"What people said": listing.what_waits},
)
