"""The one redactor: stands at every exit (log, command line, history, export) and takes secrets out of texts.

In this order: exact configured values in every form in which they travel, credentials in URLs, values behind
names that mean a secret, then the known shapes of vendors' keys (gitleaks' rules and the vendors' own documents).
Patterns are bounded: no input makes them slow.
"""

import logging
import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

MASK = "***"
_SHORTEST = 4
"""Characters; a shorter configured value would take ordinary words out of sentences."""

_NAMES = (
    "authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-mc-apikey|bb-api-subscription-key"
    "|dd-api-key|dd-application-key|x-auth-token|x-vault-token|svix-signature|stripe-signature"
    "|access_token|refresh_token|id_token|client_secret|secret_key|api_?key|hapikey|token|sig|signature"
    "|password|passwd|pwd|sslpassword|assertion|routing_key|session_id|sid|user_key|secret"
)
_SECRET_NAME = re.compile(rf"(?:{_NAMES}|key|code|x-hubspot-signature.{{0,20}})", re.IGNORECASE)
_BEHIND_A_NAME = re.compile(
    rf"(?P<name>\b(?:{_NAMES})[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?)(?:(?:bearer|basic)\s{{1,3}})?[^\s\"'&,;}}]{{3,4096}}",
    re.IGNORECASE,
)
_QUERY = re.compile(rf"(?P<name>[?&](?:{_NAMES}|key|code)=)[^&#\s\"']{{1,4096}}", re.IGNORECASE)
_USER_INFO = re.compile(r"(?P<name>\b[A-Za-z][A-Za-z0-9+.-]{1,30}://)[^/\s@:]{0,256}:[^\s]{1,512}@")
_SHAPES = re.compile(
    "|".join(
        (
            r"[0-9a-f]{32}-us\d{1,2}",  # Mailchimp
            r"\bmd-[A-Za-z0-9_-]{22}\b",  # Mandrill
            r"pat-(?:na|eu|ap)\d-[0-9a-fA-F-]{36}",  # HubSpot
            r"00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{20,512}|5Aep[A-Za-z0-9._]{20,512}|3MVG[A-Za-z0-9._]{20,512}",
            r"\b(?:sk|rk)_(?:test|live|prod)_[A-Za-z0-9]{10,99}\b|whsec_[A-Za-z0-9+/=]{20,256}",  # Stripe, Svix
            r"A21AA[A-Za-z0-9_-]{40,512}",  # PayPal
            r"dd[ap]p?_[A-Za-z0-9]{30,128}|NRAK-[A-Za-z0-9]{27}|[0-9a-f]{36}NRAL|eu01xx[0-9a-f]{30}NRAL"
            r"|NRII-[A-Za-z0-9-]{32}|NRJS-[a-f0-9]{19}",  # Datadog, New Relic
            r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{20,128}"
            r"|xox[abpers]-[A-Za-z0-9-]{10,256}|xapp-\d-[A-Z0-9]{1,32}-\d{1,32}-[a-z0-9]{1,128}",
            r"[a-z0-9-]{1,64}\.webhook\.office\.com/webhookb2/\S{1,512}",
            r"discord(?:app)?\.com/api(?:/v\d{1,2})?/webhooks/\d{1,32}/[A-Za-z0-9_-]{1,128}",
            r"\btk_[a-z0-9]{29}\b|\bGenieKey\s{1,3}[0-9a-f-]{36}",  # ntfy, Opsgenie
            r"SG\.[A-Za-z0-9=_.-]{66}|SK[0-9a-fA-F]{32}|(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"
            r"|AIza[\w-]{35}|gh[pousr]_[0-9A-Za-z]{36}",
            r"\bey[A-Za-z0-9_-]{17,4096}\.ey[A-Za-z0-9/_-]{17,4096}\.[A-Za-z0-9/_-]{10,4096}={0,2}",  # JWT
            r"-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----[\s\S]{64,16384}?KEY(?: BLOCK)?-----",
            r"(?i:\b(?:bearer|basic)\s{1,3})[A-Za-z0-9._~+/=:-]{8,4096}",
        )
    )
)
_EMAIL = re.compile(r"\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b")
_LONGEST = 64 * 1024
"""Characters of a text that are looked at; the rest is cut off, so that nothing passes unread."""


class Redactor:
    """Knows the configured secrets and takes them, and all that looks like one, out of texts."""

    def __init__(self) -> None:
        self._forms: set[str] = set()
        self._exact: re.Pattern[str] | None = None

    def add_secret(self, value: str) -> None:
        """Never let ``value`` pass again; where it is JSON, none of the texts within either."""
        forms = set(_forms(value))
        if value.lstrip().startswith("{"):
            import json

            try:
                document = json.loads(value)
            except ValueError:
                document = None
            if isinstance(document, dict):
                forms |= {form for item in document.values() if isinstance(item, str) for form in _forms(item)}
        if not forms <= self._forms:
            self._forms |= forms
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._exact = re.compile("|".join(map(re.escape, longest_first)))

    def text(self, text: str) -> str:
        """``text`` without secrets and without e-mail addresses."""
        if len(text) > _LONGEST:
            text = text[:_LONGEST] + "…"
        if self._exact is not None:
            text = self._exact.sub(MASK, text)
        if "://" in text:
            text = _USER_INFO.sub(rf"\g<name>{MASK}@", text)
        if "=" in text or ":" in text:
            text = _QUERY.sub(rf"\g<name>{MASK}", text)
            text = _BEHIND_A_NAME.sub(rf"\g<name>{MASK}", text)
        text = _SHAPES.sub(MASK, text)
        return _EMAIL.sub(MASK, text) if "@" in text else text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers whose names mean a secret masked, the values of the others redacted."""
        return {name: MASK if _SECRET_NAME.fullmatch(name) else self.text(value) for name, value in headers.items()}

    def json(self, value: object) -> object:
        """A JSON-like value, redacted by field name and by text, all the way down."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {
                key: MASK if isinstance(key, str) and _SECRET_NAME.fullmatch(key) else self.json(item)
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.json(item) for item in value]
        return value


class RedactingFormatter(logging.Formatter):
    """Formats log records, traceback and all, through a Redactor."""

    def __init__(self, redactor: Redactor, form: str) -> None:
        super().__init__(form)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The record as one redacted text."""
        return self._redactor.text(super().format(record))


def _forms(value: str) -> list[str]:
    """The forms in which a secret travels: raw, URL-encoded, base64 (alone and within a longer text)."""
    value = value.strip()
    if len(value) < _SHORTEST:
        return []
    raw = value.encode()
    forms = [value, quote(value, safe=""), quote_plus(value), repr(value)[1:-1]]
    # Base64 of a text that contains the secret depends on where it begins, modulo 3; the characters that are
    # mixed with a neighbour are left out.
    for before in range(3):
        encoded = b64encode(b"\0" * before + raw).decode().rstrip("=")
        kept = encoded[(0, 2, 3)[before] : len(encoded) - (1 if (len(raw) + before) % 3 else 0)]
        if len(kept) >= 2 * _SHORTEST:
            forms += [kept, kept.replace("+", "-").replace("/", "_")]
    return forms
