"""The JSON is what its documentation says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from engage.assurance.frozen import canonical, read_value
from tests.assurance.made import activity, finding, given, heard, project, report, report_on

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "report-json.md").read_text(encoding="utf-8")
PUBLISHED_BEFORE = Path(__file__).with_name("published_before.json")
FULL = given(
    activity(1, reached="20", equality_groups=("Age",), strategy_points=(11,), project="project:1"),
    activity(2),
    activity(3, "6 June 2017"),
    heard(1, topic="GP access"),
    project(1, "WIC-14"),
    findings=[finding()],
)


def test_every_figure_is_documented_and_every_documented_figure_is_there() -> None:
    documented = set(
        re.findall(
            r"`((?:activities|feedback|meetings|stakeholders|projects|duties)\.[a-z_.]+)`", DOCUMENTATION
        )
    )
    assert documented == set(FULL.figures)


def test_every_key_of_the_whole_is_documented() -> None:
    whole = DOCUMENTATION.split("## The whole")[1].split("## A figure")[0]
    documented = {
        key for row in re.findall(r"^\| (.+?) \|", whole, re.MULTILINE) for key in re.findall("`(.+?)`", row)
    }
    assert documented == set(report(FULL))


def test_a_figure_has_the_keys_that_are_documented() -> None:
    value = report(FULL)
    told = set(re.findall(r"^- `(\w+)`", DOCUMENTATION, re.MULTILINE)) | {"label"}
    seen = {key for figure in value["figures"].values() for key in figure}
    assert seen == told


def test_every_reference_resolves() -> None:
    value = report(FULL)
    for figure in value["figures"].values():
        for ref in (*figure["refs"], *(ref for refs in figure.get("parts", {}).values() for ref in refs)):
            assert value["records"][ref]["path"].startswith("/"), ref


def test_the_text_is_the_same_whatever_the_order_of_its_keys() -> None:
    value = report_on(FULL)
    turned = replace(value, figures=dict(reversed(list(value.figures.items()))))
    assert canonical(turned) == canonical(value)
    assert canonical(value).startswith('{"ages_as_of":"2019-03-31","board_word"')


def test_a_text_published_before_there_were_all_of_todays_figures_is_read_and_made_byte_for_byte() -> None:
    text = PUBLISHED_BEFORE.read_text(encoding="utf-8")
    assert canonical(read_value(text)) == text
