"""Settings as frozen values: the only reader of the environment."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
SHORTEST_SECRET = 32
USUAL_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


class BadSetting(ValueError):
    """A setting that cannot work; the message names it and says what it should be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation may choose.

    Times are in minutes, sizes in bytes; ``password_memory`` is what a guess at a password costs, in KiB;
    without ``second_step_roles`` they are those that ``rules/permissions.py`` says.
    """

    home: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    trail_key: str = field(repr=False)
    guard_key: str = field(default="", repr=False)
    answers_url: str = field(default="", repr=False)
    watch_url: str = field(default="", repr=False)
    port: int = 8000
    address: str = "http://127.0.0.1:8000"
    demonstration: bool = False
    secure_cookies: bool = False
    proxies: int = 0
    sign_in_lasts: int = 12 * 60
    idle_sign_out: int = 60
    second_step_roles: frozenset[str] | None = None
    password_memory: int = 64 * 1024
    upload_limit: int = 20 * 1024 * 1024
    page_size: int = 50
    assets: Path = ROOT / "static" / "build"
    fonts: Path = ROOT / "node_modules" / "@expo-google-fonts" / "arimo"
    local_duties: Path | None = None
    links: bool = False
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: str = "starttls"
    mail_from: str = ""
    heads_folder: Path | None = None
    heads_to: tuple[str, ...] = ()

    @property
    def databases(self) -> dict[str, str]:
        """The address of each database, by its name."""
        return {
            "record": self.database_url,
            "answers": self.answers_url or self._beside_the_record("answers"),
            "watch": self.watch_url or self._beside_the_record("watch"),
        }

    def _beside_the_record(self, name: str) -> str:
        """A file of the data folder, or on PostgreSQL a database of the same server: engage_answers."""
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.home / name}.db"
        address, mark, options = self.database_url.partition("?")
        return f"{address}_{name}{mark}{options}"

    @property
    def guards(self) -> str:
        """The key by which it is known for good who is not to be written to again: the secret key,
        unless that was changed since."""
        return self.guard_key or self.secret_key

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def restoring(self) -> Path:
        """The file that is there while a backup is put back, and stays when that was broken off."""
        return self.home / "restoring.json"

    @property
    def erasures(self) -> Path:
        """The file that tells outside the databases what was erased."""
        return (self.heads_folder or self.home) / "erasures.txt"

    @property
    def heads(self) -> Path:
        """The file to which the head of the audit trail is published."""
        return (self.heads_folder or self.home) / "heads.txt"


HALF_RESTORED = (
    "A backup is being put back, or was not put back to its end, so there is nothing here yet to work with. "
    "If it was broken off, run again: engage restore SOURCE"
)


def of_a_whole_installation() -> Settings:
    """The settings from the environment. Raises BadSetting while a backup is half put back."""
    settings = from_environment()
    if settings.restoring.exists():
        raise BadSetting(HALF_RESTORED)
    return settings


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings, making the data folder and its secret key when they are new."""
    home = Path(environment.get("ENGAGE_HOME") or ROOT / "var").resolve()
    _make_folder(home)
    port = _whole_number(environment, "PORT", 8000, 1, 65535)
    address = (environment.get("ENGAGE_ADDRESS") or f"http://127.0.0.1:{port}").rstrip("/")
    return Settings(
        home=home,
        database_url=_database_url(environment, "ENGAGE_DATABASE_URL") or f"sqlite:///{home / 'record.db'}",
        answers_url=_database_url(environment, "ENGAGE_ANSWERS_URL"),
        watch_url=_database_url(environment, "ENGAGE_WATCH_URL"),
        secret_key=_given_secret(environment, "ENGAGE_SECRET_KEY") or _kept_secret(home / "secret.key"),
        trail_key=_given_secret(environment, "ENGAGE_TRAIL_KEY") or _kept_secret(home / "trail.key"),
        guard_key=_given_secret(environment, "ENGAGE_GUARD_KEY") or _secret_in(home / "guard.key"),
        port=port,
        address=address,
        demonstration=_yes_or_no(environment, "ENGAGE_DEMONSTRATION"),
        secure_cookies=_yes_or_no(
            environment, "ENGAGE_SECURE_COOKIES", usual=not _is_on_this_machine(address)
        ),
        proxies=_whole_number(environment, "ENGAGE_PROXIES", 0, 0, 9),
        sign_in_lasts=_whole_number(environment, "ENGAGE_SIGN_IN_LASTS", 12 * 60, 5, 24 * 60),
        idle_sign_out=_whole_number(environment, "ENGAGE_IDLE_SIGN_OUT", 60, 5, 12 * 60),
        second_step_roles=_roles(environment, "ENGAGE_SECOND_STEP_ROLES"),
        upload_limit=_whole_number(environment, "ENGAGE_UPLOAD_MEGABYTES", 20, 1, 200) * 1024 * 1024,
        local_duties=_folder(environment, "ENGAGE_LOCAL_DUTIES"),
        links=_yes_or_no(environment, "ENGAGE_LINKS", usual=True),
        heads_folder=_folder(environment, "ENGAGE_HEADS"),
        heads_to=tuple(environment.get("ENGAGE_HEADS_TO", "").replace(",", " ").split()),
        **_mail(environment),
    )


def _mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """How letters leave the machine; without a host they do not."""
    host = environment.get("ENGAGE_SMTP_HOST", "").strip()
    if not host:
        return {}
    tls = environment.get("ENGAGE_SMTP_TLS", "").strip().lower() or "starttls"
    if tls not in USUAL_MAIL_PORTS:
        raise BadSetting(f"ENGAGE_SMTP_TLS is “{tls}”; it must be starttls, tls or none.")
    user = environment.get("ENGAGE_SMTP_USER", "").strip()
    if user and tls == "none" and host not in THIS_MACHINE:
        raise BadSetting(
            "ENGAGE_SMTP_TLS is none, so the password of ENGAGE_SMTP_USER would travel for all to read. "
            "Set it to starttls or tls."
        )
    return {
        "smtp_host": host,
        "smtp_port": _whole_number(environment, "ENGAGE_SMTP_PORT", USUAL_MAIL_PORTS[tls], 1, 65535),
        "smtp_user": user,
        "smtp_password": environment.get("ENGAGE_SMTP_PASSWORD", ""),
        "smtp_tls": tls,
        "mail_from": _mail_address(environment, "ENGAGE_MAIL_FROM"),
    }


def _mail_address(environment: Mapping[str, str], name: str) -> str:
    text = environment.get(name, "").strip()
    try:
        address = Address(addr_spec=parseaddr(text)[1])
    except (MessageError, IndexError, ValueError):
        address = Address()
    if not (address.username and address.domain) or not text.isprintable():
        raise BadSetting(
            f"{name} is “{text}”; with ENGAGE_SMTP_HOST set, it must be the address that letters come from, "
            "such as Engage <engage@example.nhs.uk>."
        )
    return text


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(
            f"ENGAGE_HOME is “{home}”, which cannot be made: {problem.strerror}. Name a folder of your own."
        ) from None


def _database_url(environment: Mapping[str, str], name: str) -> str:
    """Where a database is, or nothing; an address of PostgreSQL is taken as other programs write it."""
    url = environment.get(name, "").strip()
    kind, mark, place = url.partition("://")
    if kind in {"postgresql", "postgres", "postgresql+psycopg"} and mark:
        return f"postgresql+psycopg://{place}"
    if not url or url.startswith("sqlite:////"):
        return url
    raise BadSetting(
        f"{name} must be an address such as postgresql://name@host/database, "
        "or sqlite:// followed by three more strokes and the path of a file."
    )


def _given_secret(environment: Mapping[str, str], name: str) -> str:
    secret = environment.get(name, "").strip()
    if secret and len(secret) < SHORTEST_SECRET:
        raise BadSetting(f"{name} must be {SHORTEST_SECRET} characters or more, known to nobody.")
    if secret and len(zlib.compress(secret.encode(), 9)) < SHORTEST_SECRET:
        raise BadSetting(
            f"{name} repeats itself, and could be guessed. Leave it out, and one is made in the "
            "data folder; or make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return secret


def _kept_secret(path: Path) -> str:
    """A key made once for each data folder and readable by its owner alone."""
    if not path.exists():
        # Written whole under another name first: of two processes that start together, both read one key.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret-", encoding="ascii") as fresh:
            fresh.write(secrets.token_urlsafe(48))
            fresh.flush()
            with contextlib.suppress(FileExistsError):
                os.link(fresh.name, path)
    return _secret_in(path)


def _secret_in(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _roles(environment: Mapping[str, str], name: str) -> frozenset[str] | None:
    """Roles by their names with commas between them, or nothing; which there are the roof knows."""
    names = [part.strip() for part in environment.get(name, "").split(",")]
    return frozenset(filter(None, names)) or None


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(name, "").strip()
    if text and not Path(text).is_dir():
        raise BadSetting(f"{name} is “{text}”; it must be a folder that is there.")
    return Path(text).resolve() if text else None


def _whole_number(environment: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise BadSetting(f"{name} is “{text}”; it must be a whole number from {least} to {most}.")
    return int(text)


def _is_on_this_machine(address: str) -> bool:
    return urlsplit(address).hostname in THIS_MACHINE


def _yes_or_no(environment: Mapping[str, str], name: str, *, usual: bool = False) -> bool:
    text = environment.get(name, "").strip().lower()
    if not text:
        return usual
    if text in {"0", "no", "false"}:
        return False
    if text in {"1", "yes", "true"}:
        return True
    raise BadSetting(f"{name} is “{text}”; it must be 1 (yes) or 0 (no).")
