"""What spreadsheets call the fields of an activity that lie outside its columns."""

from __future__ import annotations

from engage.activities.models import Activity
from engage.platform.imports.declared import import_fields
from engage.platform.imports.mapping import Field, called

BODY = Field(
    "body",
    "Body",
    called(
        "CCG; ICB; CCG / ICB; CCG / area; Lead body; Lead CCG; Lead organisation; Commissioner; "
        "Commissioning body"
    ),
)
JOINT_BODIES = Field(
    "joint_bodies",
    "Joint bodies",
    called("Joint body; Other bodies; Other CCGs; Jointly with; Run jointly with"),
    multiple=True,
)
PROJECT = Field("project", "Project code", called("Project; Project ref; Project reference; Programme code"))
STARTS = Field(
    "starts",
    "Date",
    called(
        "Start; Start date; Starts; Started; Dates; Date of event; Event date; Date of activity; "
        "Activity date; When; From"
    ),
    dated=True,
)
ENDS = Field("ends", "End date", called("End; Ends; Ended; Date ended; Finish; Finish date; To"), dated=True)
REACHED = Field(
    "reached",
    "Number reached",
    called(
        "No. reached; Reached; People reached; Number of people; No of people; Numbers; Number "
        "attended; No attended; Attendance; Attendees; Number of attendees; Number engaged; No "
        "engaged; How many"
    ),
    counts=True,
)
HEARD = Field(
    "heard",
    "What people told us",
    called(
        "Heard; What people said; What we heard; You said; Feedback; Feedback received; What was "
        "said; Key messages; Key themes; Themes"
    ),
    multiple=True,
    apart=True,
)
DONE = Field(
    "done",
    "What we did",
    called(
        "Done; We did; What was done about it; What changed; Action taken; Actions taken; Actions; "
        "Outcome; Result; Our response"
    ),
    multiple=True,
    apart=True,
)
FIELDS = import_fields(
    Activity,
    {
        "title": (BODY, JOINT_BODIES, PROJECT, STARTS, ENDS),
        "venue": (REACHED,),
        "outcome_sought": (HEARD, DONE),
    },
)
