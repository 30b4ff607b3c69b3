"""Which events the tests have made happen: after a whole run, every event of the product is among them."""

from __future__ import annotations

from typing import Any

import pytest

HEARD: set[str] = set()  # by the tests of this process; the controller gathers those of its workers
WHOLE = {"", "not browser"}


def listen() -> None:
    """Note every entry that is written to an audit trail from now on."""
    from sqlalchemy import event

    from engage.platform.data.audit import AuditEntry

    def hear(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
        HEARD.add(entry.event)

    event.listen(AuditEntry, "after_insert", hear)


def pytest_testnodedown(node: Any, error: object) -> None:
    HEARD.update(getattr(node, "workeroutput", {}).get("events", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["events"] = sorted(HEARD)
        return
    if _is_whole(session) and (missing := _declared() - HEARD):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print(f"\nNo test made these events happen: {', '.join(sorted(missing))}.")


def _is_whole(session: pytest.Session) -> bool:
    """Whether everything was run, apart from what needs a browser."""
    asked = session.config.option
    everywhere = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return everywhere and not asked.keyword and asked.markexpr in WHOLE and not asked.collectonly


def _declared() -> set[str]:
    from tests.house.product import events

    return set(events())
