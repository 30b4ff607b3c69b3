"""Charts: one drawing for page and paper, readable without colour, honest about what is not recorded."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from reportlab.graphics.shapes import Rect, String

from engage.platform.charts import (
    Axes,
    Chart,
    Placed,
    bar_chart,
    cycle_ring,
    grid_chart,
    line_chart,
)
from engage.platform.charts.tree import Branch, tree_chart
from engage.platform.paper.fonts import text_width
from engage.platform.paper.style import BOLD, REGULAR
from tests.platform.papers import MONTHS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SVG = "{http://www.w3.org/2000/svg}"
PAGE_SIZE = 15  # pixels of a chart's text on a page
WIDTHS = (640, 340)

METHODS = bar_chart(
    "Activities by method, 2018-19",
    [("Drop-in", 21), ("Survey", 10), ("Focus group with patients, carers and those who support them", 8)],
    "activities",
    "Engagement log, 12 April 2019",
    category="Method",
    not_recorded=26,
)
THIS_YEAR = [4, 7, 12, 3, None, 0, 9, 15, 11, 8, 6, 13]
LAST_YEAR = [2, 5, 9, 9, 4, 3, 7, 10, 16, 8, 4, 2]
BY_MONTH = line_chart(
    "Activities by month", MONTHS, [("2018-19", THIS_YEAR), ("2017-18", LAST_YEAR)], "activities", "Log"
)
DENTAL = cycle_ring(
    "Community dental services",
    [
        (1, "Community engagement to identify needs and aspirations", 12, "done"),
        (2, "Public engagement to develop priorities, strategies and plans", 1, "done"),
        (3, "Patient and carer engagement to improve services", 7, "current"),
        (4, "Patient, carer and public engagement to procure services", 0, "ahead"),
        (5, "Patient and carer engagement to monitor services", 1204, "ahead"),
    ],
)
WALK_IN = grid_chart(
    "Power and interest, WIC-14",
    Axes(
        "power over the decision",
        "interest in it",
        range(1, 6),
        4,
        {
            (True, True): "Manage closely",
            (True, False): "Keep satisfied",
            (False, True): "Keep informed",
            (False, False): "Monitor",
        },
    ),
    [
        Placed("Healthwatch", 5, 5, "Manage closely"),
        *(Placed(f"Practice {number}", 1, 5, "Keep informed") for number in range(14)),
        Placed("Newspaper", 3, 1, "Monitor"),
    ],
)
FRAMEWORK = tree_chart(
    "Framework 2019-21: who reports to whom",
    [
        Branch("1", "Governing Body", "Governing Body or board"),
        Branch("2", "PPG Chairs Group", "Group of PPG chairs or representatives", "1", "reports to"),
        Branch("3", "Practice Patient Participation Groups (PPGs)", "", "2", "reports to"),
        Branch("4", "STP (18 organisations) and its leads meeting", "Partnership", "1", "informs"),
        Branch("5", "Citizens Forum (Black Country wide)", "proposal", "4", "advises", dashed=True),
        Branch("6", "Health Scrutiny (Overview and Scrutiny Committee)", "stands beside"),
    ],
    "The strategy",
    heads=("Forum", "How", "To which forum"),
)
CHARTS = {"bars": METHODS, "lines": BY_MONTH, "ring": DENTAL, "grid": WALK_IN, "tree": FRAMEWORK}


def parsed(chart: Chart, width: float = 640) -> ElementTree.Element:
    return fromstring(chart.svg("chart-1", width))


def words_in(chart: Chart, width: float = 640) -> list[str]:
    return [text.text or "" for text in parsed(chart, width).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_a_picture_on_a_page_says_what_it_shows_and_obeys_the_policy(chart: Chart) -> None:
    svg = parsed(chart)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "chart-1-title chart-1-desc"
    assert svg.findtext(f"{SVG}title") == chart.title
    assert svg.findtext(f"{SVG}desc") == chart.alt
    assert (svg.get("viewBox") or "").startswith("0 0 640 ")
    identifiers = [element.get("id") for element in svg.iter() if element.get("id")]
    assert identifiers == ["chart-1-title", "chart-1-desc"]
    for element in svg.iter():
        assert element.tag.removeprefix(SVG) not in ("style", "script", "a", "foreignObject")
        assert not {"style", "class", "href"} & set(element.keys())
        assert not any(name.startswith("on") for name in element.keys())  # noqa: SIM118 - not a dict


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_words_stay_inside_the_picture_and_off_one_another(chart: Chart, width: int) -> None:
    svg = parsed(chart, width)
    height = float((svg.get("viewBox") or "").split()[3])
    boxes = [box_of(text) for text in svg.iter(f"{SVG}text")]
    for left, top, right, bottom in boxes:
        assert left >= -0.5
        assert right <= width + 0.5
        assert top >= -0.5
        assert bottom <= height + 0.5
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def box_of(text: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line of text, without its descenders."""
    size = float(text.get("font-size", "0"))
    width = text_width(text.text or "", BOLD if text.get("font-weight") else REGULAR, size)
    start = {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
    left, base = float(text.get("x", "0")) - start, float(text.get("y", "0"))
    return left, base - size * 0.72, left + width, base


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_page_and_paper_show_the_same_words(chart: Chart) -> None:
    on_paper = [shape.text for shape in chart.drawing().contents if isinstance(shape, String)]
    assert sorted(" ".join(on_paper).split()) == sorted(" ".join(words_in(chart)).split())


def test_the_alternative_text_is_made_from_the_data() -> None:
    assert METHODS.alt == (
        "Bar chart: Activities by method, 2018-19. Activities: Drop-in 21, Survey 10, "
        "Focus group with patients, carers and those who support them 8, Not recorded 26."
    )
    assert "2018-19: Apr 4, May 7, Jun 12, Jul 3, Aug not recorded, Sep 0" in BY_MONTH.alt
    assert (
        "Stage 1, Community engagement to identify needs and aspirations: 12 activities, done" in DENTAL.alt
    )
    assert "stage 2, Public engagement to develop priorities, strategies and plans: 1 activity" in DENTAL.alt


def test_the_same_numbers_stand_in_a_table() -> None:
    assert METHODS.table.head == ("Method", "Activities")
    assert METHODS.table.rows[0] == ("Drop-in", "21")
    assert METHODS.table.rows[-1] == ("Not recorded", "26")
    assert BY_MONTH.table.head == ("Month", "2018-19", "2017-18")
    assert BY_MONTH.table.rows[4] == ("Aug", "not recorded", "4")
    assert DENTAL.table.rows[4] == ("5 Patient and carer engagement to monitor services", "1,204", "to come")


def test_what_is_not_recorded_is_a_bar_of_its_own_and_never_nought() -> None:
    chart = bar_chart("Reached", [("Drop-in", 0), ("Letters", None)], "contacts", "Log", not_recorded=128)
    assert words_in(chart)[-6:] == ["Drop-in", "0", "Letters", "not recorded", "Not recorded", "128"]
    _, outlined = parsed(chart).iter(f"{SVG}rect")
    assert outlined.get("stroke-dasharray")
    assert outlined.get("fill") == "#ffffff"


def test_bars_are_as_long_as_their_numbers_and_clear_of_their_labels() -> None:
    shapes = METHODS.drawing().contents
    bars = [shape for shape in shapes if isinstance(shape, Rect)]
    assert bars[0].width / bars[1].width == pytest.approx(21 / 10)
    labels = [shape for shape in shapes if isinstance(shape, String) and shape.x == 0]
    assert max(label.x + text_width(label.text, REGULAR, 9) for label in labels) < bars[0].x


def test_a_month_without_a_record_breaks_the_line_and_is_shaded() -> None:
    chart = line_chart("Activities", MONTHS, [("Activities", THIS_YEAR)], "activities", "Log")
    svg = parsed(chart)
    assert len(list(svg.iter(f"{SVG}polyline"))) == 2
    assert "Shaded: not recorded" in words_in(chart)
    assert "Shaded: not recorded" not in words_in(
        line_chart("Activities", MONTHS, [("Activities", LAST_YEAR)], "activities", "Log")
    )
    assert {str(value) for value in THIS_YEAR if value is not None} <= set(words_in(chart))


def test_lines_are_told_apart_by_dash_and_not_by_colour() -> None:
    lines = [
        line for line in parsed(BY_MONTH).iter(f"{SVG}polyline") if line.get("points", "").count(",") > 2
    ]
    assert {line.get("stroke") for line in lines} == {"#212b32"}
    assert len({line.get("stroke-dasharray") for line in lines}) == 2


def test_counts_have_whole_numbers_on_their_scale() -> None:
    for most, marks in ((1, ["0", "1"]), (3, ["0", "1", "2", "3"]), (31680, ["0", "10,000", "20,000"])):
        words = words_in(line_chart("Few", ["Apr", "May"], [("a", [0, most])], "contacts", "Log"))
        assert [word for word in words if word in marks][: len(marks)] == marks


def test_the_current_stage_is_the_one_that_says_now() -> None:
    assert words_in(DENTAL).count("now") == 1
    dark = [shape for shape in parsed(DENTAL).iter(f"{SVG}polygon") if shape.get("fill") == "#212b32"]
    assert len(dark) == 1
    none = cycle_ring("Not begun", [(1, "Identify needs", 0, "ahead"), (2, "Plan", 0, "ahead")])
    assert "now" not in words_in(none)


def test_markup_in_every_string_comes_out_as_words() -> None:
    wild = "<script>alert(1)</script>&\"'"
    for chart in (
        bar_chart(wild, [(wild, 1)], wild, wild, category=wild),
        line_chart(wild, [wild], [(wild, [1]), (wild, [2])], wild, wild, category=wild),
        cycle_ring(wild, [(1, wild, 1, "current")], unit=(wild, wild), source=wild),
        tree_chart(wild, [Branch("1", wild, wild), Branch("2", wild, wild, "1", wild)], wild),
    ):
        for width in WIDTHS:
            svg = parsed(chart, width)
            assert svg.findtext(f"{SVG}title") == wild
            assert not list(svg.iter(f"{SVG}script"))
            assert "<script" not in chart.svg("chart-1", width)


def test_nothing_at_all_is_said_and_drawn() -> None:
    empty = bar_chart("Activities by method", [], "activities", "Log")
    assert "Nothing recorded" in words_in(empty)
    assert empty.alt == "Bar chart: Activities by method. Activities: nothing recorded."
    assert "Nothing recorded" in line_chart("By month", [], [], "activities", "Log").alt


def test_a_chart_that_would_mislead_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot show -3"):
        bar_chart("Change", [("Drop-in", -3)], "activities", "Log")
    with pytest.raises(ValueError, match="2018-19 has 2 values for 12 steps"):
        line_chart("By month", MONTHS, [("2018-19", [1, 2])], "activities", "Log")
    with pytest.raises(ValueError, match="cannot be told apart in grey"):
        line_chart("By month", ["Apr"], [(str(n), [n]) for n in range(5)], "activities", "Log")


def test_a_browser_with_our_policy_draws_every_chart_without_complaint(browser: Browser) -> None:
    policy = "default-src 'none'; style-src 'self'; script-src 'self'"
    pictures = "".join(chart.svg(f"chart-{number}") for number, chart in enumerate(CHARTS.values()))
    document = f"<!doctype html><html lang='en'><title>Charts</title><body>{pictures}</body></html>"
    headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
    page = browser.new_page(viewport={"width": 375, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.route("**/*", lambda route: route.fulfill(body=document, headers=headers))
    try:
        page.goto("http://127.0.0.1/charts")
        named = [page.get_by_role("img", name=chart.title).count() for chart in CHARTS.values()]
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    finally:
        page.close()
    assert named == [1] * len(CHARTS)
    assert widths[0] <= widths[1]
    assert complaints == []


def test_a_tree_tells_who_hangs_from_whom_and_refuses_a_circle() -> None:
    assert "Citizens Forum (Black Country wide) advises STP (18 organisations)" in FRAMEWORK.alt
    assert FRAMEWORK.table.rows[2] == (
        "Practice Patient Participation Groups (PPGs)",
        "reports to",
        "PPG Chairs Group",
    )
    assert "Nothing recorded" in words_in(tree_chart("Nobody", [], "Log"))
    with pytest.raises(ValueError, match="in a circle"):
        tree_chart("Round", [Branch("1", "A", parent="2"), Branch("2", "B", parent="1")], "Log")


def test_boxes_of_a_tree_stay_off_one_another_across_and_indented() -> None:
    for width in (940, 640, 340):
        boxes = [
            tuple(float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
            for box in parsed(FRAMEWORK, width).iter(f"{SVG}rect")
            if box.get("stroke")
        ]
        assert len(boxes) == 6
        for one, other in combinations(boxes, 2):
            beside = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
            assert beside or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
