"""What a person may type about a body and what belongs to it."""

from __future__ import annotations

from typing import Any

from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
    choices,
)
from engage.rules.body_names import BodyKind

KINDS = {
    BodyKind.CCG: "Clinical commissioning group (CCG)",
    BodyKind.ICB: "Integrated care board (ICB)",
    BodyKind.NHSE: "NHS England",
    BodyKind.PCT: "Primary care trust",
    BodyKind.CSU: "Commissioning support unit",
    BodyKind.NHS_TRUST: "NHS trust",
    BodyKind.NHS_FOUNDATION_TRUST: "NHS foundation trust",
    BodyKind.HEALTH_BOARD: "Health board",
    BodyKind.LOCAL_AUTHORITY: "Local authority",
    BodyKind.OTHER: "Another kind of body",
}
TRUST = {
    "verified": "Verified: checked against its source",
    "unverified": "Unverified: from knowledge or from a record",
    "proposal": "Proposal: how we suggest to see it",
}
COMMITTEE_KINDS = {
    "governing_body": "Governing Body or Board",
    "committee": "Committee",
    "joint_committee": "Joint committee",
    "scrutiny": "Health scrutiny committee",
    "health_and_wellbeing_board": "Health and Wellbeing Board",
    "partnership": "Partnership",
}
PLACE_KINDS = {"city": "City", "borough": "Borough", "ward": "Ward", "locality": "Locality"}
STRATEGY_STATES = {"draft": "Draft", "adopted": "Adopted", "superseded": "Superseded"}
POINT_KINDS = {"principle": "Principle", "objective": "Objective"}
TRUST_QUESTION = "How far these facts can be trusted"
FIRST_DAY, LAST_DAY = "First day, if known", "Last day, if it has ended"


class BodyForm(Form):
    """A body; its code is not here, because it stays."""

    name = TextField(
        "Name", Needed("Enter the name of the body, such as Anytown CCG"), AtMost(160, "The name")
    )
    kind = ChoiceField(
        "Kind", hint="The law asks different things of each kind.", choices=choices(KINDS.items())
    )
    exists_from = DayField(FIRST_DAY, hint="Such as 1 April 2013. No ICB began before 1 July 2022.")
    exists_to = DayField(LAST_DAY, hint="Every CCG ended by 30 June 2022.")
    board_word = TextField(
        "What its board is called",
        AtMost(60, "The word for its board"),
        hint="Leave it blank for “Governing Body” of a CCG, and “Board” of any other.",
        look={"classes": "nhsuk-input--width-20"},
    )
    trust = ChoiceField(TRUST_QUESTION, choices=choices(TRUST.items()), default="unverified")
    is_served = TickField("We work for this body")


class NewBodyForm(BodyForm):
    """A body to be opened, with the code it will always have."""

    code = TextField(
        "Code",
        Needed("Enter a short code, such as walsall-ccg"),
        AtMost(60, "The code"),
        hint="Letters, figures and hyphens. It stands in addresses and commands, and never changes.",
        look={"classes": "nhsuk-input--width-20", "spellcheck": False},
    )


class NameForm(Form):
    """Another way in which a body's name is written."""

    name = TextField(
        "Another name",
        Needed("Enter the name as it is written, such as WCCG"),
        AtMost(160, "The name"),
        hint="As it stands in spreadsheets and papers. “NHS” before it, “Clinical Commissioning Group” in "
        "full, hyphens and “&” for “and” are recognised without being entered.",
    )


class SuccessionForm(Form):
    """Which body took over."""

    successor_id = ChoiceField("The body that took over", Needed("Choose the body that took over"))
    on = DayField(
        "The first day on which it had taken over", hint="Such as 1 July 2022. Leave it blank if not known."
    )
    trust = ChoiceField(TRUST_QUESTION, choices=choices(TRUST.items()), default="unverified")

    def values(self) -> dict[str, Any]:
        return {**super().values(), "successor_id": int(self.successor_id.data)}


class CommitteeForm(Form):
    """A committee."""

    name = TextField("Name", Needed("Enter the name of the committee"), AtMost(160, "The name"))
    kind = ChoiceField("Kind", choices=choices(COMMITTEE_KINDS.items()))
    meets_in_public = TickField("It meets in public")
    from_on = DayField(FIRST_DAY)
    to_on = DayField(LAST_DAY)


class PlaceForm(Form):
    """A place."""

    name = TextField(
        "Name", Needed("Enter the name of the place, such as Riverside"), AtMost(120, "The name")
    )
    kind = ChoiceField("Kind", choices=choices(PLACE_KINDS.items()))


class NetworkForm(Form):
    """A primary care network."""

    name = TextField("Name", Needed("Enter the name of the network"), AtMost(160, "The name"))
    from_on = DayField(FIRST_DAY)
    to_on = DayField(LAST_DAY)


class PracticeForm(Form):
    """A member practice."""

    ods_code = TextField(
        "ODS code",
        Needed("Enter the practice's code, such as M92607"),
        AtMost(12, "The ODS code"),
        hint="Its code with the Organisation Data Service.",
        look={"classes": "nhsuk-input--width-10", "spellcheck": False},
    )
    name = TextField("Name", Needed("Enter the name of the practice"), AtMost(160, "The name"))
    network_id = ChoiceField("Network")
    from_on = DayField("First day open, if known")
    to_on = DayField("Last day open, if it has closed")

    def values(self) -> dict[str, Any]:
        network = self.network_id.data
        return {
            **super().values(),
            "network_id": int(network) if network else None,
            "ods_code": (self.ods_code.data or "").upper(),
        }


class AimForm(Form):
    """An aim of the assurance framework."""

    text = TextField(
        "The aim, in the body's own words",
        Needed("Enter the aim, such as Reducing health inequalities"),
        AtMost(400, "The aim"),
    )
    from_on = DayField("First day it held, if known")
    to_on = DayField("Last day it held, if it has ended")


class StrategyForm(Form):
    """A strategy: its title and the days it holds for are told apart."""

    title = TextField(
        "Title",
        Needed("Enter the title as it stands on the strategy"),
        AtMost(200, "The title"),
        hint="As printed, with any year in it. The days it holds for come next, and may differ.",
    )
    valid_from = DayField("First day it holds for, if known", hint="Such as 1 April 2019.")
    valid_to = DayField("Last day it holds for, if known")
    status = RadioField("State", choices=choices(STRATEGY_STATES.items()), default="adopted")
    source = TextField(
        "Where it can be read",
        AtMost(400, "Where it can be read"),
        hint="A public address, or a paper and its date.",
    )


class NewStrategyForm(StrategyForm):
    """A strategy with its principles and objectives."""

    principles = LongTextField(
        "Principles",
        hint="One on each line. After a colon you may say how one can tell that it is kept, such as "
        "“Inclusive: access needs and reach are recorded”.",
        look={"rows": 8},
    )
    objectives = LongTextField("Objectives", hint="One on each line.", look={"rows": 6})

    def values(self) -> dict[str, Any]:
        points = {
            "principles": [_title_and_text(line) for line in _lines(self.principles.data)],
            "objectives": [(line, "") for line in _lines(self.objectives.data)],
        }
        return {**super().values(), **points}


class PointForm(Form):
    """A principle or an objective."""

    title = TextField(
        "The principle's name, or the objective in short",
        Needed("Enter the principle or the objective"),
        AtMost(300, "It"),
    )
    text = LongTextField("What it asks, or how one can tell that it is kept", AtMost(1000, "This"))


class NewPointForm(PointForm):
    """A point to be added."""

    kind = RadioField("Kind", choices=choices(POINT_KINDS.items()), default="principle")


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _title_and_text(line: str) -> tuple[str, str]:
    title, _, text = line.partition(":")
    return title.strip(), text.strip()
