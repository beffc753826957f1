"""DKIM (RFC 6376, 8301, 8463): the public keys of a domain's senders, by their selectors."""

import base64
import binascii
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import Text, msg
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import CannotLookUp, Lookups
from porchlight.probes.mail_domain.senders import SELECTORS, MailSender
from porchlight.probes.mail_domain.tags import NotTags, read_tags

SHORTEST_KEY: Final = 1024
"""Bits of RSA that receivers accept (RFC 8301 §3.2)."""
GOOD_KEY: Final = 2048
_ED25519_BYTES: Final = 32


class KeyState(StrEnum):
    """What a selector holds."""

    ABSENT = "absent"
    VALID = "valid"
    REVOKED = "revoked"
    WEAK = "weak"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class DkimKey:
    """One selector."""

    selector: str
    state: KeyState
    bits: int = 0
    """Of an RSA key."""
    alias: str = ""
    """Where its CNAME leads."""
    testing: bool = False
    record: str = ""
    problem: Text | None = None


async def check_dkim(
    lookups: Lookups, domain: str, senders: Iterable[MailSender], others: Iterable[str]
) -> tuple[Report, list[DkimKey]]:
    """The keys of all known senders and of ``others``, by their selectors; those of ``senders`` and ``others`` must
    be there. Raises nothing."""
    report, keys = Report("DKIM"), list[DkimKey]()
    wanted = set(senders)
    groups = [(sender.value, SELECTORS[sender], sender in wanted) for sender in MailSender]
    for name, selectors, required in [*groups, *((one, (one,), True) for one in others)]:
        try:
            found = [await _look(lookups, domain, selector) for selector in selectors]
        except CannotLookUp as error:
            report.add(Level.UNKNOWN, msg("DKIM could not be looked up ({problem}).", problem=str(error)))
            return report, keys
        keys += [key for key in found if key.state is not KeyState.ABSENT]
        label = MailSender(name).label if name in set(MailSender) else Text("{selector}", {"selector": name})
        _judge(report, label, found, required)
    report.records = sorted(f"{key.selector}: {key.record}" for key in keys if key.record)
    report.valid = any(key.state is KeyState.VALID for key in keys)
    if not keys and not report.findings:
        report.add(Level.WARNING, msg("No DKIM key was found. Add the selectors of your senders."))
    return report, keys


def _judge(report: Report, label: Text, keys: list[DkimKey], required: bool) -> None:
    good = [key for key in keys if key.state is KeyState.VALID]
    bad = [key for key in keys if key.problem is not None]
    if required and not good and not bad:
        report.add(Level.ERROR, msg("{sender} has no DKIM key in this domain.", sender=label))
    for key in bad:
        # A service that signs with one of several selectors keeps the others for its next key.
        level = Level.NOTE if good else Level.ERROR
        if key.problem is not None:
            report.add(level, key.problem)
    for key in good:
        if key.bits and key.bits < GOOD_KEY:
            report.add(
                Level.NOTE,
                msg(
                    "The DKIM key {selector} has {bits} bits; 2048 are advised.", selector=key.selector, bits=key.bits
                ),
            )
        if key.testing:
            report.add(
                Level.WARNING,
                msg(
                    "The DKIM key {selector} is marked as a test (t=y): receivers may ignore it.",
                    selector=key.selector,
                ),
            )


async def _look(lookups: Lookups, domain: str, selector: str) -> DkimKey:
    name = f"{selector}._domainkey.{domain}"
    found = await lookups.txt(name)
    records = [one for one in found.records if one.strip()]
    alias = found.alias
    if not records:
        if not alias and not found.exists:
            return DkimKey(selector, KeyState.ABSENT)
        alias = alias or await lookups.cname(name)
        if not alias:
            return DkimKey(selector, KeyState.ABSENT)
        nowhere = msg(
            "The DKIM name {selector} leads to {alias}, where there is no key.", selector=selector, alias=alias
        )
        return DkimKey(selector, KeyState.BROKEN, alias=alias, record=f"CNAME {alias}", problem=nowhere)
    if len(records) > 1:
        several = msg("The DKIM name {selector} has {count} records.", selector=selector, count=len(records))
        return DkimKey(selector, KeyState.BROKEN, alias=alias, record=records[0], problem=several)
    return read_key(selector, records[0], alias)


def read_key(selector: str, record: str, alias: str = "") -> DkimKey:
    """What a key record holds (RFC 6376 §3.6.1). Raises nothing."""

    def broken(problem: Text, state: KeyState = KeyState.BROKEN, bits: int = 0) -> DkimKey:
        return DkimKey(selector, state, bits, alias, record=record, problem=problem)

    try:
        pairs = read_tags(record)
    except NotTags as error:
        part = quote(str(error), 40)
        return broken(msg("The DKIM key {selector} cannot be read: {part}.", selector=selector, part=part))
    tags = dict(pairs)
    if ("v" in tags and (pairs[0] != ("v", "DKIM1"))) or "p" not in tags or len(tags) != len(pairs):
        return broken(msg("The DKIM key {selector} is not valid.", selector=selector))
    public = "".join(tags["p"].split())
    if not public:
        return broken(msg("The DKIM key {selector} was revoked (p=).", selector=selector), KeyState.REVOKED)
    services = [one.strip() for one in tags.get("s", "*").split(":")]
    if not {"*", "email"} & set(services):
        return broken(msg("The DKIM key {selector} is not for mail (s=).", selector=selector))
    kind = tags.get("k", "rsa").lower()
    bits = _bits(kind, public)
    if bits is None:
        return broken(msg("The DKIM key {selector} is damaged: it is no {kind} key.", selector=selector, kind=kind))
    if kind == "rsa" and bits < SHORTEST_KEY:
        weak = msg("The DKIM key {selector} has only {bits} bits; receivers ignore it.", selector=selector, bits=bits)
        return broken(weak, KeyState.WEAK, bits)
    flags = [one.strip() for one in tags.get("t", "").split(":")]
    return DkimKey(selector, KeyState.VALID, bits, alias, "y" in flags, record)


def _bits(kind: str, public: str) -> int | None:
    """Of an RSA key; 0 for a key of another known kind; None: it cannot be read."""
    try:
        raw = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        return None
    if kind == "ed25519":
        return 0 if len(raw) == _ED25519_BYTES else None
    if kind != "rsa":
        return None
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(raw)  # both SubjectPublicKeyInfo and RFC 8017's RSAPublicKey
    except Exception:  # of OpenSSL, for bytes from outside
        return None
    return key.key_size if isinstance(key, RSAPublicKey) else None
