"""What the register of stories offers to packages that do not know it."""

from __future__ import annotations

from engage.experience.insight import queries as insight
from engage.experience.stories import listing, queries, retention
from engage.platform.data.tables import Keep
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks
from engage.platform.offers.retention import Keeper

OFFERS = Offers(
    references={"story": Speaks(queries.named), "insight": Speaks(insight.named)},
    dealings={"Patient stories": queries.dealings_of},
    waiting={"Patient stories": listing.what_waits},
    hearings={"experience": queries.occasions},
    retention=(Keeper(Keep.STORY, "story", retention.stories_due, retention.take_words_away),),
)
