"""What is typed about addresses and posts."""

from __future__ import annotations

from typing import Any

from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import TickField
from engage.stakeholders.entries import PointEntry, PostEntry
from engage.stakeholders.forms import check_address
from engage.stakeholders.models import ContactPoint, Post


@asks(ContactPoint)
class PointForm(RecordForm):
    """One address of somebody."""

    def entry(self) -> PointEntry:
        return PointEntry(**self.answers())

    def validate_value(self, field: Any) -> None:
        if self["kind"].data == "email":
            check_address(field)


@asks(Post)
class PostForm(RecordForm):
    """Who holds a post at an organisation, and when."""

    def entry(self) -> PostEntry:
        return PostEntry(**self.answers())


@asks(Post)
class AppointForm(PostForm):
    """A new holder: whoever held the post until now is kept, with their last day."""

    beside = after("to_on", TickField("Others hold the same post: they go on"))
