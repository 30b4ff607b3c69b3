"""Telling what kind of file this is from its bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import IO

HEAD_BYTES = 8192
MOST_ARCHIVE_MEMBERS = 2000
MOST_CONTENT_TYPES_BYTES = 1 << 20

_MEMBER_SIGNATURE = b"PK\x01\x02"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; `description` completes the sentence "it is …"."""

    description: str
    media_type: str
    extensions: tuple[str, ...]


PDF = Kind("a PDF document", "application/pdf", (".pdf",))
PNG = Kind("a PNG picture", "image/png", (".png",))
JPEG = Kind("a JPEG picture", "image/jpeg", (".jpg", ".jpeg"))
XLSX = Kind(
    "an Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)
)
DOCX = Kind(
    "a Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)
)
PPTX = Kind(
    "a PowerPoint presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    (".pptx",),
)
TEXT = Kind("plain text", "text/plain", (".txt",))
CSV = Kind("a CSV file", "text/csv", (".csv",))
EMAIL = Kind("an email message", "message/rfc822", (".eml",))

MACRO_WORKBOOK = Kind("an Excel workbook with macros", "application/octet-stream", (".xlsm",))
MACRO_DOCUMENT = Kind("an Office document with macros", "application/octet-stream", (".docm", ".pptm"))
BINARY_WORKBOOK = Kind("an Excel binary workbook", "application/octet-stream", (".xlsb",))
OPEN_SPREADSHEET = Kind("an OpenDocument spreadsheet", "application/octet-stream", (".ods",))
OLD_OFFICE = Kind("an old Office file, such as .xls or .doc", "application/octet-stream", (".xls", ".doc"))
LOCKED_OFFICE = Kind("an Office file locked with a password", "application/octet-stream", ())
ARCHIVE = Kind("a zip archive", "application/octet-stream", (".zip",))
GIF = Kind("a GIF picture", "application/octet-stream", (".gif",))
RICH_TEXT = Kind("a rich text document", "application/octet-stream", (".rtf",))
WEB_PAGE = Kind("a web page", "application/octet-stream", (".html", ".htm"))
MARKUP = Kind("an XML file", "application/octet-stream", (".xml",))
PROGRAM = Kind("a program", "application/octet-stream", (".exe",))
UNKNOWN = Kind("of a kind that Engage does not know", "application/octet-stream", ())

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"{\\rtf", RICH_TEXT),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
)
_MARKUP_STARTS = (
    (re.compile(rb"\s*<(!doctype\s+html|html|head|body|script|svg)\b", re.IGNORECASE), WEB_PAGE),
    (re.compile(rb"\s*<\?xml\b", re.IGNORECASE), MARKUP),
)
_OFFICE_PARTS = (
    (b"application/vnd.ms-excel.sheet.binary", BINARY_WORKBOOK),
    (b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", MACRO_WORKBOOK),
    (b".macroEnabled", MACRO_DOCUMENT),
    (b"spreadsheetml.sheet.main+xml", XLSX),
    (b"spreadsheetml.template.main+xml", XLSX),
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"presentationml.presentation.main+xml", PPTX),
)
_MAIL_HEADER = re.compile(
    rb"(from|received|return-path|mime-version|subject|date|message-id|delivered-to|to|x-[a-z0-9-]+):[ \t]",
    re.IGNORECASE,
)


def recognise(file: IO[bytes]) -> Kind:
    """The kind of `file`, which is left at its start. Text of any sort is TEXT; see `looks_like_email`."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    kind = _kind_of(head, file)
    file.seek(0)
    return kind


def looks_like_email(head: bytes) -> bool:
    return _MAIL_HEADER.match(head.lstrip()) is not None


def _kind_of(head: bytes, file: IO[bytes]) -> Kind:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and not (kind is PROGRAM and _is_text(head)):
            return kind
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return LOCKED_OFFICE if _count_of(file, _ENCRYPTED) else OLD_OFFICE
    if head.startswith(b"PK"):
        return TEXT if _is_text(head) else _archive_kind(file)
    if not _is_text(head):
        return UNKNOWN
    unmarked = head.removeprefix(b"\xef\xbb\xbf")
    return next((kind for start, kind in _MARKUP_STARTS if start.match(unmarked)), TEXT)


def _is_text(head: bytes) -> bool:
    has_utf16_mark = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return has_utf16_mark or (b"\x00" not in head and not head.startswith(b"PK\x03\x04"))


def _count_of(file: IO[bytes], wanted: bytes) -> int:
    """How often `wanted` stands in the whole file, read a megabyte at a time."""
    file.seek(0)
    tail, found = b"", 0
    while chunk := file.read(1 << 20):
        window = tail + chunk
        found += window.count(wanted)
        tail = window[len(window) - len(wanted) + 1 :] if len(window) >= len(wanted) else window
    return found


def _archive_kind(file: IO[bytes]) -> Kind:
    # counted without building the directory, which may have been made huge
    if _count_of(file, _MEMBER_SIGNATURE) > MOST_ARCHIVE_MEMBERS:
        return ARCHIVE
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _office_kind(archive)
    except Exception:  # a damaged archive may raise anything, from its directory to its last packed byte
        return ARCHIVE


def _office_kind(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument.spreadsheet" in _start_of(archive, "mimetype"):
        return OPEN_SPREADSHEET
    if "[Content_Types].xml" not in names:
        return ARCHIVE
    content_types = _start_of(archive, "[Content_Types].xml")
    kind = next((kind for part, kind in _OFFICE_PARTS if part in content_types), ARCHIVE)
    if kind in (DOCX, PPTX, XLSX) and any(name.endswith("vbaProject.bin") for name in names):
        return MACRO_WORKBOOK if kind is XLSX else MACRO_DOCUMENT
    return kind


def _start_of(archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as part:
        return part.read(MOST_CONTENT_TYPES_BYTES)
