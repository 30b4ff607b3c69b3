"""One verb, one transaction: the only place that commits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from engage.platform import audit
from engage.platform.db import session, writing

VERBS: set[str] = set()  # every verb by its full name, for the house tests

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def one_transaction(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """All of ``verb`` happens, with its one audit entry, or none of it. A verb called by a verb joins in."""

    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if "work" in session().info:
            return _joined(verb, *args, **kwargs)
        return _alone(verb, *args, **kwargs)

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return run


def _joined(verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    work = audit.current_work()
    work.depth += 1
    try:
        return verb(*args, **kwargs)
    finally:
        work.depth -= 1


def _alone(verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    open_session = session()
    open_session.rollback()  # what was read before is read again inside the lock
    work = open_session.info["work"] = audit.Work()
    mark = writing.set(True)
    try:
        answer = verb(*args, **kwargs)
        open_session.flush()
        audit.seal(work)
        open_session.commit()
    except BaseException:
        open_session.rollback()
        raise
    finally:
        writing.reset(mark)
        del open_session.info["work"]
    return answer
