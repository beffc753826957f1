"""Kind ``plugins``: which probe plug-ins are loaded and which failed."""

from porchlight.model.component import Component
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import ProbeKind
from porchlight.settings.schema import ComponentSettings


class PluginsProbe:
    """Reports what the registry found."""

    def __init__(self, component: Component, settings: ComponentSettings) -> None:
        pass

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        from porchlight.probes.registry import plugins

        installed = plugins()
        failed = [plugin for plugin in installed if plugin.fault]
        sub_results = tuple(
            SubResult(
                f"{plugin.name} ({plugin.package} {plugin.version})",
                Outcome.ERROR if plugin.fault else Outcome.HEALTHY,
                plugin.fault or "",
            )
            for plugin in installed
        )
        measures = {
            "loaded": Measure(len(installed) - len(failed), Unit.COUNT),
            "failed": Measure(len(failed), Unit.COUNT),
        }
        if failed:
            names = ", ".join(f"{plugin.name}: {plugin.fault}" for plugin in failed)
            return ctx.unwell(
                Outcome.ERROR,
                Reason.CONFIGURATION,
                f"{len(failed)} of {len(installed)} plug-ins cannot be used ({names}).",
                measures=measures,
                sub_results=sub_results,
            )
        sentence = f"All {len(installed)} plug-ins are loaded." if installed else "No plug-ins are installed."
        return ctx.healthy(sentence, measures=measures, sub_results=sub_results)

    async def close(self) -> None:
        """See Probe."""


KIND = ProbeKind(name="plugins", settings=ComponentSettings, build=PluginsProbe, is_local=lambda settings: True)
