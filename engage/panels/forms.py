"""What a person types about a panel."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from engage.organisation.typed import OneBody
from engage.panels.entries import PanelEntry
from engage.panels.models import Panel
from engage.platform.data.typed import row_number
from engage.platform.offers import references
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import AtMost, TextField, VersionedForm
from engage.rules.monitoring import read_monitoring

REASON = "reason_"

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@asks(Panel)
class PanelForm(VersionedForm, RecordForm):
    """A panel. Each protected characteristic that it does not ask about has a reason."""

    reasons: ClassVar[tuple[str, ...]] = tuple(f"{REASON}{code}" for code in read_monitoring().protected)

    body = after("code", OneBody("Which body runs it?"))
    forum = after(
        "to_on",
        TextField(
            "Which forum does it meet as?",
            hint="Paste the address of the page of the forum, or enter its code. Leave blank if it is none.",
            look={"width": 20},
        ),
    )

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError(
                "The code has small letters, figures and dashes alone, such as patient-panel"
            )

    def validate_forum(self, field: Any) -> None:
        if field.data and not (references.find(field.data) or "").startswith("forum:"):
            raise ValidationError("There is no such forum; paste the address of its page")

    def entry(self) -> PanelEntry:
        """What was filled in, as the verbs of ``service`` take it."""
        return PanelEntry(
            **self.answers(),
            body_id=row_number(self.body.data),
            forum_ref=references.find(self.forum.data or "") or "",
            not_asked_because={name.removeprefix(REASON): self[name].data or "" for name in self.reasons},
        )


for _code in read_monitoring().protected:
    _asked = read_monitoring().questions[_code].characteristic
    setattr(PanelForm, f"{REASON}{_code}", TextField(f"{_asked}: why not", AtMost(300, "The reason")))
