"""Diagnosis: where a failure lies, from a few steps that are tried once it is confirmed. Its texts are elsewhere."""

from enum import StrEnum
from typing import Final

from porchlight.dataclass import dataclass


class Place(StrEnum):
    """Where it is."""

    YOUR_COMPUTER = "your_computer"
    YOUR_NETWORK = "your_network"
    YOUR_KEY = "your_key_or_quota"
    YOUR_SETTINGS = "your_settings"
    VENDOR = "vendor"
    UNDECIDED = "cannot_tell"


class StepKind(StrEnum):
    """The steps, in this order."""

    NETWORK = "network"
    NAME = "name"
    ROUTE = "route"
    CERTIFICATE = "certificate"
    CREDENTIAL = "credential"
    ANSWER = "answer"


class Finding(StrEnum):
    """What a step found."""

    ONLINE = "online"
    OFFLINE = "offline"
    DISCONNECTED = "disconnected"
    """This computer has no connection at all."""
    CAPTIVE_PORTAL = "captive_portal"
    NAME_KNOWN = "name_known"
    NAME_UNKNOWN = "name_unknown"
    NAME_SERVER_SILENT = "name_server_silent"
    THROUGH_PROXY = "through_proxy"
    CONNECTED = "connected"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_CONNECTION = "no_connection"
    """Nothing came back within the time."""
    CERTIFICATE_GOOD = "certificate_good"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_EARLY = "certificate_early"
    CERTIFICATE_NAME = "certificate_name"
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"
    TLS_FAILED = "tls_failed"
    KEY_REFUSED = "key_refused"
    ACCOUNT_KEPT_OUT = "account_kept_out"
    KEY_MISSING = "key_missing"
    NO_ALLOWANCE = "no_allowance"
    TURNED_AWAY = "turned_away"
    """It accepts no connections from this computer."""
    ANSWERED_BADLY = "answered_badly"
    ANSWERED_SLOWLY = "answered_slowly"
    NO_ANSWER = "no_answer"


KIND_OF: Final = {
    **dict.fromkeys(
        (Finding.ONLINE, Finding.OFFLINE, Finding.DISCONNECTED, Finding.CAPTIVE_PORTAL), StepKind.NETWORK
    ),
    **dict.fromkeys((Finding.NAME_KNOWN, Finding.NAME_UNKNOWN, Finding.NAME_SERVER_SILENT), StepKind.NAME),
    **dict.fromkeys(
        (Finding.THROUGH_PROXY, Finding.CONNECTED, Finding.REFUSED, Finding.UNREACHABLE, Finding.NO_CONNECTION),
        StepKind.ROUTE,
    ),
    **dict.fromkeys(
        (
            Finding.CERTIFICATE_GOOD,
            Finding.CERTIFICATE_EXPIRED,
            Finding.CERTIFICATE_EARLY,
            Finding.CERTIFICATE_NAME,
            Finding.CERTIFICATE_UNTRUSTED,
            Finding.TLS_FAILED,
        ),
        StepKind.CERTIFICATE,
    ),
    **dict.fromkeys(
        (Finding.KEY_REFUSED, Finding.ACCOUNT_KEPT_OUT, Finding.KEY_MISSING, Finding.NO_ALLOWANCE),
        StepKind.CREDENTIAL,
    ),
    **dict.fromkeys(
        (Finding.TURNED_AWAY, Finding.ANSWERED_BADLY, Finding.ANSWERED_SLOWLY, Finding.NO_ANSWER), StepKind.ANSWER
    ),
}
GOOD: Final = frozenset({Finding.ONLINE, Finding.NAME_KNOWN, Finding.CONNECTED, Finding.CERTIFICATE_GOOD})
NEUTRAL: Final = frozenset({Finding.THROUGH_PROXY})


class Because(StrEnum):
    """What decides where it is."""

    NO_CONNECTION = "no_connection"
    CLOCK = "clock"
    INTERNAL_FAULT = "own_fault"
    SERVICE_HERE = "service_here"
    """It is a service of this very computer."""
    FILE = "file"
    NOTHING_REACHED = "nothing_reached"
    SIGN_IN = "sign_in"
    NAME_SERVER = "name_server"
    SERVICE_NEARBY = "service_nearby"
    """It is a service of the local network."""
    WAY_BLOCKED = "way_blocked"
    """It was never reached from here, while the internet is."""
    KEY = "key"
    ACCOUNT = "account"
    NO_KEY = "no_key"
    ALLOWANCE = "allowance"
    SETTINGS = "settings"
    NAME_NEVER_KNOWN = "name_never_known"
    ADDRESS_NEVER_RIGHT = "address_never_right"
    NAME_GONE = "name_gone"
    TURNED_AWAY = "turned_away"
    """It was reached, and refuses this computer's connections."""
    NOT_RUNNING = "not_running"
    NOT_REACHED = "not_reached"
    CERTIFICATE = "certificate"
    BAD_ANSWER = "bad_answer"
    SLOW_ANSWER = "slow_answer"
    NO_ANSWER = "no_answer"
    ISSUER = "issuer"
    ROBOT = "robot"
    NOT_CLEAR = "not_clear"


PLACE_OF: Final = {
    Because.NO_CONNECTION: Place.YOUR_COMPUTER,
    Because.CLOCK: Place.YOUR_COMPUTER,
    Because.INTERNAL_FAULT: Place.YOUR_COMPUTER,
    Because.SERVICE_HERE: Place.YOUR_COMPUTER,
    Because.FILE: Place.YOUR_COMPUTER,
    Because.NOTHING_REACHED: Place.YOUR_NETWORK,
    Because.SIGN_IN: Place.YOUR_NETWORK,
    Because.NAME_SERVER: Place.YOUR_NETWORK,
    Because.SERVICE_NEARBY: Place.YOUR_NETWORK,
    Because.WAY_BLOCKED: Place.YOUR_NETWORK,
    Because.TURNED_AWAY: Place.YOUR_NETWORK,
    Because.KEY: Place.YOUR_KEY,
    Because.ACCOUNT: Place.YOUR_KEY,
    Because.NO_KEY: Place.YOUR_KEY,
    Because.ALLOWANCE: Place.YOUR_KEY,
    Because.SETTINGS: Place.YOUR_SETTINGS,
    Because.NAME_NEVER_KNOWN: Place.YOUR_SETTINGS,
    Because.ADDRESS_NEVER_RIGHT: Place.YOUR_SETTINGS,
    Because.NAME_GONE: Place.VENDOR,
    Because.NOT_RUNNING: Place.VENDOR,
    Because.NOT_REACHED: Place.VENDOR,
    Because.CERTIFICATE: Place.VENDOR,
    Because.BAD_ANSWER: Place.VENDOR,
    Because.SLOW_ANSWER: Place.VENDOR,
    Because.NO_ANSWER: Place.VENDOR,
    Because.ISSUER: Place.UNDECIDED,
    Because.ROBOT: Place.UNDECIDED,
    Because.NOT_CLEAR: Place.UNDECIDED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it found, about which host, and in how many ms."""

    finding: Finding
    host: str = ""
    duration_ms: float | None = None

    @property
    def kind(self) -> StepKind:
        """The kind of step."""
        return KIND_OF[self.finding]

    @property
    def good(self) -> bool | None:
        """Whether it is as it should be; None where that shows nothing."""
        return None if self.finding in NEUTRAL else self.finding in GOOD


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Where the failure of a component lies. ``at_ms`` is Unix ms (UTC)."""

    component: str
    at_ms: int
    because: Because
    steps: tuple[Step, ...]

    @property
    def place(self) -> Place:
        """Where it is."""
        return PLACE_OF[self.because]
