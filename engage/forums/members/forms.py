"""What a person types about a member."""

from __future__ import annotations

from engage.forums.models import Membership
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import VersionedForm


@asks(Membership)
class MembershipForm(VersionedForm, RecordForm):
    """A seat on a forum. It asks who holds it only where names may be read."""
