"""Kind ``apprise``: Slack, Teams, Discord, ntfy, Pushover, Telegram and about a hundred more, by one URL each.

The URL holds the key, so it is in the keyring. Apprise blocks, so it works in a thread.
"""

import logging
import warnings
from typing import Any

from app.alerts.channels.kind import ChannelContext, ChannelKind
from app.model.alert import Severity
from app.model.errors import SecretError
from app.model.message import Fault, Message, MessageKind
from app.settings.rules import ChannelSettings
from app.threads import in_thread


class AppriseSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "apprise"``."""

    credential: str
    """The name of the Apprise URL in the keyring."""


class AppriseChannel:
    """Implements Channel."""

    local = False

    def __init__(self, settings: AppriseSettings, context: ChannelContext) -> None:
        self._settings = settings
        self._context = context
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        try:
            url = await self._context.secrets.get(self._settings.credential)
        except SecretError as error:
            return Fault(str(error))
        return await in_thread(lambda: self._notify(url, message), name="apprise")

    async def close(self) -> None:
        """See Channel."""

    def _notify(self, url: str, message: Message) -> Fault | None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it looks for modules that older Pythons had
            import apprise

            apprise.Apprise().add("json://localhost")  # imports its services, which it does when first asked
        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its notes name what it was told
        seconds = self.timeout
        service: Any = apprise.Apprise.instantiate(
            url, suppress_exceptions=True, asset=apprise.AppriseAsset(app_id="Porchlight", app_desc="Porchlight")
        )
        if not isinstance(service, apprise.NotifyBase):
            return Fault(
                "The stored Apprise address cannot be read; it looks like slack://… or ntfy://….", permanent=True
            )
        service.socket_connect_timeout = min(service.socket_connect_timeout, seconds)
        service.socket_read_timeout = min(service.socket_read_timeout, seconds)
        name = str(service.service_name)
        redact = self._context.redactor.text
        kind = _kind(message, apprise)
        if service.notify(body=redact(message.text), title=redact(message.title), notify_type=kind):
            return None
        return Fault(f"{name} did not take the message: its key may be wrong, or it does not answer.")


def _kind(message: Message, apprise: Any) -> Any:
    if message.recovered:
        return apprise.NotifyType.SUCCESS
    if message.kind in (MessageKind.TEST, MessageKind.RESOLVED) or message.severity is Severity.LOW:
        return apprise.NotifyType.INFO
    return apprise.NotifyType.WARNING if message.severity is Severity.MEDIUM else apprise.NotifyType.FAILURE


KIND = ChannelKind(
    name="apprise",
    settings=AppriseSettings,
    build=AppriseChannel,
    credentials=lambda settings: (settings.credential,),
    address=lambda settings: "its address is in the keyring",
)
