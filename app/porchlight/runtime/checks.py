"""Checks: what all checks of one run share, and their use without a monitor."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from porchlight.containment import contained
from porchlight.dataclass import dataclass
from porchlight.intake.text import redacting
from porchlight.language.text import msg
from porchlight.model.component import Component, Shared, SharedKind
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.errors import HistoryError
from porchlight.model.ports import Clock, Runs
from porchlight.model.result import Result
from porchlight.model.status import Outcome
from porchlight.model.vendor import VendorReport
from porchlight.monitor.clock import SystemClock
from porchlight.monitor.connectivity import ConnectivityCheck, neutral_addresses
from porchlight.monitor.runner import Runner
from porchlight.monitor.sweep import Target, sweep
from porchlight.probes.context import CheckContext, Probe
from porchlight.probes.misconfigured import MisconfiguredProbe
from porchlight.redaction import Redactor
from porchlight.runtime.gifts import GiftsAround
from porchlight.runtime.history import RunsInHistory, has_worked
from porchlight.runtime.kinds import places_of
from porchlight.runtime.options import SettingsInForce
from porchlight.settings.binding import bound
from porchlight.settings.file import ConfiguredComponent, LoadedSettings
from porchlight.settings.origins import Destinations
from porchlight.settings.paths import history_file, origins_file, pictures_folder
from porchlight.settings.problems import Problem, problems_text
from porchlight.settings.secrets import GivenFirst, SecretStore
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.monitor.diagnosis import Diagnoser
    from porchlight.net.client import ReadOnlyClient
    from porchlight.settings.schema import ComponentSettings

_log = logging.getLogger(__name__)

_CLOSED_WITHIN = 0.3
"""Seconds that probes have to release what they hold."""


@dataclass(slots=True)
class Checks:
    """Runner, HTTP client, secrets and targets; ``open_checks`` makes one."""

    in_force: SettingsInForce
    clock: Clock
    secrets: SecretStore
    runner: Runner
    connectivity: ConnectivityCheck
    http: "ReadOnlyClient"
    redactor: Redactor
    runs: Runs | None = None
    targets: dict[str, Target] = field(default_factory=dict)
    """By component id, in the order of the settings."""
    history_path: str | None = None
    """None where no history is read."""
    _diagnoser: "Diagnoser | None" = None
    """Made at the first failure, and kept for the trust store that it has read."""

    @property
    def settings(self) -> LoadedSettings:
        """The settings in force."""
        return self.in_force.loaded

    @property
    def components(self) -> list[Component]:
        """All components of the settings, in their order."""
        return [item.component for item in self.settings.components]

    async def try_out(
        self, component_id: str, values: Mapping[str, Any], given_secrets: Mapping[str, str]
    ) -> Result | Problem:
        """Check a component that is in no file yet; ``given_secrets`` come before stored ones."""
        from porchlight.probes.registry import find_kind
        from porchlight.settings.file import configure

        item = configure(component_id, values, self.settings.monitor, find_kind)
        if item.problems:
            return item.problems[0]
        target = target_of(item)
        secrets = GivenFirst(given_secrets, self.secrets, self.redactor)
        runner = Runner(clock=self.clock, secrets=secrets, http=self.http, redactor=self.redactor, runs=self.runs)
        try:
            return await runner.run(target.component, target.probe)
        finally:
            await target.probe.close()

    async def page_title(self, url: str) -> str:
        """The title of a web page that may become a component, without credentials; empty where there is none."""
        from porchlight.runtime.page_title import page_title

        return self.redactor.text(await page_title(self.http, url))

    async def diagnose(self, result: Result) -> Diagnosis:
        """Find where a failure lies, also by what the history knows of it. Takes some seconds at most."""
        from porchlight.monitor.diagnosis import Diagnoser
        from porchlight.probes.endpoint import endpoint_of

        ours = (item.settings for item in self.settings.components if item.component.id == result.component)
        settings = next(ours, None)
        worked = True
        if self.history_path is not None:
            work = partial(has_worked, self.history_path, result.component, self.clock.now_ms())
            try:
                worked = await in_thread(work, name="diagnosis")
            except HistoryError as error:
                _log.info("whether it ever worked is not known: %s", error)
        if self._diagnoser is None:
            self._diagnoser = Diagnoser(self.connectivity, self.clock, proxied=self.http.goes_through_proxy)
        return await self._diagnoser.diagnose(
            result, endpoint_of(settings) if settings else None, worked_before=worked
        )

    async def diagnose_all(self, results: Sequence[Result]) -> dict[str, Diagnosis]:
        """Diagnose each of these that is an error, by component id; all at once."""
        failed = [result for result in results if result.outcome is Outcome.ERROR]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.diagnose(result)) for result in failed]
        return {task.result().component: task.result() for task in tasks}

    async def ask_vendors(self, results: Sequence[Result]) -> dict[str, VendorReport]:
        """The vendors' reports about what failed, by component id. Takes a few seconds at most."""
        if all(result.outcome is Outcome.HEALTHY for result in results):
            return {}
        from porchlight.monitor.vendor_reports import ask_once
        from porchlight.probes.vendor_feeds import feeds

        return await ask_once(results, feeds(self.settings.components), self.http, self.clock)

    async def check_once(
        self, *, only: str | None = None, on_result: Callable[[Result], None] = lambda result: None
    ) -> list[Result]:
        """Check every enabled component (or one) now, without confirmation."""
        if only is not None:
            targets = [self.targets[only]]
        else:
            targets = [target for target in self.targets.values() if target.component.enabled]
        return await sweep(
            targets,
            self.runner,
            self.connectivity,
            concurrency=self.settings.monitor.concurrency,
            on_result=on_result,
        )


def secret_store(
    in_force: SettingsInForce,
    redactor: Redactor,
    given_secrets: Mapping[str, str] | None = None,
    data_dir: str | None = None,
) -> SecretStore:
    """The credentials of this computer, each bound to the places where the settings in force send it."""
    return SecretStore(
        redactor,
        given=given_secrets,
        origins_file=None if data_dir is None else origins_file(data_dir),
        places=lambda name: places_of(in_force.loaded).get(name, ()),
    )


@asynccontextmanager
async def open_checks(
    settings: LoadedSettings | SettingsInForce,
    *,
    redactor: Redactor,
    given_secrets: Mapping[str, str] | None = None,
    data_dir: str | None = None,
) -> AsyncIterator[Checks]:
    """Everything that checks need, closed at the end. ``data_dir``: where the history of jobs is, if there is one."""
    from porchlight.net.client import ReadOnlyClient

    in_force = settings if isinstance(settings, SettingsInForce) else SettingsInForce(settings)
    begun = in_force.loaded
    clock = SystemClock()
    secrets = secret_store(in_force, redactor, given_secrets, data_dir)
    runs = None if data_dir is None else RunsInHistory(data_dir, clock)
    pictures = None if data_dir is None else pictures_folder(data_dir)
    async with ReadOnlyClient(proxies=begun.monitor.proxies()) as http:
        checks = Checks(
            in_force=in_force,
            clock=clock,
            secrets=secrets,
            runner=Runner(
                clock=clock,
                secrets=secrets,
                http=http,
                redactor=redactor,
                runs=runs,
                pictures=pictures,
                gifts=GiftsAround(in_force, data_dir),
            ),
            connectivity=ConnectivityCheck(http, clock, neutral_addresses(begun.monitor.connectivity_urls)),
            http=http,
            redactor=redactor,
            runs=runs,
            history_path=None if data_dir is None else history_file(data_dir),
            targets={item.component.id: target_of(item) for item in begun.components},
        )
        try:
            with redacting(redactor.text):  # for whatever is quoted by what runs within
                yield checks
        finally:
            await close_probes(checks.targets.values())


async def close_probes(targets: Iterable[Target]) -> None:
    """Release what probes hold; one that fails or hangs does not stop the others."""
    closing = [asyncio.create_task(_close(target)) for target in targets]
    if closing:
        _, stuck = await asyncio.wait(closing, timeout=_CLOSED_WITHIN)
        for task in stuck:
            task.cancel()


async def _close(target: Target) -> None:
    try:
        with contained():
            await target.probe.close()
    except Exception:
        _log.exception("the probe of %s could not be closed", target.component.id)


def target_of(item: ConfiguredComponent) -> Target:
    """The target for a component; one that cannot be set up reports that at each check."""
    from porchlight.probes.registry import find_kind

    kind = find_kind(item.component.kind) if item.settings is not None else ""
    if item.settings is None or isinstance(kind, str):
        fault = problems_text(item.problems) or str(kind)
        return Target(item.component, MisconfiguredProbe(fault))
    try:
        with contained():
            component = replace(item.component, shares=_shared(kind.credentials(item.settings), item.settings))
            probe = BoundProbe(kind.build(component, item.settings), kind.places(item.settings))
            return Target(component, probe, kind.limit)
    except Exception as error:  # a plug-in's kind may raise anything
        _log.exception("%s cannot be set up", item.component.id)
        return Target(
            item.component,
            MisconfiguredProbe(msg("Its kind cannot be set up ({error}).", error=type(error).__name__)),
        )


def _shared(credentials: Sequence[str], settings: "ComponentSettings") -> frozenset[Shared]:
    from porchlight.net.addresses import is_this_computer
    from porchlight.probes.endpoint import endpoint_of

    found = {Shared(SharedKind.CREDENTIAL, name) for name in credentials}
    if (endpoint := endpoint_of(settings)) is not None:
        # One computer under each of its names: everything on its database shares a cause.
        host = "localhost" if is_this_computer(endpoint.host) else endpoint.host.lower().rstrip(".")
        found.add(Shared(SharedKind.HOST, f"{host}:{endpoint.port}"))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class BoundProbe:
    """A probe whose credentials go only where its settings send them and where they were stored for."""

    probe: Probe
    destinations: Destinations

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        ctx.secrets = bound(ctx.secrets, self.destinations, ctx.component.id)
        return await self.probe.check(ctx)

    async def close(self) -> None:
        """See Probe."""
        await self.probe.close()
