"""What the plumbing itself offers to packages that do not know it."""

from __future__ import annotations

from engage.platform.data.tables import Keep
from engage.platform.offers.offers import Offers
from engage.platform.offers.retention import Keeper
from engage.platform.processes import letting_go, waiting

OFFERS = Offers(
    retention=(
        Keeper(Keep.LETTER, "letter", letting_go.letters_due, letting_go.empty_letters),
        Keeper(Keep.LINK, "single_use_link", letting_go.links_due, letting_go.take_links_away),
        Keeper(Keep.IMPORT, "import", letting_go.imports_due, letting_go.empty_import),
    ),
    waiting={"Jobs": waiting.what_waits},
)
