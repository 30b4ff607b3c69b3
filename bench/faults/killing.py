"""Killing one act again and again at random moments, and what was found each time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.faults.acts import Act, Running, Stands
from engage.platform.backups.checking import files_that_nothing_names

STARTING_UP = 0.1  # of the kills come as early as while it may still be starting up
LOOK_EVERY = 0.01  # seconds


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: whether the act was at work, what stood then, and what was found once it was done again.

    ``seconds`` is how long doing it again took, and ``wrong`` is said in sentences.
    """

    in_flight: bool
    stood: Stands
    lost: int
    doubled: int
    left_over: int
    seconds: float
    wrong: tuple[str, ...]


def kills(act: Act, how_many: int, random: Random) -> Iterator[Kill]:
    """Kill an act so often, at moments spread by chance over as long as it takes undisturbed."""
    length = _length_of(act)
    servers = {how_many // 3, 2 * how_many // 3} if act.survives_its_server else set()
    for number in range(how_many):
        moment, starting = random.random() * length, random.random() < STARTING_UP
        yield _killed(act, number, moment, starting=starting, with_server=number in servers)


def _length_of(act: Act) -> float:
    """How long it takes undisturbed, from when it has started up; what stands then is what is wanted."""
    act.make_ready(0)
    running = act.begin()
    _wait_for_start(act, running)
    begun = time.perf_counter()
    act.come_to_its_end(running)
    length = time.perf_counter() - begun
    act.learn()
    return length


def _killed(act: Act, number: int, moment: float, *, starting: bool, with_server: bool) -> Kill:
    act.make_ready(number)
    running = act.begin()
    if not starting:
        _wait_for_start(act, running)
    in_flight = not running.ends_within(moment) and act.has_begun(running)
    if with_server:
        act.place.databases.stop_at_once()
    running.kill()
    act.place.disconnect()
    stood = act.stands()
    lost, doubled = (act.lost() if running.is_acknowledged else 0), act.doubled()
    wrong = [f"Half done: {running.told}"] if stood is Stands.HALF else []
    wrong += act.what_is_wrong()
    begun = time.perf_counter()
    act.do_again()
    seconds = time.perf_counter() - begun
    if act.stands() is not Stands.ALL:
        wrong.append(f"Done again, it did not come to what was wanted. {running.told}")
    wrong += act.what_is_wrong()
    lost, doubled = max(lost, act.lost()), max(doubled, act.doubled())
    return Kill(in_flight, stood, lost, doubled, files_that_nothing_names(), seconds, tuple(wrong))


def _wait_for_start(act: Act, running: Running) -> None:
    while not act.has_begun(running) and not running.ends_within(LOOK_EVERY):
        pass
