"""The settings of the kind ``mail_domain``."""

import re
from typing import Annotated

from pydantic import Field, field_validator

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.host_names import ascii_host
from porchlight.probes.dns_address import server_of
from porchlight.probes.mail_domain.senders import MailSender
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings

_NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")


class MailDomainSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "mail_domain"``."""

    domain: Annotated[
        str,
        Field(min_length=4, max_length=253),
        Described(msg("Domain"), msg("What stands after the @ of the sender's address."), example="example.org"),
    ]
    senders: Annotated[
        tuple[MailSender, ...],
        Field(max_length=10),
        Described(
            msg("Sent by"),
            msg("Services that must have a DKIM key here. Others are checked if they have one."),
            example=["mailchimp"],
        ),
    ] = ()
    dkim_selectors: Annotated[
        tuple[str, ...],
        Field(max_length=20),
        Described(
            msg("DKIM selectors"),
            msg("Those of other senders, which must have a key too."),
            example=["s1"],
        ),
    ] = ()
    bulk_sender: Annotated[
        bool,
        Described(
            msg("Sends in bulk"),
            msg(
                "About 5,000 messages a day or more: a rule of Gmail, Yahoo or Outlook.com that is not kept is an"
                " error."
            ),
        ),
    ] = False
    warn_on_change: Annotated[
        bool,
        Described(msg("Warn of changes"), msg("A changed record counts as degraded for a day.")),
    ] = False
    server: Annotated[
        str | None,
        Described(
            msg("DNS server"), msg("The address of the server to ask. Default: this computer's."), example="1.1.1.1"
        ),
    ] = None

    @field_validator("domain")
    @classmethod
    def _domain_is_a_name(cls, value: str) -> str:
        name = (value.strip() if value.isascii() else ascii_host(value.strip()) or "").lower().removesuffix(".")
        if not _NAME.fullmatch(name):
            raise unfit(msg("Please write a name such as {example}.", example='"example.org"'))
        return name

    @field_validator("dkim_selectors")
    @classmethod
    def _selectors_are_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(_SELECTOR.fullmatch, value)):
            raise unfit(msg("A DKIM selector is a short name, such as {example}.", example='"s1"'))
        return value

    @field_validator("server")
    @classmethod
    def _server_is_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            server_of(value)
        return value
