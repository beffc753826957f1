"""Contains the faults of a plug-in's kind of component: whatever it answers or raises is reported as its own. The
Runner contains ``check`` itself; here is all else that the program calls of a plug-in."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from porchlight.containment import guarded, guarded_address, guarded_names, guarded_text
from porchlight.intake.numbers import finite, whole
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result, Unit
from porchlight.model.status import Reason
from porchlight.probes.context import CheckContext, Probe
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.misconfigured import MisconfiguredProbe
from porchlight.settings.origins import fit_places

_log = logging.getLogger(__name__)
_LONGEST_TIMEOUT = 3600.0
_Key = TypeVar("_Key")


def walled_kind(kind: ProbeKind) -> ProbeKind:
    """``kind``, limited to the promises of ProbeKind."""
    usual = ProbeKind(kind.name, kind.settings, kind.build)

    def build(component: Component, settings: Any) -> Probe:
        try:
            probe: Any = kind.build(component, settings)
            if not (callable(probe.check) and callable(probe.close)):
                raise TypeError("it built no probe")
        except Exception as error:
            _log.exception("the plug-in %s failed", kind.name)
            return MisconfiguredProbe(
                msg(
                    "The plug-in {plugin} cannot work with these settings ({error}).",
                    plugin=kind.name,
                    error=quote(type(error).__name__, NAME),
                )
            )
        return _Walled(probe, kind.name)

    return replace(
        kind,
        build=build,
        title=guarded_text(kind.title),
        group=KindGroup.PLUGIN,
        summary=guarded_text(kind.summary),
        measures=_fit_measures(kind.measures),
        advice=_fit_titles(kind.advice, Reason),
        notes=_fit_notes(kind.notes),
        limit=whole(kind.limit, least=1),
        timeout=finite(kind.timeout, least=0.1, most=_LONGEST_TIMEOUT) or usual.timeout,
        is_local=guarded(kind.name, kind.is_local, lambda answer: answer is True, otherwise=False),
        address=guarded_address(kind.name, kind.address),
        credentials=guarded_names(kind.name, kind.credentials),
        destinations=kind.destinations and guarded(kind.name, kind.destinations, fit_places, otherwise={}),
    )


def _fit_notes(notes: Any) -> KindNotes:
    if not isinstance(notes, KindNotes):
        return KindNotes()
    return replace(notes, permissions=guarded_text(notes.permissions), red_light=guarded_text(notes.red_light))


def _fit_measures(measures: Any) -> dict[str, Measured | Text | str]:
    if not isinstance(measures, Mapping):
        return {}
    found = {name: one if isinstance(one, Measured) else Measured(one) for name, one in measures.items()}
    titles = _fit_titles({name: one.title for name, one in found.items()}, str)
    units = {name: one.unit for name, one in found.items() if one.unit in list(Unit)}
    return {name: Measured(title, units.get(name, Unit.NONE)) for name, title in titles.items()}


def _fit_titles(titles: Any, of: type[_Key]) -> dict[_Key, Text | str]:
    if not isinstance(titles, Mapping):
        return {}
    return {key: guarded_text(title) for key, title in titles.items() if isinstance(key, of)}


class _Walled:
    """A plug-in's probe; implements Probe."""

    def __init__(self, probe: Probe, name: str) -> None:
        self._probe = probe
        self._name = name

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        return await self._probe.check(ctx)

    async def close(self) -> None:
        """See Probe."""
        try:
            await self._probe.close()
        except Exception:
            _log.exception("the plug-in %s failed while it was closed", self._name)
