"""What the records that belong to a body are called."""

from __future__ import annotations

OTHER_RECORD = ("other record", "other records")
RECORDS = {
    "activity": ("activity", "activities"),
    "feedback": ("thing that people said", "things that people said"),
    "forum": ("forum", "forums"),
    "project": ("project", "projects"),
    "panel": ("panel", "panels"),
    "report": ("report", "reports"),
    "action": ("action", "actions"),
    "story": ("patient story", "patient stories"),
    "strategy": ("strategy", "strategies"),
    "framework": ("participation framework", "participation frameworks"),
    "population_figure": ("population figure", "population figures"),
}
