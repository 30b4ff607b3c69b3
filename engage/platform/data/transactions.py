"""One verb, one transaction: the only place that commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from inspect import unwrap
from typing import ParamSpec, TypeVar

from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from engage.platform.data import audit, sent_forms
from engage.platform.data.database import PATIENCE, Database, Numbers
from engage.platform.data.db import answers, record, watch
from engage.platform.data.drafts import Draft
from engage.platform.data.full_disk import DiskFull, told_if_full
from engage.platform.data.line import Busy
from engage.rules.errors import Later, Refused

VERBS: set[str] = set()  # every verb by its full name, for the house tests

AT_WORK = (
    "Another change is still being saved, perhaps a large import. Nothing of yours was saved; "
    "wait a minute, then send it again."
)
GONE = (
    "The record was changed or removed by somebody else while you were working. Nothing of yours was saved; "
    "look at the record again."
)

COME_AGAIN = 60  # seconds
HASTE = 200  # milliseconds
DRAFTS = 3  # how often a long verb is drafted beside others before it is worked out in its turn


class Overtaken(Exception):
    """Others changed what a draft rests on, before its turn came."""


Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def one_transaction(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """All of ``verb`` happens, with its one audit entry, or none of it. A verb called by a verb joins in.

    Raises Later when others kept the database busy too long, Refused when they took the record away or the
    disk is full, and SentAlready when the form that leads to it has led to it before.
    """
    return _in_turn(record, verb)


def of_answers(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """As ``one_transaction``, with the answers: it neither waits for the record nor is kept in its trail.

    Called within a verb of the record it is done before that verb is, and stays done should that one fail.
    """
    return _in_turn(answers, verb)


def of_watch(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A transaction of the watch, which no page waits for longer than a moment: then it raises Busy."""

    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        return _alone(watch, HASTE, verb, *args, **kwargs)

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return run


def one_long_transaction(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """As ``one_transaction``, for a verb with many rows or much to work out: it is drafted before its turn.

    The verb runs while others write, and must not mind running again; only what it would write waits for its
    turn. When what it rests on kept changing, it runs in its turn and others wait. A verb called by a verb
    joins in.
    """

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return _until_it_stands(verb)


def noting(verb: Callable[Given, Answer], note: Callable[[Answer], None]) -> Callable[Given, Answer]:
    """A long verb that also puts down, in its transaction, what came of it: in a table without a trail."""
    bare = unwrap(verb)

    def noted(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        answer: Answer = bare(*args, **kwargs)
        note(answer)
        return answer

    return _until_it_stands(noted)


def _until_it_stands(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if work := record.session().info.get("work"):
            return _joined(work, verb, *args, **kwargs)
        answer = _refused_in_words(lambda: _drafted_or_in_turn(verb, *args, **kwargs))
        sent_forms.is_used_up()
        return answer

    return run


def _in_turn(database: Database, verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if work := database.session().info.get("work"):
            return _joined(work, verb, *args, **kwargs)
        if database is not record:
            return _refused_in_words(lambda: _alone(database, PATIENCE, verb, *args, **kwargs))
        answer = _refused_in_words(lambda: _alone(record, PATIENCE, _for_one_form(verb), *args, **kwargs))
        sent_forms.is_used_up()
        return answer

    VERBS.add(f"{verb.__module__}.{verb.__qualname__}")
    return run


def _for_one_form(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        sent_forms.use_up()
        return verb(*args, **kwargs)

    return run


def _refused_in_words(act: Callable[[], Answer]) -> Answer:
    try:
        with told_if_full():
            return act()
    except Busy as error:
        raise Later(AT_WORK, COME_AGAIN) from error
    except (StaleDataError, ObjectDeletedError) as error:
        raise Refused(GONE) from error


def unless_busy(verb: Callable[Given, None]) -> Callable[Given, None]:
    """A transaction for what can wait for another time: left out while others write."""
    return _left_out_if_busy(record, verb)


def of_answers_unless_busy(verb: Callable[Given, None]) -> Callable[Given, None]:
    """The same with the answers."""
    return _left_out_if_busy(answers, verb)


def _left_out_if_busy(database: Database, verb: Callable[Given, None]) -> Callable[Given, None]:
    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with suppress(Busy, DiskFull), told_if_full():
            _alone(database, 0, verb, *args, **kwargs)

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
    with _at_work(database) as work:
        database.take_turn(patience)
        answer = verb(*args, **kwargs)
        database.session().flush()
        _save(database, work)
    return answer


def _drafted_or_in_turn(verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    for _ in range(DRAFTS):
        with suppress(Overtaken):
            return _drafted(verb, *args, **kwargs)
    answer = _alone(record, PATIENCE, _for_one_form(verb), *args, **kwargs)
    record.shorten_log()
    return answer


def _drafted(verb: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    """Run the verb on what stands now, then write its draft in its turn. Raises Overtaken."""
    with _at_work(record) as work:
        record.see_one_moment()
        newest, draft = audit.newest_entry(), Draft(Numbers(record).next_of)
        with draft.open_in(record.session()):
            answer = verb(*args, **kwargs)
            record.session().flush()
        record.session().rollback()
        draft.make_ready(record.engine.dialect, record.metadata.sorted_tables)
        audit.make_ready(work)
        record.take_turn()
        sent_forms.use_up()
        if audit.tables_changed_since(newest) & draft.read:
            raise Overtaken
        draft.write(record.session())
        _save(record, work)
    record.shorten_log()
    return answer


@contextmanager
def _at_work(database: Database) -> Iterator[audit.Work]:
    """The work of one verb, on rows read afresh; what it leaves undone is undone whole."""
    open_session = database.session()
    open_session.rollback()
    work = open_session.info["work"] = audit.Work()
    try:
        yield work
    except BaseException:
        open_session.rollback()
        raise
    finally:
        del open_session.info["work"]


def _save(database: Database, work: audit.Work) -> None:
    if database.has_trail:
        audit.seal(work)
    database.session().commit()
