"""Kind ``newest_file``: is there a file in this folder that is new enough? For backups and exports."""

import asyncio
from pathlib import Path
from typing import Annotated

from porchlight.plugin import (
    CheckContext,
    Component,
    ComponentSettings,
    Described,
    Duration,
    Measure,
    Outcome,
    ProbeKind,
    Reason,
    Result,
    Unit,
)


class NewestFileSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "newest_file"``."""

    folder: Annotated[str, Described("Folder", "Its newest file counts.", example="/srv/backups")]
    pattern: Annotated[str, Described("Files", "Which files count.", example="*.sql.gz")] = "*"
    max_age: Annotated[Duration, Described("Maximum age", "An older file is an error.", example="26h")] = 86_400.0


class NewestFileProbe:
    """Looks at the times of the files; reads none of them."""

    def __init__(self, component: Component, settings: NewestFileSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        newest = await asyncio.to_thread(_newest, settings.folder, settings.pattern)
        if newest is None:
            return ctx.unwell(Outcome.ERROR, Reason.CONTENT, f"There is no {settings.pattern} in {settings.folder}.")
        age = ctx.clock.now_ms() / 1000 - newest
        measures = {"age": Measure(round(age), Unit.SECONDS)}
        if age > settings.max_age:
            sentence = f"The newest file is {age / 3600:.1f} h old; {settings.max_age / 3600:g} h is the limit."
            return ctx.unwell(Outcome.ERROR, Reason.STALE, sentence, measures=measures)
        return ctx.healthy(f"The newest file is {age / 3600:.1f} h old.", measures=measures)

    async def close(self) -> None:
        """See Probe."""


def _newest(folder: str, pattern: str) -> float | None:
    return max((file.stat().st_mtime for file in Path(folder).glob(pattern) if file.is_file()), default=None)


KIND = ProbeKind(
    name="newest_file",
    title="Newest file",
    summary="Whether a folder has a file that is new enough.",
    measures={"age": "Age"},
    advice={Reason.STALE: "Check whether last night's backup ran."},
    settings=NewestFileSettings,
    build=NewestFileProbe,
    is_local=lambda settings: True,
)
