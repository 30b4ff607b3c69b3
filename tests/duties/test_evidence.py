"""The list of witnesses: everybody is asked once, and one project's facts are its own."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from engage.activities import queries as activities
from engage.duties.evidence import gather
from engage.organisation.models import Body
from tests.builders import make_feedback, make_project
from tests.duties.situation import make_ccg, make_stroke_project, make_talk
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


def test_every_feature_testifies(ccg: Body) -> None:
    project = make_stroke_project(ccg)
    talk = make_talk(project, ccg)
    make_feedback(
        "Who will drive my mother there?",
        "6 February 2018",
        heard_at=activities.reference(talk.id),
        project_id=project.id,
        did="A bus every hour",
        answer="done",
        told_on=date(2018, 3, 5),
        told_how="Poster",
        told_in_public=True,
    )
    facts = gather()
    kinds = Counter(fact.kind for fact in facts)
    assert kinds == {"project": 1, "activity": 1, "feedback": 2, "you_said_we_did": 1}
    (told,) = (fact for fact in facts if fact.kind == "you_said_we_did")
    assert told.says["activity_ended"] == date(2018, 2, 6)
    assert told.says["days_since_activity_end"] == 27


def test_the_facts_of_one_project_are_those_that_all_facts_hold_of_it(ccg: Body) -> None:
    stroke = make_stroke_project(ccg)
    other = make_project(ccg)
    for project in (stroke, other):
        make_talk(project, ccg, organisations=["Age UK"], groups_aimed_at=["Carers"])
    make_feedback("The car park is full.", "2 May 2018", project_id=stroke.id)
    ref = f"project:{stroke.id}"
    assert gather(stroke.id) == tuple(fact for fact in gather() if fact.project == ref)


def test_gathering_asks_as_much_for_2_activities_as_for_20(ccg: Body) -> None:
    project = make_stroke_project(ccg)

    def asked(project_id: int | None) -> int:
        with queries_asked() as heard:
            gather(project_id)
        return len(heard)

    asked(None)  # what bodies there are is asked once for each process
    for day in range(1, 3):
        make_talk(project, ccg, f"{day} March 2018")
    few = asked(None), asked(project.id)
    for day in range(3, 21):
        make_talk(project, ccg, f"{day} March 2018")
    assert (asked(None), asked(project.id)) == few
