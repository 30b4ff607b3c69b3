"""What the engagement log offers to packages that do not know it."""

from __future__ import annotations

from engage.activities import dealings, queries
from engage.activities.acts import MANY_ACTS
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={"activity": Speaks(queries.describe, queries.find_by_code)},
    many_acts=MANY_ACTS,
    dealings={dealings.REGISTER: dealings.dealings_of},
    hearings={"activities": queries.occasions},
)
