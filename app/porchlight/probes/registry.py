"""Which kinds of components there are: the built-in table and the plug-ins of the group ``porchlight.probes``.

Each is imported only when a component needs it (why a table: docs/decisions/0044).
A broken plug-in is a value (a sentence), never an exception.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.probes.kind import Plugin, ProbeKind
from porchlight.settings.schema import ComponentSettings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "porchlight.probes"


BUILT_IN: Final = {
    "http": "http",
    "site": "site.probe",
    "donate_page": "donate_page.probe",
    "classy": "classy",
    "mailchimp": "mailchimp",
    "database": "database",
    "salesforce": "salesforce",
    "hubspot": "hubspot",
    "stripe": "stripe",
    "stripe_account": "stripe_account",
    "gift_pulse": "gift_pulse.pulse",
    "recurring_gifts": "recurring_gifts.probe",
    "arrivals": "arrivals.probe",
    "paypal": "paypal",
    "paypal_account": "paypal_account.probe",
    "mailchimp_transactional": "mailchimp_transactional",
    "donorbox": "donorbox",
    "blackbaud": "blackbaud",
    "neon_crm": "neon_crm",
    "classy_sync_log": "classy_sync.runs",
    "classy_sync_freshness": "classy_sync.freshness",
    "classy_sync_daemon": "classy_sync.daemon",
    "audience_drift": "classy_sync.drift",
    "dns": "dns",
    "domain": "domain",
    "ping": "ping",
    "mail_domain": "mail_domain.domain",
    "smtp": "smtp",
    "imap": "imap",
    "tcp": "tcp",
    "tls": "tls_certificate",
    "disk": "disk",
    "process": "process",
    "heartbeat": "heartbeat",
    "prometheus": "sources.prometheus",
    "alertmanager": "sources.alertmanager",
    "uptime_kuma": "sources.uptime_kuma",
    "gatus": "sources.gatus",
    "healthchecks": "sources.healthchecks",
    "vendor_status": "vendor_status",
    "plugins": "plugins",
    "self": "self_check",
}
"""By a kind's name the module in this package that declares it as ``KIND``; within a group the most usual first."""


def find_kind(name: str) -> ProbeKind | str:
    """The kind called ``name``, or one sentence on what is wrong."""
    if name in BUILT_IN:
        return _built_in(name)
    installed = {plugin.name: plugin for plugin in plugins()}
    if plugin := installed.get(name):
        if plugin.kind is not None:
            return plugin.kind
        return english(msg("The plug-in {plugin} cannot be used. {problem}", plugin=name, problem=plugin.fault or ""))
    from difflib import get_close_matches

    close = get_close_matches(name, [*BUILT_IN, *installed], n=1)
    if close:
        return english(msg("There is no kind “{name}”. Did you mean {other}?", name=name, other=close[0]))
    known = ", ".join(sorted([*BUILT_IN, *installed]))
    return english(msg("There is no kind “{name}”. Use one of {known}.", name=name, known=known))


@cache
def _built_in(name: str) -> ProbeKind:
    """Its module, which is asked for with each component, is found once."""
    kind: ProbeKind = import_module(f"porchlight.probes.{BUILT_IN[name]}").KIND
    return kind


@cache
def plugins() -> tuple[Plugin, ...]:
    """All plug-ins that are installed, each loaded once."""
    from importlib.metadata import entry_points

    return tuple(_load(entry) for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name))


def _load(entry: "EntryPoint") -> Plugin:
    package, version = (entry.dist.name, entry.dist.version) if entry.dist else ("?", "?")

    def answer(kind: ProbeKind | None, fault: Text | None) -> Plugin:
        return Plugin(entry.name, package, version, kind, None if fault is None else english(fault))

    if entry.name in BUILT_IN:
        return answer(None, msg("It has the name of a built-in kind."))
    try:
        kind: object = entry.load()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return answer(None, msg("It cannot be imported ({error}).", error=type(error).__name__))
    if not isinstance(kind, ProbeKind):
        return answer(None, msg("It does not provide a ProbeKind."))
    settings: object = kind.settings  # a plug-in may have put anything there
    if not (isinstance(settings, type) and issubclass(settings, ComponentSettings)):
        return answer(None, msg("Its settings are not a subclass of ComponentSettings."))
    if kind.name != entry.name:
        return answer(
            None, msg("It is registered as “{name}” but calls itself “{other}”.", name=entry.name, other=kind.name)
        )
    from porchlight.probes.foreign_kind import walled_kind

    return answer(walled_kind(kind), None)
