"""The stages of alerting, built in the order of need."""

import logging
import random

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.compose import Composer, Insight
from porchlight.alerts.delivery import Connectivity, Delivery
from porchlight.alerts.engine import Engine
from porchlight.alerts.messages import Messages
from porchlight.alerts.outbox import Outbox
from porchlight.alerts.pipeline import Pipeline
from porchlight.alerts.quiet_hours import QuietHours
from porchlight.alerts.record import AlertRecord
from porchlight.alerts.recovery import Recovery, RecoveryQueue
from porchlight.alerts.reminders import Checker, Reminders
from porchlight.alerts.resend import Resend
from porchlight.alerts.restored import restored
from porchlight.alerts.ruleset import RuleSet
from porchlight.alerts.schedule import Schedule
from porchlight.alerts.trials import Trials
from porchlight.alerts.undelivered import Undelivered
from porchlight.containment import Malfunctions
from porchlight.dataclass import dataclass
from porchlight.model.events import Publish
from porchlight.model.message import Channel
from porchlight.model.ports import Clock, Store, VendorReports
from porchlight.settings.alerting import AlertingSettings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What alerting needs of the rest of the program."""

    store: Store
    clock: Clock
    context: ChannelContext
    insight: Insight
    publish: Publish
    malfunctions: Malfunctions
    """Gets the failures of one rule, channel or action, while the others continue."""
    desktop: Channel | None = None
    """The tray app's channel, where there is a screen."""
    only: frozenset[str] | None = None
    """Send to these channels and no others, because another Porchlight on this history sends to the rest."""
    checker: Checker | None = None
    vendors: VendorReports | None = None
    connectivity: Connectivity | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """All stages, and what they share."""

    engine: Engine
    rules: RuleSet
    channels: Channels
    record: AlertRecord
    quiet_hours: QuietHours
    undelivered: Undelivered
    delivery: Delivery
    resend: Resend
    recovery: Recovery
    pipeline: Pipeline
    schedule: Schedule
    trials: Trials


def build(settings: AlertingSettings, given: Surroundings, *, notify_desktop: bool) -> Parts:
    """Begin where the last run ended, as stored."""
    store, clock, malfunctions = given.store, given.clock, given.malfunctions
    kept, unfit = restored(store.open_alerts())
    if unfit:
        _log.warning("%d rows about alerts of an earlier run make no sense and are left out", unfit)
    now_ms = clock.now_ms()
    channels = Channels(given.context, malfunctions, clock, desktop=given.desktop, only=given.only)
    channels.apply(settings.channels, notify_desktop=notify_desktop)
    rules = RuleSet(settings, malfunctions)
    engine = Engine(
        alerts=kept.alerts,
        notifications=kept.notifications,
        silences=[silence for silence in kept.silences if silence.until_ms > now_ms],
        channel_for=channels.resolve,
        now_ms=now_ms,
    )
    engine.set_rules(rules.at(now_ms))
    engine.set_windows(rules.windows())
    record = AlertRecord(kept.alerts, store, given.publish, malfunctions)
    outbox = Outbox(kept.notifications, jitter=lambda: random.uniform(0.8, 1.2))  # noqa: S311 - no secret
    for name in channels.names:  # an earlier version had no recipients
        outbox.replace_waiting(name, channels.address(outbox.waiting(name)))
    composer = Composer(engine.facts, given.insight, given.vendors)
    messages = Messages(composer, engine, rules, record, channels=channels, clock=clock, vendors=given.vendors)
    quiet_hours = QuietHours(settings.alerts.quiet_hours)
    undelivered = Undelivered(channels, engine, outbox, record, clock=clock, publish=given.publish)
    delivery = Delivery(
        outbox,
        channels,
        messages,
        record,
        undelivered,
        facts=engine.facts,
        quiet_hours=quiet_hours,
        clock=clock,
        malfunctions=malfunctions,
        connectivity=given.connectivity,
    )
    resend = Resend(channels, engine, outbox, messages, undelivered, clock=clock, malfunctions=malfunctions)
    recovery = Recovery(settings.actions, given.context, kept.events)
    queue = RecoveryQueue(recovery, record, clock=clock, malfunctions=malfunctions, publish=given.publish)
    pipeline = Pipeline(engine, channels, record, outbox, delivery, queue)
    reminders = Reminders(
        pipeline, channels, engine, record, checker=given.checker, clock=clock, malfunctions=malfunctions
    )
    schedule = Schedule(engine, rules, channels, pipeline, delivery, undelivered, reminders, queue, clock)
    trials = Trials(channels, engine, given.context, clock)
    return Parts(
        engine,
        rules,
        channels,
        record,
        quiet_hours,
        undelivered,
        delivery,
        resend,
        recovery,
        pipeline,
        schedule,
        trials,
    )
