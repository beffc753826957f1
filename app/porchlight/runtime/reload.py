"""Applies other settings: only what differs is rebuilt."""

import asyncio

from porchlight.containment import Guard, Malfunctions
from porchlight.language.text import Text, msg
from porchlight.model.ports import Store
from porchlight.monitor.connectivity import neutral_addresses
from porchlight.monitor.monitor import Monitor
from porchlight.runtime.activity import Activity
from porchlight.runtime.checks import Checks, close_probes, target_of
from porchlight.runtime.options import SettingsInForce
from porchlight.runtime.supervisor import Service
from porchlight.settings.file import LoadedSettings


class Reload:
    """Applies other settings to all that runs; a part that cannot follow is reported and does not stop the others."""

    def __init__(
        self,
        *,
        in_force: SettingsInForce,
        checks: Checks,
        monitor: Monitor,
        store: Store,
        activity: Activity,
        services: tuple[Service, ...],
        malfunctions: Malfunctions,
    ) -> None:
        self._in_force = in_force
        self._checks = checks
        self._monitor = monitor
        self._store = store
        self._activity = activity
        self._services = services
        self._malfunctions = malfunctions
        self._one_at_a_time = asyncio.Lock()
        """Probes that are replaced take time to close: without it, a file that is saved twice would leave some parts
        with the settings of the first time."""

    async def apply(self, after: LoadedSettings) -> None:
        """Apply these."""
        async with self._one_at_a_time:
            before = self._in_force.loaded
            self._in_force.put(after)
            with self._guard(msg("monitor")):
                if after.monitor != before.monitor:
                    self._configure(after)
            await self._replace_components(before, after)
            with self._guard(msg("activity list")):
                self._activity.settings_changed(before, after)
            for service in self._services:
                with self._guard(service.name):
                    service.apply(after)

    def _guard(self, part: Text | str) -> Guard:
        sentence = msg("The settings of “{part}” cannot be followed ({error}).", part=part)
        name = part if isinstance(part, str) else part.message
        return self._malfunctions.guard(f"The settings of “{name}”", sentence)

    def _configure(self, settings: LoadedSettings) -> None:
        checks = self._checks
        checks.http.use_proxies(settings.monitor.proxies())
        checks.connectivity.ask_at(neutral_addresses(settings.monitor.connectivity_urls))
        self._monitor.configure(
            concurrency=settings.monitor.concurrency, confirmation_pause=settings.monitor.confirmation_pause
        )
        self._store.keep_results(settings.monitor.retention)

    async def _replace_components(self, before: LoadedSettings, after: LoadedSettings) -> None:
        old = {item.component.id: item for item in before.components}
        new = {item.component.id: item for item in after.components}
        targets, replaced = self._checks.targets, []
        for component_id in old.keys() - new.keys():
            with self._guard(component_id):
                replaced.append(targets.pop(component_id))
                self._monitor.unregister(component_id)
        for component_id, item in new.items():
            if old.get(component_id) == item:
                continue
            with self._guard(component_id):
                if component_id in old:
                    replaced.append(targets[component_id])
                targets[component_id] = target_of(item)
                self._monitor.register(targets[component_id])
        with self._guard(msg("components")):
            self._monitor.update_components(new)
        await close_probes(replaced)
