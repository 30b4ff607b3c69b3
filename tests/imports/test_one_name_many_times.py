"""A spreadsheet in which thousands of rows have one name: told apart quickly, and nothing merged."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

from tests.imports.conftest import Engage
from tests.imports.logs import csv_of

ROWS = 5_000
SECONDS = 30  # of a processor; held row against row, it would be minutes


def written(folder: Path, areas: list[str]) -> Path:
    path = folder / "contacts.csv"
    rows = [("Lea Road Medical Practice", area) for area in areas]
    path.write_bytes(csv_of(*rows, headings=("Organisation", "Area")))
    return path


def test_rows_of_one_name_that_differ_are_kept_apart_and_known_again(engage: Engage, tmp_path: Path) -> None:
    areas = [f"Area {number}" for number in range(ROWS)]
    began = process_time()
    file = written(tmp_path, [*areas, areas[0]])
    first = json.loads(engage("import", "stakeholders", file, "--json").stdout)
    assert (first["created"], first["repeated"]) == (ROWS, 1)
    assert 0 < len(first["proposed_merges"]) <= 2_000
    file = written(tmp_path, areas)
    again = json.loads(engage("import", "stakeholders", file, "--dry-run", "--json").stdout)
    assert (again["created"], again["updated"], again["same"]) == (0, 0, ROWS)
    assert process_time() - began < SECONDS


def test_a_row_that_could_be_any_of_them_is_for_a_person_to_settle(engage: Engage, tmp_path: Path) -> None:
    engage("import", "stakeholders", written(tmp_path, ["Penn", "Bilston"]))
    done = engage("import", "stakeholders", written(tmp_path, ["Penn", "Wednesfield"]), "--json")
    said = json.loads(done.stdout)
    assert (said["created"], said["same"], said["updated"], done.exit_code) == (0, 1, 1, 0), said
    done = engage("import", "stakeholders", written(tmp_path, ["Low Hill", "Oxley"]), "--json")
    (problem, _) = json.loads(done.stdout)["set_aside"]
    assert (done.exit_code, problem["row"]) == (3, 2)
    assert problem["problem"].startswith("It could be any of these records")
