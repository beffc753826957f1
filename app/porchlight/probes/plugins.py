"""Kind ``plugins``: which probe plug-ins are loaded and which failed."""

from collections.abc import Callable, Sequence

from porchlight.language.text import Items, Number, Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, Plugin, ProbeKind
from porchlight.probes.shared_advice import HERE
from porchlight.settings.schema import ComponentSettings

_MOST_NAMED = 20


class PluginsProbe:
    """Reports which plug-ins there are."""

    def __init__(self, installed: Callable[[], Sequence[Plugin]]) -> None:
        self._installed = installed

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        installed = self._installed()
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
            return ctx.unwell(
                Outcome.ERROR, Reason.CONFIGURATION, _wrong(failed), measures=measures, sub_results=sub_results
            )
        sentence = (
            msg_plural("The only plug-in is loaded.", "All {n} plug-ins are loaded.", len(installed))
            if installed
            else msg("No plug-ins are installed.")
        )
        return ctx.healthy(sentence, measures=measures, sub_results=sub_results)

    async def close(self) -> None:
        """See Probe."""


def _wrong(failed: Sequence[Plugin]) -> Text:
    first, *others = failed
    if others:
        names = Items(tuple(plugin.name for plugin in failed[:_MOST_NAMED]))
        return msg("{count} plug-ins cannot be used: {names}.", count=Number(len(failed)), names=names)
    return msg("The plug-in {plugin} cannot be used. {problem}", plugin=first.name, problem=first.fault or "")


def _build(component: Component, settings: ComponentSettings) -> PluginsProbe:
    from porchlight.probes.registry import plugins

    return PluginsProbe(plugins)


KIND = ProbeKind(
    name="plugins",
    title=msg("Plug-ins"),
    group=KindGroup.PLUGIN,
    summary=msg("Whether Porchlight's plug-ins load."),
    measures={"loaded": Measured(msg("Loaded"), Unit.COUNT), "failed": Measured(msg("Failed plug-ins"), Unit.COUNT)},
    advice={
        **HERE,
        Reason.CONFIGURATION: msg("Reinstall the plug-in, or remove it with the tool that installed it."),
    },
    notes=KindNotes(
        calls="the list of installed plug-ins",
        red_light=msg("Turns red when a plug-in can't be used."),
        real="installed plug-ins",
    ),
    settings=ComponentSettings,
    build=_build,
    is_local=lambda settings: True,
)
