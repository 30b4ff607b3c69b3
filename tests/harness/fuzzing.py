"""Odd inputs for every form and every query of the product, found on its own pages: none may be answered 500.

What is asked is read from the pages themselves, so that a new form or filter is tried without being told of.
A run is the same again for the same seed. The house is put back as it was after each input that changed it.
"""

from __future__ import annotations

import random
import sqlite3
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote_plus, urljoin, urlsplit

from bs4 import Tag
from sqlalchemy import select

from engage.platform.data.audit import AuditHead
from engage.platform.data.db import DATABASES, session
from engage.platform.web.guard import PUBLIC, SIGNED_IN
from engage.rules.permissions import ROLES
from tests.builders import make_account
from tests.harness.doors import Door, House
from tests.pages.inspection import attribute
from tests.pages.page import Form, Page
from tests.pages.visitor import Visitor

Pair = tuple[str, str | bytes]
BOUNDARY = "----what-a-browser-puts-between-fields"
TOKEN = "csrf_token"
READERS = (
    "head_of_comms_engagement",
    "ig_officer",
    "administrator",
    "governance_lead",
    "quality_lead",
    "lay_member_ppi",
)
"""Of these, the first who may come through a door tries it; whoever else may is asked after them."""
LEFT_OUT = {
    *("accounts.sign_out", "accounts.sign_out_everywhere", "accounts.end_sign_in"),
    *("duplicates.search", "long_acts.again"),
}
"""What would end the sign-in of whoever tries, or starts a process of its own."""

NUMBERS = (
    *("0", "-1", "7", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *(
        "9" * 20,
        "9" * 400,
        "1e999",
        "NaN",
        "inf",
        "²",
        "ACT-²",
        "１２",
        "٣",
        "Ⅻ",
        "1_000",
        "0x10",
        "1.5",
        " 7 ",
        "+3",
    ),
)
DAYS = (
    *("31 February 2019", "6 June 20189", "0000-00-00", "9999-12-31", "1 January 0001", "1/1/1", "30-40"),
    *("tomorrow", "June 10000", "2019-20Q9", "all", "99999-99"),
)
WORDS = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "x\r\ny: z",
        "\n",
        "\x1b[31m",
        "\x7f",
        "\u202egnp",
        "\ufeff",
        "\ud800",
        "\udfff\ud800",
    ),
    *(
        "a" * 300,
        "a" * 70_000,
        "é" * 5_000,
        "😀" * 50,
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "{{7*7}}",
    ),
    *(
        "%",
        "%00",
        "%ZZ",
        "../../etc/passwd",
        "'; DROP TABLE activity; --",
        '"',
        "\\",
        "*",
        "NEAR(",
        "a AND",
        "(",
        "-",
    ),
    *(
        "//evil.example",
        "//[evil",
        "http://[",
        "/projects\r\nx",
        "organisation:88",
        "mailing:1",
        "activity:²",
        ":",
        "x:",
    ),
)
ODD = (*NUMBERS, *DAYS, *WORDS)
FILES = (
    *(
        (b"", "empty.csv"),
        (b"\0" * 100, "nought.xlsx"),
        (b"PK\x03\x04" + b"x" * 50, "torn.xlsx"),
        (b"a,b\n1,2\n", "a.csv"),
    ),
    *(
        (b"\xff\xfe\x00", "utf16.csv"),
        (b"%PDF-1.4\n", "paper.pdf"),
        (b"BEGIN:VCARD\nFN:\0\n", "card.vcf"),
        (b"x", ""),
    ),
    *(
        (b"," * 50_000, "commas.csv"),
        (b"x", "a" * 400 + ".csv"),
        (b"x", "..\\..\\a\r\nb.csv"),
        (b"\n" * 5_000, "lines.csv"),
    ),
)
HEADERS = (
    *({"Origin": one} for one in ("http://[", "null", "https://evil.example", "", "x")),
    *({"Referer": one} for one in ("http://[", "https://evil.example/", "\xff", "//")),
    *({"Host": one} for one in ("evil.example", "[", "[::1", "localhost:99999", "a" * 300, "")),
    *({"Cookie": one} for one in ("engage=x", "engage=" + "a" * 5_000, ";;=")),
    *(
        {name: "x, \xff"}
        for name in ("Accept-Language", "If-Modified-Since", "If-None-Match", "Range", "X-Forwarded-For")
    ),
)
MANY = 1_200  # values of one field


@dataclass(frozen=True, slots=True)
class Target:
    """A form, or a page with what its address may ask, and what a browser would send of itself."""

    door: Door
    address: str
    pairs: tuple[Pair, ...]
    files: frozenset[str] = frozenset()

    @property
    def posts(self) -> bool:
        return self.door.method == "POST"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing sent."""

    target: Target
    pairs: tuple[Pair, ...]
    files: tuple[tuple[str, bytes, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r:.60}" for name, value in self.pairs[:8] if name != TOKEN)
        sent = ", ".join(f"{name}=<{given!r:.40}>" for name, _, given in self.files)
        where = f"{self.target.door.method} {self.target.address}"
        return f"{where} {said} {sent} {dict(self.headers) or ''}".strip()


@dataclass(slots=True)
class Tried:
    """What came of a run: how many of what, and what was wrong, in sentences."""

    inputs: int = 0
    targets: int = 0
    acted: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.inputs:,} odd inputs to {self.targets:,} forms and queries: {self.refused:,} refused, "
            f"{self.acted:,} acted on, {len(self.wrong):,} wrong"
        )


class Fuzzer:
    """Tries a furnished house."""

    def __init__(self, house: House, seed: int) -> None:
        self._house, self._chance = house, random.Random(seed)
        self._people: dict[str, Visitor] = {}
        for role in READERS:
            self._people[role] = Visitor(house.app)
            self._people[role].sign_in(make_account(role))
        self._people[PUBLIC] = Visitor(house.app)
        self.targets = tuple(self._found())
        self._kept = [(one, _copy_of(str(one.engine.url.database))) for one in DATABASES]

    def run(self, inputs: int) -> Tried:
        tried = Tried(targets=len(self.targets))
        for number in range(inputs):
            target = self.targets[number] if number < len(self.targets) else self._chance.choice(self.targets)
            self._try(self._odd(target), tried)
        return tried

    def _try(self, given: Input, tried: Tried) -> None:
        before, tried.inputs = _head(), tried.inputs + 1
        try:
            status, location = self._send(given)
        except Exception as error:  # whatever it is, it is what is looked for
            place = traceback.extract_tb(error.__traceback__)
            own = next((one for one in reversed(place) if "/engage/" in one.filename), place[-1])
            tried.wrong.append(
                f"{given}: {error!r:.200} in {own.filename.rpartition('/engage/')[2]}:{own.lineno}"
            )
            self._put_back()
            return
        if status >= 500:
            tried.wrong.append(f"{given}: answered {status}")
        if urlsplit(location).netloc not in {"", "localhost"}:
            tried.wrong.append(f"{given}: leads to {location}")
        has_acted = _head() != before
        tried.acted, tried.refused = tried.acted + has_acted, tried.refused + (status >= 400)
        if has_acted and (status >= 400 or not given.target.posts or not dict(given.pairs).get(TOKEN)):
            tried.wrong.append(f"{given}: was answered {status}, and yet a record changed")
        if has_acted:
            self._put_back()

    def _send(self, given: Input) -> tuple[int, str]:
        person, target = self._people[self._who(target_door := given.target.door)], given.target
        headers = [*given.headers]
        if target_door.method == "GET":
            sent = person.fetch(target.address, query_string=_urlencoded(given.pairs), headers=headers)
        elif target.files or given.files:
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            body = _multipart(given.pairs, given.files)
            sent = person.fetch(target.address, "POST", data=body, content_type=kind, headers=headers)
        else:
            kind = "application/x-www-form-urlencoded"
            body = _urlencoded(given.pairs).encode()
            sent = person.fetch(target.address, "POST", data=body, content_type=kind, headers=headers)
        with sent:
            sent.get_data()
            return sent.status_code, sent.location or ""

    def _odd(self, target: Target) -> Input:
        """What a browser would send, with something odd in it."""
        chance, pairs, files = self._chance, list(target.pairs), []
        names = [name for name, _ in pairs if name != TOKEN]
        for name in chance.sample(names, min(len(names), chance.choice((1, 1, 2, 3)))):
            pairs = [pair for pair in pairs if pair[0] != name]
            how = chance.random()
            if how < 0.06:  # nothing at all
                continue
            if how < 0.09:
                pairs += [(name, f"{number}") for number in range(MANY)]
            elif how < 0.11:
                files.append((name, *chance.choice(FILES)))
            else:
                pairs.append((name, chance.choice(ODD)))
        for name in target.files:
            if chance.random() < 0.8:
                files.append((name, *chance.choice(FILES)))
            else:
                pairs.append((name, chance.choice(ODD)))
        if chance.random() < 0.05:
            pairs = [pair for pair in pairs if pair[0] != TOKEN]
        headers = chance.choice(HEADERS) if chance.random() < 0.08 else {}
        return Input(target, tuple(pairs), tuple(files), tuple(headers.items()))

    def _put_back(self) -> None:
        for database, kept in self._kept:
            database.session.remove()
            with sqlite3.connect(str(database.engine.url.database)) as now:
                kept.backup(now)
            now.close()

    def _who(self, door: Door) -> str:
        needed = door.marks - {PUBLIC, SIGNED_IN}
        if not needed:
            return PUBLIC if PUBLIC in door.marks else READERS[0]
        return next(role for role in READERS if needed <= ROLES[role].may)

    def _found(self) -> Iterator[Target]:
        """Every form that its pages have and every address that they lead to with something asked in it."""
        known: set[tuple[str, str, frozenset[str]]] = set()
        posts = {one.name: one for one in self._house.doors if one.method == "POST"}
        gets = {one.name: one for one in self._house.doors if one.method == "GET"}
        adapter = self._house.app.url_map.bind("localhost")
        for door in gets.values():
            if door.name in LEFT_OUT:
                continue
            page = self._page(door)
            for method, address, pairs, files in (
                _asked_of(page) if page else [("GET", door.address, (), frozenset())]
            ):
                path = urlsplit(address).path
                if not adapter.test(path, method):
                    continue
                name, _ = adapter.match(path, method)
                kind = (method, name, frozenset(one for one, _ in pairs) | files)
                if name in LEFT_OUT or kind in known:
                    continue
                known.add(kind)
                yield Target((posts if method == "POST" else gets)[name], address, pairs, files)

    def _page(self, door: Door) -> Page | None:
        with self._people[self._who(door)].fetch(door.address) as answer:
            if answer.mimetype != "text/html" or answer.status_code != 200:
                return None
            return Page(door.address, 200, answer.get_data(as_text=True))


Asked = tuple[str, str, tuple[Pair, ...], frozenset[str]]


def _asked_of(page: Page) -> Iterator[Asked]:
    """The forms of a page, each as its first button sends it, and the queries of its links."""
    for form in page.soup.find_all("form"):
        button = form.find("button")
        if not isinstance(button, Tag):
            continue
        read = Form(page, form, button)
        sent: dict[str, list[str]] = {}
        for name, value in read.sent:
            sent.setdefault(name, []).append(value if isinstance(value, str) else "")
        fields = [one for one in form.find_all(["input", "select", "textarea"]) if one.get("name")]
        files = frozenset(attribute(one, "name") for one in fields if attribute(one, "type") == "file")
        for one in fields:
            sent.setdefault(attribute(one, "name"), [_something(one)])
        pairs = tuple((name, value) for name, values in sent.items() if name not in files for value in values)
        address = urljoin(page.url, read.action)
        yield "POST" if read.posts else "GET", address if read.posts else urlsplit(address).path, pairs, files
    queries: dict[str, dict[str, str]] = {page.url: {"page": "1"}}
    for link in page.soup.find_all("a", href=True):
        there = urlsplit(urljoin(page.url, attribute(link, "href")))
        if there.query and not there.netloc:
            queries.setdefault(there.path, {}).update(parse_qsl(there.query))
    for path, asked in queries.items():
        yield "GET", path, tuple(asked.items()), frozenset()


def _something(field: Tag) -> str:
    """What stands for a field that sends nothing of itself, such as radios of which none is chosen."""
    return attribute(field, "value") or "1"


def _head() -> str:
    session().rollback()
    return session().scalar(select(AuditHead.fingerprint).where(AuditHead.id == 1)) or ""


def _copy_of(path: str) -> sqlite3.Connection:
    kept = sqlite3.connect(":memory:")
    with sqlite3.connect(path) as now:
        now.backup(kept)
    now.close()
    return kept


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def _urlencoded(pairs: Sequence[Pair]) -> str:
    return "&".join(f"{quote_plus(_bytes(name))}={quote_plus(_bytes(value))}" for name, value in pairs)


def _multipart(pairs: Sequence[Pair], files: Sequence[tuple[str, bytes, str]]) -> bytes:
    parts = [(f'name="{name}"', _bytes(value)) for name, value in pairs]
    parts += [(f'name="{name}"; filename="{_in_a_header(given)}"', content) for name, content, given in files]
    begun = f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
    body = b"".join(f"{begun}{head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts)
    return body + f"--{BOUNDARY}--\r\n".encode()


def _in_a_header(name: str) -> str:
    """As browsers write the name of a file."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
