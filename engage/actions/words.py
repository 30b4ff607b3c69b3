"""Words of actions that forms, letters and pages share."""

from __future__ import annotations

BY_MAIL = "by mail"
WAYS = {
    BY_MAIL: "Write to them now, with a link by which they can say that it is done",
    "by phone": "I reminded them by phone",
    "in a meeting": "I reminded them in a meeting",
}
