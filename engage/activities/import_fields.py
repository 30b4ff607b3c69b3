"""The fields of an activity that a column of a spreadsheet can fill, and what people call them."""

from __future__ import annotations

from engage.platform.imports.mapping import Field, Fields


def _one(name: str, label: str, headings: str, *, required: bool = False) -> Field:
    return Field(name, label, tuple(headings.split("; ")), required=required)


def _several(name: str, label: str, headings: str) -> Field:
    """A field that several columns may fill."""
    return Field(name, label, tuple(headings.split("; ")), multiple=True)


FIELDS = Fields(
    (
        _one(
            "ref",
            "Reference",
            "Ref; Ref no; Ref number; Reference number; Reference no; Activity ref; ID; No",
        ),
        _one(
            "title",
            "Activity",
            "Title; Name of activity; Activity name; Activity title; Event; Event name; Engagement activity;"
            " Engagement; What was done; What",
            required=True,
        ),
        _one(
            "body",
            "Body",
            "CCG; ICB; CCG / ICB; CCG / area; Lead body; Lead CCG; Lead organisation; Commissioner;"
            " Commissioning body",
        ),
        _several(
            "joint_bodies",
            "Joint bodies",
            "Joint body; Other bodies; Other CCGs; Jointly with; Run jointly with",
        ),
        _one("project", "Project code", "Project; Project ref; Project reference; Programme code"),
        _one(
            "starts",
            "Date",
            "Start; Start date; Starts; Started; Dates; Date of event; Event date; Date of activity;"
            " Activity date; When; From",
        ),
        _one("ends", "End date", "End; Ends; Ended; Date ended; Finish; Finish date; To"),
        _one(
            "stage",
            "Stage",
            "Commissioning stage; Stage of the engagement cycle; Engagement cycle stage; Cycle stage;"
            " Stage of cycle",
        ),
        _several("also_stages", "Further stages", "Other stages; Further stages it served; Also stages"),
        _one(
            "method",
            "Method",
            "Method of engagement; Engagement method; How; How people were engaged; Type;"
            " Type of engagement; Type of activity; Activity type; Format",
        ),
        _several(
            "audience",
            "Audience",
            "Target audience; Who; Who was it for; Who was engaged; Participants",
        ),
        _several(
            "groups_aimed_at",
            "Groups aimed at",
            "Target groups; Groups targeted; Groups it set out to reach",
        ),
        _one("venue", "Venue", "Location; Place; Where; Where held; Venue / location"),
        _one(
            "reached",
            "Number reached",
            "No. reached; Reached; People reached; Number of people; No of people; Numbers; Number attended;"
            " No attended; Attendance; Attendees; Number of attendees; Number engaged; No engaged; How many",
        ),
        _several(
            "organisations",
            "Organisations involved",
            "Organisations; Organisations that took part; Partners; Partner organisations",
        ),
        _several(
            "equality_groups",
            "Equality groups",
            "Protected characteristics; Protected groups; Equality characteristics; Equality strands",
        ),
        _one("carers_present", "Carers or representatives present", "Carers present; Carers there"),
        _one("carers_absent_because", "Why carers were absent", "Reason carers absent"),
        _one("access_needs_asked", "Access needs asked", "Access needs asked for; Asked access needs"),
        _several("access_needs", "Access needs", "Access needs met; Reasonable adjustments"),
        _one("purpose", "Purpose", "What it was for; What was it for; Reason for engagement"),
        _one("outcome_sought", "Outcome sought", "Aim; Aims; Desired outcome; Intended outcome"),
        _several(
            "heard",
            "What people told us",
            "Heard; What people said; What we heard; You said; Feedback; Feedback received; What was said;"
            " Key messages; Key themes; Themes",
        ),
        _several(
            "done",
            "What we did",
            "Done; We did; What was done about it; What changed; Action taken; Actions taken; Actions;"
            " Outcome; Result; Our response",
        ),
        _several(
            "findings_shared_with",
            "Findings shared with",
            "Shared with; With whom findings were shared",
        ),
        _one("evaluation", "Evaluation", "How it went; Evaluation of the activity; Lessons learned"),
        _one("status", "Status", "State; Progress; Where it stands"),
        _one("source", "Source", "Source of record; Source page; Link; Web link; URL"),
    )
)
