"""Handing a letter to a mail server, and telling what surely was not taken from what may have been."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from types import TracebackType
from typing import Self

PATIENCE = 60.0  # seconds for each answer of the server
TRY_LATER = 400
REFUSED = 500
SEND_IT = 354
LONGEST_ANSWER = 300
NOT_MAIL = "It could not be put into the form of mail, so it was not sent."
PLAIN = SMTP.clone(cte_type="7bit")  # what every server takes, however old


class Fate(StrEnum):
    """What became of a letter that was handed in."""

    TAKEN = "taken"
    TRY_LATER = "try later"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter, and what the server said; ``is_ours`` when others would fare the same."""

    fate: Fate
    answer: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and how; ``sender`` is whom they come from, with or without a name."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: str
    sender: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """One letter, ready to be handed in."""

    message_id: str
    to_address: str
    to_name: str
    subject: str
    text: str
    written_at: datetime
    enclosures: Sequence[Enclosure] = ()

    def message(self, sender: str) -> EmailMessage:
        """As mail programs read it. The library encodes names and subjects, and refuses lines within them."""
        message = EmailMessage(policy=PLAIN)
        message["From"] = _mailbox(*parseaddr(sender))
        message["To"] = _mailbox(self.to_name, self.to_address)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.written_at)
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        for one in self.enclosures:
            main, _, sub = one.media_type.partition(";")[0].partition("/")
            message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
        return message


class Counter:
    """A conversation with a mail server, begun with the first letter and ended with the last."""

    def __init__(self, server: MailServer, patience: float = PATIENCE) -> None:
        self._server, self._patience = server, patience
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_in(self, post: Post) -> Outcome:
        """Hand in one letter. Never raises for what a server or the network does."""
        try:
            message = post.message(self._server.sender)
        except (MessageError, ValueError, LookupError):
            return Outcome(Fate.REFUSED, NOT_MAIL)
        try:
            line = self._called()
        except smtplib.SMTPResponseException as error:
            return self._gone(_said(error.smtp_code, error.smtp_error))
        except (smtplib.SMTPException, OSError) as error:
            return self._gone(_failure(error))
        try:
            return self._hand_over(line, post.to_address, message)
        except (smtplib.SMTPException, OSError) as error:
            # Before the last full stop of a letter no server keeps it.
            return self._gone(_failure(error))

    def _called(self) -> smtplib.SMTP:
        if self._line is None:
            self._line = self._call()
        return self._line

    def _call(self) -> smtplib.SMTP:
        server = self._server
        trust = ssl.create_default_context()
        if server.tls == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._patience, context=trust
            )
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=self._patience)
        try:
            if server.tls == "starttls":
                line.starttls(context=trust)
            line.ehlo_or_helo_if_needed()
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _hand_over(self, line: smtplib.SMTP, to: str, message: EmailMessage) -> Outcome:
        code, words = line.mail(parseaddr(self._server.sender)[1])
        if code >= TRY_LATER:
            # Whom letters come from is ours to put right, so no letter is lost by it.
            return self._gone(_said(code, words))
        code, words = line.rcpt(to)
        if code >= TRY_LATER:
            return self._turned_away(line, code, words)
        code, words = line.docmd("DATA")
        if code != SEND_IT:
            return self._turned_away(line, code, words)
        line.send(_dotted(message.as_bytes()))
        try:
            code, words = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Outcome(Fate.UNSURE, _failure(error))
        if code >= TRY_LATER:
            return self._turned_away(line, code, words)
        return Outcome(Fate.TAKEN, _said(code, words))

    def _turned_away(self, line: smtplib.SMTP, code: int, words: bytes) -> Outcome:
        """This letter was not taken; the next may be, on the same line unless the server ends it."""
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()
        return Outcome(Fate.REFUSED if code >= REFUSED else Fate.TRY_LATER, _said(code, words))

    def _gone(self, answer: str) -> Outcome:
        self._hang_up()
        return Outcome(Fate.TRY_LATER, answer, is_ours=True)

    def _hang_up(self) -> None:
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
            self._line.close()
            self._line = None


def _mailbox(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)


def _dotted(message: bytes) -> bytes:
    """A message as it travels. A full stop alone on a line ends it: lines that begin with one get two."""
    lines = message.removesuffix(b"\r\n").split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:LONGEST_ANSWER]


def _failure(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "The mail server ended the conversation."
    if isinstance(error, ssl.SSLError):
        return "The conversation with the mail server could not be kept private."
    return f"The mail server could not be reached: {type(error).__name__}."
