"""The services: the monitor and everything that runs beside it, in one literal list."""

from typing import TYPE_CHECKING

from porchlight.language.text import msg
from porchlight.runtime.supervisor import Service
from porchlight.settings.file import LoadedSettings

if TYPE_CHECKING:
    from porchlight.alerts.heartbeat import Heartbeat
    from porchlight.alerts.service import Alerting
    from porchlight.exporters.metrics.exports import MetricsExports
    from porchlight.exporters.report.weekly import WeeklyReport
    from porchlight.exporters.status_page import StatusPage
    from porchlight.monitor.diagnoses import Diagnoses
    from porchlight.monitor.monitor import Monitor
    from porchlight.monitor.vendor_reports import VendorReports
    from porchlight.operations.ingest.server import IngestServer
    from porchlight.runtime.activity import Activity
    from porchlight.runtime.baselines import Baselines
    from porchlight.runtime.command_inbox import CommandInbox
    from porchlight.runtime.self_check import SelfCheck
    from porchlight.updates.watch import UpdateWatch


def services_of(
    *,
    monitor: "Monitor",
    alerting: "Alerting",
    heartbeat: "Heartbeat",
    baselines: "Baselines",
    self_check: "SelfCheck",
    vendor_reports: "VendorReports",
    diagnoses: "Diagnoses",
    updates: "UpdateWatch",
    activity: "Activity",
) -> tuple[Service, ...]:
    """Those of every Porchlight that watches."""

    def apply_alerting(settings: LoadedSettings) -> None:
        alerting.apply(settings.alerting, notify_desktop=settings.desktop.notifications)

    def apply_feeds(settings: LoadedSettings) -> None:
        from porchlight.probes.vendor_feeds import feeds

        vendor_reports.apply(feeds(settings.components))

    return (
        Service(msg("monitor"), monitor.run, essential=True),
        Service(msg("alerts"), alerting.run, essential=True, apply=apply_alerting),
        Service(msg("delivery"), alerting.delivery.run, essential=True),
        Service(msg("delivery of what still fires"), alerting.resend.run),
        Service(
            msg("heartbeat"),
            heartbeat.run,
            apply=lambda settings: heartbeat.apply(settings.alerting.heartbeat),
        ),
        Service(msg("usual response times"), baselines.run),
        Service(msg("self-check"), self_check.run, essential=True),
        Service(msg("vendors' status pages"), vendor_reports.run, apply=apply_feeds),
        Service(msg("diagnoses"), diagnoses.run),
        Service(
            msg("updates"),
            updates.run,
            apply=lambda settings: updates.apply(settings.updates),
        ),
        Service(msg("activity list"), activity.run),
    )


def services_of_owner(
    *,
    inbox: "CommandInbox",
    ingest: "IngestServer",
    exports: "MetricsExports",
    status_page: "StatusPage",
    weekly_report: "WeeklyReport | None",
) -> tuple[Service, ...]:
    """Those that only one process of a history has; no weekly report where there is no file to make it from."""
    found = [
        Service(msg("commands"), inbox.run),
        Service(msg("ingest"), ingest.run, apply=lambda settings: ingest.apply(settings.ingest)),
        Service(
            msg("metrics for Prometheus"),
            exports.scrape_service.run,
            apply=lambda settings: exports.apply(settings.export),
        ),
        Service(msg("metrics by OTLP"), exports.send),
        Service(msg("status page"), status_page.run),
    ]
    if weekly_report is not None:
        found.insert(1, Service(msg("weekly report"), weekly_report.run))
    return tuple(found)
