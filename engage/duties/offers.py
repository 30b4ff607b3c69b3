"""What the work on duties offers to packages that do not know it."""

from __future__ import annotations

from engage.duties import queries
from engage.duties.catalogue import agreed_number
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={
        "hand_evidence": Speaks(queries.named_evidence),
        "duty_assessment": Speaks(queries.named_assessments),
    },
    waiting={"Evidence": queries.what_waits},
    agreed_number=agreed_number,
)
