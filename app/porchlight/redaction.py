"""The one redactor: used at every exit (log, command line, history, export) to remove secrets from texts.

It looks for configured values, for credentials in URLs, for values after names that mean a secret, and for the known
shapes of vendors' keys (gitleaks' rules and the vendors' own documents): in the text and, where that holds escapes
(percent, JSON, ``repr``, HTML), in the unescaped text, layer by layer. So no way of escaping needs a separate form.
Whatever is found is masked in the original text.

Patterns are bounded and the search for configured values costs the same however many there are: no input is slow. See
docs/decisions/0025-redaction-by-views.md.
"""

import logging
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from typing import Final

from porchlight.intake.documents import NotJson, parse_json
from porchlight.intake.text import LONGEST, clean_line, without_margins

MASK: Final = "***"

_SHORTEST: Final = 4
"""Characters; a shorter configured value would remove ordinary words from sentences."""
_SHORTEST_IN_ANY_CASE: Final = 8
"""From this length on other case counts as the same value; shorter ones occur as words in sentences."""
_LONGEST_SECRET: Final = 16 * 1024
_SHORTEST_LINE: Final = 8
"""Characters of a line of a secret with several: a secret too."""

_GRAM: Final = 4
_STRIDE: Final = 3
"""Every third position of a text is looked up, by four letters: a value of at least six has one of them near its
end."""
_SHORTEST_INDEXED: Final = _GRAM + _STRIDE - 1

_MARGIN: Final = 32 * 1024
"""Characters after the last one that is kept that are processed as well: a secret may cross the end."""
_SHORT: Final = 200
"""Characters of a text whose redaction is remembered."""
_REMEMBERED: Final = 4096
_LAYERS: Final = 6
"""Escapes within escapes."""

_NAMES: Final = (
    "authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-mc-apikey|bb-api-subscription-key"
    "|dd-api-key|dd-application-key|x-auth-token|x-vault-token|svix-signature|stripe-signature"
    "|access_token|refresh_token|id_token|client_secret|secret_key|api_?key|hapikey|token|sig|signature"
    "|password|passwd|pwd|sslpassword|assertion|routing_key|session_id|sid|user_key|secret"
)
_SECRET_NAME = re.compile(rf"(?:{_NAMES}|key|code|x-hubspot-signature.{{0,20}})", re.IGNORECASE)
# These three search the text in lower case, which is quicker than a pattern that ignores case.
_BEHIND_A_NAME = re.compile(
    rf"\b(?:{_NAMES})[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?((?:(?:bearer|basic)\s{{1,3}})?[^\s\"'&,;}}]{{3,4096}})"
)
_QUERY = re.compile(rf"[?&](?:{_NAMES}|key|code)=([^&#\s\"']{{1,4096}})")
_USER_INFO = re.compile(r"\b[a-z][a-z0-9+.-]{1,30}://([^/\s@:]{0,256}:[^\s]{1,512})@")
_LONG_RUN = re.compile(r"\S{15,}")
"""No shape below is shorter, or holds a blank."""
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
            r"\btk_[a-z0-9]{29}\b",  # ntfy
            r"SG\.[A-Za-z0-9=_.-]{66}|SK[0-9a-fA-F]{32}|(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"
            r"|AIza[\w-]{35}|gh[pousr]_[0-9A-Za-z]{36}",
            r"(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]{17,4096}\.ey[A-Za-z0-9/_-]{17,4096}\.[A-Za-z0-9/_-]{10,4096}={0,2}",
        )
    )
)
_SHAPES_WITH_BLANKS: Final = (
    ("bearer", re.compile(r"\bbearer\s{1,3}[a-z0-9._~+/=:-]{8,4096}")),
    ("basic", re.compile(r"\bbasic\s{1,3}[a-z0-9._~+/=:-]{8,4096}")),
    ("geniekey", re.compile(r"\bgeniekey\s{1,3}[0-9a-f-]{36}")),  # Opsgenie
    (
        "private key",
        re.compile(r"-----begin[ a-z0-9_-]{0,100}private key(?: block)?-----[\s\S]{64,16384}?key(?: block)?-----"),
    ),
)
"""In lower case, each with a word that must occur in the text."""
_EMAIL = re.compile(r"\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b")

_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}

_Span = tuple[int, int]


class Redactor:
    """Knows the configured secrets and removes them, and all that looks like one, from texts."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._tails: dict[str, list[tuple[int, str]]] = {}
        """By four letters near its end: where in a form they are, and the form, folded."""
        self._short: list[str] = []
        """Forms that are searched for verbatim."""
        self._allowed: set[str] = set()
        self._short_text = lru_cache(maxsize=_REMEMBERED)(self._redacted)
        """Most checks say what the one before said."""
        self._state = object()
        """Another one with each change: what is remembered for the one before is out of date, and two changes at
        once, in two threads, cannot be taken for one."""

    def add_secret(self, value: str) -> None:
        """Never let ``value`` pass, nor one of its lines; where it is JSON, none of the texts within either."""
        if value in self._known:
            return
        for part in _parts(value[:_LONGEST_SECRET]):
            for form, in_any_case in _forms(part):
                self._add(form, in_any_case)
        self._known.add(value)  # at the end: another thread that adds it, too, relies on it
        self._state = object()

    def let_pass(self, address: str) -> None:
        """An e-mail address of the settings: a sentence about undelivered mail has to name it."""
        self._allowed.add(address.lower())
        self._state = object()

    def _add(self, form: str, in_any_case: bool) -> None:
        folded = _folded(_lower(form))
        if not in_any_case or len(folded) < _SHORTEST_INDEXED:
            if form not in self._short:
                self._short.append(form)
            return
        for at in range(len(folded) - _SHORTEST_INDEXED, len(folded) - _GRAM + 1):
            same = self._tails.setdefault(folded[at : at + _GRAM], [])
            if (at, folded) not in same:
                same.append((at, folded))

    def text(self, text: str) -> str:
        """``text`` without secrets and without e-mail addresses."""
        return self._short_text(text, self._state) if len(text) <= _SHORT else self._redacted(text)

    def _redacted(self, text: str, _state: object = None) -> str:
        read = text if len(text) <= LONGEST else text[: LONGEST + _MARGIN]
        spans = self._spans(read)
        if "%" in read or "\\" in read or "&" in read:
            spans += self._escaped_spans(read)
        if spans:
            return _masked(read, spans)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

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

    def _spans(self, text: str) -> list[_Span]:
        """The spans of ``text`` that may not be shown, in no order."""
        lower = _lower(text)
        spans = self._configured(text, lower)
        emails = self._addresses(text) if "@" in text else []
        if "://" in lower:
            user_infos = [match.span(1) for match in _USER_INFO.finditer(lower)]
            spans += user_infos
            # What looks like an address there is the end of a password and a host.
            emails = [one for one in emails if not any(begin < one[1] and one[0] <= end for begin, end in user_infos)]
        spans += emails
        if "=" in text or ":" in text:
            spans += [match.span(1) for match in _QUERY.finditer(lower)]
            spans += [match.span(1) for match in _BEHIND_A_NAME.finditer(lower)]
        for run in _LONG_RUN.finditer(text):
            spans += [match.span() for match in _SHAPES.finditer(text, *run.span())]
        for needed, shape in _SHAPES_WITH_BLANKS:
            if needed in lower:
                spans += [match.span() for match in shape.finditer(lower)]
        return spans

    def _addresses(self, text: str) -> list[_Span]:
        return [match.span() for match in _EMAIL.finditer(text) if match.group().lower() not in self._allowed]

    def _configured(self, text: str, lower: str) -> list[_Span]:
        spans = []
        for form in self._short:
            at = text.find(form)
            while at >= 0:
                spans.append((at, at + len(form)))
                at = text.find(form, at + len(form))
        folded = _folded(lower)
        grams = [folded[at : at + _GRAM] for at in range(0, len(folded), _STRIDE)]
        if not self._tails.keys().isdisjoint(grams):
            for number, gram in enumerate(grams):
                for within, form in self._tails.get(gram, ()):
                    at = number * _STRIDE - within
                    if at >= 0 and folded.startswith(form, at):
                        spans.append((at, at + len(form)))
        return spans

    def _escaped_spans(self, text: str) -> list[_Span]:
        spans: list[_Span] = []
        for view in _views(text):
            spans += [view.original(span) for span in self._spans(view.text)]
        return spans


class RedactingFormatter(logging.Formatter):
    """Formats log records, traceback and all, through a Redactor."""

    def __init__(self, redactor: Redactor, form: str) -> None:
        super().__init__(form)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The record as one redacted text."""
        return self._redactor.text(super().format(record))


@cache
def _escapes() -> re.Pattern[str]:
    """Escapes of all kinds. Compiled at the first text with any: it takes some ms."""
    return re.compile(
        r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)|%[uU](?P<percent_unit>[0-9A-Fa-f]{4})|\\[uU]\{(?P<braced>[0-9A-Fa-f]{1,6})\}"
        r"|\\U(?P<long>00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
        r"|(?P<units>(?:\\(?:u|U(?!00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}))[0-9A-Fa-f]{4})+)|(?P<bytes>(?:\\[xX][0-9A-Fa-f]{2})+)"
        r"|(?P<octal>(?:\\[0-3][0-7]{2})+)|\\(?P<letter>[!-~])"
        r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    )


class _View:
    """A text with one more layer of escapes decoded."""

    def __init__(self, escaped: str, under: "_View | None") -> None:
        self._escaped = escaped
        self._under = under
        self._origins: list[int] | None = None
        self.text = _escapes().sub(lambda match: "".join(letter for letter, _ in _letters(match)), escaped)

    def original(self, span: _Span) -> _Span:
        """The place of ``span`` of this view in the text with all its escapes."""
        if self._origins is None:
            self._origins = _origins(self._escaped)
        found = self._origins[span[0]], self._origins[span[1]]
        return found if self._under is None else self._under.original(found)


def _views(text: str) -> Iterator[_View]:
    view = None
    for _ in range(_LAYERS):
        further = _View(text, view)
        if further.text == text:
            return
        yield further
        text, view = further.text, further


def _letters(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What an escape means, letter by letter, each with the number of characters in its spelling."""
    kind, whole = match.lastgroup, match.group()
    match kind:
        case "percent":
            yield from _of_bytes(bytes.fromhex(whole.replace("%", "")), 3)
        case "bytes":
            yield from _of_bytes(bytes.fromhex(whole.lower().replace("\\x", "")), 4)
        case "octal":
            yield from _of_bytes(bytes(int(digits, 8) for digits in whole[1:].split("\\")), 4)
        case "units":
            units = bytes.fromhex(whole.lower().replace("\\u", ""))
            for letter in units.decode("utf-16-be", errors="surrogatepass"):
                yield letter, 12 if letter > "\uffff" else 6
        case "letter":
            yield _LETTERS.get(whole[1].lower(), whole[1]), 2
        case "entity":
            from html import unescape

            letters = unescape(whole)  # two for a few names, none for a control; of an unknown name, all
            if letters == whole:
                letters = unescape(whole.lower())  # in a text that was put in capitals
            if letters == whole.lower():
                yield from ((letter, 1) for letter in whole)
            else:
                yield from ((letter, len(whole) if at == len(letters) else 0) for at, letter in enumerate(letters, 1))
        case _:
            number = int(match.group(kind or 0), 16)
            yield chr(number) if number < 0x110000 else "\ufffd", len(whole)


def _of_bytes(data: bytes, width: int) -> Iterator[tuple[str, int]]:
    """As UTF-8; an invalid byte as the letter with its number, as ``ascii`` writes it."""
    for letter in data.decode("utf-8", errors="surrogateescape"):
        if "\udc80" <= letter <= "\udcff":
            yield chr(ord(letter) - 0xDC00), width
        else:
            yield letter, width * len(letter.encode())


def _origins(escaped: str) -> list[int]:
    """For every letter of the unescaped text, and for its end, where it begins in ``escaped``."""
    origins: list[int] = []
    at = 0
    for match in _escapes().finditer(escaped):
        origins += range(at, match.start())
        at = match.start()
        for _, width in _letters(match):
            origins.append(at)
            at += width
        at = match.end()
    origins += range(at, len(escaped) + 1)
    return origins


def _masked(text: str, spans: list[_Span]) -> str:
    """``text`` with a mask in place of the spans, up to the longest that is kept."""
    kept = []
    at = 0
    for begin, end in sorted(spans):
        if begin >= LONGEST:
            break
        if begin > at or at == 0:
            kept += [text[at:begin], MASK]
        at = max(at, end)
    if at < LONGEST:
        kept.append(text[at:LONGEST])
    if len(text) > LONGEST:
        kept.append("…")
    return "".join(kept)


def _lower(text: str) -> str:
    """In lower case, letter for letter: positions stay the same."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _folded(lower: str) -> str:
    """With blanks as web forms have them, and the small sigma that does not depend on its position."""
    # Fifty times as quick as ``translate`` where the text is not all ASCII.
    folded = lower.replace(" ", "+").replace("\n", "+").replace("\t", "+").replace("\r", "+")
    return folded.replace("\xa0", "+").replace("ς", "σ")


def _parts(value: str) -> set[str]:
    """``value`` and what in it is a secret by itself: the texts of a JSON document, the lines of a longer text."""
    parts = {value}
    if without_margins(value).startswith(("{", "[")):
        with suppress(NotJson):  # it may only look like a document
            parts |= set(_texts(parse_json(value)))
    for part in tuple(parts):
        lines = part.splitlines()
        if len(lines) > 1:
            parts |= {line for line in map(str.strip, lines) if len(line) >= _SHORTEST_LINE and "-----" not in line}
    return parts


def _texts(document: object) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for item in document.values() if isinstance(document, dict) else document:
            yield from _texts(item)


def _forms(part: str) -> Iterator[tuple[str, bool]]:
    """The forms of a secret that no unescaping reveals, and whether in any case."""
    part = without_margins(part)
    # A secret may itself hold what looks like an escape, or be written with some.
    values = {part, clean_line(part), *(view.text for view in _views(part))}
    if not part.isascii():
        # "ß" in capitals is "SS", accents may be separate, and two letters may be written like the bytes of one.
        values |= {
            part.upper(),
            ascii(part)[1:-1],
            *(unicodedata.normalize(form, part) for form in ("NFC", "NFD", "NFKC")),
        }
    for value in values:
        if len(value) < _SHORTEST:
            continue
        is_short = len(value) < _SHORTEST_IN_ANY_CASE and (value.isalpha() or len(value) < _SHORTEST_INDEXED)
        yield value, not is_short
        if not value.isascii():
            # As a name on the network: each label separately in Punycode (RFC 3492).
            labels = _lower(unicodedata.normalize("NFKC", value)).split(".")
            yield ".".join(one if one.isascii() else f"xn--{_punycode(one)}" for one in labels), True
        raw = value.encode(errors="surrogatepass")
        pairs = raw.hex(" ")
        yield from ((pairs.replace(" ", between), True) for between in ("", " ", ":", "-"))
        yield from _base64_forms(raw)


def _base64_forms(raw: bytes) -> Iterator[tuple[str, bool]]:
    # Base64 of a text that contains the secret depends on where it begins, modulo 3; the characters that are
    # mixed with a neighbour are left out. Alone, it has none.
    found = {b64encode(raw).decode().rstrip("=")}
    for before in range(3):
        encoded = b64encode(b"\0" * before + raw).decode().rstrip("=")
        found.add(encoded[(0, 2, 3)[before] : len(encoded) - (1 if (len(raw) + before) % 3 else 0)])
    for form in found:
        if len(form) >= _SHORTEST_INDEXED:
            in_any_case = len(raw) >= _SHORTEST_IN_ANY_CASE
            yield form, in_any_case
            yield form.replace("+", "-").replace("/", "_"), in_any_case


def _punycode(label: str) -> str:
    return label.encode("punycode", errors="replace").decode()
