"""The same records make the same bytes, in this process and in any other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.assurance.conftest import Engage
from tests.harness.installation import Installation
from tests.harness.server import ROOT

KINDS = ("json", "pdf", "xlsx", "html")
WORDS = ("report", "assurance", "--period", "2018-19", "--on", "2019-11-14", "--format")


def made_in_a_process_of_its_own(installation: Installation, kind: str, seed: str) -> bytes:
    """What another process makes, in which sets and dictionaries of text come in another order."""
    environment = {
        **os.environ,
        "ENGAGE_HOME": str(installation.settings.home),
        "ENGAGE_DATABASE_URL": installation.settings.database_url,
        "PYTHONHASHSEED": seed,
    }
    command = [sys.executable, "-m", "engage", *WORDS, kind]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("real_log")
def test_a_report_made_twice_is_byte_for_byte_the_same(
    engage: Engage, installation: Installation, tmp_path: Path, kind: str
) -> None:
    here = engage(*WORDS, kind).stdout_bytes
    assert here == engage(*WORDS, kind).stdout_bytes
    elsewhere = made_in_a_process_of_its_own(installation, kind, "12")
    assert hashlib.sha256(elsewhere).hexdigest() == hashlib.sha256(here).hexdigest()
