"""Whether this program runs in a Flatpak's sandbox (flatpak-metadata(5) on /.flatpak-info). Apart from what asks the
desktop from there, since it is looked at before the light is shown."""

import os
from typing import Final

_INFO: Final = "/.flatpak-info"


def in_sandbox(info: str = _INFO) -> bool:
    """Whether this is a Flatpak, which has this file in each of its sandboxes."""
    return os.path.exists(info)


def application() -> str:
    """The identifier under which this Flatpak is installed; empty: this is none."""
    return os.environ.get("FLATPAK_ID", "") if in_sandbox() else ""
