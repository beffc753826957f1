"""The channel "desktop": alerts as the desktop's own notifications, in the user's language, with buttons."""

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.formatting import span
from porchlight.desktop.notifier import Handover, Notice, NoticeButton, Notifier
from porchlight.desktop.texts import advice, headline_word, job_word, rule_name
from porchlight.desktop.verdict_texts import what_is_wrong
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.alert import OPERATION, Severity, is_operation
from porchlight.model.message import AlertLabel, Dropped, Fault, Message, MessageKind

_LOUD = (Severity.CRITICAL, Severity.HIGH)
_SNOOZE_SECONDS = 3600.0


class DesktopChannel(QObject):
    """Implements Channel."""

    opened = Signal(object)
    """The id of the component whose notification was clicked; None: of several, or of none."""
    acknowledged = Signal(object)
    """The ids of the alerts."""
    snoozed = Signal(object, float)
    """The ids of the alerts, and for how many seconds."""
    handed_over = Signal(object, object)
    """A Notice and its Handover."""

    timeout = 10.0
    local = True

    def __init__(self, notifier: Notifier) -> None:
        super().__init__()
        self.notifier = notifier

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        notice = self.notice(message)
        handover = await self.notifier.show(notice)
        self.handed_over.emit(notice, handover)
        if handover is Handover.LOST:
            return Fault(tr("This desktop showed no notification."))
        return None

    async def close(self) -> None:
        """See Channel."""

    def notice(self, message: Message) -> Notice:
        """How a message looks."""
        title, text = self._text(message)
        firing = tuple(one.alert.id for one in message.labels if not one.over)
        buttons: tuple[NoticeButton, ...] = ()
        if firing and message.kind is not MessageKind.TEST:
            buttons = (
                NoticeButton(tr("Acknowledge"), lambda: self.acknowledged.emit(firing)),
                NoticeButton(tr("Snooze for 1 hour"), lambda: self.snoozed.emit(firing, _SNOOZE_SECONDS)),
            )
        component = message.component
        return Notice(
            title,
            text,
            component,
            urgent=bool(firing) and message.severity is Severity.CRITICAL,
            sound=bool(firing) and message.severity in _LOUD,
            replaces=message.thread,
            buttons=buttons,
            clicked=lambda: self.opened.emit(component),
        )

    def _text(self, message: Message) -> tuple[str, str]:
        if message.kind is MessageKind.TEST:
            return (
                tr("Porchlight: a test"),
                tr("If you read this, alerts will reach you here. Nothing is wrong."),
            )
        if len(message.labels) == 1:
            return self._of_one(message.labels[0], message.kind)
        firing = [one for one in message.labels if not one.over]
        if not firing and not message.recovered:
            title = tr_plural("{n} alert has ended", "{n} alerts have ended", len(message.labels))
            return title, ", ".join(one.what for one in message.labels)
        if not firing:
            title = tr_plural("{n} component works again", "{n} components work again", len(message.labels))
            return title, ", ".join(one.what for one in message.labels)
        title = tr_plural("{n} component needs attention", "{n} components need attention", len(firing))
        return title, "; ".join(dict.fromkeys(self._what(one) for one in firing)) + "."

    def _of_one(self, one: AlertLabel, kind: MessageKind) -> tuple[str, str]:
        alert = one.alert
        view = one.view
        if one.dropped is not None:
            return _of_dropped(one, one.dropped)
        if one.over:
            ended_ms = alert.resolved_ms or alert.pending_ms
            lasted = span((ended_ms - alert.pending_ms) / 1000)
            name = _subject(one) or rule_name(alert.rule, one.rule_name)
            title = tr("{name}: over", name=name)
            if view and not one.unwell:
                title = tr("{name} works again", name=name)
            return title, tr("It took {lasted}.", lasted=lasted)
        if view is None:
            return self._what(one), rendered(alert.sentence)
        title = self._what(one)
        if kind is MessageKind.STILL_FIRING:
            title = tr("Still: {title}", title=title)
        elif kind is MessageKind.WORSE:
            title = tr("Worse now: {title}", title=title)
        state = view.state
        if alert.sentence != state.sentence:
            return title, rendered(alert.sentence)
        text = rendered(state.sentence)
        if one.vendor is not None:
            text += " " + rendered(one.vendor.sentence())
        if one.affected:
            text += " " + tr("Therefore {affected} cannot be told either.", affected=", ".join(one.affected))
        if state.reason is not None:
            text += " " + advice(state.reason, view.component.kind)
        return title, text

    def _what(self, one: AlertLabel) -> str:
        view = one.view
        if view is None:
            text = headline_word(one.alert.rule, one.rule_name)
            return f"{name}: {text}" if (name := _subject(one)) else text
        if view.state.reason is not None:
            return what_is_wrong(view)
        return f"{view.component.name}: {rule_name(one.alert.rule, one.rule_name)}"


def _subject(one: AlertLabel) -> str:
    """The name for people of an alert's subject; empty where it is everything together."""
    if is_operation(one.alert.subject):
        return job_word(one.alert.subject.removeprefix(OPERATION), one.whose)
    return one.component_name


def _of_dropped(one: AlertLabel, dropped: Dropped) -> tuple[str, str]:
    rule = rule_name(one.alert.rule, one.rule_name)
    match dropped:
        case Dropped.COMPONENT:
            title = tr("{name} is no longer watched", name=one.component_name)
            return title, tr("Whether it works again is not known.")
        case Dropped.RULE:
            title = tr("{name} is no longer looked at", name=_subject(one) or rule)
            text = tr("The rule “{rule}” was taken out or switched off.", rule=rule)
            return title, f"{text} {tr('Whether it works again is not known.')}"
