"""What the register of panels offers to packages that do not know it."""

from __future__ import annotations

from engage.panels import queries
from engage.panels.comparison import queries as comparison
from engage.panels.members import characteristics, retention
from engage.panels.members import queries as members
from engage.platform.data.tables import Keep
from engage.platform.offers.offers import Offers
from engage.platform.offers.personal import Apart
from engage.platform.offers.references import Speaks
from engage.platform.offers.retention import Keeper

OFFERS = Offers(
    references={
        "panel": Speaks(queries.named, queries.find_by_code),
        "panel_comparison": Speaks(comparison.named_comparisons),
        "panel_member": Speaks(members.named_members),
    },
    dealings={"Panels": members.dealings_of},
    personal=(
        Apart("What they said of themselves in panels", characteristics.said_by, characteristics.erase_of),
    ),
    retention=(Keeper(Keep.PANEL, "panel_member", retention.members_due, retention.empty_member),),
)
