"""What no browser sends is answered in words by every form and query, and what is refused changes nothing."""

from __future__ import annotations

from tests.harness.doors import furnished
from tests.harness.fuzzing import Fuzzer
from tests.harness.installation import Installation

SEED, INPUTS = 20191114, 300  # `python -m bench.fuzz` tries many thousands, with another seed each time


def test_odd_inputs_are_answered_in_words(installation: Installation) -> None:
    with installation.app.app_context():
        fuzzer = Fuzzer(furnished(installation.app), SEED)
        tried = fuzzer.run(INPUTS)
    print(f"seed {SEED}: {tried}")
    assert tried.inputs == INPUTS
    assert len({target.door.name for target in fuzzer.targets}) > 200, (
        "forms and lists are found on the pages"
    )
    assert not tried.wrong, f"seed {SEED}:\n" + "\n".join(tried.wrong)
