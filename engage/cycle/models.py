"""Projects, their dated history of stages, and the promises made to the public."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped

from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class Project(Base):
    """A commissioning change or programme that activities, assessments and decisions hang on."""

    __tablename__ = "project"

    id: Mapped[int] = key()
    code: Mapped[str] = noted("short code, such as WIC-14", unique=True, privacy=Privacy.NONE)
    title: Mapped[str] = noted("its name", privacy=Privacy.NONE)
    aim: Mapped[str] = noted("what it is to achieve", default="", privacy=Privacy.NONE)
    body_id: Mapped[int] = noted("the lead body", ForeignKey("body.id"), index=True, privacy=Privacy.NONE)
    joint_body_ids: Mapped[list[int]] = noted(
        "other bodies it is run with", JSON, default=list, privacy=Privacy.NONE
    )
    owner_id: Mapped[int | None] = noted(
        "account of its owner", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    affected_groups: Mapped[list[str]] = noted(
        "groups of people it affects", Words, default=list, privacy=Privacy.NONE
    )
    place_ids: Mapped[list[int]] = noted("places it touches", JSON, default=list, privacy=Privacy.NONE)
    authorities: Mapped[list[str]] = noted(
        "local authorities whose area it touches", Words, default=list, privacy=Privacy.NONE
    )
    joint_committee: Mapped[str] = noted(
        "joint scrutiny committee, when more than one authority is consulted",
        default="",
        privacy=Privacy.NONE,
    )
    starts_on: Mapped[date | None] = noted("first day of work on it", privacy=Privacy.NONE)
    ends_on: Mapped[date | None] = noted(
        "last day of work on it; empty while it goes on", privacy=Privacy.NONE
    )
    options_fixed_on: Mapped[date | None] = noted("day on which the options were fixed", privacy=Privacy.NONE)
    papers_issued_on: Mapped[date | None] = noted(
        "day on which the decision papers were issued", privacy=Privacy.NONE
    )
    decision_on: Mapped[date | None] = noted("day of the decision", privacy=Privacy.NONE)
    aim_ids: Mapped[list[int]] = noted(
        "assurance-framework aims it serves", JSON, default=list, privacy=Privacy.NONE
    )
    strategy_points: Mapped[list[int]] = noted(
        "strategy principles and objectives it serves", JSON, default=list, privacy=Privacy.NONE
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    source: Mapped[str] = noted(
        "where these facts come from", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    search_text: Mapped[str] = found_by("code", "title", "aim", privacy=Privacy.NONE)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class ProjectStage(Base):
    """A project standing at a stage of the cycle between two dates."""

    __tablename__ = "project_stage"

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    stage: Mapped[int] = noted("stage of the engagement cycle, 1 to 5", privacy=Privacy.NONE)
    from_on: Mapped[date] = noted("first day at this stage", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted(
        "last day at this stage; empty while it stands there", privacy=Privacy.NONE
    )
    note: Mapped[str] = noted("why it moved", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)

    def record_ref(self) -> str:
        return f"project:{self.project_id}"


class Promise(Base):
    """A promise made to the public about a project, such as to consult: once made it can bind."""

    __tablename__ = "promise"

    id: Mapped[int] = key()
    project_id: Mapped[int] = noted(
        "the project", ForeignKey("project.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    text: Mapped[str] = noted("what was promised", privacy=Privacy.WORDS, keep=Keep.RECORD)
    made_on: Mapped[date | None] = noted("when it was made", privacy=Privacy.NONE)
    where_made: Mapped[str] = noted("where it was made", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    kept_on: Mapped[date | None] = noted("when it was kept; empty until then", privacy=Privacy.NONE)
    how_kept: Mapped[str] = noted("how it was kept", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)

    def record_ref(self) -> str:
        return f"project:{self.project_id}"
