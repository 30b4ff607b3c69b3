"""A field that an organisation declares is asked, listed, shown, told in the history and kept by a merge."""

from __future__ import annotations

import csv
import io

import pytest

from engage.rules.actors import SYSTEM
from engage.stakeholders.duplicates import service as merging
from tests.builders import make_organisation
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("app")


def test_a_field_declared_with_its_column_is_everywhere(visitor_as: VisitorAs) -> None:
    cafe = make_organisation("Alz Café", passes_on="A noticeboard")
    officer = visitor_as("communications_officer")
    officer.visit(f"/stakeholders/organisations/{cafe.id}/edit")
    page = officer.submit("Save", {"How can it pass on our news?": "A newsletter to 400 members"})
    assert page.summary()["Passes news on by"] == "A newsletter to 400 members"
    lines = [" ".join(line.get_text(" ").split()) for line in page.soup.select(".nhsuk-details__text li")]
    assert "Passes news on by : A noticeboard A newsletter to 400 members" in lines

    listed = officer.visit("/stakeholders?column=name&column=passes_on")
    assert listed.table()[0]["Passes news on by"] == "A newsletter to 400 members"
    written = officer.download(listed.links()["CSV"]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written)))[1] == ["Alz Café", "A newsletter to 400 members"]


def test_merging_two_keeps_what_one_of_them_says() -> None:
    kept, other = make_organisation("Alz Café"), make_organisation("Alz Cafe", passes_on="A noticeboard")
    merge = merging.merge_organisations(SYSTEM, kept, other, {})
    assert kept.passes_on == "A noticeboard"
    merging.part_organisations(SYSTEM, merge)
    assert kept.passes_on == ""
