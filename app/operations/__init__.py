"""Jobs of any kind tell Porchlight of their runs: ``from app.operations import track``."""

from app.operations.track import Run, track

__all__ = ["Run", "track"]
