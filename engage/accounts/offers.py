"""What the list of accounts offers to packages that do not know it."""

from __future__ import annotations

from engage.accounts import queries, retention
from engage.platform.data.tables import Keep
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks
from engage.platform.offers.retention import Keeper

OFFERS = Offers(
    references={"account": Speaks(queries.named)},
    retention=(Keeper(Keep.ACCOUNT, "account", retention.accounts_due, retention.name_the_post),),
)
