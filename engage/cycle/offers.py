"""What the list of projects offers to packages that do not know it."""

from __future__ import annotations

from engage.cycle import queries
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(references={"project": Speaks(queries.named, queries.find_by_code, names_nobody=True)})
