"""What stands in the data folder is its owner's alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from engage.cli.group import Commands, close_the_data_folder


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


def test_what_a_command_makes_is_closed_from_the_start_and_what_is_made_after_it_is_not_its_matter(
    tmp_path: Path,
) -> None:
    @click.command()
    def upgrade() -> None:
        (tmp_path / "record.db").touch()
        (tmp_path / "files").mkdir()

    before = os.umask(0)
    try:
        CliRunner().invoke(Commands(commands=[upgrade]), ["upgrade"])
        (tmp_path / "elsewhere").touch()
    finally:
        os.umask(before)
    assert [mode(tmp_path / name) for name in ("record.db", "files")] == [0o600, 0o700]
    assert mode(tmp_path / "elsewhere") == 0o666
