"""``[status_page]``: the page for colleagues that the running Porchlight keeps up to date."""

from typing import Annotated

from porchlight.language.text import msg
from porchlight.settings.describe import Described
from porchlight.settings.paths import absolute
from porchlight.settings.report import usual_folder
from porchlight.settings.schema import Section


class StatusPageSettings(Section):
    """``[status_page]``: whether and where."""

    enabled: Annotated[
        bool,
        Described(
            msg("Keep a status page for colleagues"),
            msg("A web page with names, states and times. It shows no addresses and no error messages."),
        ),
    ] = False
    folder: Annotated[
        str,
        Described(
            msg("Folder"),
            msg("Where the page is saved, such as a shared folder. Default: “Porchlight” in your documents."),
        ),
    ] = ""

    def folder_in(self, data_dir: str) -> str:
        """The folder of the page."""
        return absolute(self.folder) if self.folder else usual_folder(data_dir)
