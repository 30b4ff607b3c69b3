"""What the list of bodies offers to packages that do not know it."""

from __future__ import annotations

from engage.organisation import queries
from engage.organisation.population import queries as population
from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks

OFFERS = Offers(
    references={
        "body": Speaks(queries.named, names_nobody=True),
        "place": Speaks(queries.describe_places, names_nobody=True),
        "assurance_aim": Speaks(queries.describe_aims),
        "strategy_point": Speaks(queries.describe_points),
        "network": Speaks(queries.describe_networks, names_nobody=True),
        "population_figure": Speaks(population.describe_figures),
    }
)
