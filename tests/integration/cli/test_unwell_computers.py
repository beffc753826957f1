"""The program of this checkout on computers that are not as they should be."""

from pathlib import Path

import pytest

from tests.integration.program import Program
from tests.integration.unwell_computers import UnwellComputers


class TestFromTheCheckout(UnwellComputers):
    @pytest.fixture
    def porchlight(self, tmp_path: Path) -> Program:
        return Program(tmp_path)
