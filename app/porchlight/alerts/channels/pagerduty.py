"""Kind ``pagerduty``: Events API v2 with one dedup key per alert, so that a resolved alert closes its incident.

https://developer.pagerduty.com/docs/send-alert-event (Apprise's own PagerDuty service has no dedup key).
"""

from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import model_validator

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.intake.documents import dump_json
from porchlight.intake.text import clean_line, cut
from porchlight.language.text import Text, msg
from porchlight.model.alert import Severity
from porchlight.model.message import AlertLabel, Fault, Message, MessageKind
from porchlight.model.times import iso
from porchlight.net.addresses import require_encryption
from porchlight.net.outgoing import Outgoing
from porchlight.net.sending import secret_text
from porchlight.settings.credential_form import CredentialForm, CredentialPart, clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import Unencrypted

_SEVERITIES = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "info",
}

_LONGEST_SUMMARY = 1024


CREDENTIAL = CredentialForm(
    (
        CredentialPart(
            "routing_key",
            msg("Integration key"),
            clicks("PagerDuty", "Services", "Service Directory", "Integrations", "Events API V2"),
            "https://support.pagerduty.com/main/docs/services-and-integrations",
            also=("integration_key", "key"),
        ),
    )
)


class PagerDutySettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "pagerduty"``."""

    credential: Annotated[
        str,
        Described(
            msg("Credential"), msg("The name of the integration's routing key in the keyring."), example="pagerduty"
        ),
        CREDENTIAL,
    ]
    url: Annotated[
        str,
        Described(
            msg("Address"),
            msg("Where PagerDuty receives events. Accounts in the EU have another address."),
            example="https://events.eu.pagerduty.com/v2/enqueue",
        ),
    ] = "https://events.pagerduty.com/v2/enqueue"
    allow_unencrypted: Unencrypted = False

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        require_encryption(self.url, self.allow_unencrypted)
        return self


class PagerDutyChannel:
    """Implements Channel."""

    local = False

    def __init__(self, settings: PagerDutySettings, context: ChannelContext) -> None:
        self._settings = settings
        self._context = context
        self._outgoing = Outgoing(context)
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel. One event per alert; all are retried where one fails: the dedup keys make that harmless."""
        settings = self._settings
        key = await secret_text(self._context, settings.credential)
        if isinstance(key, Fault):
            return key
        for event in events_of(message, key, self._context.redactor.text):
            fault = await self._outgoing.post(
                settings.url,
                dump_json(event).encode(),
                headers={"Content-Type": "application/json"},
                secret=True,
                allow_unencrypted=settings.allow_unencrypted,
            )
            if fault is not None:
                return fault
        return None

    async def close(self) -> None:
        """See Channel."""
        await self._outgoing.close()


def events_of(message: Message, routing_key: str, redact: Callable[[str], str]) -> list[dict[str, Any]]:
    """A test opens an event and closes it again."""
    if message.kind is MessageKind.TEST:
        opened = _event(routing_key, message.id, message, Severity.LOW, message.title)
        return [opened, {"routing_key": routing_key, "event_action": "resolve", "dedup_key": message.id}]
    return [_of_alert(routing_key, message, one, redact) for one in message.labels]


def _of_alert(routing_key: str, message: Message, one: AlertLabel, redact: Callable[[str], str]) -> dict[str, Any]:
    if one.over:
        return {"routing_key": routing_key, "event_action": "resolve", "dedup_key": one.alert.id}
    summary = cut(redact(clean_line(f"{one.what}: {one.alert.sentence}")), _LONGEST_SUMMARY)
    return _event(routing_key, one.alert.id, message, one.alert.severity, summary, one.alert.subject or "porchlight")


def _event(
    routing_key: str, dedup_key: str, message: Message, severity: Severity, summary: str, source: str = "porchlight"
) -> dict[str, Any]:
    return {
        "routing_key": routing_key,
        "event_action": "trigger",
        "dedup_key": dedup_key,
        "payload": {
            "summary": summary,
            "source": source,
            "severity": _SEVERITIES[severity],
            "timestamp": iso(message.at_ms),
        },
    }


KIND = ChannelKind(
    name="pagerduty",
    title=Text("PagerDuty"),
    settings=PagerDutySettings,
    build=PagerDutyChannel,
    credentials=lambda settings: (settings.credential,),
    address=lambda settings: "PagerDuty",
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
