"""What the stakeholder register offers to packages that do not know it."""

from __future__ import annotations

from engage.platform.offers.offers import Offers
from engage.platform.offers.references import Speaks
from engage.stakeholders import contacts, facts, queries
from engage.stakeholders.bulk.acts import MANY_ACTS
from engage.stakeholders.choosing import CHOOSERS

OFFERS = Offers(
    references={
        "organisation": Speaks(
            queries.describe_organisations, queries.find_organisation_by_code, names_nobody=True
        ),
        "person": Speaks(queries.describe_people, names_nobody=True),
        "mailing": Speaks(queries.describe_mailings),
        "mailing_consent": Speaks(facts.describe_consents),
    },
    choosers=CHOOSERS,
    many_acts=MANY_ACTS,
    dealings={"Contacts noted": contacts.contacts_noted, "Letters": contacts.letters_written},
)
