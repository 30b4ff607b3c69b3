"""Files that cannot be used, or were made to do harm: a sentence, by either door, and nothing changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.imports.models import Import
from tests.conftest import VisitorAs
from tests.harness.installation import Installation
from tests.imports.conftest import Engage
from tests.imports.logs import FORUM, HEADINGS, activities, count_of_activities, csv_of
from tests.imports.test_pages import check, upload
from tests.pages.page import Page
from tests.pages.visitor import Visitor
from tests.platform.spreadsheets import bomb, old_office_file, repacked, workbook_of

LOG = workbook_of({"Log": [HEADINGS, FORUM]})
FAR_TOO_MUCH = 300 << 20

FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("log.csv", lambda: b"", "log.csv is empty."),
    "a picture": ("log.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "log.xlsx cannot be read: it is a"),
    "bytes without sense": ("log.xlsx", lambda: bytes(range(256)) * 40, "log.xlsx cannot be read"),
    "half a workbook": ("log.xlsx", lambda: LOG[: len(LOG) // 2], "log.xlsx cannot be read"),
    "a damaged workbook": (
        "log.xlsx",
        lambda: repacked(LOG, {"xl/workbook.xml": b"<workbook"}),
        "log.xlsx cannot be read: the workbook is damaged.",
    ),
    "a locked workbook": (
        "log.xlsx",
        lambda: old_office_file("EncryptedPackage", "EncryptionInfo"),
        "log.xlsx is locked with a password.",
    ),
    "a zip bomb": ("log.xlsx", lambda: bomb(FAR_TOO_MUCH), "log.xlsx"),
    "a zip bomb that lies": ("log.xlsx", lambda: bomb(FAR_TOO_MUCH, declared_bytes=1000), "log.xlsx"),
    "an unknown encoding": ("log.csv", lambda: csv_of(FORUM).decode("utf-8-sig").encode("utf-32"), "log.csv"),
    "headings without rows": ("log.csv", lambda: csv_of(), "There is nothing to read in log.csv"),
    "a text that is never closed": (
        "log.csv",
        lambda: csv_of(FORUM) + b'ENG-2,"Walsall CCG,Forum,2018,,,,\r\nENG-3,,Forum,2018,,,,\r\n',
        "opens a quotation mark that is not closed",
    ),
}


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


@pytest.mark.parametrize("what", FILES)
def test_in_the_browser_it_is_said_and_nothing_is_kept(
    what: str, officer: Visitor, installation: Installation
) -> None:
    name, content, says = FILES[what]
    page = upload(officer, content(), name)
    assert page.heading == "Import activities"
    assert says in page.errors[0], page.errors[0]
    assert page.errors[0].count(".") >= 2, "it should say what to do, too"
    assert session().scalar(select(func.count()).select_from(Import)) == 0
    assert not list(installation.settings.files.rglob("*"))


@pytest.mark.parametrize("what", FILES)
def test_on_the_command_line_it_is_said_and_nothing_is_changed(
    what: str, engage: Engage, tmp_path: Path
) -> None:
    name, content, says = FILES[what]
    (tmp_path / name).write_bytes(content())
    result = engage("import", "activities", tmp_path / name)
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert session().scalar(select(func.count()).select_from(AuditEntry)) == 0


class Body(io.RawIOBase):
    """An upload of so many zeros that nobody has to hold in memory."""

    def __init__(self, token: str, zeros: int) -> None:
        named = 'Content-Disposition: form-data; name="{}"'
        self._start = (
            f"--mark\r\n{named.format('csrf_token')}\r\n\r\n{token}\r\n"
            f'--mark\r\n{named.format("file")}; filename="log.csv"\r\n\r\n'
        ).encode()
        self._zeros, self._end = zeros, b"\r\n--mark--\r\n"
        self._at, self.size = 0, len(self._start) + zeros + len(self._end)

    def seek(self, place: int, whence: int = 0) -> int:
        """The client measures it before it reads any, by going to its end and back."""
        self._at = self.size if whence == io.SEEK_END else place
        return self._at

    def tell(self) -> int:
        return self._at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._next(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _next(self, size: int) -> bytes:
        if self._start:
            chunk, self._start = self._start[:size], self._start[size:]
        elif self._zeros:
            chunk = bytes(min(size, self._zeros))
            self._zeros -= len(chunk)
        else:
            chunk, self._end = self._end[:size], self._end[size:]
        return chunk


def sent_file(officer: Visitor, size: int) -> Page:
    officer.visit("/imports/new")
    sent = dict(officer.page.form("Continue").sent)
    response = officer.fetch(
        "/imports/new",
        "POST",
        input_stream=Body(str(sent["csrf_token"]), size),
        content_type="multipart/form-data; boundary=mark",
    )
    assert session().scalar(select(func.count()).select_from(Import)) == 0
    return Page("/imports/new", response.status_code, response.get_data(as_text=True))


def test_a_file_a_little_too_large_is_refused_beside_the_question(officer: Visitor) -> None:
    assert sent_file(officer, (20 << 20) + 1).errors == [
        "log.csv is larger than 20 MB, the most that can be read. Split it into several files."
    ]


def test_200_megabytes_are_refused_unread(officer: Visitor) -> None:
    page = sent_file(officer, 200 << 20)
    assert (page.status, page.heading) == (413, "That is too much at once")
    assert page.says("Engage takes 21 MB at a time here")
    assert page.says("choose a smaller file")


def test_200_megabytes_are_refused_on_the_command_line(engage: Engage, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    result = engage("import", "activities", path)
    assert result.exit_code == 2
    assert "log.csv is 200 MB; the most that can be read is 20 MB." in result.stderr


def test_nothing_chosen_is_said(officer: Visitor) -> None:
    officer.visit("/imports/new")
    assert officer.submit("Continue").errors == ["Choose the spreadsheet to bring in."]


def test_a_script_in_a_cell_stays_words(officer: Visitor) -> None:
    script = "<script>alert(1)</script>"
    page = check(officer, csv_of((script, script, script, script, script, script, script, script)))
    assert "<script>alert(1)" not in page.html
    page = check(
        officer, csv_of(("ENG-001", "Walsall CCG", script, "2018", "", "", script, ""), FORUM[:1] + FORUM[1:])
    )
    assert "<script>alert(1)" not in page.html
    page = officer.submit("Import 1 activity")
    assert "<script>alert(1)" not in page.html


def test_a_formula_in_a_workbook_is_never_worked_out_and_its_row_is_set_aside(
    engage: Engage, tmp_path: Path
) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(
        workbook_of({"Log": [HEADINGS, (*FORUM[:2], '=HYPERLINK("http://a.example")', *FORUM[3:])]})
    )
    result = engage("import", "activities", path)
    assert result.exit_code == 3, result.output
    assert "Set aside: row 2, Activity: holds a formula with no stored value" in result.stdout
    assert count_of_activities() == 0


def test_a_formula_typed_into_a_text_file_stays_words(engage: Engage, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(csv_of((*FORUM[:2], "=1+1", *FORUM[3:])))
    assert engage("import", "activities", path).exit_code == 0
    assert activities()[0].title == "=1+1"


def test_a_log_in_windows_1252_is_read(engage: Engage, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(
        csv_of((*FORUM[:2], "Visit to Alz Café – Penn", *FORUM[3:])).decode("utf-8-sig").encode("cp1252")
    )
    assert engage("import", "activities", path).exit_code == 0
    assert activities()[0].title == "Visit to Alz Café – Penn"


def test_a_page_left_open_too_long_changes_nothing(officer: Visitor, app: Flask) -> None:
    check(officer, csv_of(FORUM))
    form = officer.page.form("Import 1 activity")
    officer.fetch(form.action, "POST", data={"choice": "update", "csrf_token": "stale"})
    assert count_of_activities() == 0
