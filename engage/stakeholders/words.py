"""The words of the register: groups and sub-types, kinds of organisation, channels, bases of consent."""

from __future__ import annotations

from engage.rules.words import plain_words, read_vocabulary

Choice = tuple[str, str]

GROUPS, SUB_TYPES, KINDS = "stakeholder_groups", "stakeholder_sub_types", "organisation_kinds"
CHANNELS, BASES, STATUSES = "channels", "consent_bases", "organisation_statuses"
ONE_TO_ONE, BULK = "one_to_one", "bulk"
CONSENTS = {ONE_TO_ONE: "May we contact you one to one", BULK: "Subscribed to bulk mail"}
POINTS = {"email": "Mail address", "phone": "Telephone", "post": "Postal address", "web": "Web address"}
ARTICLES = {"the", "a", "an"}


def label(vocabulary: str, code: str) -> str:
    """The words for a code; the code itself when the vocabulary does not have it."""
    terms = read_vocabulary(vocabulary)
    return terms.term(code).label if code in terms else code


def code_choices(vocabulary: str) -> list[Choice]:
    """(code, label) of every term."""
    return [(term.code, term.label) for term in read_vocabulary(vocabulary).terms]


def kind_labels() -> list[str]:
    """The kinds of organisation, as they stand in records."""
    return [term.label for term in read_vocabulary(KINDS).terms]


def sub_type_choices() -> list[Choice]:
    """(label, label with its group) of every sub-type: the label is what records hold."""
    return [
        (term.label, f"{term.label} ({label(GROUPS, term.kind)})")
        for term in read_vocabulary(SUB_TYPES).terms
    ]


def group_of_kind(kind: str) -> str:
    """The code of the group that most organisations of this kind belong to; empty when there is none."""
    meant = read_vocabulary(KINDS).recognise(kind)
    return read_vocabulary(KINDS).term(meant.code).kind if meant.code else ""


def sorting_name(name: str) -> str:
    """The name in small letters, without marks and without an article before it."""
    words = plain_words(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)
