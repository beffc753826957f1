"""Which forms a page has, whose they are, and where their scripts and frames come from. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto
from functools import cache
from typing import Final
from urllib.parse import urljoin, urlsplit

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.net.addresses import LONGEST_ADDRESS
from porchlight.probes.donate_page.page import Element, Page
from porchlight.probes.donate_page.vendors import LINK_HOSTS, LIVE_KEY, SIGNS, TEST_KEY, TITLES, FormVendor, of_vendor

_MOST: Final = 30
"""Forms of one page that are kept."""
_SHOWN: Final = 60
"""Characters of an id."""
_CODE: Final = 100_000
"""Characters of one inline script that are searched."""
_OPENED: Final = frozenset({FormVendor.PAYPAL, FormVendor.STRIPE, FormVendor.FUNDRAISE_UP})
"""Theirs are buttons."""
_AMOUNT: Final = re.compile(
    r"amount|donation|spende|betrag|montant|monto|importe|valor|quantia|importo|bedrag|gift", re.IGNORECASE
)
_JAVASCRIPT: Final = re.compile(r"|module|(?:text|application)/(?:x-)?(?:java|ecma)script(?:;.*)?", re.IGNORECASE)
_LATER: Final = ("data-src", "data-lazy-src", "data-rocket-src", "data-litespeed-src", "data-ll-src")
"""Where tools that load things later put an address: a donor gets the form all the same."""
_AFTER_CONSENT: Final = (
    "data-cookieblock-src",
    "data-cmplz-src",
    "data-suppressedsrc",
    "data-consent-src",
    "data-brlbs-src",
)
"""Where consent managers put it: Cookiebot, Complianz, iubenda, Borlabs."""
_CONSENT_MARKS: Final = re.compile(
    r"data-(?:cookieconsent|cookiecategory|category|cookieyes|usercentrics|uc-src|consent|borlabs[\w-]*|cookie-consent"
    r"|iub-purposes|termly[\w-]*|klaro[\w-]*|cmp-[\w-]*)"
)
_CONSENT_CLASSES: Final = re.compile(
    r"optanon-category|cmplz-|_iub_cs_activate|cky-|borlabs|ot-blocked", re.IGNORECASE
)


class Part(Enum):
    """What of a form has an address."""

    SCRIPT = auto()
    FRAME = auto()
    ACTION = auto()


@dataclass(frozen=True, slots=True)
class Address:
    """A script or frame of a form, or where the form is sent."""

    part: Part
    url: str
    nonce: str = ""
    integrity: str = ""
    injected: bool = False
    """A script within the page, or another one, puts it there."""
    sandbox: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form, with an id where the page names one."""

    vendor: FormVendor
    id: str = ""
    after_consent: bool = False
    """Its script or frame waits until the visitor has agreed to cookies."""
    opens: bool = False
    """A link or a button opens it: there is no amount to be seen before."""

    @property
    def shown(self) -> str:
        """For people: "Donorbox warm-winter"; empty for a form of the page itself."""
        return f"{TITLES[self.vendor]} {self.id}".strip()

    @property
    def key(self) -> str:
        """To remember it by."""
        return f"{self.vendor.value}:{self.id}"


@dataclass(frozen=True, slots=True)
class Forms:
    """What a page has of forms."""

    forms: tuple[Form, ...] = ()
    addresses: tuple[tuple[FormVendor, Address], ...] = ()
    inline: tuple[tuple[FormVendor, Element], ...] = ()
    """Scripts within the page that start a form."""
    in_test_mode: bool = False
    """Stripe's key on it is one for tests, and there is no live one."""


@dataclass(slots=True)
class _Found:
    page_url: str
    base: str
    hosts: frozenset[str]
    forms: list[Form]
    addresses: list[tuple[FormVendor, Address]]
    inline: list[tuple[FormVendor, Element]]


def find_forms(page: Page, page_url: str, form_hosts: Iterable[str] = ()) -> Forms:
    """Recognise the forms of a page that came from ``page_url``."""
    host = (urlsplit(page_url).hostname or "").lower()
    base = joined(page_url, page.base) or page_url
    found = _Found(page_url, base, frozenset({host, *(one.lower() for one in form_hosts)}), [], [], [])
    for script in page.scripts:
        _script(found, script)
    for frame in page.frames:
        _frame(found, frame)
    for link in page.links:
        _link(found, link)
    for form in page.forms:
        _form(found, form)
    for element in (*page.others, *page.frames, *page.forms, *page.inputs):
        _element(found, element)
    if not found.forms and any(map(_is_amount, page.inputs)):
        found.forms.append(Form(FormVendor.PAGE))
    code = [element.code[:_CODE] for element in page.scripts] + [one.get("publishable-key") for one in page.others]
    tested = any(TEST_KEY.search(one) for one in code) and not any(LIVE_KEY.search(one) for one in code)
    tested = tested or any(one.id.startswith("test_") for one in found.forms if one.vendor is FormVendor.STRIPE)
    return Forms(_merged(found.forms), tuple(dict.fromkeys(found.addresses))[:_MOST], tuple(found.inline), tested)


def joined(base: str, address: str) -> str:
    """An address of the page in full; empty for one that is no web address."""
    if not address or len(address) > LONGEST_ADDRESS:
        return ""
    try:
        url = urljoin(base, address.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts._replace(fragment="").geturl() if parts.scheme in ("http", "https") and parts.hostname else ""


def _script(found: _Found, script: Element) -> None:
    source, waits = _address_of(script)
    waits = waits or (bool(source or script.code) and _waits(script))
    url = joined(found.base, source)
    for vendor, signs in SIGNS.items():
        if url:
            match = _match(found, url, vendor, signs.scripts)
            if match is not None:
                found.forms.append(Form(vendor, _id(match), waits))
                address = Address(Part.SCRIPT, url, script.get("nonce"), script.get("integrity"))
                if not waits:
                    found.addresses.append((vendor, address))
        elif script.code:
            for pattern in signs.codes:
                code = _compiled(pattern).search(script.code[:_CODE])
                if code is None:
                    continue
                found.forms.append(Form(vendor, _id(code), waits))
                if not waits:
                    found.inline.append((vendor, script))
                if signs.loads and not waits:
                    loaded = signs.loads.replace("{id}", code["id"])
                    found.addresses.append((vendor, Address(Part.SCRIPT, loaded, injected=True)))


def _frame(found: _Found, frame: Element) -> None:
    source, waits = _address_of(frame)
    if not (url := joined(found.base, source)):
        return
    waits = waits or (not frame.get("src") and _waits(frame))
    for vendor, signs in SIGNS.items():
        if (match := _match(found, url, vendor, signs.frames)) is not None:
            found.forms.append(Form(vendor, _id(match), waits))
            if not waits:
                sandbox = frame.attributes.get("sandbox")
                found.addresses.append((vendor, Address(Part.FRAME, url, sandbox=sandbox)))
            return


def _link(found: _Found, link: Element) -> None:
    address = link.get("href")
    if not (url := joined(found.base, address)):
        return
    for vendor, signs in SIGNS.items():
        if not of_vendor((urlsplit(url).hostname or "").lower(), vendor):
            continue
        hosts = LINK_HOSTS.get(vendor)
        if hosts and urlsplit(url).hostname not in hosts:
            continue
        if (match := _match(found, url, vendor, signs.links)) is not None:
            found.forms.append(Form(vendor, _id(match), opens=True))


def _form(found: _Found, form: Element) -> None:
    if not (url := joined(found.base, form.get("action"))):
        return
    for vendor, signs in SIGNS.items():
        if signs.actions and _match(found, url, vendor, signs.actions, whole=False) is not None:
            found.forms.append(Form(vendor))
            found.addresses.append((vendor, Address(Part.ACTION, url)))


def _element(found: _Found, element: Element) -> None:
    for vendor, signs in SIGNS.items():
        for tag, name, pattern in signs.elements:
            if tag not in ("", element.tag):
                continue
            # The value of an input that is called so, or of an attribute.
            value = element.get("value") if tag == "input" and element.get("name") == name else element.get(name)
            match = _compiled(pattern).fullmatch(value[:2000]) if value else None
            if match is None:
                continue
            found.forms.append(Form(vendor, _id(match)))
            if name == "data-src" and (url := joined(found.base, value)):
                found.addresses.append((vendor, Address(Part.FRAME, url, injected=True)))


def _match(
    found: _Found, url: str, vendor: FormVendor, patterns: tuple[str, ...], *, whole: bool = True
) -> re.Match[str] | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if not of_vendor(host, vendor) and host not in found.hosts:
        return None
    if vendor is FormVendor.STRIPE and not of_vendor(host, vendor):
        return None  # its paths could be anybody's
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for pattern in patterns:
        compiled = _compiled(pattern)
        match = compiled.match(path[:2000])
        if match is not None and (not whole or match.end() == len(path) or path[match.end()] in "/?&#"):
            return match
    return None


def _address_of(element: Element) -> tuple[str, bool]:
    """A script's or frame's address, and whether it waits for consent."""
    for name in _AFTER_CONSENT:
        if element.get(name):
            return element.get(name), True
    source = element.get("src")
    if source and not source.startswith(("about:", "data:")):
        return source, False
    return next((value for name in _LATER if (value := element.get(name))), ""), False


def _waits(element: Element) -> bool:
    """Whether it runs only after the visitor agreed: a type that is no script, with a consent manager's marks. Tools
    that only delay scripts change the type, too."""
    marked = any(map(_CONSENT_MARKS.fullmatch, element.attributes))
    marked = marked or _CONSENT_CLASSES.search(element.get("class")) is not None
    if element.tag != "script":
        return marked
    kind = element.get("type")
    return not _JAVASCRIPT.fullmatch(kind) and (marked or kind.lower() == "text/plain")


def _is_amount(element: Element) -> bool:
    kind = element.get("type").lower()
    named = f"{element.get('name')} {element.get('id')}"
    return kind not in ("hidden", "search", "email", "checkbox") and _AMOUNT.search(named[:200]) is not None


def _id(match: re.Match[str]) -> str:
    return quote(match.groupdict().get("id") or "", _SHOWN)


def _merged(forms: list[Form]) -> tuple[Form, ...]:
    """Each form once. A script without an id belongs to the form that has one; a form that waits in one place and not
    in another does not wait."""
    kept: dict[str, Form] = {}
    for one in forms:
        one = replace(one, opens=one.opens or one.vendor in _OPENED)
        before = kept.get(one.key, one)
        waits = one.after_consent and before.after_consent
        kept[one.key] = replace(one, after_consent=waits, opens=one.opens and before.opens)
    with_id = {one.vendor for one in kept.values() if one.id}
    waiting = {one.vendor for one in kept.values() if one.after_consent and not one.id}
    whole = [one for one in kept.values() if one.id or one.vendor not in with_id]
    marked = (replace(one, after_consent=one.after_consent or one.vendor in waiting) for one in whole)
    return tuple(marked)[:_MOST]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
