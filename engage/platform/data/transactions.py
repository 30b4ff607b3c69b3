"""One verb, one transaction: the only place that commits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from engage.platform.data import audit
from engage.platform.data.database import PATIENCE, Busy, Database
from engage.platform.data.db import answers, record
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
    return _in_turn(record, verb)


def of_answers(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """As ``one_transaction``, with the answers: it neither waits for the record nor is kept in its trail.

    Called within a verb of the record it is done before that verb is, and stays done should that one fail.
    """
    return _in_turn(answers, verb)


def _in_turn(database: Database, verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if work := database.session().info.get("work"):
            return _joined(work, verb, *args, **kwargs)
        try:
            return _alone(database, PATIENCE, verb, *args, **kwargs)
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
            _alone(record, 0, verb, *args, **kwargs)

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return run


def _joined(
    work: audit.Work, verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
) -> Answer:
    work.depth += 1
    try:
        return verb(*args, **kwargs)
    except BaseException:
        work.is_broken = True
        raise
    finally:
        work.depth -= 1


def _alone(
    database: Database,
    patience: int,
    verb: Callable[Given, Answer],
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Answer:
    open_session = database.session()
    open_session.rollback()  # what was read before is read again inside the lock
    work = open_session.info["work"] = audit.Work()
    try:
        database.take_turn(patience)
        answer = verb(*args, **kwargs)
        open_session.flush()
        if database.has_trail:
            audit.seal(work)
        open_session.commit()
    except BaseException:
        open_session.rollback()
        raise
    finally:
        del open_session.info["work"]
    return answer
