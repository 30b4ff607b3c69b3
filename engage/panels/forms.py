"""What a person types about a panel."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from engage.platform.offers import references
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    LongTextField,
    Needed,
    TextField,
    VersionedForm,
    choices,
)
from engage.rules.monitoring import read_monitoring

LOW = {"rows": 3}

SHORT = {"width": 5}

MEDIUM = {"width": 20}

MOST_MONTHS = 120

ANSWER, REASON, AGAINST = "answer_", "reason_", "against_"

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PanelForm(VersionedForm):
    """A panel. Each protected characteristic that it does not ask about has a reason."""

    reasons: ClassVar[tuple[str, ...]] = tuple(f"{REASON}{code}" for code in read_monitoring().protected)

    name = TextField("What is it called?", Needed("Enter what it is called"), AtMost(200, "The name"))
    code = TextField(
        "Short code",
        Needed("Enter a short code, such as patient-panel"),
        AtMost(40, "The code"),
        hint="Used in its address: small letters, figures and dashes.",
        look=MEDIUM,
    )
    body = ChoiceField("Which body runs it?")
    purpose = LongTextField("What is it for?", AtMost(2_000, "The purpose"), look=LOW)
    terms = LongTextField(
        "Terms of membership",
        AtMost(5_000, "The terms"),
        hint="What a member takes on, and what they get, such as travel costs and training.",
        look={"rows": 5},
    )
    term_months = TextField(
        "How long is a term?", hint="In months, such as 24. Leave blank when a term has no end.", look=SHORT
    )
    from_on = DayField("First day", hint="Leave blank if it is not known.")
    to_on = DayField("Last day", hint="Leave blank while it lasts.")
    forum = TextField(
        "Which forum does it meet as?",
        hint="Paste the address of the page of the forum, or enter its code. Leave blank if it is none.",
        look=MEDIUM,
    )
    asks = CheckboxesField(
        "What members are asked about themselves",
        choices=choices((code, one.characteristic) for code, one in read_monitoring().questions.items()),
        default=list(read_monitoring().protected),
    )

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError(
                "The code has small letters, figures and dashes alone, such as patient-panel"
            )

    def validate_forum(self, field: Any) -> None:
        if field.data and not (references.find(field.data) or "").startswith("forum:"):
            raise ValidationError("There is no such forum; paste the address of its page")

    def validate_term_months(self, field: Any) -> None:
        typed = field.data or ""
        if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed[:4]) <= MOST_MONTHS):
            raise ValidationError(f"A term is a whole number of months from 1 to {MOST_MONTHS}")

    def entry(self) -> dict[str, Any]:
        """What was filled in, by the columns of a panel."""
        given = self.values()
        plain = ("name", "code", "purpose", "terms", "from_on", "to_on", "asks")
        return {
            **{name: given[name] for name in plain if name in given},
            "body_id": int(given["body"]),
            "forum_ref": references.find(given["forum"] or "") or "",
            "term_months": int(given["term_months"]) if given["term_months"] else None,
            "not_asked_because": {name.removeprefix(REASON): given[name] for name in self.reasons},
        }


for _code, _question in read_monitoring().questions.items():
    if _question.is_protected:
        setattr(
            PanelForm,
            f"{REASON}{_code}",
            TextField(f"{_question.characteristic}: why not", AtMost(300, "The reason")),
        )
