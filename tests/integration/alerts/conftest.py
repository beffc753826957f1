"""A program that watches one website and tells one receiver."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.alerts.hook import Hook, hook
from tests.integration.alerts.watched import settings
from tests.integration.program import Program
from tests.integration.simulators import Beside


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside, receiver: Hook) -> Program:
    program = Program(tmp_path)
    program.configure(settings(website, receiver))
    return program
