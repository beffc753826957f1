"""What holds for every day."""

from pathlib import Path

import pytest

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Checks and deliveries that fail, which a day is about, are warnings in the log."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.logs_warnings)
