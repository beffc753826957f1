"""Apprise finds its services by the names of the files in their folder, and a frozen program has no files of code."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


def service_names(scratch: Path) -> Iterator[tuple[str, str]]:
    """Empty files with those names, each as where it goes and where it is; the code comes from the archive.

    ``scratch``: a folder to keep the empty file in.
    """
    spec = find_spec("apprise.plugins")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("apprise is not installed")
    empty = scratch / "empty"
    empty.write_bytes(b"")
    folder = Path(spec.origin).parent
    for file in folder.iterdir():
        if file.suffix == ".py":
            yield f"apprise/plugins/{file.name}", str(empty)
        elif (file / "__init__.py").is_file():
            yield f"apprise/plugins/{file.name}/__init__.py", str(empty)
