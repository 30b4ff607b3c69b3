"""The fields of an organisation that a column of a spreadsheet can fill, and what people call them."""

from __future__ import annotations

from engage.platform.imports.mapping import Field, Fields


def _one(name: str, label: str, headings: str, *, required: bool = False) -> Field:
    return Field(name, label, tuple(headings.split("; ")), required=required)


def _several(name: str, label: str, headings: str) -> Field:
    """A field that several columns may fill."""
    return Field(name, label, tuple(headings.split("; ")), multiple=True)


FIELDS = Fields(
    (
        _one(
            "name",
            "Organisation",
            "Name; Organisation name; Name of organisation; Stakeholder; Stakeholder name; Group name;"
            " Outlet",
            required=True,
        ),
        _several("other_names", "Other names", "Also known as; Known as; Former names; Aliases; Short name"),
        _one("ods_code", "ODS code", "ODS; Organisation code; Practice code; Code"),
        _one("kind", "Type", "Kind; Type of organisation; Organisation type; Sector; Category"),
        _one("group", "Stakeholder group", "Group; Segment; Stakeholder segment"),
        _one("area", "Area", "Place; Locality; Town; Where; Area covered; Geography"),
        _one(
            "contact_role",
            "Contact role",
            "Contact; Role; Contact post; Post held; Job title; Position; Contact (role)",
        ),
        _one("represents", "Represents", "Speaks for; Who it represents; Community represented"),
        _one("status", "Status", "State; Active or closed"),
        _one("opened", "Opened", "Open date; Opened on; Date opened; Start date; From"),
        _one("closed", "Closed", "Close date; Closed on; Date closed; End date; To"),
        _one("address", "Address", "Postal address; Street address; Address line"),
        _one("postcode", "Postcode", "Post code; Zip"),
        _one("phone", "Telephone", "Phone; Tel; Telephone number; Phone number; Tel no"),
        _one("email", "Mail address", "Email; E-mail; Email address; Mail"),
        _one("website", "Website", "Web; Web site; Web address; URL"),
        _several("topics", "Topics of interest", "Topics; Interests; Interested in"),
        _several("tags", "Tags", "Labels; Keywords"),
        _one("icb_code", "ICB code", "Code of its ICB"),
        _one("commissioner_code", "Commissioner code", "Code of its commissioner"),
        _one("provider_code", "Provider code", "Code of its provider; Parent organisation code"),
        _one("notes", "Notes", "Note; Comments; Remarks"),
        _one("source", "Source", "Source of record; Source page; Where from"),
    )
)
