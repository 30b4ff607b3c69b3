"""Kills each act at random moments on both databases, prints what was found, and ends with 1 where something
was lost, doubled or half done."""

from __future__ import annotations

import argparse
import multiprocessing
import secrets
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from bench.faults.acts import Stands
from bench.faults.killing import Kill
from bench.faults.lanes import ACTS, DATABASES, lane

COLUMNS = ("kills", "in flight", "all", "part", "nothing", "lost", "doubled", "files left", "again, s")


def told(name: str, database: str, found: Sequence[Kill]) -> str:
    stood = Counter(one.stood for one in found)
    figures = (
        len(found),
        sum(one.in_flight for one in found),
        *(stood[how] for how in (Stands.ALL, Stands.PART, Stands.NOTHING)),
        sum(one.lost for one in found),
        sum(one.doubled for one in found),
        sum(one.left_over for one in found),
        f"{max(one.seconds for one in found):.1f}",
    )
    return f"{name:<10}{database:<12}" + "".join(
        f"{figure:>{len(column) + 2}}" for figure, column in zip(figures, COLUMNS, strict=True)
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="how often each act is killed")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="what a run printed, to kill as it did")
    parser.add_argument("--database", choices=DATABASES, action="append", help="on this alone")
    parser.add_argument("--of", choices=tuple(ACTS), action="append", help="this alone")
    asked = parser.parse_args()
    print(f"Seed: {asked.seed}", flush=True)
    begun, databases, acts = time.perf_counter(), asked.database or DATABASES, asked.of or tuple(ACTS)
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        lanes = {one: pool.submit(lane, one, asked.kills, asked.seed, acts) for one in databases}
        found = {(name, one): lanes[one].result()[name] for name in acts for one in databases}
    print(f"{'':<22}" + "".join(f"  {column}" for column in COLUMNS))
    for (name, database), all_kills in found.items():
        print(told(name, database, all_kills))
    wrong = [(*what, one) for what, all_kills in found.items() for kill in all_kills for one in kill.wrong]
    for name, database, sentence in wrong:
        print(f"{name}, {database}: {sentence}")
    print(f"{time.perf_counter() - begun:.0f} seconds.")
    return 1 if wrong or any(kill.lost or kill.doubled for one in found.values() for kill in one) else 0


if __name__ == "__main__":
    sys.exit(main())
