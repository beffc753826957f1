"""Settings from one computer for another: what is useful to all, without what is personal. A file from somebody else
is not trusted as a whole. What would run something is imported switched off; what would send a credential somewhere
new, loosen a protection or share what this computer knows is a question, asked one by one, and left out without a
yes. Everything else is shown as a change."""

import copy
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import unquote_plus

import tomlkit
from tomlkit.items import Table

from porchlight.dataclass import dataclass
from porchlight.intake.text import clean_line, cut
from porchlight.language.english import english, fit_sentence
from porchlight.language.text import msg
from porchlight.model.errors import SettingsConflict, SettingsError
from porchlight.redaction import Redactor
from porchlight.settings.edit import read_document, update_table, write_document
from porchlight.settings.effects import PERSONAL_KEYS, PERSONAL_SECTIONS, Effect, effect_of, loosens
from porchlight.settings.exposed import Exposed, protect
from porchlight.settings.origins import AddressIn, Destinations, Place, origin_of
from porchlight.settings.plan import Step
from porchlight.settings.shown import shown_name, shown_value
from porchlight.settings.toml import NotSettings, parse_kept

ONE_TABLE: Final = ("monitor", "report", "alerts", "heartbeat")
"""Sections that are one table; all others hold tables by name."""
_SECTIONS: Final = (
    *ONE_TABLE,
    *("export", "components", "paths", "rules", "channels", "maintenance", "calendar", "actions"),
)
_ON_ANOTHER_COMPUTER: Final = re.compile(
    r"(?:sqlite(?:\+\w+)?:/{3})?(?:[\\/]{2}|[\\/]\?\?[\\/]|file:)[^/\\]?", re.IGNORECASE
)
"""Paths that Windows opens on another computer, which gets its user's login."""
_TLS_PARAMETER: Final = re.compile(r"(?:ssl|server_public_key)[a-z_]*=.*", re.IGNORECASE | re.DOTALL)
_LONGEST_FAULT: Final = 300
_QUIET_EXPORT_KEYS: Final = ("interval", "timeout", "temporality", "attributes")


class Why(StrEnum):
    """What a question is about."""

    CREDENTIAL = "credential"
    """A credential would be sent to a place that nobody here has agreed to."""
    PROXY = "proxy"
    CONNECTIVITY = "connectivity"
    """Other addresses would show whether this computer is online."""
    UNPROTECTED = "unprotected"
    """Encryption or the verification of certificates would be turned off."""
    ALERTS = "alerts"
    """Alerts would be sent there."""
    HEARTBEAT = "heartbeat"
    METRICS = "metrics"
    """Everything measured would be sent there."""
    SCRAPED = "scraped"
    """Programs on this computer could read everything measured."""
    RECOVERY = "recovery"
    """A rule would run a recovery action that is switched on here."""
    OTHER_COMPUTER = "other_computer"
    """A file would be opened on another computer, which gets this user's login."""
    PUBLISHED = "published"
    """People would publish it in their name: donors would go where it says."""
    UNKNOWN = "unknown"
    """Nobody has declared what this key does."""


class Left(StrEnum):
    """What is not imported as it is in the file, without a question."""

    OFF = "off"
    """It would run something, so it is imported switched off."""
    OURS = "ours"
    """It runs something and is switched on here, so it is not changed."""
    PERSONAL = "personal"
    FAULTY = "faulty"
    UNKNOWN = "unknown"
    """No such section."""
    UNTRUSTED = "untrusted"
    """A question was not answered with yes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One table such as ``components.page`` (``monitor`` for a section that is one)."""

    table: str
    step: Step


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the preview; all texts are safe to show."""

    table: str
    step: Step
    key: str
    before: str
    """Empty: none."""
    after: str
    asked: bool = False
    """Whether it raises a question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is imported only with the user's consent."""

    key: str
    """Such as ``components.stripe.base_url``."""
    why: Why
    value: str
    """The value in the file, safe to show."""
    credentials: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Where these would go."""
    keys: tuple[str, ...] = ()
    """Which keys of the table are unchanged without a yes; none: the whole table."""
    also: frozenset[str] = frozenset()
    """Other names by which it may be called."""

    def is_in(self, trusted: Collection[str]) -> bool:
        """Whether the user has said yes."""
        return self.key in trusted or not self.also.isdisjoint(trusted)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is not imported as it is in the file."""

    key: str
    left: Left
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """What an import needs to know of this computer, and of the kinds."""

    judge: Callable[[str, str, Mapping[str, Any]], Destinations | str]
    """Of a table (section, name, values): where it sends which credential, or its fault in one sentence."""
    is_foreign: Callable[[str, str], bool]
    """Whether a kind (section, name) is a plug-in's: what it does is not known."""
    held: Mapping[str, tuple[str, ...] | None] | None = None
    """The credentials that are here with the origins that each may be sent to; None: not known, so each counts as
    present."""

    def holds(self, credential: str) -> bool:
        """Whether a credential is here."""
        return self.held is None or credential in self.held


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """What an import would do; ``document`` is what would be written."""

    changes: tuple[Change, ...]
    document: tomlkit.TOMLDocument
    rows: tuple[Row, ...] = ()
    """The preview: with everything that there are questions about."""
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()
    agreed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By credential, the origins that the user has accepted."""
    found: str = ""
    """The settings as they were when the plan was made."""

    @property
    def wanted(self) -> list[Change]:
        """Everything that differs."""
        return [one for one in self.changes if one.step is not Step.SAME]


@dataclass(frozen=True, slots=True)
class Shared:
    """Settings for others."""

    text: str
    taken_out: tuple[Exposed, ...]
    """Secrets that were found in them."""


def exported(path: str, credentials: Iterable[str], day: str) -> Shared:
    """The settings at ``path`` for others, as TOML with its comments. ``credentials`` are the names that they need,
    ``day`` is written at the top. Lines end with a line feed alone: on Windows the writer of the file adds the rest.
    Raises SettingsError."""
    document = read_document(path)
    # A value that is not a table is of no use, and is not searched for secrets.
    for section in [one for one, content in document.items() if not isinstance(content, MutableMapping)]:
        document.pop(section)
    for section in PERSONAL_SECTIONS:
        document.pop(section, None)
    for section, keys in PERSONAL_KEYS.items():
        table: Any = document.get(section, {})
        for key in keys:
            if isinstance(table, MutableMapping):
                table.pop(key, None)
    taken_out = tuple(protect(document))
    names = sorted({*credentials, *(one.credential for one in taken_out if one.credential)})
    head = [f"# Porchlight's settings, exported on {day}. There are no credentials in here."]
    if names:
        head.append(f"# Whoever imports them stores these: {', '.join(names)}")
    if taken_out:
        places = ", ".join(shown_name(one.place) for one in taken_out)
        head.append(f"# What looked like a secret was taken out: {places}")
    written = _without_secrets_in_comments(tomlkit.dumps(document).replace("\r\n", "\n").lstrip("\n"))
    return Shared("\n".join(head) + "\n\n" + written, taken_out)


def read_shared(raw: bytes) -> tomlkit.TOMLDocument:
    """Read an export. Raises SettingsError for anything else."""
    remedy = english(msg("Choose a file that Porchlight has exported."))
    try:
        return parse_kept(raw)
    except NotSettings as error:
        raise SettingsError(
            english(msg("This is not a settings file. {problem}", problem=error.fault)), remedy
        ) from error


def plan_shared(
    path: str,
    given: Mapping[str, Any],
    here: Here,
    *,
    replace: bool = False,
    viewer: bool = False,
    trusted: Collection[str] = (),
) -> SharedPlan:
    """Plan taking ``given`` over into the settings at ``path``. ``replace``: what is not in it is removed, except
    this computer's own settings; ``viewer``: the windows become read-only; ``trusted``: the keys of questions
    answered with yes. Raises SettingsError."""
    document = read_document(path)
    found = tomlkit.dumps(document)
    theirs, ours = _plain(given), _plain(document)
    judging = _Judging(ours, theirs, here, frozenset(trusted))
    changes: list[Change] = []
    rows: list[Row] = []
    result, taken = _plain(document), list[tuple[str, str | None, Mapping[str, Any]]]()
    # Channels first: rules use those that are taken over.
    for section, name, table in sorted(tables_of(theirs), key=lambda one: one[0] != "channels"):
        ours_of_it = _of(ours, section, name)
        wanted, asked_for = judging.judge(section, name, table, ours_of_it)
        if asked_for is not None:
            rows += _rows(section, name, ours_of_it, asked_for, judging.asked_keys)
        if wanted is not None:
            changes.append(_put(document, given, section, name, wanted, ours_of_it))
            taken.append((section, name, wanted))
            (result if name is None else result.setdefault(section, {}))[name or section] = wanted
    if not _reads_as(document, result):  # what is written is what was judged
        document = read_document(path)
        for put in taken:
            _put_plain(document, *put)
        if not _reads_as(document, result):
            raise SettingsError(
                english(msg("The file is written in a way that cannot be imported.")),
                english(msg("Export it again.")),
            )
    if replace:
        gone = _left_out(document, theirs)
        changes += gone
        for one in gone:
            section, _, name = one.table.partition(".")
            rows += _rows(section, name or None, _of(ours, section, name or None), None, frozenset())
    if viewer:
        desktop: Any = document.setdefault("desktop", tomlkit.table())
        step = Step.SAME if desktop.get("viewer") is True else Step.CHANGED
        if step is Step.CHANGED:
            rows.append(Row("desktop", step, "viewer", shown_value("desktop", "viewer", False), "true"))
        desktop["viewer"] = True
        changes.append(Change("desktop", step))
    return SharedPlan(
        tuple(changes),
        document,
        tuple(rows),
        tuple(judging.questions),
        tuple(judging.notes),
        judging.agreed(),
        found,
    )


def apply_shared(path: str, plan: SharedPlan) -> str | None:
    """Write it in one go; return where the previous settings are, None where there were none. Raises SettingsConflict
    where they have changed by now, or SettingsError."""
    if tomlkit.dumps(read_document(path)) != plan.found:
        raise SettingsConflict(
            english(msg("The settings have changed in the meantime. Nothing was written.")),
            english(msg("Review the import again.")),
        )
    backup = None
    if os.path.exists(path):
        backup = f"{path}.before-import"
        try:
            shutil.copyfile(path, backup)
            with suppress(OSError):
                os.chmod(backup, 0o600)
        except OSError as error:
            raise SettingsError(
                english(msg("The settings cannot be copied ({error}).", error=str(error.strerror)))
            ) from error
    write_document(path, plan.document)
    return backup


class _Judging:
    """Goes through the tables of a file: what to import of each, and what to ask."""

    def __init__(
        self, ours: Mapping[str, Any], theirs: Mapping[str, Any], here: Here, trusted: frozenset[str]
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._here = here
        self._trusted = trusted
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self.asked_keys: frozenset[str] = frozenset()
        """Of the table that was judged last."""
        self._known = self._agreed_before()
        self._agreed: dict[str, dict[str, None]] = {}
        self._refused_channels: set[str] = set()

    def judge(
        self, section: str, name: str | None, table: Any, ours: Any
    ) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """What is imported of a table, and what would be if all questions were answered with yes; None: nothing."""
        key = _key(section, name)
        self.asked_keys = frozenset()
        if section in PERSONAL_SECTIONS:
            self._note(section, Left.PERSONAL)
            return None, None
        if section not in _SECTIONS:
            self._note(key, Left.UNKNOWN)
            return None, None
        if not isinstance(table, Mapping) or not (ours is None or isinstance(ours, Mapping)):
            self._note(key, Left.FAULTY, english(msg("It is not a table.")))
            return None, None
        wanted = self._keep_personal(section, dict(table), ours)
        if wanted == ours:
            return wanted, wanted
        places = self._here.judge(section, name or "", wanted)
        if isinstance(places, str):
            self._note(key, Left.FAULTY, places)
            return None, None
        if self._runs(section, wanted):
            on_here = ours is not None and _is_on(section, ours)
            if on_here:
                self._note(key, Left.OURS)
                return None, None
            if _is_on(section, wanted):
                wanted["enabled"] = False
                self._note(key, Left.OFF)
            if wanted == ours:
                return wanted, wanted
        asked = self._questions(section, name, wanted, ours, places)
        self.questions += asked
        self.asked_keys = frozenset(one for question in asked for one in question.keys or tuple(wanted))
        taken = self._with_answers(section, name, wanted, ours, asked)
        if not taken and wanted and ours is None:
            taken = None
        if taken is not None:
            self._agree(section, name, taken)
            taken = self._without_refused_channels(section, taken)
        if section == "channels" and taken is None and name is not None and ours is None:
            self._refused_channels.add(name)
        return taken, wanted

    def agreed(self) -> dict[str, tuple[str, ...]]:
        """By credential, the origins that the user has accepted."""
        return {name: tuple(origins) for name, origins in self._agreed.items()}

    # -- inside

    def _note(self, key: str, left: Left, detail: str = "") -> None:
        shown = fit_sentence(detail, lambda text: cut(Redactor().text(clean_line(text)), _LONGEST_FAULT))
        self.notes.append(Note(shown_name(key), left, shown))

    def _without_refused_channels(self, section: str, table: dict[str, Any]) -> dict[str, Any]:
        """A rule without the channels that were left out: an unknown one would notify nobody."""
        channels = table.get("channels")
        named = [channels] if isinstance(channels, str) else channels
        if section != "rules" or not isinstance(named, list):
            return table
        left = [one for one in named if str(one) not in self._refused_channels]
        return table if len(left) == len(named) else {**table, "channels": left or ["desktop"]}

    def _keep_personal(self, section: str, table: dict[str, Any], ours: Mapping[str, Any] | None) -> dict[str, Any]:
        """The table with this computer's values for personal keys."""
        for key in PERSONAL_KEYS.get(section, ()):
            if key in table:
                self._note(f"{section}.{key}", Left.PERSONAL)
                del table[key]
            if ours is not None and key in ours:
                table[key] = ours[key]
        return table

    def _runs(self, section: str, table: Mapping[str, Any]) -> bool:
        if section == "actions":
            return True
        return section in ("components", "channels") and self._here.is_foreign(section, str(table.get("kind")))

    def _with_answers(
        self,
        section: str,
        name: str | None,
        wanted: dict[str, Any],
        ours: Mapping[str, Any] | None,
        asked: list[Question],
    ) -> dict[str, Any] | None:
        """The table without what nobody has accepted; None: all of it is left out."""
        refused = [one for one in asked if not one.is_in(self._trusted)]
        if not refused:
            return wanted
        for one in refused:
            self._note(one.key, Left.UNTRUSTED)
        if any(not one.keys for one in refused):
            return None
        kept = dict(wanted)
        for key in (key for one in refused for key in one.keys):
            if ours is not None and key in ours:
                kept[key] = ours[key]
            else:
                kept.pop(key, None)
        if kept == ours:
            return kept
        places = self._here.judge(section, name or "", kept)
        if isinstance(places, str) or any(
            not one.is_in(self._trusted) for one in self._questions(section, name, kept, ours, places)
        ):
            return None
        return kept

    def _questions(
        self,
        section: str,
        name: str | None,
        table: Mapping[str, Any],
        ours: Mapping[str, Any] | None,
        places: Destinations,
    ) -> list[Question]:
        """What has to be asked about a table that differs from ours."""
        before = ours or {}
        changed = [key for key in table if key not in before or before[key] != table[key]]
        gone = [key for key in before if key not in table]
        asked: list[Question] = []

        def ask(key: str, why: Why, *keys: str, **more: Any) -> None:
            value = shown_value(section, key, table.get(key, "")) if key else ""
            full = _key(section, name) + (f".{key}" if key else "")
            asked.append(Question(shown_name(full), why, value, keys=keys, **more))

        if section == "monitor":
            for key, why in (("proxy", Why.PROXY), ("connectivity_urls", Why.CONNECTIVITY)):
                if key in changed and not (key == "proxy" and table[key] == "system" and key not in before):
                    ask(key, why, key)
        elif section == "heartbeat":
            if {"url", "credential"} & {*changed, *gone} and (table.get("url") or table.get("credential")):
                ask("url" if "url" in table else "credential", Why.HEARTBEAT, also=_called(section, name, table))
        elif section == "export":
            meant = [key for key in (*changed, *gone) if key not in _QUIET_EXPORT_KEYS]
            if meant and (table.get("enabled", False) is not False or meant != ["enabled"]):
                why = Why.SCRAPED if name == "prometheus" else Why.METRICS
                key = next((one for one in ("endpoint", "site", "preset", "port", "enabled") if one in table), "")
                credentials, where = _sent(places)
                also = _called(section, name, table)
                ask(key, why, credentials=credentials, places=where, also=also)
        elif section == "channels":
            receiving = [
                key
                for key in (*changed, *gone)
                if effect_of(key) in (Effect.DESTINATION, Effect.RECEIVER) or (key == "kind" and ours is not None)
            ]
            fresh = self._fresh(section, table, places)
            if receiving or fresh:
                key = next((one for one in ("url", "host", "to", "credential") if one in table), "")
                if receiving and key == "credential":
                    key = receiving[0] if receiving[0] in table else key
                credentials, where = _sent(fresh)
                ask(key, Why.ALERTS, credentials=credentials, places=where, also=_called(section, name, table))
        elif section == "components":
            asked += self._about_credentials(section, name, table, changed, places)
        elif section in ("rules", "calendar") and self._runs_ours(section, name, table):
            key = "action" if "action" in table else ""
            ask(key, Why.RECOVERY, also=_called(section, name, table))
        for key in changed:
            if loosens(key, table[key]) or self._weakens_tls(key, table, before):
                ask(key, Why.UNPROTECTED, key)
            elif effect_of(key) is Effect.PUBLISHED:
                ask(key, Why.PUBLISHED, key)
            elif effect_of(key) is None:
                ask(key, Why.UNKNOWN, key)
            elif any(_ON_ANOTHER_COMPUTER.match(text) for text in _texts(table[key])):
                ask(key, Why.OTHER_COMPUTER, key)
        return asked

    def _about_credentials(
        self, section: str, name: str | None, table: Mapping[str, Any], changed: list[str], places: Destinations
    ) -> list[Question]:
        fresh = self._fresh(section, table, places)
        if not fresh:
            return []
        blamed = [key for key in changed if effect_of(key) is Effect.DESTINATION]
        if "host" in blamed and "port" in blamed:
            blamed.remove("port")
        named = [key for key in table if effect_of(key) is Effect.CREDENTIAL]
        blamed = blamed or [key for key in named if key in changed] or named[:1] or ["credential"]
        asked = []
        for key in blamed:
            origin = origin_of(str(table.get(key, "")))
            of_it = {credential: (origin,) for credential, where in fresh.items() if origin in where}
            credentials, where = _sent(of_it or fresh)
            full = f"{_key(section, name)}.{key}"
            also = _called(section, name, (*table, *named, "credential")) if len(blamed) == 1 else frozenset()
            keys = ("host", "port") if key == "host" else (key,)
            value = shown_value(section, key, table.get(key, ", ".join(credentials)))
            asked.append(Question(shown_name(full), Why.CREDENTIAL, value, credentials, where, keys, also))
        return asked

    def _fresh(self, section: str, table: Mapping[str, Any], places: Destinations) -> Destinations:
        """Of ``places`` those that nobody here has agreed to."""
        plain = {key: value for key, value in table.items() if effect_of(key) not in (Effect.DESTINATION, None)}
        usual = self._here.judge(section, "", plain)
        vendors = {} if isinstance(usual, str) else usual
        fresh: dict[str, tuple[Place, ...]] = {}
        for credential, where in places.items():
            held = self._here.holds(credential) or any(one == credential for one, _ in self._known)
            new = tuple(
                place
                for place in where
                if (credential, place) not in self._known
                and not (isinstance(place, AddressIn) and place.credential == credential)
                and (held or place not in vendors.get(credential, ()))
            )
            if new:
                fresh[credential] = new
        return fresh

    def _agreed_before(self) -> frozenset[tuple[str, Place]]:
        """Every credential with a place that it is sent to already, or may be."""
        known: set[tuple[str, Place]] = set()
        for section, name, table in tables_of(self._ours):
            if isinstance(table, Mapping) and section in _SECTIONS:
                places = self._here.judge(section, name or "", table)
                if not isinstance(places, str):
                    known |= {(credential, place) for credential, where in places.items() for place in where}
        held = self._here.held or {}
        stored = {name: origins for name, origins in held.items() if origins is not None}
        # The places in the keyring count, and not those of a file.
        known = {pair for pair in known if pair[0] not in stored or isinstance(pair[1], AddressIn)}
        return frozenset(known | {(name, one) for name, origins in stored.items() for one in origins})

    def _agree(self, section: str, name: str | None, table: Mapping[str, Any]) -> None:
        places = self._here.judge(section, name or "", table)
        if isinstance(places, str):
            return
        for credential, where in self._fresh(section, table, places).items():
            for place in where:
                if isinstance(place, str) and self._here.holds(credential):
                    self._agreed.setdefault(credential, {})[place] = None

    def _runs_ours(self, section: str, name: str | None, table: Mapping[str, Any]) -> bool:
        """Whether a rule, or a calendar's change of rules, may run an action that is switched on here."""
        actions = _mapping(self._ours.get("actions"))
        on = {one for one, action in actions.items() if isinstance(action, Mapping) and _is_on("actions", action)}
        if section == "rules":
            return table.get("action") in on
        rules = {**_mapping(self._theirs.get("rules")), **_mapping(self._ours.get("rules"))}
        return any(_mapping(rules.get(one)).get("action") in on for one in _mapping(table.get("rules")))

    def _weakens_tls(self, key: str, table: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
        value = table[key]
        if effect_of(key) is not Effect.DESTINATION or not isinstance(value, str):
            return False
        # Removal raises the question too: without sslmode=verify-full the certificate is not verified.
        return _tls_parameters(value) != _tls_parameters(str(before.get(key, "")))


def _tls_parameters(address: str) -> set[str]:
    """The TLS parameters of an address. Percent signs may appear in a parameter's name, a question mark before the
    host."""
    pieces = (unquote_plus(piece) for piece in re.split("[?&]", address)[1:])
    return {piece for piece in pieces if _TLS_PARAMETER.fullmatch(piece)}


def _called(section: str, name: str | None, keys: Iterable[str]) -> frozenset[str]:
    """Names of a question about a whole table: that of the table, or of one of its keys."""
    table = _key(section, name)
    return frozenset(map(shown_name, (table, *(f"{table}.{key}" for key in keys))))


def _sent(places: Destinations) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which credentials go where, to be shown."""
    where = dict.fromkeys(
        shown_name(place) if isinstance(place, str) else f"the address in “{shown_name(place.credential)}”"
        for all_of_one in places.values()
        for place in all_of_one
    )
    return tuple(map(shown_name, places)), tuple(where)


def _is_on(section: str, table: Mapping[str, Any]) -> bool:
    """Whether something that runs is switched on; anything but a plain ``false`` may be read as yes."""
    return table.get("enabled", section != "actions") is not False


def _rows(
    section: str,
    name: str | None,
    before: Any,
    after: Mapping[str, Any] | None,
    asked: Collection[str],
) -> Iterator[Row]:
    table = shown_name(_key(section, name))
    old, new = _mapping(before), _mapping(after)
    step = Step.REMOVED if after is None else Step.ADDED if before is None else Step.CHANGED
    for key in dict.fromkeys((*old, *new)):
        if key in old and key in new and old[key] == new[key]:
            continue
        yield Row(
            table,
            step,
            shown_name(str(key)),
            shown_value(section, key, old[key]) if key in old else "",
            shown_value(section, key, new[key]) if key in new else "",
            key in asked,
        )


def _put(
    document: tomlkit.TOMLDocument,
    given: Mapping[str, Any],
    section: str,
    name: str | None,
    wanted: Mapping[str, Any],
    ours: Any,
) -> Change:
    """Put one table in place, with its comments where it is unchanged."""
    changed = _key(section, name)
    if ours is not None and ours == wanted:
        return Change(changed, Step.SAME)
    holder: Any = document
    key = section
    if name is not None:
        if section not in document:
            document[section] = tomlkit.table(is_super_table=True)
        holder, key = document[section], name
    present = holder.get(key)
    if isinstance(present, Table):
        update_table(present, wanted)  # with our comments
        return Change(changed, Step.CHANGED)
    source = _of(given, section, name)
    if isinstance(source, Table):
        fresh = copy.deepcopy(source)  # with theirs; the file may be checked again
        update_table(fresh, wanted)
    else:
        fresh = tomlkit.item(dict(wanted))
    holder[key] = fresh
    return Change(changed, Step.ADDED if ours is None else Step.CHANGED)


def _put_plain(document: tomlkit.TOMLDocument, section: str, name: str | None, wanted: Mapping[str, Any]) -> None:
    """Put one table in place without any comments."""
    whole = dict(wanted) if name is None else {**_mapping(_plain(document.get(section))), name: dict(wanted)}
    document.pop(section, None)
    document[section] = tomlkit.item(whole)


def _reads_as(document: tomlkit.TOMLDocument, result: Mapping[str, Any]) -> bool:
    """Whether a document, once written, parses to ``result``."""
    return tomllib.loads(tomlkit.dumps(document)) == result


def _left_out(document: tomlkit.TOMLDocument, given: Mapping[str, Any]) -> list[Change]:
    """Remove what is in ours alone."""
    found = []
    for section in [one for one in document if one not in PERSONAL_SECTIONS]:
        ours: Any = document[section]
        if section in ONE_TABLE or not isinstance(ours, MutableMapping):
            if section not in given:
                del document[section]
                found.append(Change(section, Step.REMOVED))
            continue
        theirs = _mapping(given.get(section))
        for name in [one for one in ours if one not in theirs]:
            del ours[name]
            found.append(Change(f"{section}.{name}", Step.REMOVED))
        if not ours:
            del document[section]
    return found


def tables_of(document: Mapping[str, Any]) -> Iterator[tuple[str, str | None, Any]]:
    """Every table: its section, its name (None for a section that is one table), its content."""
    for section, content in document.items():
        by_name = section not in (*ONE_TABLE, *PERSONAL_SECTIONS) and isinstance(content, Mapping)
        if not by_name or section not in _SECTIONS:
            yield section, None, content
        else:
            for name, table in content.items():
                yield section, name, table


def _key(section: str, name: str | None) -> str:
    return section if name is None else f"{section}.{name}"


def _of(document: Mapping[str, Any], section: str, name: str | None) -> Any:
    """One table; None: missing."""
    content: Any = document.get(section)
    if name is None or content is None:
        return content
    return content.get(name) if isinstance(content, Mapping) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _without_secrets_in_comments(text: str) -> str:
    """Comments may hold former settings. A ``#`` within a text starts none: values are unchanged."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        at = line.find("#")
        plain = line[at:].replace("@", " at ")
        if at < 0 or Redactor().text(plain) == plain:
            continue
        other = [*lines[:number], f"{line[:at]}# (taken out)", *lines[number + 1 :]]
        try:
            if tomllib.loads("\n".join(other)) == tomllib.loads(text):
                lines = other
        except (tomllib.TOMLDecodeError, ValueError):
            continue  # the line went on
    return "\n".join(lines)
