"""The worker looks whether links of evidence answer, asks public machines alone, and tells of dead ones."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from time_machine import Traveller

from engage.accounts.queries import actor_for
from engage.duties import jobs, links
from engage.duties.entries import EvidenceEntry
from engage.duties.models import HandEvidence
from engage.duties.requirements import service
from engage.rules.actors import Actor
from tests.builders import make_account, make_actor
from tests.conftest import VisitorAs
from tests.duties.situation import make_ccg, make_stroke_project
from tests.pages.visitor import Visitor

LOOPBACK = "127.0.0.1"
LEADS_TO = {
    "/moved": "/page",
    "/inside": "https://10.0.0.8/secret",
    "/round": "/round",
    "/nowhere": "https://[",
}


class Site(BaseHTTPRequestHandler):
    """A site with a page, one that is gone, one that moved, one that is locked, and one that hates HEAD."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        if self.path == "/drips":
            self._drip()
            return
        status = {"/gone": 404, "/locked": 403}.get(self.path, 200)
        if self.path == "/get-only" and self.command == "HEAD":
            status = 405
        where = LEADS_TO.get(self.path)
        self.send_response(302 if where else status)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        """Go on answering until whoever asked has gone."""
        with suppress(OSError):
            while True:
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    do_HEAD = do_GET = _answer  # noqa: N815  named by http.server

    def log_message(self, *_: Any) -> None:
        """Say nothing of it."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, and its key, in one file."""
    made = tmp_path_factory.mktemp("tls") / "both.pem"
    words = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=here -addext subjectAltName=IP:{LOOPBACK}"
    command = ["openssl", *words.split(), "-keyout", str(made), "-out", f"{made}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    made.write_text(made.read_text() + Path(f"{made}.crt").read_text())
    return made


@pytest.fixture(scope="module")
def site(certificate: Path) -> Iterator[str]:
    server = ThreadingHTTPServer((LOOPBACK, 0), Site)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://{LOOPBACK}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def trusts(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


def here_alone(address: str, _port: int) -> bool:
    """What tests allow and nobody else: the server on this machine."""
    return address == LOOPBACK


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/page", ""),
        ("/get-only", ""),
        ("/moved", ""),
        ("/locked", ""),
        ("/gone", "it answered 404"),
        ("/round", "it leads on and on"),
        ("/inside", "it is not a public address"),
        ("/nowhere", "it is no address"),
    ],
)
def test_a_page_answers_or_it_is_said_why_not(
    site: str, trusts: ssl.SSLContext, path: str, fault: str
) -> None:
    assert links.fault_of(f"{site}{path}", here_alone, trusts) == fault


def test_a_page_that_answers_is_asked_for_its_head_alone(site: str, trusts: ssl.SSLContext) -> None:
    Site.asked.clear()
    links.fault_of(f"{site}/minutes?year=2018", here_alone, trusts)
    assert Site.asked == [("HEAD", "/minutes?year=2018")]


def test_a_site_that_never_comes_to_an_end_is_left(
    site: str, trusts: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "AT_MOST", 0.2)
    assert links.fault_of(f"{site}/drips", here_alone, trusts) == "it did not answer in time"


def test_a_certificate_that_nobody_vouches_for_is_a_fault(site: str) -> None:
    assert links.fault_of(f"{site}/page", here_alone) == "its certificate is not in order"


def test_a_machine_of_this_house_is_never_asked(site: str, trusts: ssl.SSLContext) -> None:
    Site.asked.clear()
    for address in (f"{site}/page", "https://10.0.0.8/", "https://[::1]/", "https://169.254.169.254/latest"):
        assert links.fault_of(address, trusts=trusts) == "it is not a public address"
    assert Site.asked == []


@pytest.mark.parametrize(
    ("address", "port", "public"),
    [
        ("51.140.1.10", 443, True),
        ("51.140.1.10", 8443, False),
        ("2a00:1450:4009::8a", 443, True),
        ("127.0.0.1", 443, False),
        ("100.64.0.9", 443, False),
        ("::ffff:10.0.0.8", 443, False),
        ("64:ff9b::a00:8", 443, False),
        ("64:ff9b:1::a00:8", 443, False),
        ("::10.0.0.8", 443, False),
        ("::ffff:0:10.0.0.8", 443, False),
        ("fec0::8", 443, False),
        ("2002:a00:8::1", 443, False),
        ("224.0.0.1", 443, False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address: str, port: int, public: bool) -> None:
    assert links.is_public(address, port) is public


@pytest.mark.parametrize(
    "address", ["http://example.nhs.uk", "file:///etc/passwd", "https://", "https://a:b/", "x"]
)
def test_what_is_no_https_address_is_never_asked(address: str) -> None:
    assert links.fault_of(address)


# -- what is kept


def attach(link: str, owner: Actor) -> HandEvidence:
    project = make_stroke_project(make_ccg())
    entry = EvidenceEntry(
        requirement="E-COL-2",
        project_id=project.id,
        title="Engagement plan",
        link=link,
        dated=date(2018, 1, 15),
        reason="The board approved the plan.",
        place="Page 1",
    )
    return service.attach_evidence(owner, entry)


@pytest.mark.parametrize(("path", "dead"), [("/gone", True), ("/page", False)])
def test_a_dead_link_is_said_beside_the_evidence_and_waits_for_who_attached_it(
    clock: Traveller,
    app: Flask,
    visitor_as: VisitorAs,
    site: str,
    trusts: ssl.SSLContext,
    path: str,
    dead: bool,
) -> None:
    account = make_account("engagement_officer")
    piece = attach(f"{site}{path}", actor_for(account))
    asked = [(piece.id, piece.link)]
    told = jobs.kept(asked, lambda link: links.fault_of(link, here_alone, trusts))
    assert told == f"1 link looked at, {int(dead)} without an answer."
    assert (piece.link_looked_on, bool(piece.link_fault)) == (date(2019, 11, 14), dead)
    lay_member = visitor_as("lay_member_ppi")
    page = lay_member.visit("/duties/requirements/E-COL-2?project=STR-18")
    assert page.says("The link of “Engagement plan” did not answer on 14 November 2019.") is dead
    officer = Visitor(app)
    officer.sign_in(account)
    assert officer.visit("/").says("The link of “Engagement plan” did not answer") is dead
    assert not lay_member.visit("/").says("The link of")


def test_what_cannot_be_asked_from_here_is_said_of_no_link(clock: Traveller, app: Flask) -> None:
    def nothing_gets_out(_link: str) -> str:
        raise links.NoWayOut

    piece = attach("https://www.wolverhampton.example/plan", make_actor("engagement_officer"))
    told = jobs.kept([(piece.id, piece.link)], nothing_gets_out)
    assert told == "0 links looked at, 0 without an answer. 1 link could not be asked from here."
    assert piece.link_looked_on is None


@pytest.mark.both_databases
@pytest.mark.parametrize(("days", "due"), [(6, False), (7, True)])
def test_each_link_is_asked_once_a_week(clock: Traveller, app: Flask, days: int, due: bool) -> None:
    piece = attach("https://www.wolverhampton.example/plan", make_actor("engagement_officer"))
    asked: list[str] = []

    def answers(link: str) -> str:
        asked.append(link)
        return ""

    jobs.kept(jobs.due(), answers)
    clock.shift(timedelta(days=days))
    jobs.kept(jobs.due(), answers)
    assert asked == [piece.link] * (1 + due)


def test_an_installation_without_a_way_out_asks_nothing(clock: Traveller, app: Flask) -> None:
    attach("https://www.wolverhampton.example/plan", make_actor("engagement_officer"))
    assert app.config["LINKS"] is False
    assert jobs.look_at_links() == "Links are not looked at here: ENGAGE_LINKS is 0."
