"""Every act killed on one kind of database, in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from random import Random

from bench.faults.acts import Act, BulkAct, ImportAct
from bench.faults.backups import BackupAct, RestoreAct
from bench.faults.killing import Kill, kills
from bench.faults.places import Place
from bench.faults.post import letters
from bench.faults.prepared import Prepared, prepare
from bench.faults.publishing import publishing

DATABASES = ("sqlite", "postgresql")
ACTS: dict[str, Callable[[Place, Prepared], AbstractContextManager[Act]]] = {
    "import": lambda place, prepared: nullcontext(ImportAct(place, prepared)),
    "publish": publishing,
    "letters": letters,
    "backup": lambda place, prepared: nullcontext(BackupAct(place, prepared)),
    "restore": lambda place, prepared: nullcontext(RestoreAct(place, prepared)),
    "bulk act": lambda place, prepared: nullcontext(BulkAct(place, prepared)),
}

Found = dict[str, list[Kill]]


def lane(database: str, how_many: int, seed: str, acts: Sequence[str]) -> Found:
    """Every act on one kind of database."""
    found: Found = {}
    with tempfile.TemporaryDirectory(prefix="engage-faults-") as folder:
        place = Place(database, Path(folder))
        try:
            prepared = prepare(place, drafts=how_many + 1)
            for name in acts:
                with ACTS[name](place, prepared) as act, place.app.app_context():
                    chance = Random(f"{seed} {database} {name}")  # noqa: S311  the same kills for a seed
                    found[name] = list(kills(act, how_many, chance))
        finally:
            place.close()
    return found
