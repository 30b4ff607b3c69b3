"""What the participation framework offers to packages that do not know it."""

from __future__ import annotations

from engage.forums import queries
from engage.forums.framework import queries as framework
from engage.forums.members import queries as members
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={
        "forum": Speaks(queries.describe, queries.find_by_code, names_nobody=True),
        "membership": Speaks(members.describe),
        "framework": Speaks(framework.describe_editions),
    },
    dealings={"Forums": members.dealings_of},
)
