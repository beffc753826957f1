"""A website beside the program."""

from collections.abc import Iterator

import pytest
from app.demo.website import WebsiteSimulator
from tests.integration.simulators import Beside, beside


@pytest.fixture
def website() -> Iterator[Beside]:
    with beside(WebsiteSimulator()) as running:
        yield running
