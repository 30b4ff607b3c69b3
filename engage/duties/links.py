"""Whether a public address answers: asked of public machines alone, briefly, and without telling who asks."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from time import monotonic
from typing import TYPE_CHECKING, cast
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HTTPS = 443
SECONDS = 5.0
AT_MOST = 10.0  # seconds for one whole answer, however slowly it comes, a letter at a time
MOST_STEPS = 5
HEADERS = {"User-Agent": "Engage, which looks whether links answer", "Accept": "*/*", "Connection": "close"}
LOCKED = frozenset({401, 403, 407, 429, 451})
"""Answers of a page that is there, and is not shown to everybody."""
MOVED = frozenset({301, 302, 303, 307, 308})
OF_THE_INTERNET = ip_network("2000::/3")
"""All that is given out of version 6; what lies outside stands for one of version 4, or for this house."""
IN_VAIN = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})

Allows = Callable[[str, int], bool]
"""Whether a machine at this address may be asked, at this port."""


class Unanswered(Exception):
    """Why an address does not answer, in a few words."""


class NoWayOut(Exception):
    """Nothing can be said of an address, for nothing could be asked from here."""


def is_public(address: str, port: int) -> bool:
    """Whether this is the port of https at an address of the internet, and of no machine of this house."""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and (found not in OF_THE_INTERNET or found.sixtofour or found.teredo):
        return False
    return port == HTTPS and found.is_global and not found.is_multicast


def fault_of(address: str, allows: Allows = is_public, trusts: ssl.SSLContext | None = None) -> str:
    """What is wrong with a public address, in a few words; empty where it answers. Raises NoWayOut.

    ``allows`` and ``trusts`` are others in tests alone, whose server stands on this machine.
    """
    try:
        status = _asked(address, allows, trusts or ssl.create_default_context())
    except Unanswered as why:
        return str(why)
    return "" if status < 400 or status in LOCKED else f"it answered {status}"


def _asked(address: str, allows: Allows, trusts: ssl.SSLContext) -> int:
    """The status at the end of however many steps lead on; asked in full where the short way is refused."""
    where = _read(address)
    for _ in range(MOST_STEPS):
        status, leads_to = _answer(where, "HEAD", allows, trusts)
        if status >= 400:
            status, leads_to = _answer(where, "GET", allows, trusts)
        if status not in MOVED or not leads_to:
            return status
        where = _read(urlunsplit(where), leads_to)
    raise Unanswered("it leads on and on")


def _read(address: str, leads_to: str = "") -> SplitResult:
    try:
        where = urlsplit(urljoin(address, leads_to))
        port = where.port
    except ValueError:
        raise Unanswered("it is no address") from None
    if where.scheme != "https" or not where.hostname or port == 0:
        raise Unanswered("it leads to what is no https address")
    return where


def _answer(where: SplitResult, method: str, allows: Allows, trusts: ssl.SSLContext) -> tuple[int, str]:
    host, port = where.hostname or "", where.port or HTTPS
    asking = _To(host, port, _machine(host, port, allows), trusts)
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    try:
        asking.request(method, path, headers=HEADERS)
        answer: HTTPResponse = asking.getresponse()
        return answer.status, answer.getheader("Location") or ""
    except TimeoutError:
        raise Unanswered("it did not answer in time") from None
    except ssl.SSLError:
        raise Unanswered("its certificate is not in order") from None
    except ConnectionError:
        raise Unanswered("it takes no connection") from None
    except OSError:
        raise NoWayOut from None
    except (HTTPException, ValueError):
        raise Unanswered("its answer cannot be read") from None
    finally:
        asking.close()


def _machine(host: str, port: int, allows: Allows) -> str:
    """The address to ask: found once, so that no name can stand for another machine a moment later."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in IN_VAIN:
            raise NoWayOut from None
        raise Unanswered("there is no such address") from None
    except (UnicodeError, ValueError):
        raise Unanswered("it is no address") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(allows(address, port) for address in addresses):
        raise Unanswered("it is not a public address")
    return addresses[0]


class _To(HTTPSConnection):
    """A connection to one machine, whatever its name stands for by now."""

    def __init__(self, host: str, port: int, machine: str, trusts: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=trusts)
        self._machine, self._trusts = machine, trusts

    def connect(self) -> None:
        plain = socket.create_connection((self._machine, self.port), SECONDS)
        self._trusts.sslsocket_class = _Hurried
        self.sock = sock = cast(_Hurried, self._trusts.wrap_socket(plain, server_hostname=self.host))
        sock.until = monotonic() + AT_MOST


class _Hurried(ssl.SSLSocket):
    """Read for so long altogether: a letter every few seconds would keep the worker waiting for ever."""

    until: float

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(min(left, SECONDS))
        return super().recv_into(buffer, nbytes, flags)
