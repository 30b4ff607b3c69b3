"""Projects, their dated history of stages, and the promises made to the public."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, false
from sqlalchemy.orm import Mapped, MappedColumn

from engage.platform.data.fields import Choice, Choices, Day, Field, Line, Lines, Listed, Records, Text, Tick
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted
from engage.rules.cycle import stage_vocabulary
from engage.rules.words import read_vocabulary

WHAT = "What it is"
LEADS = "Who leads it"
DATES = "Dates that matter"
WHOM = "Whom and where it affects"
SERVES = "What it serves, and the source of these facts"

ABOUT = "About the project"


def _milestone(note: str, words: str, *, listed: Listed = Listed.OFFERED, **told: Any) -> MappedColumn[Any]:
    asked = Day(words, part=DATES, shown=ABOUT, listed=listed, sorts=True, **told)
    return noted(note, field=asked, privacy=Privacy.NONE)


class Project(WithVersion, Base):
    """A commissioning change or programme that activities, assessments and decisions hang on."""

    __tablename__ = "project"

    id: Mapped[int] = key()
    title: Mapped[str] = noted(
        "its name",
        field=Line(
            "Title",
            needed="Enter the title of the project, such as Walk-in centre review",
            longest=200,
            part=WHAT,
        ),
        privacy=Privacy.NONE,
    )
    code: Mapped[str] = noted(
        "short code, such as WIC-14",
        unique=True,
        field=Line(
            "Code",
            needed="Enter a short code, such as WIC-14",
            hint="Letters, figures and hyphens. It stands in addresses and spreadsheets.",
            longest=30,
            width=10,
            part=WHAT,
            listed=Listed.SHOWN,
            sorts=True,
            fact="code",
        ),
        privacy=Privacy.NONE,
    )
    aim: Mapped[str] = noted(
        "what it is to achieve",
        default="",
        field=Text("Aim", asks="What is it to achieve?", longest=4_000, part=WHAT, fact="aim"),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int] = noted(
        "the lead body", ForeignKey("body.id"), index=True, field=Field("Lead body"), privacy=Privacy.NONE
    )
    joint_body_ids: Mapped[list[int]] = noted(
        "other bodies it is run with",
        JSON,
        default=list,
        field=Records("Other bodies it is run with", kind="body"),
        privacy=Privacy.NONE,
    )
    owner_id: Mapped[int | None] = noted(
        "account of its owner", ForeignKey("account.id"), field=Field("Owner"), privacy=Privacy.NONE
    )
    starts_on: Mapped[date | None] = _milestone(
        "first day of work on it", "Work began", asks="Work begins", hint="Such as 6 June 2018."
    )
    options_fixed_on: Mapped[date | None] = _milestone(
        "day on which the options were fixed",
        "Options fixed",
        hint="The day from which people could no longer shape the options.",
        fact="options_fixed",
    )
    papers_issued_on: Mapped[date | None] = _milestone(
        "day on which the decision papers were issued",
        "Papers issued",
        hint="The day the decision papers went out.",
        fact="papers_issued",
    )
    decision_on: Mapped[date | None] = _milestone(
        "day of the decision", "Decision", listed=Listed.SHOWN, fact="decision"
    )
    ends_on: Mapped[date | None] = _milestone(
        "last day of work on it; empty while it goes on",
        "Work ended",
        asks="Work ends",
        hint="Leave it blank while it goes on.",
        fact="live_to",
        said_when_empty="not ended",
    )
    urgent_change_on: Mapped[date | None] = _milestone(
        "day on which a change was decided that was too urgent to consult on; empty when there was none",
        "Urgent change",
        asks="A change too urgent to consult on was decided",
        hint="Only where risk to safety or welfare left no time. Leave it blank when there was none.",
        quiet=True,
        fact="urgent_change",
    )
    reg23_on: Mapped[date | None] = _milestone(
        "day from which the local authority had to be consulted under regulation 23; empty when it had not",
        "Regulation 23",
        asks="Regulation 23 was triggered",
        hint="The day a substantial change came under consideration. Leave it blank when there was none.",
        quiet=True,
        fact="reg23_triggered",
    )
    call_in_on: Mapped[date | None] = _milestone(
        "day on which the Secretary of State directed that it is called in; empty when it was not",
        "Call-in",
        asks="The Secretary of State called it in",
        hint="The day of the direction. Leave it blank when there was none.",
        quiet=True,
        fact="call_in_directed",
    )
    decision_is_held: Mapped[bool] = noted(
        "whether the decision is held while it is called in",
        default=False,
        server_default=false(),
        field=Tick(
            "Decision held",
            asks="The decision is held while it is called in",
            part=DATES,
            shown=ABOUT,
            quiet=True,
            fact="decision_held",
        ),
        privacy=Privacy.NONE,
    )
    affected_groups: Mapped[list[str]] = noted(
        "groups of people it affects",
        Words,
        default=list,
        field=Choices(
            "Groups affected",
            asks="Groups of people it affects",
            vocabulary=lambda: read_vocabulary("equality_groups"),
            grows=True,
            part=WHOM,
            shown=ABOUT,
            fact="affected_groups",
        ),
        privacy=Privacy.NONE,
    )
    place_ids: Mapped[list[int]] = noted(
        "places it touches",
        JSON,
        default=list,
        field=Records("Places it touches", kind="place", part=WHOM),
        privacy=Privacy.NONE,
    )
    authorities: Mapped[list[str]] = noted(
        "local authorities whose area it touches",
        Words,
        default=list,
        field=Lines(
            "Local authorities",
            asks="Local authorities whose area it touches",
            hint="One on each line. Health scrutiny belongs to the local authority.",
            part=WHOM,
            shown=ABOUT,
            fact="authorities",
        ),
        privacy=Privacy.NONE,
    )
    joint_committee: Mapped[str] = noted(
        "joint scrutiny committee, when more than one authority is consulted",
        default="",
        field=Line(
            "Joint scrutiny committee",
            hint="Needed when more than one authority is consulted on a substantial change.",
            longest=200,
            part=WHOM,
            shown=ABOUT,
            quiet=True,
            fact="joint_committee",
        ),
        privacy=Privacy.NONE,
    )
    aim_ids: Mapped[list[int]] = noted(
        "assurance-framework aims it serves",
        JSON,
        default=list,
        field=Records("Assurance-framework aims it serves", kind="assurance_aim", part=SERVES, fact="aims"),
        privacy=Privacy.NONE,
    )
    strategy_points: Mapped[list[int]] = noted(
        "strategy principles and objectives it serves",
        JSON,
        default=list,
        field=Records("Strategy it serves", kind="strategy_point", fact="strategy_points"),
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    source: Mapped[str] = noted(
        "where these facts come from",
        default="",
        field=Line("Source", asks="Where do these facts come from?", part=SERVES, shown=ABOUT),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    search_text: Mapped[str] = found_by("code", "title", "aim", privacy=Privacy.NONE)


class ProjectStage(Base):
    """A project standing at a stage of the cycle between two dates."""

    __tablename__ = "project_stage"

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    stage: Mapped[int] = noted(
        "stage of the engagement cycle, 1 to 5",
        field=Choice("Stage", vocabulary=stage_vocabulary, numbered=True),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date] = noted(
        "first day at this stage", field=Field("At the stage from"), privacy=Privacy.NONE
    )
    to_on: Mapped[date | None] = noted(
        "last day at this stage; empty while it stands there",
        field=Field("At the stage to"),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "why it moved", default="", field=Field("Why it moved"), privacy=Privacy.WORDS, keep=Keep.RECORD
    )

    def record_ref(self) -> str:
        return f"project:{self.project_id}"


class Promise(Base):
    """A promise made to the public about a project, such as to consult: once made it can bind."""

    __tablename__ = "promise"

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    text: Mapped[str] = noted(
        "what was promised",
        field=Text(
            "Promise",
            asks="What was promised?",
            needed="Enter what was promised, such as to consult before any change",
            longest=2_000,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    made_on: Mapped[date | None] = noted(
        "when it was made",
        field=Day(
            "Promised on", asks="When was it made?", hint="Such as 6 June 2018. Leave it blank if not known."
        ),
        privacy=Privacy.NONE,
    )
    where_made: Mapped[str] = noted(
        "where it was made",
        default="",
        field=Line(
            "Promised at", asks="Where was it made?", hint="Such as a Governing Body meeting.", longest=400
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    kept_on: Mapped[date | None] = noted(
        "when it was kept; empty until then", field=Field("Kept on"), privacy=Privacy.NONE
    )
    how_kept: Mapped[str] = noted(
        "how it was kept", default="", field=Field("How it was kept"), privacy=Privacy.WORDS, keep=Keep.RECORD
    )

    def record_ref(self) -> str:
        return f"project:{self.project_id}"
