"""The frozen program of ``make bundle``, run where nothing else is: no Python, no home, no variables of ours."""

import sys
from pathlib import Path

import pytest

from tests.bundle.frozen import FOLDER, FrozenProgram

if sys.platform != "linux":
    collect_ignore_glob = ["*"]


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The folder."""
    if not FOLDER.is_dir():
        pytest.fail(f"there is no {FOLDER}: run make bundle")
    return FOLDER


@pytest.fixture
def porchlight(bundle: Path, tmp_path: Path) -> FrozenProgram:
    return FrozenProgram(tmp_path)
