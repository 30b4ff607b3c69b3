"""What is chosen to take people in from contact cards."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.platform.web.forms import FileField, Form


class CardsForm(Form):
    """A file of contact cards."""

    file = FileField("File of contact cards (vCard)", hint="With the ending .vcf, up to 5 megabytes.")

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Choose a file of contact cards, such as contacts.vcf")
