"""Porchlight: watches the systems that carry a nonprofit's gifts and reports which one is not well, and why.

Programs report their runs with ``from porchlight import track`` or ``record``. What plug-ins may import is in
``porchlight.plugin``. Everything else may change between versions.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from porchlight.operations.record import record
    from porchlight.operations.track import track

__all__ = ["__version__", "record", "track"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    # Looked up when asked for: the program's own start imports this package too, and needs neither.
    if name == "record":
        from porchlight.operations.record import record

        return record
    if name == "track":
        from porchlight.operations.track import track

        return track
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
