"""ProbeKind: what defines a kind of component: its name, its settings and how to build its probe.

Built-in kinds and plug-ins (entry-point group ``porchlight.probes``) both provide one ProbeKind.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result, Unit
from porchlight.model.status import Reason
from porchlight.net.exchange import HttpClient, NoReply, Reply
from porchlight.probes.context import CheckContext, Probe
from porchlight.probes.credential_policy import SendsCredential
from porchlight.settings.origins import Destinations
from porchlight.settings.schema import ComponentSettings

_PART = re.compile(r"_(\d+)(?=_)")
_OF_A_PLUGIN = msg("Added by a plug-in.")


@dataclass(frozen=True, slots=True)
class KindNotes:
    """What windows say of a kind beside its settings, and the documentation in full (English, with Markdown)."""

    calls: str = ""
    """All that it reads or asks for."""
    never: str = ""
    """What it leaves alone, though it could reach it: donors' data, and whatever changes something."""
    permissions: Text | str = ""
    """What its credential, or this account, has to be allowed: a sentence or two, as windows show them."""
    red_light: Text | str = ""
    """The same of what turns its light red."""
    simulator: str = ""
    """The module that plays the service in the tests, with its faults; empty: nothing does."""
    real: str = ""
    """Which real programs or services it was tried on; empty: none."""


class Measured(NamedTuple):
    """What a kind calls a measure, and its unit."""

    title: Text | str
    unit: Unit = Unit.NONE


@dataclass(frozen=True, slots=True)
class ProbeKind:
    """One kind of component."""

    name: str
    """The value of ``kind = "…"`` in the settings."""
    settings: type[ComponentSettings]
    """The model that its section is checked against."""
    build: Callable[[Component, Any], Probe]
    """Makes the probe of one component; the second argument is an instance of ``settings``."""
    title: Text | str = ""
    """Its name for people; empty: ``name``."""
    group: KindGroup = KindGroup.PLUGIN
    summary: Text | str = _OF_A_PLUGIN
    """One sentence: what a component of this kind checks."""
    measures: Mapping[str, Measured | Text | str] = field(default_factory=dict)
    """Its measures with their names for people and their units; a name alone is enough. One that stands for a part,
    such as ``records_3_age``, is declared without the part's number: ``records_age``."""
    advice: Mapping[Reason, Text | str] = field(default_factory=dict)
    """What to do about a reason, where this kind knows better than the general advice (porchlight.insight.advice)."""
    notes: KindNotes = KindNotes()
    limit: int | None = None
    """How many checks of this kind the vendor allows at once; None: no limit known."""
    timeout: float = 10.0
    """Seconds: the time limit where neither the component nor ``[monitor]`` sets one."""
    is_local: Callable[[Any], bool] = lambda settings: False
    """Whether these settings point to this computer or the local network."""
    address: Callable[[Any], str] = lambda settings: ""
    """Where it looks, for people and without secrets: a URL or a file."""
    credentials: Callable[[Any], tuple[str, ...]] = lambda settings: ()
    """The names of the credentials that it needs."""
    destinations: Callable[[Any], Destinations] | None = None
    """Where each of these is sent: a credential goes nowhere else. None: a matter of the kind's name alone, as for a
    plug-in."""

    def measured(self, name: str) -> Measured | None:
        """What it declares of a measure."""
        if declared := self.measures.get(name):
            return declared if isinstance(declared, Measured) else Measured(declared)
        part = _PART.search(name)
        whole = self.measured(_PART.sub("", name, count=1)) if part else None
        if part is None or whole is None:
            return None
        return Measured(msg("{measure} ({part})", measure=whole.title, part=part[1]), whole.unit)

    def places(self, settings: Any) -> Destinations:
        """By credential, where it is sent."""
        if self.destinations is not None:
            return self.destinations(settings)
        return dict.fromkeys(self.credentials(settings), (f"kind://{self.name}",))

    def __post_init__(self) -> None:
        if issubclass(self.settings, SendsCredential):
            object.__setattr__(self, "build", _heeding(self.build))


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point of the group: its kind, or the sentence why there is none."""

    name: str
    package: str
    version: str
    kind: ProbeKind | None
    fault: str | None


def _heeding(build: Callable[[Component, Any], Probe]) -> Callable[[Component, Any], Probe]:
    """``build``, with ``allow_unencrypted`` of the settings passed to the HTTP client in one place for all kinds."""

    def built(component: Component, settings: Any) -> Probe:
        probe = build(component, settings)
        return _Unencrypted(probe) if settings.allow_unencrypted else probe

    return built


class _Unencrypted:
    """A probe whose credential may travel in clear text, because its settings allow it."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        ctx.http = _InClear(ctx.http)
        return await self._probe.check(ctx)

    async def close(self) -> None:
        """See Probe."""
        await self._probe.close()


class _InClear:
    """The HttpClient for it."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def exchange(self, method: str, url: str, **how: Any) -> Reply | NoReply:
        """See HttpClient."""
        return await self._http.exchange(method, url, **{**how, "allow_unencrypted": True})
