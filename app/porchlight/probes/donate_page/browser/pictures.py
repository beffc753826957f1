"""The pictures of pages: one a day, and one where something was not as before; old ones go."""

import os
import re
import time
from contextlib import suppress
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.files import is_file_id, private_folder, put_whole, read_owned

_KEPT: Final = 14
"""Of each component."""
_LONGEST: Final = 4 * 1024 * 1024
_NAME: Final = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?P<changed>-changed)?\.jpg")
_FORGOTTEN_S: Final = 90 * 86400
"""A component without a picture for so long is gone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One that is kept."""

    path: str
    day: str
    """In UTC, as YYYY-MM-DD."""
    changed: bool
    """It shows the page while something was not as before."""

    def read(self) -> bytes:
        """The JPEG. Raises OSError."""
        return read_owned(self.path, _LONGEST)


def keep_picture(folder: str, component_id: str, picture: bytes, now_ms: int, *, changed: bool) -> None:
    """Keep a picture, unless there is one of the day, or of the change, already. Raises OSError."""
    if not picture or not is_file_id(component_id):
        return
    place = os.path.join(folder, component_id)
    day = time.strftime("%Y-%m-%d", time.gmtime(now_ms / 1000))
    kept = pictures_in(folder, component_id)
    if any(one.day == day and one.changed == changed for one in kept):
        return
    private_folder(folder)
    private_folder(place)
    put_whole(os.path.join(place, f"{day}{'-changed' if changed else ''}.jpg"), picture)
    for one in sorted(pictures_in(folder, component_id), key=lambda one: one.day)[:-_KEPT]:
        with suppress(OSError):
            os.remove(one.path)
    _forget(folder, now_ms)


def pictures_in(folder: str, component_id: str) -> list[Picture]:
    """Those of a component, the newest first; empty where there are none."""
    place = os.path.join(folder, component_id)
    try:
        names = os.listdir(place) if is_file_id(component_id) else []
    except OSError:
        return []
    found = [(name, _NAME.fullmatch(name)) for name in names]
    pictures = [
        Picture(os.path.join(place, name), match["day"], bool(match["changed"])) for name, match in found if match
    ]
    # Of one day there may be one before a change and one after it.
    return sorted(pictures, key=lambda one: (one.day, _taken_at(one.path)), reverse=True)


def _taken_at(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:  # removed meanwhile
        return 0.0


def _forget(folder: str, now_ms: int) -> None:
    """Remove the pictures of components that are gone."""
    for name in os.listdir(folder):
        place = os.path.join(folder, name)
        pictures = pictures_in(folder, name)
        with suppress(OSError):
            if all(now_ms / 1000 - os.stat(one.path).st_mtime > _FORGOTTEN_S for one in pictures):
                for one in pictures:
                    os.remove(one.path)
                os.rmdir(place)
