"""The matrix of pictures can be taken, so that people look at it: a small screen, twice as large, in Portuguese."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage


@pytest.mark.skipif(sys.platform != "linux", reason="its windows are without a screen")
def test_a_row_of_the_matrix_is_taken(tmp_path: Path) -> None:
    row = "1024x600-200-light-pt_BR"
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-m", "tests.picture_matrix", row]
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=400, check=True)
    pictures = {path.stem: QImage(str(path)) for path in (tmp_path / "build/pictures" / row).glob("*.png")}
    assert len(pictures) > 35
    assert all(picture.width() <= 1024 and picture.height() <= 600 for picture in pictures.values())
    assert (tmp_path / "build/pictures/index.html").exists()
