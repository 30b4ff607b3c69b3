"""The design system's assets as they are built: nothing in them is fetched from another host."""

from __future__ import annotations

import re
from collections.abc import Callable
from runpy import run_path

import pytest

from tests.house.source import ROOT

BUILT = ROOT / "static" / "build"
WEB_FONT = '@font-face{font-family:Frutiger;src:url(https://elsewhere.example/f.woff2) format("woff2")}'

without_fonts: Callable[[str], str] = run_path(str(ROOT / "bin" / "build-assets"))["without_fonts"]


def test_the_web_font_is_taken_out_and_the_fallback_stays() -> None:
    assert without_fonts(WEB_FONT + "body{font-family:Frutiger,arial}") == "body{font-family:Frutiger,arial}"


def test_anything_else_fetched_from_another_host_stops_the_build() -> None:
    with pytest.raises(SystemExit, match=r"would still fetch url\(//elsewhere"):
        without_fonts("body{background:url(//elsewhere.example/x.png)}")


@pytest.mark.skipif(not BUILT.is_dir(), reason="the assets are not built here: make install builds them")
def test_what_was_built_fetches_nothing() -> None:
    stylesheet = (BUILT / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    assert "arial" in stylesheet
    assert not re.search(r"@font-face|url\(\s*['\"]?(https?:)?//", stylesheet)
    for name in ("nhsuk-frontend.min.js", "assets/images/favicon.svg", "assets/manifest.json"):
        assert (BUILT / name).is_file()
