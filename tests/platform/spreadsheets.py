"""Small workbooks made for tests, and workbooks made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

LOG_HEADINGS = ("Ref", "Activity", "Date", "Venue", "No. reached", "What people told us")
CAMPAIGN = ("ENG-001", "Winter pressures campaign", "4 July 2018", "Civic Centre", "approx 500", "")
DROP_IN = ("ENG-002", "Drop-in at Bilston", "11-Jul-18", "Bilston Market", "", "Parking costs too much")

KNOWN = {heading.casefold() for heading in LOG_HEADINGS}


def known(heading: str) -> bool:
    return heading.casefold() in KNOWN


def workbook_of(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    adjust: Callable[[Worksheet], None] = lambda sheet: None,
) -> bytes:
    """A workbook with these rows; `adjust` may change each sheet before it is saved."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        adjust(sheet)
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def workbook_of_shared_texts(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook that keeps its texts in a part of their own, as Excel does."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Log")
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    return content.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same archive with some of its parts replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def csv_of(*rows: Sequence[str], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def bomb(unpacked_bytes: int, declared_bytes: int | None = None) -> bytes:
    """A workbook whose only sheet really unpacks to so many zeros, whatever size its directory declares."""
    packed = _deflated_zeros(unpacked_bytes)
    declared = unpacked_bytes if declared_bytes is None else declared_bytes
    bare = repacked(workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN]}), {"xl/worksheets/sheet1.xml": b""})
    made = io.BytesIO(bare)
    with zipfile.ZipFile(made, "a") as archive:
        member = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        member.compress_type = zipfile.ZIP_DEFLATED
        member.header_offset = archive.start_dir
        member.compress_size, member.file_size = len(packed), declared
        member.CRC = 0
        archive.fp.seek(archive.start_dir)  # type: ignore[union-attr]  # open for as long as the archive is
        archive.fp.write(member.FileHeader(zip64=True) + packed)  # type: ignore[union-attr]
        archive.start_dir = archive.fp.tell()  # type: ignore[union-attr]
        archive.filelist = [old for old in archive.filelist if old.filename != member.filename]
        archive.filelist.append(member)
        archive.NameToInfo[member.filename] = member
        archive._didModify = True  # type: ignore[attr-defined]
    return made.getvalue()


def _deflated_zeros(count: int) -> bytes:
    """A megabyte of zeros, deflated once and repeated: a full flush makes every repeat stand alone."""
    megabyte = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = megabyte.compress(bytes(1 << 20)) + megabyte.flush(zlib.Z_FULL_FLUSH)
    return block * (count >> 20) + zlib.compressobj(9, zlib.DEFLATED, -15).flush()


def old_office_file(*stream_names: str) -> bytes:
    """The head of a compound file, the container of .xls and of workbooks locked with a password."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16x4H", 0x3E, 3, 0xFFFE, 9)
    return head.ljust(512, b"\0") + b"".join(
        name.encode("utf-16-le").ljust(128, b"\0") for name in stream_names
    )
