"""No key of the settings can be forgotten by an import: each says what it does, or is asked for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import porchlight
from porchlight.alerts.channels.kind import ChannelKind
from porchlight.alerts.channels.registry import BUILT_IN as CHANNELS
from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.probes.kind import ProbeKind
from porchlight.probes.registry import BUILT_IN as PROBES
from porchlight.probes.registry import find_kind as find_probe
from porchlight.runtime.kinds import channel_kinds, component_kinds
from porchlight.settings.effects import EFFECTS, PERSONAL_SECTIONS, Effect, effect_of, loosens
from porchlight.settings.export import SECTIONS as EXPORTS
from porchlight.settings.gift_paths import PathSettings
from porchlight.settings.report import ReportSettings
from porchlight.settings.rules import (
    ActionSettings,
    Adjustment,
    AlertsSettings,
    CalendarSettings,
    HeartbeatSettings,
    MaintenanceSettings,
    QuietHours,
    RuleSettings,
)
from porchlight.settings.schema import DesktopSettings, IngestSettings, MonitorSettings, Section
from porchlight.settings.updates import UpdateSettings

SECTIONS: tuple[type[Section], ...] = (
    *(MonitorSettings, DesktopSettings, IngestSettings, ReportSettings, UpdateSettings, AlertsSettings, RuleSettings),
    *(MaintenanceSettings, CalendarSettings, HeartbeatSettings, ActionSettings, PathSettings, *EXPORTS.values()),
    *(QuietHours, Adjustment),
    *component_kinds().values(),
    *channel_kinds().values(),
)
LEADS_SOMEWHERE = re.compile(
    r"(?:^|_)(?:urls?|host|port|endpoint|site|proxy|feed|domain|server|address|program|command_line|webhook)$"
)


def _keys() -> Iterator[tuple[str, str]]:
    for model in SECTIONS:
        for name, field in model.model_fields.items():
            yield model.__name__, field.alias or name


def test_every_key_of_every_section_and_kind_says_what_it_does() -> None:
    unsaid = sorted({f"{model}.{key}" for model, key in _keys() if effect_of(key) is None})
    assert unsaid == [], "add each to app/porchlight/settings/effects.py: what can it do when a stranger wrote it?"


def test_no_key_is_in_the_list_that_is_nowhere() -> None:
    # allow_unencrypted stands for those kinds that have it.
    assert {*EFFECTS} - {key for _, key in _keys()} <= {"allow_unencrypted"}


def test_whatever_is_called_like_an_address_is_none_of_the_harmless() -> None:
    harmless = {key for _, key in _keys() if LEADS_SOMEWHERE.search(key) and effect_of(key) is Effect.HARMLESS}
    assert harmless == set()


def test_whatever_is_called_like_a_credential_is_one() -> None:
    assert {key for _, key in _keys() if key.endswith("credential")} <= {
        key for key, effect in EFFECTS.items() if effect is Effect.CREDENTIAL
    }


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("verify", False, True),
        ("verify", "no", True),
        ("verify", 0, True),
        ("verify", True, False),
        ("allow_unencrypted", True, True),
        ("allow_unencrypted", "on", True),
        ("allow_unencrypted", False, False),
        ("encryption", "none", True),
        ("encryption", "tls", False),
        ("name", False, False),
    ],
)
def test_whatever_is_not_plainly_safe_loosens(key: str, value: object, expected: bool) -> None:
    assert loosens(key, value) is expected


def test_what_is_personal_stays_personal() -> None:
    assert PERSONAL_SECTIONS == ("desktop", "ingest", "updates", "status_page")


@pytest.mark.parametrize("kind", [*map(find_probe, PROBES), *map(find_channel, CHANNELS)])
def test_every_kind_that_can_name_a_credential_says_where_it_goes(kind: ProbeKind | ChannelKind) -> None:
    names = {key for key in kind.settings.model_fields if effect_of(key) is Effect.CREDENTIAL}
    assert not names or kind.destinations is not None, f"{kind.name} says of {names} not where they are sent"


def test_nothing_asks_for_secrets_past_the_places_that_they_are_bound_to() -> None:
    """Whoever calls the store itself is known here, with why it may."""
    known = {
        "runtime/importing.py": "compares what is stored with what is to be stored",
        "cli/ingest.py": "shows the token of this computer's own endpoint; sends nothing",
        "operations/ingest/token.py": "compares with what a caller gave; sends nothing",
        "settings/secrets.py": "is the store",
        "settings/binding.py": "is the binding",
        "cli/secrets.py": "asks for the parts that are not stored yet; whole_secret merges them where it may",
        "desktop/editing.py": "shows which parts are stored; whole_secret merges them where it may",
        "net/sending.py": "an address that is a credential itself, for where it leads",
        "exporters/metrics/sender.py": "is handed a bound context by ways_out.py",
    }
    root = Path(next(iter(porchlight.__path__)))
    asking = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*.py")
        if re.search(r"(?:secrets|store|_store)\.get\(", file.read_text(encoding="utf-8"))
    }
    unbound = {one for one in asking if not one.startswith(("probes/", "alerts/channels/"))}
    assert unbound <= {*known}
