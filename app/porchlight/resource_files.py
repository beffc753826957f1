"""Where icons, fonts and translations are: beside the package in a checkout, within it when installed or frozen."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def resource(name: str) -> Path:
    """The file called ``name`` (with slashes) of ``resources/``."""
    installed = _PACKAGE / "resources"
    return (installed if installed.is_dir() else _PACKAGE.parent.parent / "resources") / name
