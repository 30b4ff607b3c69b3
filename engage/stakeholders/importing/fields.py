"""The fields of an organisation that a column of a spreadsheet can fill, and what people call them."""

from __future__ import annotations

from engage.platform.imports.declared import import_fields
from engage.platform.imports.mapping import field
from engage.stakeholders.models import Organisation

FIELDS = import_fields(
    Organisation,
    {
        "name": (
            field(
                "other_names",
                "Other names",
                "Also known as; Known as; Former names; Aliases; Short name",
                multiple=True,
            ),
        ),
        "area": (
            field(
                "contact_role",
                "Contact role",
                "Contact; Role; Contact post; Post held; Job title; Position; Contact (role)",
            ),
        ),
        "represents": (
            field("icb_code", "ICB code", "Code of its ICB"),
            field("commissioner_code", "Commissioner code", "Code of its commissioner"),
            field("provider_code", "Provider code", "Code of its provider; Parent organisation code"),
        ),
    },
)
