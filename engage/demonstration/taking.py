"""Taking extracts of records as an import takes them, so that importing them again finds them the same."""

from __future__ import annotations

from engage.demonstration.reading import read_fields
from engage.platform.imports.importing import Creation, Importer, Notes, Proposes
from engage.rules.actors import Actor


def take_records(actor: Actor, importer: Importer, name: str, **filled: str) -> list[str]:
    """Take every row of a file; answers their references. Raises ValueError for one it would set aside.

    ``filled`` is what every row is given, by field.
    """
    creations = []
    for values in read_fields(name, importer.fields):
        notes = Notes()
        entry = importer.read({**values, **filled}, notes)
        if entry is None:
            raise ValueError(f"{name}: {notes.problems}")
        creations.append(Creation(entry, entry.ref))
    if isinstance(importer, Proposes):
        importer.propose(creations, [])
    importer.take(actor, creations, [], lambda _done: None)
    return [creation.ref for creation in creations]
