"""What a registry says of a domain, read from RDAP (RFC 9083) or WHOIS (RFC 3912). Pure, but for IANA's list of
RDAP servers, which is a file of resources/ with its date."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, parse_json_object
from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import NAME, quote
from porchlight.resource_files import resource

_MOST: Final = 30
_MEMBERS: Final = frozenset({"objectClassName", "ldhName", "handle", "events", "status", "entities", "nameservers"})
"""Of which an answer on a domain has some (RFC 9083 §5.3)."""
_EXPIRES: Final = re.compile(
    r"^\W*(?:registry expiry date|registrar registration expiration date|expir(?:y|ation|es|e)(?: date| on)?"
    r"|paid-till|renewal date|valid until|free-date|expire[sd]?(?:-date)?)\W*[:.]+\s*(?P<value>\S.{3,60})$",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"^\s*(?P<name>[A-Za-z][A-Za-z /-]{1,40}?)\.*:\s*(?P<value>\S.{0,200})$")
_DATE: Final = re.compile(r"(\d{4})[-./](\d{2})[-./](\d{2})")
_DAY_FIRST: Final = re.compile(r"\b(\d{2})[-./ ](\d{2}|[A-Za-z]{3})[-./ ](\d{4})\b")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NONE: Final = re.compile(
    r"no match|not found|no entries found|no data found|nothing found|status:\s*(?:free|available)|is available",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Registration:
    """One domain in its registry."""

    expires_ms: int | None
    """Unix ms (UTC); None: the registry does not say, as DENIC and some others."""
    registrar: str
    """Its name; empty: not given."""
    statuses: frozenset[str]
    """As in EPP (RFC 5731), in small letters without spaces: ``clienthold``."""


def of_rdap(document: Mapping[str, Any]) -> Registration | None:
    """From the answer to ``/domain/NAME``; None where it is none."""
    if document.get("objectClassName", "domain") != "domain" or not document.keys() & _MEMBERS:
        return None
    events, statuses = document.get("events", []), document.get("status", [])
    if (
        not isinstance(events, list)
        or not isinstance(statuses, list)
        or not all(isinstance(s, str) for s in statuses)
    ):
        return None
    expires_ms = None
    for event in _dicts(events):
        if event.get("eventAction") == "expiration":
            date = event.get("eventDate")
            if not isinstance(date, str) or not _DATE.match(date):
                return None  # an end that cannot be read is not the same as none
            expires_ms = moment_ms(date)  # None: in the year 9999, as some registries have it
    registrar = ""
    for entity in _dicts(document.get("entities")):
        roles = entity.get("roles")
        if isinstance(roles, list) and "registrar" in roles:
            registrar = _full_name(entity.get("vcardArray")) or _text(entity.get("handle"))
    return Registration(expires_ms, registrar, _plain(statuses))


def of_whois(lines: Iterable[str]) -> Registration | None:
    """From a WHOIS answer, whose form is each registry's own; None where the domain is not in it."""
    expires_ms, registrar, statuses = None, "", []
    known = free = False
    for line in lines:
        free = free or _NONE.search(line) is not None
        if expires_ms is None and (found := _EXPIRES.match(line)):
            expires_ms = _day_ms(found["value"])
        if (field := _FIELD.match(line)) is None:
            continue
        name, value = field["name"].lower(), field["value"].strip()
        known = known or name in ("domain", "domain name", "nserver", "name server", "registrar", "status")
        if name in ("registrar", "registrar name", "sponsoring registrar") and not registrar:
            registrar = quote(value, NAME)
        elif name in ("status", "domain status", "state"):
            statuses.append(value.split(" ")[0])
    if free and expires_ms is None and not registrar:  # otherwise it stands in a registry's notes
        return None
    return Registration(expires_ms, registrar, _plain(statuses)) if known or expires_ms is not None else None


def means_free(lines: Iterable[str]) -> bool:
    """Whether a WHOIS answer without a registration says that there is none; others are refusals, or nothing."""
    return any(_NONE.search(line) for line in lines)


def rdap_server(domain: str, services: Mapping[str, str]) -> str | None:
    """Where a domain's registry answers; None: it has no RDAP. The longest suffix counts (RFC 9224 §4)."""
    labels = domain.lower().split(".")
    for first in range(1, len(labels)):
        if found := services.get(".".join(labels[first:])):
            return found
    return None


def services_of(document: Mapping[str, Any]) -> dict[str, str]:
    """By suffix the RDAP server, from IANA's list; those over HTTPS alone."""
    found: dict[str, str] = {}
    services = document.get("services")
    for service in services if isinstance(services, list) else ():
        if not isinstance(service, list) or len(service) < 2 or not all(isinstance(one, list) for one in service[:2]):
            continue
        secure = [url for url in service[1] if isinstance(url, str) and url.startswith("https://")]
        if secure:
            found.update({str(name).lower(): secure[0].rstrip("/") for name in service[0][:2000]})
    return found


@cache
def shipped_services() -> tuple[Mapping[str, str], int]:
    """``services_of`` the list that comes with Porchlight, and when IANA published it (Unix ms, UTC)."""
    try:
        document = parse_json_object(resource("rdap/dns.json").read_bytes())
    except (OSError, NotJson):
        return {}, 0
    return services_of(document), moment_ms(document.get("publication")) or 0


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found[:_MOST] if isinstance(one, dict)] if isinstance(found, list) else []


def _text(found: object) -> str:
    return quote(found, NAME) if isinstance(found, str) else ""


def _full_name(vcard: object) -> str:
    """``fn`` of a jCard (RFC 7095)."""
    rows = vcard[1] if isinstance(vcard, list) and len(vcard) > 1 and isinstance(vcard[1], list) else []
    names = [row[3] for row in rows[:_MOST] if isinstance(row, list) and len(row) > 3 and row[0] == "fn"]
    return _text(names[0]) if names else ""


def _plain(found: object) -> frozenset[str]:
    given = found[:_MOST] if isinstance(found, list) else []
    return frozenset(re.sub(r"[^a-z]", "", one.lower())[:40] for one in given if isinstance(one, str))


def _day_ms(written: str) -> int | None:
    if found := _DATE.search(written):
        return moment_ms("-".join(found.groups()))
    if found := _DAY_FIRST.search(written):
        day, month, year = found.groups()
        if not month.isdigit():
            if month.lower() not in _MONTHS:
                return None
            month = f"{_MONTHS.index(month.lower()) + 1:02}"
        return moment_ms(f"{year}-{month}-{day}")
    return None
