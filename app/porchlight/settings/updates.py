"""``[updates]``: whether Porchlight looks for a newer release of itself. Off until the user wants it."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.host_names import ascii_host
from porchlight.settings.describe import Described
from porchlight.settings.schema import Section

RELEASES = "https://api.github.com/repos/porchlight-monitor/porchlight/releases/latest"
"""GitHub, "REST API: Releases", "Get the latest release": drafts and pre-releases are left out there."""
_THIS_COMPUTER = ("127.0.0.1", "::1", "localhost")


class UpdateSettings(Section):
    """Reports a newer release and never installs one."""

    check: Annotated[
        bool,
        Described(
            msg("Check for updates daily"),
            msg("Only Porchlight's name and version are sent, and nothing is installed."),
        ),
    ] = False
    feed: Annotated[
        str,
        Field(max_length=500),
        Described(
            msg("List of releases"),
            msg("GitHub's list, or the https address of a file of your own."),
            example="https://example.org/porchlight.json",
        ),
    ] = RELEASES

    @field_validator("feed")
    @classmethod
    def _feed_is_safe(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            whole = bool(parts.hostname) and parts.username is None and parts.password is None
        except ValueError:
            whole = False
        # It is shown as news and opened as a page: it must not be changed on the way.
        if not whole or not (
            parts.scheme == "https" or (parts.scheme == "http" and ascii_host(parts.hostname or "") in _THIS_COMPUTER)
        ):
            raise unfit(
                msg(
                    "Please write an address such as {example}, without a password.",
                    example="https://example.org/porchlight.json",
                )
            )
        return value

    @property
    def decided(self) -> bool:
        """Whether the user has answered yes or no."""
        return "check" in self.model_fields_set
