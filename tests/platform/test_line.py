"""Writers of one process are let on in the order in which they came, and so many threads may wait."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from engage.platform.data.line import Busy, Line, Patience, Places

SECONDS = 20  # longer than any of these takes


def joins(line: Line, name: str, served: list[str]) -> Thread:
    """Somebody who stands in the line before this answers."""
    before = line.waiting

    def wait_and_write() -> None:
        with line.turn(Patience(SECONDS)):
            served.append(name)

    thread = Thread(target=wait_and_write)
    thread.start()
    while line.waiting == before:
        pass
    return thread


def test_writers_are_let_on_in_the_order_in_which_they_came() -> None:
    line, served = Line(), list[str]()
    line.join(Patience(SECONDS))
    waiting = [joins(line, name, served) for name in ("Dudley", "Walsall", "Sandwell")]
    line.leave()
    for thread in waiting:
        thread.join()
    assert served == ["Dudley", "Walsall", "Sandwell"]


def test_whoever_gives_up_holds_nobody_up() -> None:
    line = Line()
    line.join(Patience(SECONDS))
    with pytest.raises(Busy):
        line.join(Patience(0))
    line.leave()
    line.join(Patience(0))


def test_only_so_many_threads_of_a_web_process_wait_and_none_for_long() -> None:
    places, taken, let_go = Places(), Event(), Event()
    places.limit(1, longest=30)

    def wait() -> None:
        with places.taken(60_000) as patience:
            assert patience.seconds <= 30
            taken.set()
            let_go.wait(20)

    first = Thread(target=wait)
    first.start()
    assert taken.wait(20)
    with pytest.raises(Busy), places.taken(1):
        pass
    let_go.set()
    first.join()
    with places.taken(1):
        pass
