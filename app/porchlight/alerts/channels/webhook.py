"""Kind ``webhook``: a JSON body like that of the sync system's own alerts, with additions; signed if a secret is set.

Signature: ``X-Porchlight-Signature: t=<Unix seconds>,v1=<hex>``, the HMAC-SHA256 of ``<t>.<body>`` with the secret,
so that a receiver can refuse what is forged or old.
"""

import hashlib
import hmac
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.intake.documents import dump_json
from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.model.message import Fault, Message, MessageKind
from porchlight.model.times import iso
from porchlight.net.addresses import is_local_address, require_encryption, shown_address
from porchlight.net.headers import refuse_secrets, require_fields
from porchlight.net.outgoing import Outgoing, carries_secret
from porchlight.net.sending import address, secret_field, secret_text
from porchlight.settings.credential_form import ADDRESS, CredentialForm, CredentialPart
from porchlight.settings.describe import Described
from porchlight.settings.origins import AddressIn, Destinations, Place, origin_of
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import Unencrypted

SYSTEM = "classy-sync"
"""The keys that receivers of the sync system's alerts look for."""


SIGNING = CredentialForm(
    (
        CredentialPart(
            "secret",
            msg("Signing secret"),
            msg("Choose one, at least 16 characters long, and enter it at the receiver too."),
            optional=True,
            is_password=True,
        ),
    )
)


class WebhookSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "webhook"``."""

    url: Annotated[
        str | None,
        Described(
            msg("Address"),
            msg("The address that messages are sent to."),
            example="https://example.org/hooks/porchlight",
        ),
    ] = None
    credential: Annotated[
        str | None,
        Described(
            msg("Credential"),
            msg("The name of the address in the keyring, if the address itself is secret."),
            example="webhook",
        ),
        ADDRESS,
    ] = None
    signing_credential: Annotated[
        str | None,
        Described(
            msg("Signed with"),
            msg("The name of the secret that signs each message. Without it, messages are not signed."),
            example="webhook-signing",
        ),
        SIGNING,
    ] = None
    headers: Annotated[
        dict[str, str],
        Field(max_length=20),
        Described(msg("Headers"), msg("More headers to send. Secrets belong in secret headers.")),
    ] = Field(default_factory=dict)
    secret_headers: Annotated[
        dict[str, str],
        Field(max_length=20),
        Described(
            msg("Secret headers"),
            msg("For each header, the name of the credential with its value."),
            example={"Authorization": "webhook-token"},
        ),
    ] = Field(default_factory=dict)
    system: Annotated[str, Described(msg("System name"), msg("The value of “system” in each message."))] = SYSTEM
    allow_unencrypted: Unencrypted = False

    @field_validator("headers")
    @classmethod
    def _headers_are_usable(cls, value: dict[str, str]) -> dict[str, str]:
        return refuse_secrets(require_fields(value), "secret_headers")

    @field_validator("secret_headers")
    @classmethod
    def _headers_have_names(cls, value: dict[str, str]) -> dict[str, str]:
        require_fields(dict.fromkeys(value, ""))
        return value

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if not (self.url or self.credential):
            raise unfit(msg("There is no address to send to. Add url or credential."))
        if self.url and (self.secret_headers or self.signing_credential):
            require_encryption(self.url, self.allow_unencrypted)
        return self


class WebhookChannel:
    """Implements Channel."""

    def __init__(self, settings: WebhookSettings, context: ChannelContext) -> None:
        self.local = settings.url is not None and _is_local(settings.url)
        self._settings = settings
        self._context = context
        self._outgoing = Outgoing(context)
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        settings = self._settings
        url = await address(self._context, settings.url, settings.credential)
        if isinstance(url, Fault):
            return url
        body = dump_json(self._context.redactor.json(body_of(message, settings.system))).encode()
        headers = {**settings.headers, "Content-Type": "application/json", "Idempotency-Key": message.id}
        for name, credential in settings.secret_headers.items():
            value = await secret_field(self._context, credential)
            if isinstance(value, Fault):
                return value
            headers[name] = value
        if settings.signing_credential is not None:
            key = await secret_text(self._context, settings.signing_credential)
            if isinstance(key, Fault):
                return key
            headers["X-Porchlight-Signature"] = signature(key, body, message.at_ms // 1000)
        return await self._outgoing.post(
            url, body, headers=headers, secret=self._is_secret(url), allow_unencrypted=settings.allow_unencrypted
        )

    async def close(self) -> None:
        """See Channel."""
        await self._outgoing.close()

    def _is_secret(self, url: str) -> bool:
        settings = self._settings
        named = settings.url is None or settings.secret_headers or settings.signing_credential
        return bool(named) or carries_secret(self._context, url)


def signature(secret: str, body: bytes, at: int) -> str:
    """The value of the signature's header; ``at`` is Unix seconds."""
    digest = hmac.new(secret.encode("utf-8", "surrogatepass"), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def body_of(message: Message, system: str = SYSTEM) -> dict[str, Any]:
    """``alert`` and ``system`` as in the sync system; ``event``, ``alerts`` and more are ours."""
    first = message.labels[0] if message.labels else None
    return {
        "alert": {
            "id": first.alert.id if first is not None and len(message.labels) == 1 else message.id,
            "rule": first.alert.rule if first is not None else "test",
            "severity": message.severity.value,
            "message": message.text if len(message.labels) == 1 else f"{message.title}\n{message.text}",
            "timestamp": iso(message.at_ms),
            "data": dict(message.report),
        },
        "system": system,
        "source": "porchlight",
        "event": message.kind.value,
        "title": message.title,
        "dedupKey": message.id,
        "attempt": message.attempt,
        "test": message.kind is MessageKind.TEST,
        "alerts": [
            {
                "id": one.alert.id,
                "rule": one.alert.rule,
                "ruleName": one.rule_name,
                "component": one.alert.subject or None,
                "name": one.component_name or None,
                "severity": one.alert.severity.value,
                "state": one.alert.state.value,
                "dropped": one.dropped.value if one.dropped is not None else None,
                "message": one.alert.sentence,
                "recommendation": one.advice or None,
                "affected": list(one.affected),
                "since": iso(one.alert.pending_ms),
                "firedAt": iso(one.alert.firing_ms) if one.alert.firing_ms is not None else None,
                "resolvedAt": iso(one.alert.resolved_ms) if one.alert.resolved_ms is not None else None,
            }
            for one in message.labels
        ],
    }


def _is_local(url: str) -> bool:
    try:
        return is_local_address(url)
    except ValueError:  # reported on use
        return False


def _credentials(settings: WebhookSettings) -> tuple[str, ...]:
    named = (settings.credential, settings.signing_credential, *settings.secret_headers.values())
    return tuple(name for name in named if name)


def _destinations(settings: WebhookSettings) -> Destinations:
    place: Place = AddressIn(settings.credential or "") if settings.url is None else origin_of(settings.url)
    return dict.fromkeys(_credentials(settings), (place,))


KIND = ChannelKind(
    name="webhook",
    title=msg("Webhook"),
    settings=WebhookSettings,
    build=WebhookChannel,
    credentials=_credentials,
    address=lambda settings: shown_address(settings.url) if settings.url else "",
    destinations=_destinations,
)
