"""Kind ``alertmanager``: an existing Alertmanager routes, groups and repeats what Porchlight finds.

POST /api/v2/alerts (prometheus/alertmanager, api/v2/openapi.yaml). It forgets alerts that are not sent again, so
firing alerts are resent with an end a while from now, as Prometheus does it (rules/manager.go: four times the pause
between two sends); a resolved alert is sent once more, with an end that has passed.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Self
from urllib.parse import quote, urlsplit

from pydantic import Field, field_validator, model_validator

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.intake.documents import dump_json
from porchlight.language.english import unfit
from porchlight.language.text import Text, msg
from porchlight.model.alert import Severity, is_operation
from porchlight.model.message import AlertLabel, Fault, Message, MessageKind
from porchlight.model.times import iso
from porchlight.net.addresses import is_local_address, require_encryption, shown_address
from porchlight.net.headers import basic_login
from porchlight.net.outgoing import Outgoing, carries_secret
from porchlight.net.sending import secret_field, secret_text
from porchlight.settings.credential_form import KEY
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import Duration, Unencrypted

PATH = "/api/v2/alerts"
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_TIMES = 4
"""After so many pauses without a message an alert is over for the Alertmanager."""
_TEST_MS = 300_000
"""How long a test fires: an Alertmanager waits a while (``group_wait``) before it notifies anybody."""
_SEVERITIES = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "info",
}


class AlertmanagerSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "alertmanager"``."""

    url: Annotated[
        str,
        Described(
            msg("Address"),
            msg("The address of the Alertmanager, without /api/v2/alerts."),
            example="http://alertmanager.example.org:9093",
        ),
    ]
    credential: Annotated[
        str | None,
        Described(
            msg("Credential"),
            msg("The name of the password (with a user name) or the bearer token in the keyring, if it needs one."),
            example="alertmanager",
        ),
        KEY,
    ] = None
    username: Annotated[
        str | None,
        Described(msg("User name"), msg("Only with a password. Without it, the credential is a bearer token.")),
    ] = None
    resend: Annotated[
        Duration,
        Field(ge=10, le=3600),
        Described(
            msg("Resend every"),
            msg("Alertmanager drops an alert that is not sent again while it fires."),
            example="60s",
        ),
    ] = 60.0
    labels: Annotated[
        dict[str, str],
        Field(max_length=20),
        Described(
            msg("Labels"), msg("Added to every alert, for Alertmanager's routing."), example={"team": "donations"}
        ),
    ] = Field(default_factory=dict)
    generator_url: Annotated[
        str | None,
        Described(
            msg("Link for details"),
            msg("May contain the placeholders {component} and {rule}.", component="{component}", rule="{rule}"),
            example="https://example.org/runbooks/{rule}",
        ),
    ] = None
    allow_unencrypted: Unencrypted = False

    @field_validator("url", "generator_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
                raise unfit(
                    msg(
                        "Please write an address such as {example}, without a password.",
                        example="http://alertmanager.example.org:9093",
                    )
                )
        return value

    @field_validator("labels")
    @classmethod
    def _are_labels(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if not _LABEL.fullmatch(name):
                raise unfit(
                    msg(
                        "“{name}” cannot be the name of a label. Use a–z, A–Z, 0–9 and _, and start with no digit.",
                        name=name,
                    )
                )
        return value

    @field_validator("username")
    @classmethod
    def _is_a_user(cls, value: str | None) -> str | None:
        if value is not None and ":" in value:  # RFC 7617 §2
            raise unfit(msg("Please write a user name without a colon."))
        return value

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        if self.credential is not None:
            require_encryption(self.url, self.allow_unencrypted)
        return self


class AlertmanagerChannel:
    """Implements ResendChannel."""

    def __init__(self, settings: AlertmanagerSettings, context: ChannelContext) -> None:
        self._settings = settings
        self._context = context
        self._outgoing = Outgoing(context)
        self._one_at_a_time = asyncio.Lock()
        """A firing alert must not arrive after its resolved one."""
        self.local = is_local_address(settings.url)
        self.timeout = settings.timeout

    @property
    def resend(self) -> float:
        """See ResendChannel."""
        return self._settings.resend

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        async with self._one_at_a_time:
            return await self._post(self._alerts_of(message))

    async def send_firing(
        self, firing: Callable[[], Sequence[AlertLabel]], now_ms: Callable[[], int]
    ) -> Fault | None:
        """See ResendChannel."""
        async with self._one_at_a_time:
            alerts = [self._alert(one, now_ms()) for one in firing()]
            return await self._post(alerts) if alerts else None

    async def close(self) -> None:
        """See Channel."""
        await self._outgoing.close()

    async def _post(self, alerts: list[dict[str, Any]]) -> Fault | None:
        settings = self._settings
        headers = {"Content-Type": "application/json"}
        if settings.credential is not None:
            authorization = await self._authorization(settings.credential)
            if isinstance(authorization, Fault):
                return authorization
            headers["Authorization"] = authorization
        return await self._outgoing.post(
            settings.url.rstrip("/") + PATH,
            dump_json(self._context.redactor.json(alerts)).encode(),
            headers=headers,
            secret=settings.credential is not None or carries_secret(self._context, settings.url),
            allow_unencrypted=settings.allow_unencrypted,
        )

    async def _authorization(self, credential: str) -> str | Fault:
        username = self._settings.username
        if username is None:
            return await secret_field(self._context, credential, "Bearer ")
        password = await secret_text(self._context, credential)
        if isinstance(password, Fault):
            return password
        return basic_login(username, password, errors="replace")

    def _alerts_of(self, message: Message) -> list[dict[str, Any]]:
        if message.kind is MessageKind.TEST:
            return [self._test(message)]
        return [self._alert(one, message.at_ms) for one in message.labels]

    def _alert(self, one: AlertLabel, now_ms: int) -> dict[str, Any]:
        alert = one.alert
        began_ms = alert.pending_ms
        ended_ms = max(alert.resolved_ms or now_ms, began_ms + 1)
        ends_ms = ended_ms if one.over else now_ms + self._lasts_ms
        annotations = {"summary": f"{one.what}: {one.rule_name}", "description": alert.sentence}
        if one.advice:
            annotations["recommendation"] = one.advice
        return self._written(_labels(one), annotations, began_ms, ends_ms)

    def _test(self, message: Message) -> dict[str, Any]:
        labels = {"alertname": "porchlight-test", "severity": _SEVERITIES[Severity.LOW]}
        annotations = {"summary": message.title, "description": message.text}
        return self._written(labels, annotations, message.at_ms, message.at_ms + _TEST_MS)

    def _written(
        self, labels: Mapping[str, str], annotations: Mapping[str, str], began_ms: int, ends_ms: int
    ) -> dict[str, Any]:
        written: dict[str, Any] = {
            "labels": {"source": "porchlight", **self._settings.labels, **labels},
            "annotations": dict(annotations),
            "startsAt": iso(began_ms),
            "endsAt": iso(ends_ms),
        }
        if self._settings.generator_url is not None:
            written["generatorURL"] = self._settings.generator_url.replace(
                "{component}", quote(labels.get("component", ""), safe="", errors="replace")
            ).replace("{rule}", quote(labels["alertname"], safe="", errors="replace"))
        return written

    @property
    def _lasts_ms(self) -> int:
        return round(_TIMES * self._settings.resend * 1000)


def _labels(one: AlertLabel) -> dict[str, str]:
    """The labels that identify an alert for an Alertmanager: the same for as long as it fires."""
    alert = one.alert
    labels = {"alertname": alert.rule, "severity": _SEVERITIES[alert.severity]}
    if is_operation(alert.subject):
        labels["operation"] = alert.subject.partition(":")[2]
    elif alert.subject:
        labels["component"] = alert.subject
    return labels


KIND = ChannelKind(
    name="alertmanager",
    title=Text("Alertmanager"),
    settings=AlertmanagerSettings,
    build=AlertmanagerChannel,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    address=lambda settings: shown_address(settings.url),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
