"""The fields of an organisation that a column of a spreadsheet can fill, and what people call them."""

from __future__ import annotations

from engage.platform.imports.mapping import Fields, field

FIELDS = Fields(
    (
        field(
            "name",
            "Organisation",
            "Name; Organisation name; Name of organisation; Stakeholder; Stakeholder name; Group name;"
            " Outlet",
            required=True,
        ),
        field(
            "other_names",
            "Other names",
            "Also known as; Known as; Former names; Aliases; Short name",
            multiple=True,
        ),
        field("ods_code", "ODS code", "ODS; Organisation code; Practice code; Code"),
        field("kind", "Type", "Kind; Type of organisation; Organisation type; Sector; Category"),
        field("group", "Stakeholder group", "Group; Segment; Stakeholder segment"),
        field("area", "Area", "Place; Locality; Town; Where; Area covered; Geography"),
        field(
            "contact_role",
            "Contact role",
            "Contact; Role; Contact post; Post held; Job title; Position; Contact (role)",
        ),
        field("represents", "Represents", "Speaks for; Who it represents; Community represented"),
        field("status", "Status", "State; Active or closed"),
        field("opened", "Opened", "Open date; Opened on; Date opened; Start date; From"),
        field("closed", "Closed", "Close date; Closed on; Date closed; End date; To"),
        field("address", "Address", "Postal address; Street address; Address line"),
        field("postcode", "Postcode", "Post code; Zip"),
        field("phone", "Telephone", "Phone; Tel; Telephone number; Phone number; Tel no"),
        field("email", "Mail address", "Email; E-mail; Email address; Mail"),
        field("website", "Website", "Web; Web site; Web address; URL"),
        field("topics", "Topics of interest", "Topics; Interests; Interested in", multiple=True),
        field("tags", "Tags", "Labels; Keywords", multiple=True),
        field("icb_code", "ICB code", "Code of its ICB"),
        field("commissioner_code", "Commissioner code", "Code of its commissioner"),
        field("provider_code", "Provider code", "Code of its provider; Parent organisation code"),
        field("notes", "Notes", "Note; Comments; Remarks"),
        field("source", "Source", "Source of record; Source page; Where from"),
    )
)
