"""A real mail server for tests: it takes letters, and refuses, puts off or breaks off as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from engage.platform.mail.smtp import MailServer
from tests.harness.server import HOST, free_port

SENDER = "Engage <engage@wolverhampton.example>"
TAKEN = "250 2.0.0 taken"
USER, PASSWORD = "engage", "a password for the mail server"


@dataclass(slots=True)
class PostOffice:
    """What was handed in. ``answers`` are given to each address in turn when it is named, ``at_the_end`` to
    whole letters; the last of each is given again and again.

    ``breaks_off`` ends the conversation without a word: "named" when a recipient is named, "taken" once a
    letter has been taken. ``on_taking`` is called before a letter that was taken is answered.
    """

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    taken_for: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    at_the_end: list[str] = field(default_factory=list)
    breaks_off: str = ""
    on_taking: Callable[[], None] | None = None

    def server(self, tls: str = "none", user: str = "", password: str = "") -> MailServer:
        """As the application is told of it."""
        return MailServer(HOST, self.port, user, password, tls, SENDER)

    async def handle_RCPT(  # noqa: N802  aiosmtpd calls it by this name
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.breaks_off == "named":
            server.transport.abort()
        answer = _next(self.answers.get(address, []))
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  as above
        answer = _next(self.at_the_end)
        if answer.startswith("2"):
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.letters.append(message)
            self.taken_for.extend(envelope.rcpt_tos)
            if self.on_taking is not None:
                self.on_taking()
        if self.breaks_off == "taken":
            server.transport.abort()
        return answer


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """A mail server that listens on this machine until the end of the test."""
    office = PostOffice(free_port())
    controller = Controller(
        office,
        hostname=HOST,
        port=office.port,
        authenticator=lambda *given: AuthResult(success=_is_known(given[-1]), handled=False),
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def _is_known(given: Any) -> bool:
    return (given.login, given.password) == (USER.encode(), PASSWORD.encode())


def _next(answers: list[str]) -> str:
    if not answers:
        return TAKEN
    return answers.pop(0) if len(answers) > 1 else answers[0]
