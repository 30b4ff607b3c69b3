"""The kinds of story, and what a teller can agree to, by their codes."""

from __future__ import annotations

STORY, SOFT_INTELLIGENCE = "patient_story", "soft_intelligence"

PASS_TO_QUALITY, QUOTE_UNNAMED = "pass_to_quality", "quote_unnamed"

QUOTE_IN_PUBLIC, TELL_IN_PERSON = "quote_in_public", "tell_in_person"

KINDS = {STORY: "Patient story", SOFT_INTELLIGENCE: "Soft intelligence"}

CONSENTS = (
    (PASS_TO_QUALITY, "Pass it on: quality and safety may read the story, so that care gets better"),
    (
        QUOTE_UNNAMED,
        "Quote it unnamed: words they agreed may stand in reports and committee papers, without a name",
    ),
    (
        QUOTE_IN_PUBLIC,
        "Quote it in public: the same words may be published, such as on our website, without a name",
    ),
    (
        TELL_IN_PERSON,
        "Tell it in person: they would come to a meeting, such as the Governing Body, and tell it",
    ),
)
"""What a teller can agree to, each with what is done when they do."""
