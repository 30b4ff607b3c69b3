"""What forms about duties have in common."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.platform import clock

LOW = {"rows": 4}


def not_ahead(day: Any) -> None:
    if day and day > clock.today():
        raise ValidationError("This day has not come yet. Enter one that has, such as 6 June 2018")
