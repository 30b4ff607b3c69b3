"""What the register of rights offers to packages that do not know it."""

from __future__ import annotations

from engage.platform.data.tables import Keep
from engage.platform.offers.offers import Offers
from engage.platform.offers.retention import Keeper
from engage.privacy import listing, retention
from engage.stakeholders.retention import empty_organisation, organisations_due

OFFERS = Offers(
    waiting={"Rights": listing.what_waits},
    retention=(
        Keeper(Keep.CONTACT, "person", retention.contacts_due, retention.erase_contact),
        Keeper(Keep.CONTACT, "organisation", organisations_due, empty_organisation),
    ),
)
