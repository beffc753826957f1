"""Channels: the kinds that can be added, each channel with its form and a test message."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from porchlight.dataclass import dataclass
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import span
from porchlight.desktop.plain import literal
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.desktop.windows.settings.fields import ChoiceField
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.item_editor import SectionEditor
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.language.catalogue import ENGLISH, LANGUAGES
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.mark import Mark
from porchlight.runtime.kinds import apprise_services, channel_address, channel_kinds, channel_title
from porchlight.settings.credential_form import CredentialForm
from porchlight.settings.rules import ChannelSettings, HeartbeatSettings


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """One service."""

    title: str
    kind: str
    model: type[ChannelSettings]
    form: CredentialForm | None = None
    """Of its credential, where the kind does not say it."""
    help: str = ""
    """What else to know."""


def channel_choices() -> list[ChannelChoice]:
    """In the order in which most people need them; plug-ins' kinds last."""
    kinds = channel_kinds()
    apprise = kinds["apprise"]
    found = [ChannelChoice(rendered(channel_title("email")), "email", kinds["email"])]
    found += [ChannelChoice(title, "apprise", apprise, form) for title, form in apprise_services().items()]
    found += [
        ChannelChoice("PagerDuty", "pagerduty", kinds["pagerduty"]),
        ChannelChoice(
            "Alertmanager",
            "alertmanager",
            kinds["alertmanager"],
            help=tr("The Alertmanager that your Prometheus notifies; its own address, such as http://host:9093."),
        ),
        ChannelChoice(rendered(channel_title("webhook")), "webhook", kinds["webhook"]),
        ChannelChoice(tr("Another service"), "apprise", apprise),
    ]
    ours = {"alertmanager", "apprise", "console", "email", "pagerduty", "webhook"}
    return found + [
        ChannelChoice(rendered(channel_title(name)), name, model) for name, model in kinds.items() if name not in ours
    ]


_LATER = (
    "enabled",
    "timeout",
    "port",
    "headers",
    "secret_headers",
    "signing_credential",
    "helo",
    "system",
    "url",
    "allow_unencrypted",
)


class ChannelEditor(Editor):
    """A channel: its form, and a real test message."""

    def __init__(
        self,
        context: AppContext,
        choice: ChannelChoice,
        name: str | None,
        expected: Mapping[str, Any] | None,
    ) -> None:
        self._choice = choice
        values = {"kind": choice.kind, **(expected or {})}
        later = [key for key in _LATER if key != "url" or choice.kind == "pagerduty"]
        form = SettingsForm(
            context.theme,
            choice.model,
            values,
            credential_form=choice.form,
            fields={"language": ChoiceField(LANGUAGES, ENGLISH)},
            later=later,
            locked=context.locked("channels", name),
        )
        super().__init__(context, "channels", choice.title, form, name, expected, test=tr("Send test"))
        if choice.help:
            self._body.insertWidget(
                1, Text(context.theme, TextRole.SECONDARY, choice.help, colour="secondary", wrap=True)
            )

    async def _try(self, values: dict[str, Any], secrets: Mapping[str, str]) -> tuple[Mark, str, str]:
        fault = await self._context.commands.try_out_channel(values, secrets)
        if fault is not None:
            return Mark.ERROR, rendered(fault), ""
        return Mark.HEALTHY, tr("Test sent. Check that it arrived."), ""

    def _owner(self) -> str:
        return "channels."

    def _taken(self) -> Collection[str]:
        return self._context.channel_names()

    def _default_name(self) -> str:
        return self._choice.title

    def _default_credential(self, key: str) -> str:
        """Never that of a component of the same name."""
        return f"{super()._default_credential(key)[:54].rstrip('-')}-channel"


class ChannelsPage(ListPage):
    """Each with Send test, Edit and Remove."""

    def _fill(self) -> None:
        alerting = self._context.alerting_settings()
        add, menu = self._add_menu(tr("Add a channel"))
        for choice in channel_choices():
            menu.addAction(literal(choice.title)).triggered.connect(partial(self.add, choice))
        self._head(tr("Where alerts are sent"), "", add)
        desktop = tr("This desktop")
        self._row(desktop, tr("Notifications with buttons."), self._test_button("desktop", desktop, True))
        for name, item in alerting.channels.items():
            title = item.name or name
            text = " · ".join(part for part in (rendered(channel_title(item.kind)), channel_address(item)) if part)
            if not item.enabled:
                text += " · " + tr("turned off")
            edit, remove = self._buttons(title, partial(self.edit, name), partial(self._remove, name, title))
            self._lock("channels", name, edit, remove)
            self._row(title, text, self._test_button(name, title, item.enabled), edit, remove)
        self._gap()
        edit = QPushButton(tr("Set up…") if not alerting.heartbeat.wanted else tr("Edit"))
        edit.setAccessibleName(tr("Set up the heartbeat"))
        edit.clicked.connect(self._edit_heartbeat)
        self._head(
            tr("Heartbeat"),
            tr(
                "If this computer is off, it can't alert you. A service such as Healthchecks or "
                "Uptime Kuma can: Porchlight calls it regularly, and it alerts you when the calls "
                "stop."
            ),
            edit,
        )
        heartbeat = alerting.heartbeat
        if heartbeat.wanted:
            where = heartbeat.url or tr("an address in the keyring")
            interval = span(heartbeat.interval)
            self._row(tr("Calls {address} every {interval}.", address=where, interval=interval), "")

    def add(self, choice: ChannelChoice, _: bool = False) -> None:
        """Open the form of a new channel."""
        self._open(ChannelEditor(self._context, choice, None, None))

    def edit(self, name: str, _: bool = False) -> None:
        """Open the form of an existing one."""
        found = self._read("channels", name)
        choice = next((one for one in channel_choices() if found and one.kind == found.get("kind")), None)
        if found is None or choice is None:
            self.reported.emit(tr("This can only be edited in the settings file."))
            return
        if choice.kind == "apprise":
            choice = next(one for one in reversed(channel_choices()) if one.kind == "apprise")
        self._open(ChannelEditor(self._context, choice, name, found))

    # -- inside

    def _test_button(self, name: str, title: str, enabled: bool) -> QPushButton:
        button = QPushButton(tr("Send test"))
        button.setAccessibleName(tr("Send a test to {title}", title=title))
        button.setEnabled(enabled)
        button.clicked.connect(partial(self._test, name, title))
        return button

    def _test(self, name: str, title: str, _: bool = False) -> None:
        task = self._context.commands.test_channel(name, partial(self._report_test, title), self)
        self.working.emit(tr("Sending…"), task)

    def _report_test(self, title: str, fault: str | None) -> None:
        self.reported.emit(f"{title}: {fault}" if fault else tr("Test sent to “{title}”.", title=title))

    def _remove(self, name: str, title: str, _: bool = False) -> None:
        rules = [rule for rule, item in self._context.alerting_settings().rules.items() if name in item.channels]
        text = tr("“{name}” was removed.", name=title)
        if rules:
            text += " " + tr_plural("{n} rule used it.", "{n} rules used it.", len(rules))
        self._take_out("channels", [name], text)

    def _edit_heartbeat(self) -> None:
        found = self._context.editing.read_section("heartbeat")
        form = SettingsForm(
            self._context.theme,
            HeartbeatSettings,
            found,
            later=("allow_unencrypted",),
            locked=self._context.locked("heartbeat"),
        )
        self._open(SectionEditor(self._context, "heartbeat", tr("Heartbeat"), form, found))
