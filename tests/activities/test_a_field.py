"""A field that an activity declares is asked, brought in, listed, shown, told in the history and a fact."""

from __future__ import annotations

import csv
import io

from engage.activities import facts
from tests.activities.test_importing import FORUM, bring_in, problem_of
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.imports.logs import activities


def test_a_field_declared_with_its_column_is_everywhere(visitor_as: VisitorAs) -> None:
    activity = make_activity(make_body(), "Café talk", setting="online")
    officer = visitor_as("engagement_officer")
    officer.visit(f"/activities/{activity.id}/edit")
    page = officer.submit("Save", {"Did people meet in person or online?": "In person and online"})
    assert page.summary()["In person or online"] == "In person and online"
    lines = [" ".join(line.get_text(" ").split()) for line in page.soup.select(".nhsuk-details__text li")]
    assert "In person or online : Online In person and online" in lines
    [fact] = facts.facts()
    assert fact.says["setting"] == "both"

    listed = officer.visit("/activities?column=title&column=setting&setting=both")
    assert listed.table()[0]["In person or online"] == "In person and online"
    written = officer.download(listed.links()["CSV"]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written)))[1] == ["Café talk", "In person and online"]
    assert officer.visit("/activities?setting=online").says("No activity matches.")


def test_it_is_brought_in_from_a_spreadsheet(app: object) -> None:
    bring_in({**FORUM, "setting": "in person"})
    assert [activity.setting for activity in activities()] == ["in_person"]
    assert "Use one of: In person, Online, In person and online." in problem_of(setting="By post")
