"""The composition root: builds what a command needs from the settings, and knows everyone. Nobody below knows it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.model.component import Component
from app.model.ports import Clock
from app.model.result import Result
from app.monitor.clock import SystemClock
from app.monitor.connectivity import ConnectivityCheck, neutral_addresses
from app.monitor.runner import Runner
from app.monitor.sweep import Target, sweep
from app.probes.misconfigured import MisconfiguredProbe
from app.redaction import Redactor
from app.settings.file import ConfiguredComponent, LoadedSettings
from app.settings.secrets import SecretStore


def load_settings(path: str) -> LoadedSettings:
    """The settings at ``path``, with every kind that is built in or plugged in."""
    from app.probes.registry import find_kind
    from app.settings.file import load

    return load(path, find_kind)


@dataclass(frozen=True, slots=True)
class Services:
    """What all checks of one run share."""

    settings: LoadedSettings
    clock: Clock
    redactor: Redactor
    secrets: SecretStore
    runner: Runner
    connectivity: ConnectivityCheck
    targets: Mapping[str, Target] = field(default_factory=dict)
    """By component id, in the order of the settings; without the disabled ones."""

    @property
    def components(self) -> list[Component]:
        """All components of the settings, in their order."""
        return [item.component for item in self.settings.components]

    async def check_once(
        self, *, only: str | None = None, on_result: Callable[[Result], None] = lambda result: None
    ) -> list[Result]:
        """Check every enabled component (or the one) now, outcomes as they are."""
        targets = [self.targets[only]] if only is not None else list(self.targets.values())
        return await sweep(
            targets,
            self.runner,
            self.connectivity,
            concurrency=self.settings.monitor.concurrency,
            on_result=on_result,
        )


@asynccontextmanager
async def services(
    settings: LoadedSettings, *, redactor: Redactor, given_secrets: Mapping[str, str] | None = None
) -> AsyncIterator[Services]:
    """Everything that checks need, closed again at the end."""
    from app.probes.http_client import ProbeHttpClient

    clock = SystemClock()
    secrets = SecretStore(redactor, given=given_secrets)
    async with ProbeHttpClient() as http:
        targets = {item.component.id: _target(item) for item in settings.components if item.component.enabled}
        try:
            yield Services(
                settings=settings,
                clock=clock,
                redactor=redactor,
                secrets=secrets,
                runner=Runner(clock=clock, secrets=secrets, http=http, redactor=redactor),
                connectivity=ConnectivityCheck(http, clock, neutral_addresses(settings.monitor.connectivity_urls)),
                targets=targets,
            )
        finally:
            for target in targets.values():
                await target.probe.close()


def _target(item: ConfiguredComponent) -> Target:
    from app.probes.registry import find_kind

    kind = find_kind(item.component.kind) if item.settings is not None else ""
    if item.settings is None or isinstance(kind, str):
        fault = "; ".join(map(str, item.problems)) or str(kind)
        return Target(item.component, MisconfiguredProbe(fault))
    return Target(item.component, kind.build(item.component, item.settings), kind.limit)
