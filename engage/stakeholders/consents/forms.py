"""What is typed about consents and contacts."""

from __future__ import annotations

from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import Needed, RadioField, choices
from engage.stakeholders.entries import ContactEntry
from engage.stakeholders.forms import DO_NOT_CONTACT
from engage.stakeholders.models import Consent, ContactMade, Organisation
from engage.stakeholders.words import CONSENTS


@asks(Consent, only=("kind", "basis", "source", "given_on"))
class ConsentForm(RecordForm):
    """That somebody agreed to one of two different things."""


@asks(Consent, only=("kind", "withdrawn_on", "withdrawn_how"))
class WithdrawalForm(RecordForm):
    """That somebody took back what they agreed to, or said no."""

    kind = RadioField(
        "What do they no longer agree to?",
        Needed("Choose what they no longer agree to"),
        choices=choices(CONSENTS.items()),
    )


@asks(Organisation, only=DO_NOT_CONTACT[1:])
class DoNotContactForm(RecordForm):
    """That somebody, an organisation or a person, is not to be contacted at all."""


@asks(ContactMade)
class ContactForm(RecordForm):
    """A contact that no other register holds."""

    def entry(self) -> ContactEntry:
        return ContactEntry(**self.answers())
