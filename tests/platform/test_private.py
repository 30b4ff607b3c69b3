"""What stands in the data folder is its owner's alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from engage.cli.group import close_the_data_folder
from engage.platform.data.private import make_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_stood_open_is_closed_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, elsewhere = tmp_path / "var", tmp_path / "elsewhere"
    (home / "files" / "ab").mkdir(parents=True)
    for path in (elsewhere, home / "record.db", home / "files" / "ab" / "minutes.pdf"):
        path.touch()
        path.chmod(0o644)
    (home / "linked").symlink_to(elsewhere)
    for folder in (home, home / "files", home / "files" / "ab"):
        folder.chmod(0o755)
    close_the_data_folder(home)
    assert "could look into 5 places of the data folder" in capsys.readouterr().out
    assert [mode(path) for path in (home, home / "files" / "ab", home / "record.db")] == [0o700, 0o700, 0o600]
    assert mode(elsewhere) == 0o644, "what a link points to is not ours"
    close_the_data_folder(home)
    assert capsys.readouterr().out == ""


def test_what_is_made_is_closed_from_the_start(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private()
        (tmp_path / "record.db").touch()
        (tmp_path / "files").mkdir()
    finally:
        os.umask(before)
    assert [mode(tmp_path / name) for name in ("record.db", "files")] == [0o600, 0o700]
