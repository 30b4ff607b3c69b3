"""Settings are read once, checked, and the same for every process of an installation."""

from __future__ import annotations

import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from config import SHORTEST_SECRET, BadSetting, from_environment

ELSEWHERE = "wHq3-9sLr0vXb7TnZk2PdYc5MfJg8AeU"


def test_nothing_need_be_set(tmp_path: Path) -> None:
    settings = from_environment({"ENGAGE_HOME": str(tmp_path / "data")})
    assert settings.databases == {
        "record": f"sqlite:///{tmp_path}/data/record.db",
        "answers": f"sqlite:///{tmp_path}/data/answers.db",
        "watch": f"sqlite:///{tmp_path}/data/watch.db",
    }
    assert (settings.port, settings.address, settings.demonstration) == (8000, "http://127.0.0.1:8000", False)
    assert settings.files == tmp_path / "data" / "files"
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first, second = (from_environment({"ENGAGE_HOME": str(tmp_path)}).secret_key for _ in range(2))
    assert first == second
    assert len(first) >= SHORTEST_SECRET
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["secret.key", "trail.key"], "nothing is left lying about"


def test_the_trail_has_a_key_of_its_own_which_may_be_kept_elsewhere(tmp_path: Path) -> None:
    kept = from_environment({"ENGAGE_HOME": str(tmp_path)})
    assert kept.trail_key != kept.secret_key
    assert stat.S_IMODE((tmp_path / "trail.key").stat().st_mode) == 0o600
    given = {"ENGAGE_HOME": str(tmp_path), "ENGAGE_TRAIL_KEY": ELSEWHERE}
    assert from_environment(given).trail_key == ELSEWHERE
    assert kept.trail_key not in repr(kept)
    assert kept.heads == tmp_path / "heads.txt"


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: from_environment({"ENGAGE_HOME": str(tmp_path)}).secret_key, range(32)))
    assert len(keys) == 1


@pytest.mark.parametrize("kind", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_of_postgresql_is_taken_as_other_programs_write_it(tmp_path: Path, kind: str) -> None:
    url = f"{kind}://engage@db.example/engage?sslmode=require"
    settings = from_environment({"ENGAGE_HOME": str(tmp_path), "ENGAGE_DATABASE_URL": url})
    assert settings.databases == {
        "record": "postgresql+psycopg://engage@db.example/engage?sslmode=require",
        "answers": "postgresql+psycopg://engage@db.example/engage_answers?sslmode=require",
        "watch": "postgresql+psycopg://engage@db.example/engage_watch?sslmode=require",
    }


def test_the_answers_may_be_on_a_server_of_their_own(tmp_path: Path) -> None:
    environment = {"ENGAGE_HOME": str(tmp_path), "ENGAGE_ANSWERS_URL": "postgresql://engage@dmz.example/in"}
    assert from_environment(environment).databases == {
        "record": f"sqlite:///{tmp_path}/record.db",
        "answers": "postgresql+psycopg://engage@dmz.example/in",
        "watch": f"sqlite:///{tmp_path}/watch.db",
    }


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "٨٠٠٠"),
        ("ENGAGE_IDLE_SIGN_OUT", "1"),
        ("ENGAGE_UPLOAD_MEGABYTES", "many"),
        ("ENGAGE_SECURE_COOKIES", "maybe"),
        ("ENGAGE_DATABASE_URL", "record.db"),
        ("ENGAGE_ANSWERS_URL", "answers.db"),
        ("ENGAGE_WATCH_URL", "watch.db"),
        ("ENGAGE_SECRET_KEY", "x" * 31),
        ("ENGAGE_SECRET_KEY", "a" * 32),
        ("ENGAGE_SECRET_KEY", "12345678901234567890123456789012"),
        ("ENGAGE_SECRET_KEY", "password" * 8),
        ("ENGAGE_PROXIES", "-1"),
        ("ENGAGE_TRAIL_KEY", "x" * 31),
        ("ENGAGE_HEADS", "nowhere"),
        ("ENGAGE_LOCAL_DUTIES", "nowhere"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, setting: str, value: str) -> None:
    with pytest.raises(BadSetting, match=setting):
        from_environment({"ENGAGE_HOME": str(tmp_path), setting: value})


def test_keys_that_others_make_are_taken(tmp_path: Path) -> None:
    for key in (secrets.token_hex(16), secrets.token_urlsafe(24), str(uuid4())):
        assert from_environment({"ENGAGE_HOME": str(tmp_path), "ENGAGE_SECRET_KEY": key}).secret_key == key


@pytest.mark.parametrize(
    ("address", "said", "secure"),
    [
        ("", "", False),
        ("http://localhost:8000", "", False),
        ("https://engage.example.nhs.uk", "", True),
        ("http://engage.example.nhs.uk", "", True),
        ("http://engage.example.nhs.uk", "0", False),
        ("http://127.0.0.1:8000", "1", True),
    ],
)
def test_cookies_travel_over_tls_alone_unless_the_address_is_this_machines_own(
    tmp_path: Path, address: str, said: str, secure: bool
) -> None:
    given = {"ENGAGE_HOME": str(tmp_path), "ENGAGE_ADDRESS": address, "ENGAGE_SECURE_COOKIES": said}
    assert from_environment(given).secure_cookies is secure


def test_nothing_secret_is_written_where_settings_are(tmp_path: Path) -> None:
    url = "postgresql://engage:a-password@db.example/engage"
    given = {"ENGAGE_HOME": str(tmp_path), "ENGAGE_DATABASE_URL": url, "ENGAGE_ANSWERS_URL": url}
    settings = from_environment(given)
    assert settings.secret_key not in repr(settings)
    assert "a-password" not in repr(settings)


MAIL = {"ENGAGE_SMTP_HOST": "mail.example", "ENGAGE_MAIL_FROM": "Engage <engage@example.nhs.uk>"}


def test_letters_leave_by_the_mail_server_that_is_set(tmp_path: Path) -> None:
    home = {"ENGAGE_HOME": str(tmp_path)}
    assert from_environment(home).smtp_host == ""
    usual = from_environment(home | MAIL)
    assert (usual.smtp_host, usual.smtp_port, usual.smtp_tls) == ("mail.example", 587, "starttls")
    assert usual.mail_from == "Engage <engage@example.nhs.uk>"
    assert from_environment(home | MAIL | {"ENGAGE_SMTP_TLS": "tls"}).smtp_port == 465
    here = {"ENGAGE_SMTP_HOST": "127.0.0.1", "ENGAGE_SMTP_TLS": "none", "ENGAGE_SMTP_PORT": "2525"}
    signed_in = {"ENGAGE_SMTP_USER": "engage", "ENGAGE_SMTP_PASSWORD": "a password of the server"}
    local = from_environment(home | MAIL | here | signed_in)
    assert (local.smtp_port, local.smtp_user, local.smtp_password) == (
        2525,
        "engage",
        "a password of the server",
    )
    assert "a password of the server" not in repr(local)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("ENGAGE_MAIL_FROM", ""),
        ("ENGAGE_MAIL_FROM", "Engage"),
        ("ENGAGE_MAIL_FROM", "engage@example.nhs.uk\nBcc: x@y.example"),
        ("ENGAGE_SMTP_TLS", "sometimes"),
        ("ENGAGE_SMTP_PORT", "smtp"),
    ],
)
def test_a_setting_of_the_mail_server_that_cannot_work_is_named(
    tmp_path: Path, setting: str, value: str
) -> None:
    with pytest.raises(BadSetting, match=setting):
        from_environment({"ENGAGE_HOME": str(tmp_path), **MAIL, setting: value})


def test_a_password_never_travels_for_all_to_read(tmp_path: Path) -> None:
    asked = {"ENGAGE_SMTP_TLS": "none", "ENGAGE_SMTP_USER": "engage", "ENGAGE_SMTP_PASSWORD": "secret"}
    with pytest.raises(BadSetting, match="ENGAGE_SMTP_TLS is none"):
        from_environment({"ENGAGE_HOME": str(tmp_path)} | MAIL | asked)
