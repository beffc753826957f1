"""Secrets written in the settings file: found by their form, replaced by a credential's name where possible. An
export leaves them out, ``porchlight config check --fix`` puts them into the keyring. Pure."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import field
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from porchlight.dataclass import dataclass
from porchlight.redaction import Redactor
from porchlight.settings.effects import Effect, effect_of

_SECRET_NAME: Final = re.compile(
    r"(?:^|[-_.])(?:auth(?:orization)?|cookie|token|secret|passw(?:or)?d|passwd|pwd|pass|pw|api[-_]?key|apikey|key|sig"
    r"|signature|sas|hmac|credential|bearer|jwt|session|sid|private|access|hapikey|code)s?(?:$|[-_.])",
    re.IGNORECASE,
)
_FLAG: Final = re.compile(r"(?:--?|/)?(?P<name>[A-Za-z][\w.-]{0,60})(?:[=:](?P<value>.+))?", re.DOTALL)
_PLAIN_ARGUMENT: Final = re.compile(
    r"-{0,2}[a-z]{1,24}(?:[-_.@/:][a-z]{1,24}){0,8}|\d{1,5}|[/~.][\w./@+-]*|[A-Za-z]:\\[\w .\\()-]*|-[A-Za-z]"
)
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
_BEFORE_A_KEY: Final = re.compile(
    r"(?:web)?hooks?\d?|catch|services|keys?|tokens?|integrations?|incoming|ping|push", re.IGNORECASE
)
_TOKEN: Final = re.compile(r"[\w.~+/=-]+")
"""A value without blanks, unlike a User-Agent or a list of languages."""
_LONGEST: Final = 32 * 1024
"""Characters of a value that are searched."""
_SHORTEST_RANDOM: Final = 16
_ALWAYS_SECRET_PATHS: Final = ("heartbeat",)


@dataclass(frozen=True, slots=True)
class Exposed:
    """One secret in the file."""

    table: str
    """Such as ``channels.ops``."""
    key: str
    """Within the table, with dots: ``headers.Authorization``."""
    value: str = field(repr=False)
    credential: str | None = None
    """The credential that holds it after ``protect``; None: nothing in this table can name one."""

    @property
    def place(self) -> str:
        """Table and key."""
        return f"{self.table}.{self.key}"


def exposed(document: Mapping[str, Any]) -> list[Exposed]:
    """All secrets in a document of settings."""
    found: list[Exposed] = []
    for section, content in document.items():
        if not isinstance(content, Mapping):
            continue
        if all(isinstance(table, Mapping) for table in content.values()) and section not in ("heartbeat", "alerts"):
            for name, table in content.items():
                found += _in_table(section, f"{section}.{name}", table)
        else:
            found += _in_table(section, section, content)
    return found


def protect(
    document: MutableMapping[str, Any], *, movable_only: bool = False, reserved: Iterable[str] = ()
) -> list[Exposed]:
    """Take every secret out of ``document`` (plain or of tomlkit) and name a credential in its place where possible;
    return what was taken out. ``movable_only``: leave the others; ``reserved``: names that no new credential gets."""
    taken = {*reserved, *_credentials_named(document)}
    done = []
    for one in exposed(document):
        table = _table(document, one.table)
        credential = _put_behind(one, table, taken)
        if credential is None:
            if movable_only:
                continue
            _remove(table, one.key)
        else:
            taken.add(credential)
        done.append(Exposed(one.table, one.key, one.value, credential))
    return done


def is_secret(section: str, key: str, value: object) -> bool:
    """Whether the value at ``key`` (with dots) of a table of ``section`` looks like a secret."""
    if not isinstance(value, str) or not value.strip():
        return False
    last = key.rpartition(".")[2]
    if effect_of(key.partition(".")[0]) is Effect.CREDENTIAL:
        return _looks_known(value)  # the names of credentials, unless a secret was written there
    if key.startswith("headers."):
        masked = Redactor().headers({last: value.replace("@", " at ")})[last]
        drawn = _TOKEN.fullmatch(value) is not None and _is_random(value)
        return drawn or _SECRET_NAME.search(last) is not None or masked != value.replace("@", " at ")
    if section == "actions" and key == "program":  # a command line instead of a list
        return any(secret_arguments(value.split()))
    if _ADDRESS.match(value):
        return _address_is_secret(section, value)
    if effect_of(key) is None and _SECRET_NAME.fullmatch(last):
        return section in ("components", "channels")
    return _looks_known(value)


def _in_table(section: str, name: str, table: Mapping[str, Any]) -> Iterator[Exposed]:
    for key, value in _texts(table):
        if section == "actions" and key.startswith("program."):
            continue
        if is_secret(section, key, value):
            yield Exposed(name, key, value)
    program = table.get("program")
    if section == "actions" and isinstance(program, list | tuple):
        for number, argument in secret_arguments([str(one) for one in program]):
            yield Exposed(name, f"program.{number}", argument)


def _texts(value: Any, within: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a table with its key, with dots; in lists with the index."""
    if isinstance(value, str):
        yield within, str(value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{within}.{key}" if within else str(key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _texts(item, f"{within}.{number}")


def _looks_known(value: str) -> bool:
    """Whether it has the form of a vendor's key, or is labelled as a secret. E-mail addresses are no secrets."""
    plain = value[:_LONGEST].replace("@", " at ")
    return Redactor().text(plain) != plain


def _address_is_secret(section: str, value: str) -> bool:
    try:
        parts = urlsplit(value)
        if parts.password or (parts.username and section != "components") or _is_random(parts.username or ""):
            return True
    except ValueError:
        return True
    if any(
        _SECRET_NAME.search(name) or _is_random(text)
        for name, text in parse_qsl(parts.query, keep_blank_values=False)
    ) or _looks_known(unquote(value)):
        return True
    if _SECRET_NAME.search(parts.fragment.partition("=")[0]) and "=" in parts.fragment:
        return True
    pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
    if section in _ALWAYS_SECRET_PATHS:
        return bool(pieces)  # whoever knows it can send this monitor's signs of life
    if section in ("channels", "actions"):
        return any(_is_random(piece, shortest=8) for piece in pieces) or any(
            _BEFORE_A_KEY.fullmatch(before) and (len(piece) >= 8 or any(map(str.isdigit, piece)))
            for before, piece in pairwise(pieces)
        )
    return any(_is_random(piece) for piece in pieces)


def _is_random(text: str, *, shortest: int = _SHORTEST_RANDOM) -> bool:
    """Whether a piece of an address looks random: long, with letters and digits mixed, no words."""
    core = re.sub(r"[^A-Za-z0-9]", "", text)
    if len(core) < shortest:
        return False
    digits = sum(letter.isdigit() for letter in core)
    if digits == len(core):
        return len(core) >= 2 * shortest
    turns = sum(_sort(a) != _sort(b) for a, b in pairwise(core))  # in words letters of one kind are adjacent
    return (digits > 0 and turns >= 4) or (turns >= len(core) / 3) or _entropy(core) > 4.2


def _sort(letter: str) -> int:
    return 0 if letter.isdigit() else 1 if letter.isupper() else 2


def _entropy(text: str) -> float:
    counts = [text.count(letter) / len(text) for letter in set(text)]
    return -sum(share * math.log2(share) for share in counts)


def secret_arguments(program: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The arguments of a program that are, or may hold, a secret; the program itself is none."""
    follows = False
    for number, argument in enumerate(program):
        if number == 0 or argument == TAKEN_OUT:
            continue
        flag = _FLAG.fullmatch(argument)
        names_one = flag is not None and _SECRET_NAME.search(flag["name"].lower()) is not None
        value = flag["value"] if flag is not None else None
        if follows and not (argument.startswith("-") and _PLAIN_ARGUMENT.fullmatch(argument)):
            yield number, argument
            follows = False
        elif names_one and value is None and argument.startswith(("-", "/")):
            follows = True
        elif (names_one and value is not None) or not _PLAIN_ARGUMENT.fullmatch(argument):
            if names_one or _ADDRESS.search(argument) or " " in argument or _may_be_one(value or argument):
                yield number, argument
        elif _looks_known(argument) or _is_random(argument):
            yield number, argument


def _may_be_one(argument: str) -> bool:
    """Letters and digits or signs mixed, as in passwords."""
    sorts = {_sort(letter) if letter.isalnum() else 3 for letter in argument if letter not in "-_./"}
    return len(argument) >= 6 and len(sorts) > 1


# -- replaced by the name of a credential


def _put_behind(one: Exposed, table: Any, taken: set[str]) -> str | None:
    """Name a credential in place of the secret; None where the table cannot name one for it."""
    section, _, name = one.table.partition(".")
    wanted = _free(name or section, taken)
    if one.key == "url" and section in ("channels", "actions", "heartbeat") and "credential" not in table:
        if section == "channels" and table.get("kind") != "webhook":
            return None
        del table["url"]
        table["credential"] = wanted
        return wanted
    if one.key.startswith("headers."):
        return _header_behind(one.key.removeprefix("headers."), one.value, section, table, wanted)
    if one.key == "url" and section == "components" and "credential" not in table:
        return _password_behind(one.value, table, wanted)
    return None


def _header_behind(header: str, value: str, section: str, table: Any, wanted: str) -> str | None:
    if section == "channels" and table.get("kind") == "webhook":
        if "secret_headers" not in table:
            table["secret_headers"] = {}
        table["secret_headers"][header] = wanted
    elif section == "components" and table.get("kind") == "http" and "credential" not in table:
        table["credential"] = wanted
        table["auth"] = "header"
        table["auth_header"] = header
    else:
        return None
    _remove(table, f"headers.{header}")
    return wanted


def _password_behind(url: str, table: Any, wanted: str) -> str | None:
    """Of an address with user and password, by which ``http`` and ``database`` can be distinguished."""
    try:
        parts = urlsplit(url)
        user, password = unquote(parts.username or ""), parts.password
    except ValueError:
        return None
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    if not password or table.get("kind") not in ("http", "database", "classy_sync_freshness"):
        return None
    if table["kind"] == "http":
        if _address_is_secret("components", bare.geturl()):
            return None
        table["auth"], table["auth_user"] = "basic", user
    else:
        bare = parts._replace(netloc=f"{parts.username}@{bare.netloc}" if parts.username else bare.netloc)
    table["url"] = bare.geturl()
    table["credential"] = wanted
    return wanted


def stored_value(one: Exposed) -> str:
    """What the credential of a protected secret holds: the password of an address alone, else all of it."""
    if one.key == "url" and one.table.startswith("components."):
        return unquote(urlsplit(one.value).password or "")
    return one.value


def _free(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_")[:50] or "moved"
    number, found = 2, base
    while found in taken:
        number, found = number + 1, f"{base}-{number}"
    return found


def _credentials_named(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key.endswith("credential"):
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name == "secret_headers" and isinstance(item, Mapping):
                yield from (str(one) for one in item.values())
            else:
                yield from _credentials_named(item, str(name))


def _table(document: Any, name: str) -> Any:
    section, _, rest = name.partition(".")
    return document[section][rest] if rest else document[section]


def _remove(table: Any, key: str) -> None:
    """Remove the value at ``key`` (with dots), and a table that is then empty. In a list ``TAKEN_OUT`` replaces it,
    so that the other indexes stay."""
    first, _, rest = key.partition(".")
    if not rest:
        del table[first]
        return
    holder = table[first]
    if isinstance(holder, list | tuple):
        items = [item.unwrap() if hasattr(item, "unwrap") else item for item in holder]
        items[int(rest.partition(".")[0])] = TAKEN_OUT
        table[first] = items
        return
    # A name may hold dots itself: the longest existing one is meant.
    if rest in holder:
        del holder[rest]
    else:
        _remove(holder, rest)
    if isinstance(holder, Mapping) and not holder:
        del table[first]


TAKEN_OUT: Final = "(taken out)"
"""Replaces a secret in a list."""
