"""Where the house is looked at: whoever reads all of its source reads it once, in one process."""

from __future__ import annotations

import pytest

READERS = {"product_modules", "nodes_of", "application"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if READERS & vars(getattr(item, "module", None) or object).keys():
            item.add_marker(pytest.mark.xdist_group("the source"))
