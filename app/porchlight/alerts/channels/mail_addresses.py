"""Addresses in the form of mail servers: the domain in A-labels, whatever letters the settings have."""

from email.headerregistry import Address
from email.utils import parseaddr

from porchlight.intake.text import clean_line
from porchlight.net.host_names import address_in, address_literal, ascii_host


def mail_address(text: str) -> Address | None:
    """An address of the settings, with or without a name before it; None for an invalid one."""
    name, plain = parseaddr(text)
    local, at, domain = plain.rpartition("@")
    host = ascii_host(domain).removesuffix(".")
    if not (local and at and host) or ":" in host or clean_line(text) != text.strip() or " " in plain:
        return None
    return Address(name, username=local, domain=host)


def plain_address(text: str) -> str:
    """An address without the name before it, as the settings have it."""
    return parseaddr(text)[1]


def needs_utf8(address: Address) -> bool:
    """Whether only servers with SMTPUTF8 (RFC 6531) accept it: the part before the @ has no other spelling."""
    return not address.username.isascii()


def hello_name(name: str) -> str:
    """A name for EHLO by RFC 5321 §4.1.3: a host name in A-labels, or an address in brackets. Empty for anything
    else."""
    bare = name.strip().removeprefix("[").removesuffix("]")
    bare = bare[5:] if bare.lower().startswith("ipv6:") else bare
    if (address := address_in(bare)) is not None:
        return address_literal(str(address))
    return "" if "[" in name or ":" in bare else ascii_host(bare).removesuffix(".")
