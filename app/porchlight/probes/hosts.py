"""Hosts and ports as settings."""

from typing import Annotated

from pydantic import AfterValidator, Field

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.host_names import is_host
from porchlight.settings.describe import Described


def _plain_host(value: str) -> str:
    host = value.strip().removeprefix("[").removesuffix("]")
    if host.count(":") == 1 and "/" not in host:
        raise unfit(
            msg(
                "Please write a name or an address such as {example}. The port has its own setting.",
                example='"mail.example.org"',
            )
        )
    if not is_host(host):
        raise unfit(
            msg(
                "Please write a name or an address such as {example}, without https:// and without a port.",
                example='"mail.example.org"',
            )
        )
    return host


Host = Annotated[
    str,
    AfterValidator(_plain_host),
    Described(
        msg("Server"),
        msg("A name or an address, without https:// and without the port."),
        example="mail.example.org",
    ),
]
"""A name, an IPv4 or an IPv6 address, without brackets."""

Port = Annotated[
    int,
    Field(ge=1, le=65535),
    Described(msg("Port"), msg("The port that the service listens on."), example=22),
]
