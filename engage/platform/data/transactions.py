"""One verb, one transaction: the only place that commits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from engage.platform.data import audit
from engage.platform.data.db import PATIENCE, Busy, session, take_turn
from engage.rules.errors import Refused

VERBS: set[str] = set()  # every verb by its full name, for the house tests

AT_WORK = (
    "Another change is still being saved, perhaps a large import. Nothing of yours was saved; "
    "wait a minute, then send it again."
)
GONE = (
    "The record was changed or removed by somebody else while you were working. Nothing of yours was saved; "
    "look at the record again."
)

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def one_transaction(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """All of ``verb`` happens, with its one audit entry, or none of it. A verb called by a verb joins in.

    Raises Refused when others kept the database busy too long, or took the record away meanwhile.
    """

    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if "work" in session().info:
            return _joined(verb, *args, **kwargs)
        try:
            return _alone(PATIENCE, verb, *args, **kwargs)
        except Busy as error:
            raise Refused(AT_WORK) from error
        except (StaleDataError, ObjectDeletedError) as error:
            raise Refused(GONE) from error

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return run


def unless_busy(verb: Callable[Given, None]) -> Callable[Given, None]:
    """A transaction for what is not audited and can wait for another time: left out while others write."""

    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with suppress(Busy):
            _alone(0, verb, *args, **kwargs)

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return run


def _joined(verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    work = audit.current_work()
    work.depth += 1
    try:
        return verb(*args, **kwargs)
    except BaseException:
        work.is_broken = True
        raise
    finally:
        work.depth -= 1


def _alone(patience: int, verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    open_session = session()
    open_session.rollback()  # what was read before is read again inside the lock
    work = open_session.info["work"] = audit.Work()
    try:
        take_turn(patience)
        answer = verb(*args, **kwargs)
        open_session.flush()
        audit.seal(work)
        open_session.commit()
    except BaseException:
        open_session.rollback()
        raise
    finally:
        del open_session.info["work"]
    return answer
