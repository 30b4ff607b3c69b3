"""The application starts without what only a few of its pages need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.source import ROOT

HEAVY = (
    *("alembic", "email_validator", "icalendar", "openpyxl", "rapidfuzz", "reportlab"),
    *("dateutil.rrule", "segno", "sqlalchemy.dialects.postgresql", "vobject", "xlsxwriter", "zxcvbn"),
)
START = """
import sys
from pathlib import Path
from config import Settings
from engage import create_app
create_app(Settings(home=Path("none"), database_url="sqlite://", secret_key="a key", trail_key="another"))
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """What a fresh interpreter has loaded once the application stands."""
    told = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(told.stdout.split())


@pytest.mark.thorough
@pytest.mark.parametrize("library", HEAVY)
def test_the_start_loads_no_heavy_library(loaded: set[str], library: str) -> None:
    assert library not in loaded, f"Import {library} inside the function that uses it."
