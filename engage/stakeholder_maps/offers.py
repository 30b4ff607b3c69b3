"""What the maps of stakeholders offers to packages that do not know it."""

from __future__ import annotations

from engage.platform.data.tables import Keep
from engage.platform.offers.offers import Offers
from engage.platform.offers.retention import Keeper
from engage.stakeholder_maps import retention

OFFERS = Offers(
    retention=(Keeper(Keep.MAP, "project", retention.maps_due, retention.take_map_away),),
)
