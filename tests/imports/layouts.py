"""Real records laid out anew: other headings, words, dates, separators, orders, encodings and sheets.

A layout changes how records are written and never what they say. It comes with the table of corrections that
a person would make on the pages of the import, written before anything is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from tests.imports.logs import DATA
from tests.platform.spreadsheets import workbook_of

MOST_CORRECTIONS = 10
ROWS = 24

Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of real records: its kind of import, the field of each column, and other words for both.

    ``headings`` are what people call a column in ordinary words; ``odd`` what nobody could guess, so that a
    person says what the column is. ``words`` are odd words for the terms of a field, by code; ``terms`` find
    the code of the words in the real records.
    """

    kind: str
    file: str
    fields: Mapping[str, str]
    headings: Mapping[str, Sequence[str]]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def records(self) -> list[Record]:
        content = (DATA / self.file).read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
        return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


ODD = ("Column {}", "Xref {}", "Box {} (see guidance)", "Q{}", "Field no {}")

SOURCES = (
    Source(
        "activities",
        "engagement_log.csv",
        {
            "Ref": "ref",
            "CCG": "body",
            "Activity": "title",
            "Date": "starts",
            "End date": "ends",
            "Commissioning stage": "stage",
            "Method": "method",
            "Audience": "audience",
            "Venue": "venue",
            "No. reached": "reached",
            "Organisations involved": "organisations",
            "What people told us": "heard",
            "What we did": "done",
            "Status": "status",
            "Source": "source",
        },
        {
            "Ref": ("Reference number", "ID"),
            "CCG": ("Commissioner", "Lead organisation", "CCG / ICB"),
            "Activity": ("Event", "Name of activity", "Engagement activity"),
            "Date": ("When", "Event date", "Start date"),
            "End date": ("Finish date", "To", "End"),
            "Commissioning stage": ("Stage of cycle", "Stage", "Engagement cycle stage"),
            "Method": ("Type of engagement", "Method of engagement"),
            "Audience": ("Audience",),
            "Venue": ("Location", "Venue"),
            "No. reached": ("Attendance", "Number of people", "How many"),
            "Organisations involved": ("Partners", "Organisations involved"),
            "What people told us": ("Feedback received", "You said", "Key themes"),
            "What we did": ("Action taken", "Outcome", "We did"),
            "Status": ("Status",),
            "Source": ("Source",),
        },
        words={
            "Commissioning stage": {
                "1": "Needs work",
                "2": "Ranking",
                "3": "Redesign",
                "4": "Tendering",
                "5": "Watching",
            },
        },
        terms={
            "Commissioning stage": {
                "identify": "1",
                "priorit": "2",
                "improve": "3",
                "procure": "4",
                "monitor": "5",
            },
        },
        dates=("Date", "End date"),
        numbers=("No. reached",),
        lists=("Organisations involved",),
    ),
    Source(
        "you-said-we-did",
        "you_said_we_did.csv",
        {
            "Ref": "ref",
            "CCG": "body",
            "When": "when",
            "Topic": "topic",
            "You said": "said",
            "We did": "did",
            "Status": "answer",
            "Source": "source",
        },
        {
            "Ref": ("Reference number", "Ref no"),
            "CCG": ("Commissioner", "Organisation"),
            "When": ("Date", "Date heard", "Month"),
            "Topic": ("Topic",),
            "You said": ("What people said", "Comments", "What we heard"),
            "We did": ("Our response", "What we did", "What changed"),
            "Status": ("Status",),
            "Source": ("Source",),
        },
        dates=("When",),
    ),
    Source(
        "forums",
        "forums.csv",
        {
            "Forum": "name",
            "CCG / area": "body",
            "Type": "kind",
            "How often": "how_often",
            "Chair (role)": "chair_role",
            "Membership": "membership",
            "Purpose": "purpose",
            "Source": "source",
        },
        {
            "Forum": ("Forum", "Name"),
            "CCG / area": ("CCG", "Commissioner"),
            "Type": ("Kind of forum", "Kind"),
            "How often": ("How often",),
            "Chair (role)": ("Chair (role)",),
            "Membership": ("Membership",),
            "Purpose": ("Purpose",),
            "Source": ("Source",),
        },
    ),
    Source(
        "stakeholders",
        "stakeholders.csv",
        {
            "Organisation": "name",
            "Type": "kind",
            "Area": "area",
            "Contact role": "contact_role",
            "Represents": "represents",
            "Notes": "notes",
            "Source": "source",
        },
        {
            "Organisation": ("Organisation", "Name"),
            "Type": ("Sector", "Category", "Organisation type"),
            "Area": ("Area",),
            "Contact role": ("Job title", "Position"),
            "Represents": ("Represents",),
            "Notes": ("Notes",),
            "Source": ("Source",),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A file of real records as somebody else keeps them, what a person corrects, and the plain file."""

    kind: str
    name: str
    content: bytes
    columns: dict[str, str | None]
    values: dict[str, dict[str, str]]
    rows: int
    plain: bytes

    @property
    def corrections(self) -> int:
        return len(self.columns) + sum(map(len, self.values.values()))


def made_layout(seed: int) -> Layout:
    """The layout of this seed, always the same."""
    random = Random(seed)
    source = SOURCES[seed % len(SOURCES)]
    records = source.records()
    chosen = random.sample(records, min(ROWS, len(records)))
    columns = list(source.fields)
    values = _odd_words(random, source, chosen) if random.random() < 0.5 else {}
    room = MOST_CORRECTIONS - sum(map(len, values.values()))
    odd = set(random.sample(columns, random.randint(0, min(room - 1, 4))))
    headings = {
        column: random.choice(ODD).format(place)
        if column in odd
        else _cased(random, random.choice(source.headings[column]))
        for place, column in enumerate(columns, 1)
    }
    written = [_written(random, source, record, values) for record in chosen]
    order = random.sample(columns, len(columns))
    extra = random.choice(((), ("Checked by us",), ("For office use", "Tick when filed")))
    header = [*(headings[column] for column in order), *extra]
    body = [[*(row[column] for column in order), *("" for _ in extra)] for row in written]
    name, content = _file(random, header, body)
    corrected = {headings[column]: source.fields[column] for column in sorted(odd)}
    return Layout(
        source.kind,
        name,
        content,
        {**corrected, **dict.fromkeys(extra)},
        {
            source.fields[column]: {word: code for code, word in words.items()}
            for column, words in values.items()
        },
        len(chosen),
        _csv([columns, *([record[column] for column in columns] for record in chosen)], ",", "utf-8-sig"),
    )


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, word in words.items()}


def _odd_words(random: Random, source: Source, records: Sequence[Record]) -> dict[str, dict[str, str]]:
    """Odd words for the terms that the records use, by column and code."""
    found: dict[str, dict[str, str]] = {}
    for column, words in source.words.items():
        used = {_code(source, column, record[column]) for record in records}
        found[column] = {code: word for code, word in words.items() if code in used}
    return found


def _code(source: Source, column: str, text: str) -> str:
    plain = text.casefold()
    return next((code for stem, code in source.terms[column].items() if stem in plain), "")


def _written(
    random: Random, source: Source, record: Record, values: Mapping[str, Mapping[str, str]]
) -> Record:
    row = dict(record)
    for column, words in values.items():
        row[column] = words.get(_code(source, column, record[column]), record[column])
    for column in source.dates:
        row[column] = _redated(random, record[column])
    for column in source.numbers:
        row[column] = _renumbered(random, record[column])
    for column in source.lists:
        row[column] = _relisted(random, record[column])
    return row


_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def _redated(random: Random, text: str) -> str:
    """An exact day in another of the ways people write one; anything vaguer as it stands."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text
    day = date(int(found[3]), int(found[2]), int(found[1]))
    return random.choice(
        (
            f"{day.day} {day:%B} {day.year}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day:02}-{day.month:02}-{day.year}",
            day.isoformat(),
            f"{day:%a} {day.day} {day:%b} {day.year}",
        )
    )


def _renumbered(random: Random, text: str) -> str:
    plain = text.strip()
    if not plain.isdecimal():
        return text
    return random.choice((plain, f"{int(plain):,}", f"{plain} people", f"{plain} attended"))


def _relisted(random: Random, text: str) -> str:
    if ";" not in text or "\n" in text or "/" in text:
        return text
    return random.choice((";", " ; ", "\n")).join(part.strip() for part in text.split(";"))


def _cased(random: Random, heading: str) -> str:
    return random.choice((str, str.upper, str.lower))(heading)


def _file(random: Random, header: list[str], body: list[list[str]]) -> tuple[str, bytes]:
    """The rows as a file, with what stands around them in the files of offices."""
    above = random.choice(
        ((), ("Communications and engagement",), ("Log of the year", "Please keep up to date"))
    )
    blank = random.random() < 0.3
    rows = [*([line] for line in above), header, *_with_blank_rows(body, blank)]
    if random.random() < 0.4:
        return "log.xlsx", _workbook(random, header, body, above)
    delimiter = random.choice((",", ";", "\t"))
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    width = len(header)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return "log.csv", _csv(padded, delimiter, encoding)


def _with_blank_rows(body: list[list[str]], blank: bool) -> list[list[str]]:
    if not blank:
        return body
    half = len(body) // 2
    return [*body[:half], [""] * len(body[0]), *body[half:]]


def _workbook(random: Random, header: list[str], body: list[list[str]], above: Sequence[str]) -> bytes:
    """One sheet, or one for each half of the rows, the second with its columns in another order."""
    if random.random() < 0.5:
        return workbook_of({"Log": [*([line] for line in above), header, *body]})
    half = len(body) // 2
    places = random.sample(range(len(header)), len(header))
    turned = [[row[place] for place in places] for row in (header, *body[half:])]
    return workbook_of({"First half": [header, *body[:half]], "Second half": turned})


def _csv(rows: Sequence[Sequence[str]], delimiter: str, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    try:
        return text.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return text.getvalue().encode("utf-8")


def saved(layout: Layout, folder: Path) -> tuple[Path, Path]:
    """The file of the layout and the plain one, on disk."""
    laid, plain = folder / layout.name, folder / "plain.csv"
    laid.write_bytes(layout.content)
    plain.write_bytes(layout.plain)
    return laid, plain
