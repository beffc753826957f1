"""A credential as a form of named parts: what each is called, where to find it, what it looks like; and how the parts
are stored as one entry of the keyring. Pure.

A setting that names a credential declares its form in its ``Annotated``, beside its ``Described``.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json, parse_json_object
from porchlight.intake.text import without_margins
from porchlight.language.text import Number, Text, msg
from porchlight.settings.describe import without_none
from porchlight.settings.schema import Section
from porchlight.settings.secret_values import LONGEST, SHORTEST, is_damaged

LONGEST_KEY: Final = 8192
"""Characters of a key: no server accepts a longer header."""
_KEY: Final = re.compile(r"[!-~]*")
_QUOTES: Final = ('""', "''", "“”", "‘’", "``")
_NAMED: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
_PAIR: Final = re.compile(
    r"""(?:^|(?<=[\s,;{]))["']?(?P<name>[A-Za-z][\w .-]{0,60}?)["']?[ \t]*[=:]\s*"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s,;]+)"""
)
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://\S+")
_DEEPEST: Final = 5
"""Levels of a pasted JSON document that are searched."""
MISSING: Final = msg("Please fill this in.")


@dataclass(frozen=True, slots=True, eq=False)
class CredentialPart:
    """One field of a credential's form. A ``str`` instead of a Text is for plug-ins."""

    key: str
    """Its name in the stored entry, such as ``client_id``."""
    title: Text | str
    where: Text | str = ""
    """Where to find it, as the path of clicks."""
    link: str = ""
    """A page that leads there."""
    secret: bool = True
    """Whether it is shown as dots, and never shown once it is stored."""
    optional: bool = False
    is_password: bool = False
    """Any text, with its blanks and quotes; a key has neither."""
    pattern: str = ""
    """A regular expression for the whole value."""
    shape: Text | str = ""
    """The sentence for a value that does not match it."""
    example: str = ""
    """What a value looks like."""
    also: tuple[str, ...] = ()
    """Other names that it has in what people paste."""

    def __post_init__(self) -> None:
        if not _NAMED.fullmatch(self.key):
            raise ValueError("a part's key is made of lower-case letters, digits and _")
        if self.link and not self.link.startswith("https://"):
            raise ValueError("a part's link begins with https://")
        re.compile(self.pattern)

    def tidy(self, text: str) -> str:
        """A value as it was meant: a key without blanks and quotes around it."""
        if self.is_password:
            return text
        text = without_margins(text)
        while len(text) > 2 and text[0] + text[-1] in _QUOTES:
            text = without_margins(text[1:-1])
        return text

    def fault(self, value: str) -> Text | str | None:
        """What is wrong with a value that somebody entered."""
        if self.secret and len(value) < SHORTEST:
            return msg("This is too short: it should have at least {count} characters.", count=Number(SHORTEST))
        if len(value) > (LONGEST // 4 if self.is_password else LONGEST_KEY):
            return msg("This is too long. Please copy it again.")
        if is_damaged(value) or not (self.is_password or _KEY.fullmatch(value)):
            return msg("This has a character that cannot be in it. Please copy it again.")
        if self.pattern and not re.fullmatch(self.pattern, value):
            return self.shape or msg("This does not look right. Please copy it again.")
        return None


@dataclass(frozen=True, slots=True, eq=False)
class CredentialForm:
    """Stands in the ``Annotated`` of a setting that names a credential; the outermost one counts.

    One part is stored as it is, several as a JSON object, those with a ``layout`` as an address.
    """

    parts: tuple[CredentialPart, ...]
    layout: str = ""
    """An address with each part's key in braces, such as ``pover://{user}@{token}``. The parts need patterns that
    leave out what separates them."""

    def __post_init__(self) -> None:
        keys = [part.key for part in self.parts]
        if not keys or len(set(keys)) < len(keys):
            raise ValueError("a form has parts, at least one, and each has a key of its own")

    def stored(self, values: Mapping[str, str], *, over: str = "") -> str:
        """The entry of the keyring with these parts, the others as in the entry ``over``."""
        given = {part.key: values[part.key] for part in self.parts if values.get(part.key)}
        if self.layout:
            known = self.read(over) | given
            return self.layout.format(**known) if len(known) == len(self.parts) else ""
        if len(self.parts) == 1:
            return given.get(self.parts[0].key, over)
        return dump_json(_json_object(over) | given)

    def read(self, entry: str) -> dict[str, str]:
        """The parts in a stored entry, as probes and channels read them."""
        if self.layout:
            found = re.fullmatch(self._layout_pattern(), entry)
            return found.groupdict() if found else {}
        if len(self.parts) == 1:
            return {self.parts[0].key: entry} if entry else {}
        values = {key: without_margins(value) for key, value in _json_object(entry).items() if isinstance(value, str)}
        return {part.key: values[part.key] for part in self.parts if values.get(part.key)}

    def pasted(self, text: str, into: str) -> dict[str, str]:
        """The parts in a text that somebody pasted into the field of the part ``into``: a whole JSON document, lines
        such as ``client_id=…``, an address with user and password, or the part alone."""
        part = self.part(into)
        if len(text) > LONGEST:
            return {into: text}
        found = (self.layout and self.read(without_margins(text))) or self.taken_apart(text)
        return {key: self.part(key).tidy(value) for key, value in found.items()} or {into: part.tidy(text)}

    def taken_apart(self, text: str) -> dict[str, str]:
        """The parts that a text names; none where it is only a value."""
        text = without_margins(text)
        if text[:1] in ("{", "["):
            try:
                return self._in_document(parse_json(text))
            except NotJson:
                pass  # such as {client_id: …}
        if _ADDRESS.fullmatch(text):
            return self._in_address(text)
        found: dict[str, str] = {}
        for pair in _PAIR.finditer(text):
            name, value = _plain(pair["name"]), pair["value"].strip("\"'{}")
            for part in self.parts:
                if value and part.key not in found and _is_name_of(part, name):
                    found[part.key] = value
                    break
        return found

    def faults(self, given: Mapping[str, str], stored: Iterable[str] = ()) -> dict[str, Text | str]:
        """By part, what is missing, or wrong with what was entered; ``stored``: parts that may be left empty."""
        found: dict[str, Text | str] = {}
        kept = frozenset(stored)
        for part in self.parts:
            value = given.get(part.key, "")
            if not value and not part.optional and part.key not in kept:
                found[part.key] = MISSING
            elif value and (fault := part.fault(value)):
                found[part.key] = fault
        return found

    def part(self, key: str) -> CredentialPart:
        """The part of this key."""
        return next(part for part in self.parts if part.key == key)

    def _in_document(self, document: object) -> dict[str, str]:
        """Breadth first: the outermost of each name counts."""
        found: dict[str, str] = {}
        level = [document]
        for _ in range(_DEEPEST):
            below: list[object] = []
            for one in level:
                if isinstance(one, dict):
                    named = {_plain(name): value for name, value in one.items()}
                    for part in self.parts:
                        values = (named.get(name) for name in _names(part))
                        value = next((str(one) for one in values if _is_value(one)), "")
                        if value:
                            found.setdefault(part.key, value)
                    below += one.values()
                elif isinstance(one, list):
                    below += one
            level = below
        return found

    def _in_address(self, text: str) -> dict[str, str]:
        if self.layout or any(part.key == "address" for part in self.parts):
            return {}
        try:
            address = urlsplit(text)
            user, password = unquote(address.username or ""), unquote(address.password or "")
        except ValueError:
            return {}
        secret = next((part.key for part in self.parts if part.secret), "")
        public = next((part.key for part in self.parts if not part.secret), "")
        found = {secret: password, public: user} if len(self.parts) <= 2 else {}
        return {key: value for key, value in found.items() if key and value} if password else {}

    def _layout_pattern(self) -> str:
        pattern = re.escape(self.layout)
        for part in self.parts:
            pattern = pattern.replace(re.escape(f"{{{part.key}}}"), f"(?P<{part.key}>{part.pattern})")
        return pattern


PASSWORD: Final = CredentialForm(
    (
        CredentialPart(
            "password",
            msg("Password"),
            msg("Ask whoever set up this account or database."),
            is_password=True,
            also=("passwd", "pwd", "pass"),
        ),
    )
)
"""Of an account or a database."""
KEY: Final = CredentialForm(
    (
        CredentialPart(
            "key",
            msg("Key or password"),
            msg("Ask whoever runs this service."),
            is_password=True,
            also=("token", "password", "secret"),
        ),
    )
)
"""Of a service that we do not know."""
ADDRESS: Final = CredentialForm(
    (
        CredentialPart(
            "address",
            msg("Secret address"),
            msg("The receiving service shows it where you set up the webhook or check. Whoever knows it can use it."),
            example="https://…",
            also=("url", "webhook_url"),
        ),
    )
)
"""An address that is a secret itself."""


def clicks(vendor: str, *steps: str) -> Text:
    """The path of clicks at a vendor, in the words of the vendor's own pages."""
    return msg("In {vendor}: {path}.", vendor=vendor, path=" → ".join(steps))


def forms_of(model: type[Section]) -> dict[str, CredentialForm]:
    """By setting of a model that names a credential, its form. A plug-in's may declare none."""
    found = {}
    for name, info in model.model_fields.items():
        _, metadata = without_none(info)
        ours = [one for one in (*metadata, *info.metadata) if isinstance(one, CredentialForm)]
        if ours:
            found[name] = ours[-1]
        elif name == "credential" or name.endswith("_credential"):
            found[name] = KEY
    return found


def forms_in(settings: Section) -> dict[str, CredentialForm]:
    """By name of each credential in these settings, its form."""
    named = ((getattr(settings, key), form) for key, form in forms_of(type(settings)).items())
    return {name: form for name, form in named if isinstance(name, str) and name}


def _names(part: CredentialPart) -> list[str]:
    return [_plain(name) for name in (part.key, *part.also)]


def _is_name_of(part: CredentialPart, name: str) -> bool:
    """Whether a name means this part: ``CLASSY_CLIENT_ID`` does, but a password may hold ``monkey=``."""
    return any(name == one or (name.endswith(one) and not part.is_password) for one in _names(part))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_value(value: object) -> bool:
    return bool(value) and (isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)))


def _json_object(entry: str) -> dict[str, object]:
    try:
        return parse_json_object(entry)
    except NotJson:
        return {}
