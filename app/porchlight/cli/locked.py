"""What an organisation sets, said to those who edit their own file: what that has for it does not count."""

from typing import Any

from porchlight.cli.language import tr
from porchlight.cli.output import print_error
from porchlight.settings.policy import Policy
from porchlight.settings.shown import shown_name
from porchlight.settings.toml import NotSettings, parse_plain, read_bytes, text_of


def report_locked(path: str, policy: Policy) -> None:
    """Name the keys of the file that do not count."""
    for key in policy.shadowed(plain_document(path)) if policy.values else ():
        print_error(
            tr(
                "{key}: set by your organisation. The value in this file is not used.",
                key=shown_name(".".join(key)),
            )
        )


def plain_document(path: str) -> dict[str, Any]:
    """The file's content; nothing for invalid TOML, which is reported elsewhere."""
    try:
        return parse_plain(text_of(read_bytes(path)))
    except (OSError, NotSettings):
        return {}
