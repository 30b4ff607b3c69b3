"""Attached files: kept once by their fingerprint, whole or not at all, and what their name says they are."""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.platform.data.files import FileStore, shown_name
from engage.platform.data.refusal import Unusable
from engage.rules.errors import Missing
from tests.platform.spreadsheets import (
    CAMPAIGN,
    LOG_HEADINGS,
    old_office_file,
    part_of,
    repacked,
    workbook_of,
)

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nMinutes of the Governing Body\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
XLSX = workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN]})
EMAIL = b"From: engagement@ccg.example\r\nSubject: Notes of the meeting\r\n\r\nAttached.\r\n"
SHEET_TYPE = b"spreadsheetml.sheet.main+xml"


def office(kind: bytes, extra: dict[str, bytes] | None = None) -> bytes:
    types = part_of(XLSX, "[Content_Types].xml").replace(SHEET_TYPE, kind)
    return repacked(XLSX, {"[Content_Types].xml": types, **(extra or {})})


DOCX = office(b"wordprocessingml.document.main+xml")
PPTX = office(b"presentationml.presentation.main+xml")


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", limit_bytes=1 << 20)


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], list[Path]]:
    return lambda: sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())


def refusal_of(store: FileStore, content: bytes, name: str) -> str:
    with pytest.raises(Unusable) as refused:
        store.store(io.BytesIO(content), name)
    return str(refused.value)


def test_a_file_is_kept_by_its_fingerprint_and_comes_back_the_same(store: FileStore) -> None:
    stored = store.store(io.BytesIO(PDF), "Minutes June 2018.pdf")
    assert stored.fingerprint == hashlib.sha256(PDF).hexdigest()
    assert (stored.size, stored.name, stored.media_type) == (
        len(PDF),
        "Minutes June 2018.pdf",
        "application/pdf",
    )
    assert store.holds(stored.fingerprint)
    with store.open(stored.fingerprint) as file:
        assert file.read() == PDF


def test_the_same_bytes_are_kept_once_under_any_name(
    store: FileStore, kept: Callable[[], list[Path]]
) -> None:
    first = store.store(io.BytesIO(PDF), "Minutes.pdf")
    second = store.store(io.BytesIO(PDF), "Copy of minutes.pdf")
    assert (first.fingerprint, second.name) == (second.fingerprint, "Copy of minutes.pdf")
    assert [path.name for path in kept()] == [first.fingerprint]


def test_nobody_else_on_the_machine_can_read_what_is_kept(
    store: FileStore, kept: Callable[[], list[Path]]
) -> None:
    store.store(io.BytesIO(PDF), "Minutes.pdf")
    (path,) = kept()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "minutes.PDF", "application/pdf"),
        (PNG, "poster.png", "image/png"),
        (JPEG, "event.jpg", "image/jpeg"),
        (JPEG, "event.jpeg", "image/jpeg"),
        (XLSX, "log.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (DOCX, "plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (PPTX, "slides.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (b"Ref,Activity\r\n", "log.csv", "text/csv"),
        ("Café, £5".encode("cp1252"), "notes.txt", "text/plain"),
        (EMAIL, "reply.eml", "message/rfc822"),
    ],
)
def test_the_kinds_people_attach_are_kept(
    store: FileStore, content: bytes, name: str, media_type: str
) -> None:
    assert store.store(io.BytesIO(content), name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "what_it_is"),
    [
        (PNG, "minutes.pdf", "a PNG picture. Give it its right name, ending in .png"),
        (PDF, "minutes.docx", "a PDF document. Give it its right name, ending in .pdf"),
        (JPEG, "poster.png", "a JPEG picture. Give it its right name, ending in .jpg or .jpeg"),
        (XLSX, "plan.docx", "an Excel workbook. Give it its right name, ending in .xlsx"),
        (b"Not a picture", "poster.png", "plain text. Give it its right name, ending in .txt"),
        (b"Dear all, no headers here.", "reply.eml", "plain text. Give it its right name, ending in .txt"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    store: FileStore, kept: Callable[[], list[Path]], content: bytes, name: str, what_it_is: str
) -> None:
    assert refusal_of(store, content, name) == (
        f"{name} is not what its name says: it is {what_it_is}, and try again."
    )
    assert kept() == []


@pytest.mark.parametrize(
    ("content", "name", "what_it_is"),
    [
        (b"<html><script>alert(1)</script></html>", "leaflet.txt", "a web page"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "logo.png", "an XML file"),
        (b"MZ\x90\0\3\0\0\0", "viewer.pdf", "a program"),
        (old_office_file("WordDocument"), "plan.doc", "an old Office file, such as .xls or .doc"),
        (old_office_file("EncryptedPackage"), "plan.docx", "an Office file locked with a password"),
        (office(SHEET_TYPE, {"xl/vbaProject.bin": b"\xd0\xcf"}), "log.xlsx", "an Excel workbook with macros"),
        (
            office(b"wordprocessingml.document.main+xml", {"word/vbaProject.bin": b"\xd0\xcf"}),
            "plan.docx",
            "an Office document with macros",
        ),
        (repacked(XLSX, {"[Content_Types].xml": b""}), "all.zip", "a zip archive"),
        (b"\0\1\2\3", "data.bin", "of a kind that Engage does not know"),
    ],
)
def test_a_kind_that_is_not_kept_is_refused(
    store: FileStore, kept: Callable[[], list[Path]], content: bytes, name: str, what_it_is: str
) -> None:
    sentence = refusal_of(store, content, name)
    assert sentence.startswith(
        f"{name} cannot be kept: it is {what_it_is}. Files that can be kept are PDF, Word,"
    )
    assert kept() == []


def test_a_text_in_no_known_encoding_is_refused(store: FileStore) -> None:
    assert "encoding is not UTF-8" in refusal_of(store, b"Caf\x8d \x81", "notes.txt")


def test_a_file_over_the_limit_is_refused_as_soon_as_it_passes_it(
    store: FileStore, kept: Callable[[], list[Path]]
) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return PDF.ljust(size, b" ")

    endless = Endless()
    with pytest.raises(Unusable, match=r"film\.pdf is larger than 1 MB, the most that is kept\."):
        store.store(endless, "film.pdf")  # type: ignore[arg-type]  # all that is asked of it is read
    assert endless.given <= (1 << 20) + (1 << 16)
    assert kept() == []


def test_an_empty_file_is_refused(store: FileStore, kept: Callable[[], list[Path]]) -> None:
    assert (
        refusal_of(store, b"", "minutes.pdf")
        == "minutes.pdf is empty. Check that it was saved, and try again."
    )
    assert kept() == []


def test_a_file_whose_sending_breaks_off_leaves_nothing_behind(
    store: FileStore, kept: Callable[[], list[Path]]
) -> None:
    class BreaksOff(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        store.store(BreaksOff(PDF), "minutes.pdf")
    assert kept() == []


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
        "a" * 63 + "/",
        "incoming-x",
    ],
)
def test_only_a_fingerprint_opens_a_file(store: FileStore, asked: str) -> None:
    with pytest.raises(Missing):
        store.open(asked)
    assert not store.holds(asked)


def test_a_fingerprint_of_nothing_kept_opens_nothing(store: FileStore) -> None:
    with pytest.raises(Missing):
        store.open("a" * 64)
    assert not store.holds("a" * 64)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\officer\\Minutes.pdf", "Minutes.pdf"),
        ("../../etc/minutes.pdf", "minutes.pdf"),
        ("Minutes\r\nSet-Cookie: x.pdf", "Minutes Set-Cookie x.pdf"),
        ("annexe\u202efdp.exe", "annexefdp.exe"),
        ('what "we" heard?.pdf', "what we heard .pdf"),
        ("...", "file"),
        ("", "file"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


@given(st.text())
def test_any_name_at_all_becomes_a_safe_one(sent: str) -> None:
    name = shown_name(sent)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\r\n\t\0')
    assert name.strip(". ") == name


def test_a_file_without_an_ending_gets_the_one_of_its_kind(store: FileStore) -> None:
    assert store.store(io.BytesIO(PDF), "minutes").name == "minutes.pdf"
