"""``engage report assurance``: what it makes, and how it refuses."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from tests.assurance.conftest import Engage
from tests.builders import make_activity, make_body
from tests.pages.inspection import inspect
from tests.platform.papers import pages_of


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--period", "2018-20"), "2018-20 is not a financial year: 2019 follows 2018."),
        (("--period", "2018-19Q5"), "A financial year has quarters 1 to 4, not 5."),
        (("--period", "soon"), "“soon” is not a period."),
        (("--period", "2019-04-01..2018-04-01"), "before it starts"),
        (("--period", "2018-19", "--body", "nowhere"), "There is no body with the code “nowhere”."),
    ],
)
def test_a_period_or_body_that_cannot_be_used_is_a_sentence_and_exit_2(
    engage: Engage, words: tuple[str, ...], sentence: str
) -> None:
    ended = engage("report", "assurance", *words)
    assert ended.exit_code == 2
    assert sentence in ended.stderr
    assert not ended.stdout


def test_a_file_that_cannot_be_written_is_a_sentence_and_exit_2(engage: Engage, tmp_path: Path) -> None:
    ended = engage("report", "assurance", "--period", "all", "--out", tmp_path / "missing" / "report.json")
    assert ended.exit_code == 2
    assert "could not be written" in ended.stderr


def test_the_json_is_what_the_fingerprint_in_the_paper_is_of(engage: Engage, tmp_path: Path) -> None:
    make_activity(make_body())
    made = {}
    for kind in ("json", "pdf"):
        made[kind] = tmp_path / f"report.{kind}"
        ended = engage("report", "assurance", "--period", "2018-19", "--format", kind, "--out", made[kind])
        assert ended.exit_code == 0, ended.output
    fingerprint = hashlib.sha256(made["json"].read_bytes()).hexdigest()
    assert f"Fingerprint {fingerprint[:8]}" in pages_of(made["pdf"].read_bytes())[0]


def test_figures_in_a_paper_from_the_command_line_lead_to_how_they_stand_today(engage: Engage) -> None:
    make_activity(make_body())
    words = ("--period", "2018-19Q1", "--body", "wolverhampton-ccg", "--format", "pdf")
    paper = engage("report", "assurance", *words).stdout_bytes
    with pikepdf.open(io.BytesIO(paper)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", pikepdf.Array())]
        addresses = {str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]}
    figure = "/reports/figures/activities.count?body=wolverhampton-ccg&period=2018-19Q1"
    assert f"http://127.0.0.1:8000{figure}" in addresses
    assert "http://127.0.0.1:8000/activities/1" in addresses


def test_the_page_stands_alone_and_is_well_made(engage: Engage) -> None:
    make_activity(make_body(), "A stall at <b>Bilston</b> Market", reached="about 500")
    page = engage("report", "assurance", "--period", "2018-19", "--format", "html").stdout
    assert "about 500" in page
    assert "A stall at &lt;b&gt;Bilston&lt;/b&gt; Market" in page
    faults = inspect(BeautifulSoup(page, "lxml"))
    assert not [fault for fault in faults if not fault.startswith("an inline stylesheet")]
    assert "&#34;" not in page.split("</style>")[0]
