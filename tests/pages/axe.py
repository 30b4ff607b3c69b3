"""Accessibility rules for a page in a real browser: axe-core, WCAG 2.0 to 2.2 A and AA, and best practice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ENGINE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


@cache
def _engine() -> str:
    return ENGINE.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, as sentences with the places."""
    # The page's own security policy refuses an added script tag; evaluating is not refused.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_engine())
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [
        f"{violation['help']} ({violation['id']}): "
        + "; ".join(str(node["target"]) for node in violation["nodes"])
        for violation in found["violations"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with every fault axe finds on the page."""
    found = faults(page)
    assert not found, f"{page.url} is not accessible:\n- " + "\n- ".join(found)
