"""Which kinds of components there are: the built-in table and the plug-ins of the group ``porchlight.probes``.

The table is literal, so that a packager sees every probe; each is imported only when a component needs it.
A broken plug-in is a value (a sentence), never an exception.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from porchlight.probes.kind import Plugin, ProbeKind
from porchlight.settings.schema import ComponentSettings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "porchlight.probes"


def _http() -> ProbeKind:
    from porchlight.probes.http import KIND

    return KIND


def _classy() -> ProbeKind:
    from porchlight.probes.classy import KIND

    return KIND


def _audience_drift() -> ProbeKind:
    from porchlight.probes.classy_sync.drift import KIND

    return KIND


def _classy_sync_daemon() -> ProbeKind:
    from porchlight.probes.classy_sync.daemon import KIND

    return KIND


def _classy_sync_freshness() -> ProbeKind:
    from porchlight.probes.classy_sync.freshness import KIND

    return KIND


def _classy_sync_log() -> ProbeKind:
    from porchlight.probes.classy_sync.runs import KIND

    return KIND


def _blackbaud() -> ProbeKind:
    from porchlight.probes.blackbaud import KIND

    return KIND


def _donorbox() -> ProbeKind:
    from porchlight.probes.donorbox import KIND

    return KIND


def _hubspot() -> ProbeKind:
    from porchlight.probes.hubspot import KIND

    return KIND


def _mailchimp_transactional() -> ProbeKind:
    from porchlight.probes.mailchimp_transactional import KIND

    return KIND


def _neon_crm() -> ProbeKind:
    from porchlight.probes.neon_crm import KIND

    return KIND


def _paypal() -> ProbeKind:
    from porchlight.probes.paypal import KIND

    return KIND


def _salesforce() -> ProbeKind:
    from porchlight.probes.salesforce import KIND

    return KIND


def _stripe() -> ProbeKind:
    from porchlight.probes.stripe import KIND

    return KIND


def _database() -> ProbeKind:
    from porchlight.probes.database import KIND

    return KIND


def _mailchimp() -> ProbeKind:
    from porchlight.probes.mailchimp import KIND

    return KIND


def _self() -> ProbeKind:
    from porchlight.probes.self_check import KIND

    return KIND


def _plugins() -> ProbeKind:
    from porchlight.probes.plugins import kind_of

    return kind_of(plugins)


def _dns() -> ProbeKind:
    from porchlight.probes.dns import KIND

    return KIND


def _alertmanager() -> ProbeKind:
    from porchlight.probes.sources.alertmanager import KIND

    return KIND


def _disk() -> ProbeKind:
    from porchlight.probes.disk import KIND

    return KIND


def _gatus() -> ProbeKind:
    from porchlight.probes.sources.gatus import KIND

    return KIND


def _imap() -> ProbeKind:
    from porchlight.probes.imap import KIND

    return KIND


def _healthchecks() -> ProbeKind:
    from porchlight.probes.sources.healthchecks import KIND

    return KIND


def _ping() -> ProbeKind:
    from porchlight.probes.ping import KIND

    return KIND


def _heartbeat() -> ProbeKind:
    from porchlight.probes.heartbeat import KIND

    return KIND


def _process() -> ProbeKind:
    from porchlight.probes.process import KIND

    return KIND


def _prometheus() -> ProbeKind:
    from porchlight.probes.sources.prometheus import KIND

    return KIND


def _smtp() -> ProbeKind:
    from porchlight.probes.smtp import KIND

    return KIND


def _uptime_kuma() -> ProbeKind:
    from porchlight.probes.sources.uptime_kuma import KIND

    return KIND


def _tcp() -> ProbeKind:
    from porchlight.probes.tcp import KIND

    return KIND


def _tls() -> ProbeKind:
    from porchlight.probes.tls_certificate import KIND

    return KIND


def _vendor_status() -> ProbeKind:
    from porchlight.probes.vendor_status import KIND

    return KIND


BUILT_IN: dict[str, Callable[[], ProbeKind]] = {
    "alertmanager": _alertmanager,
    "audience_drift": _audience_drift,
    "blackbaud": _blackbaud,
    "classy": _classy,
    "classy_sync_daemon": _classy_sync_daemon,
    "classy_sync_freshness": _classy_sync_freshness,
    "classy_sync_log": _classy_sync_log,
    "database": _database,
    "donorbox": _donorbox,
    "gatus": _gatus,
    "healthchecks": _healthchecks,
    "heartbeat": _heartbeat,
    "http": _http,
    "hubspot": _hubspot,
    "mailchimp": _mailchimp,
    "mailchimp_transactional": _mailchimp_transactional,
    "neon_crm": _neon_crm,
    "paypal": _paypal,
    "plugins": _plugins,
    "salesforce": _salesforce,
    "dns": _dns,
    "disk": _disk,
    "imap": _imap,
    "ping": _ping,
    "process": _process,
    "smtp": _smtp,
    "tcp": _tcp,
    "tls": _tls,
    "self": _self,
    "stripe": _stripe,
    "prometheus": _prometheus,
    "uptime_kuma": _uptime_kuma,
    "vendor_status": _vendor_status,
}


def find_kind(name: str) -> ProbeKind | str:
    """The kind called ``name``, or one sentence on what is wrong."""
    if build := BUILT_IN.get(name):
        return build()
    installed = {plugin.name: plugin for plugin in plugins()}
    if plugin := installed.get(name):
        return plugin.kind or f'the plug-in "{name}" cannot be used: {plugin.fault}'
    from difflib import get_close_matches

    close = get_close_matches(name, [*BUILT_IN, *installed], n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"there are: {', '.join(sorted([*BUILT_IN, *installed]))}"
    return f'there is no kind "{name}"; {hint}'


@cache
def plugins() -> tuple[Plugin, ...]:
    """All plug-ins that are installed, each loaded once."""
    from importlib.metadata import entry_points

    return tuple(_load(entry) for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name))


def _load(entry: "EntryPoint") -> Plugin:
    package, version = (entry.dist.name, entry.dist.version) if entry.dist else ("?", "?")

    def answer(kind: ProbeKind | None, fault: str | None) -> Plugin:
        return Plugin(entry.name, package, version, kind, fault)

    if entry.name in BUILT_IN:
        return answer(None, "its name is that of a built-in kind")
    try:
        kind: object = entry.load()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return answer(None, f"it cannot be imported ({type(error).__name__})")
    if not isinstance(kind, ProbeKind):
        return answer(None, "it does not give a ProbeKind")
    settings: object = kind.settings  # a plug-in may have put anything there
    if not (isinstance(settings, type) and issubclass(settings, ComponentSettings)):
        return answer(None, "its settings are not a subclass of ComponentSettings")
    if kind.name != entry.name:
        return answer(None, f'it is registered as "{entry.name}" but calls itself "{kind.name}"')
    from porchlight.probes.foreign_kind import walled_kind

    return answer(walled_kind(kind), None)
