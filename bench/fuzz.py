"""Odd inputs for every form and every query, and what was wrong: ``python -m bench.fuzz 10000``."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.harness.doors import furnished
from tests.harness.fuzzing import Fuzzer, Tried
from tests.harness.installation import make_installation

INPUTS = 10_000


def fuzz(inputs: int, seed: int, folder: Path) -> Tried:
    """Try so many odd inputs on an installation of its own, with the demonstration year in it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = make_installation("sqlite", folder, "bench", "fuzz")
    made.refresh()
    try:
        with made.app.app_context():
            return Fuzzer(furnished(made.app), seed).run(inputs)
    finally:
        made.remove()


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench.fuzz", description=__doc__)
    asked.add_argument("inputs", nargs="?", type=int, default=INPUTS)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="to try the same again")
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="engage-fuzz-") as folder:
        tried = fuzz(given.inputs, given.seed, Path(folder))
    print(*tried.wrong, tried, sep="\n")
    return 1 if tried.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
