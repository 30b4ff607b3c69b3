"""What the post offers to packages that do not know it."""

from __future__ import annotations

from engage.platform.mail import listing
from engage.platform.offers.offers import Offers

OFFERS = Offers(waiting={"Letters": listing.what_waits})
