"""Kind ``apprise``: Slack, Teams, Discord, ntfy, Pushover, Telegram and about a hundred more, by one URL each.

The URL holds the key, so it is in the keyring. Apprise blocks, so it works in a thread.
"""

import logging
import re
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Annotated, Any, Final

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.alerts.channels.stoppable import Stoppable
from porchlight.intake.text import NAME, clean_line, clean_lines
from porchlight.language.english import english
from porchlight.language.text import Text, msg, with_places
from porchlight.model.alert import Severity
from porchlight.model.message import Fault, Message, MessageKind
from porchlight.net.outgoing import in_clear, refused
from porchlight.net.sending import secret_text
from porchlight.settings.credential_form import CredentialForm, CredentialPart
from porchlight.settings.describe import Described
from porchlight.settings.origins import AddressIn
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import Unencrypted
from porchlight.threads import in_thread

_SIGNS = (
    ("timed out", msg("{receiver} did not answer in time.")),
    (
        "Failed to resolve",
        msg("{receiver} cannot be reached: its address was not found, or this computer is offline."),
    ),
    ("CERTIFICATE_VERIFY_FAILED", msg("{receiver} has a certificate that this computer does not trust.")),
    ("SSLError", msg("{receiver} closed the connection while it was being secured.")),
    ("Failed to establish a new connection", msg("{receiver} cannot be reached.")),
    ("Socket Exception", msg("{receiver} closed the connection before it answered.")),
)
"""What the ``requests`` library writes in a note, the most specific first, and the text that people read."""


def _address(where: Text, link: str, example: str) -> CredentialForm:
    return CredentialForm((CredentialPart("address", msg("Address"), where, link, example=example, also=("url",)),))


SERVICES: Final[Mapping[str, CredentialForm]] = MappingProxyType(
    {
        "Slack": _address(
            msg("In Slack: Apps → Incoming WebHooks → Add to Slack, then copy its address."),
            "https://api.slack.com/messaging/webhooks",
            "https://hooks.slack.com/services/…",
        ),
        "Microsoft Teams": _address(
            msg("In Teams: the channel's ··· → Workflows → Post when a webhook request is received."),
            "https://github.com/caronc/apprise/wiki/Notify_workflows",
            "https://….logic.azure.com:443/workflows/…",
        ),
        "Discord": _address(
            msg("In Discord: the channel's settings → Integrations → Webhooks → Copy webhook URL."),
            "https://support.discord.com/hc/articles/228383668",
            "https://discord.com/api/webhooks/…",
        ),
        "ntfy": _address(
            msg("ntfys://, the server, / and a topic that is hard to guess."),
            "https://docs.ntfy.sh/publish/",
            "ntfys://ntfy.sh/…",
        ),
        "Pushover": CredentialForm(
            (
                CredentialPart(
                    "user",
                    msg("User key"),
                    msg("Pushover shows it on your dashboard after you log in."),
                    "https://pushover.net/",
                    pattern="[A-Za-z0-9]+",
                    also=("user_key",),
                ),
                CredentialPart(
                    "token",
                    msg("API token"),
                    msg("Pushover shows it on the page of your application."),
                    "https://pushover.net/apps/build",
                    pattern="[A-Za-z0-9]+",
                    also=("api_token", "api_key"),
                ),
            ),
            layout="pover://{user}@{token}",
        ),
        "Telegram": CredentialForm(
            (
                CredentialPart(
                    "bot_token",
                    msg("Bot token"),
                    msg("@BotFather gives it to you in Telegram when you create a bot."),
                    "https://core.telegram.org/bots/features#botfather",
                    pattern="[0-9]+:[A-Za-z0-9_-]+",
                    example="123456:ABC…",
                    also=("token",),
                ),
                CredentialPart(
                    "chat_id",
                    msg("Chat ID"),
                    msg("The number of the chat or group that receives the messages."),
                    "https://github.com/caronc/apprise/wiki/Notify_telegram",
                    secret=False,
                    pattern="[@-]?[A-Za-z0-9_]+",
                    example="-1001234567",
                ),
            ),
            layout="tgram://{bot_token}/{chat_id}",
        ),
    }
)
"""The services that most people use, each with its own form; the entry is an Apprise URL."""
ANY_SERVICE: Final = _address(
    msg("Any of the 100 services that Apprise supports, by its Apprise address."),
    "https://github.com/caronc/apprise/wiki",
    "service://…",
)


class AppriseSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "apprise"``."""

    credential: Annotated[
        str,
        Described(msg("Credential"), msg("The name of the Apprise URL in the keyring."), example="slack"),
        ANY_SERVICE,
    ]
    allow_unencrypted: Unencrypted = False


class AppriseChannel:
    """Implements Channel."""

    local = False

    def __init__(self, settings: AppriseSettings, context: ChannelContext) -> None:
        self._settings = settings
        self._context = context
        self._at_work: Stoppable[Fault | None] | None = None
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel. One thread at a time, which is stopped at the time limit."""
        url = await secret_text(self._context, self._settings.credential)
        if isinstance(url, Fault):
            return url
        if self._at_work is not None and self._at_work.running:
            return Fault(english(msg("It still waits for an answer to an earlier message.")))
        self._at_work = work = Stoppable(lambda: self._notify(url, message))
        try:
            return await in_thread(work, name="apprise")
        finally:
            work.stop()

    async def close(self) -> None:
        """See Channel."""

    def _notify(self, url: str, message: Message) -> Fault | None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it looks for modules of older Pythons
            import apprise

            from porchlight.net.bounded_requests import Rules, bounded

            with _notes():
                apprise.Apprise().add("json://localhost")  # imports its services, which it does on first use
        # a key does not follow a redirect to another receiver
        asset = apprise.AppriseAsset(app_id="Porchlight", app_desc="Porchlight", http_redirects=False)
        rules = Rules(self._settings.allow_unencrypted, self._context.proxies())
        with _notes() as notes, bounded(rules):
            service: Any = apprise.Apprise.instantiate(url, suppress_exceptions=True, asset=asset)
            if not isinstance(service, apprise.NotifyBase):
                return Fault(
                    english(
                        msg(
                            "The stored Apprise address cannot be read. It should look like {example}.",
                            example="slack://…",
                        )
                    ),
                    permanent=True,
                )
            service.socket_connect_timeout = min(service.socket_connect_timeout, self.timeout)
            service.socket_read_timeout = min(service.socket_read_timeout, self.timeout)
            redact = self._context.redactor.text
            title, body = redact(clean_line(message.title)), redact(clean_lines(message.text))
            if service.notify(body=body, title=title, notify_type=_kind(message, apprise)):
                return None
        if rules.in_clear:
            return in_clear(rules.in_clear)
        if rules.unusable_proxy:
            return Fault(rules.unusable_proxy)
        return fault_of(clean_line(str(service.service_name), NAME), notes)


def fault_of(name: str, notes: list[str]) -> Fault:
    """Why a service did not accept a message, from Apprise's own notes. They name addresses and keys: nothing of them
    is repeated. The forms are those of its plug-ins, which end with ``error=STATUS.`` or ``Socket Exception: …``."""
    text = "\n".join(notes)
    statuses = re.findall(r"error=(\d{3})\b", text)
    if statuses and int(statuses[-1]) >= 300:
        return refused(name, int(statuses[-1]))
    for sign, why in _SIGNS:
        if sign in text:
            return Fault(english(with_places(why, receiver=name)))
    return Fault(english(msg("{receiver} did not accept the message. Its key may be wrong.", receiver=name)))


class _ThreadLines(threading.local):
    kept: list[str] | None = None


class _Notes(logging.Handler):
    """Keeps the notes of each thread while it listens. One for all of them, and for good: a handler removed while
    another thread logs makes that one skip the next handler, and a reason is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = _ThreadLines()

    def emit(self, record: logging.LogRecord) -> None:
        """See logging.Handler."""
        if self.lines.kept is not None:
            self.lines.kept.append(record.getMessage())


_NOTES = _Notes()


@contextmanager
def _notes() -> Iterator[list[str]]:
    """What Apprise notes in this thread meanwhile; none of it is logged, since it names the address."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)  # why a connection failed does not matter to it
    logger.addHandler(_NOTES)  # does nothing the second time
    lines = _NOTES.lines.kept = []
    try:
        yield lines
    finally:
        _NOTES.lines.kept = None


def _kind(message: Message, apprise: Any) -> Any:
    if message.recovered:
        return apprise.NotifyType.SUCCESS
    if message.kind in (MessageKind.TEST, MessageKind.RESOLVED) or message.severity is Severity.LOW:
        return apprise.NotifyType.INFO
    return apprise.NotifyType.WARNING if message.severity is Severity.MEDIUM else apprise.NotifyType.FAILURE


KIND = ChannelKind(
    name="apprise",
    title=Text("Apprise"),
    settings=AppriseSettings,
    build=AppriseChannel,
    credentials=lambda settings: (settings.credential,),
    address=lambda settings: "its address is in the keyring",
    destinations=lambda settings: {settings.credential: (AddressIn(settings.credential),)},
)
