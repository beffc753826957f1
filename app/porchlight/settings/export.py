"""``[export.otlp]`` and ``[export.prometheus]``: metrics for other systems."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from porchlight.dataclass import dataclass
from porchlight.language.english import unfit
from porchlight.language.text import Text, msg
from porchlight.net.headers import refuse_secrets, require_fields
from porchlight.settings.credential_form import CredentialForm, CredentialPart
from porchlight.settings.describe import Described
from porchlight.settings.origins import Destinations, to_url
from porchlight.settings.schema import Duration, Section, Unencrypted

METRICS_PATH = "/v1/metrics"
"""Where a receiver accepts metrics, below its base address. OTLP 1.x, "OTLP/HTTP Request"."""


class OtlpPreset(StrEnum):
    """Whose address, header and kind of counters are filled in."""

    NONE = "none"
    DATADOG = "datadog"
    NEW_RELIC = "newrelic"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case OtlpPreset.NONE:
                return msg("none")
            case OtlpPreset.DATADOG:
                return Text("Datadog")
            case OtlpPreset.NEW_RELIC:
                return Text("New Relic")


class Temporality(StrEnum):
    """What a counter exports: all since the start, or what is new since the last export."""

    AUTOMATIC = "automatic"
    """As in the preset, else cumulative."""
    CUMULATIVE = "cumulative"
    DELTA = "delta"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case Temporality.AUTOMATIC:
                return msg("as the receiver expects")
            case Temporality.CUMULATIVE:
                return msg("everything since the start")
            case Temporality.DELTA:
                return msg("what is new")


@dataclass(frozen=True, slots=True)
class _Filled:
    """What a preset fills in."""

    site: str
    header: str
    scheme: str
    """Precedes the key, with a blank."""
    temporality: Temporality
    headers: Mapping[str, str] = field(default_factory=dict)


_PRESETS = {
    # A private collector that wants a key usually wants it as a bearer token.
    OtlpPreset.NONE: _Filled("", "Authorization", "Bearer ", Temporality.CUMULATIVE),
    # docs.datadoghq.com/opentelemetry/setup/otlp_ingest/metrics: http/protobuf, delta only.
    OtlpPreset.DATADOG: _Filled(
        "datadoghq.com",
        "dd-api-key",
        "",
        Temporality.DELTA,
        {"dd-otel-metric-config": '{"resource_attributes_as_tags": true}'},
    ),
    # docs.newrelic.com, "New Relic OTLP endpoint": delta is preferred.
    OtlpPreset.NEW_RELIC: _Filled("nr-data.net", "api-key", "", Temporality.DELTA),
}


RECEIVER_KEY = CredentialForm(
    (
        CredentialPart(
            "key",
            msg("Receiver's API key"),
            msg("In your account at Datadog, New Relic or Grafana, under API keys."),
            is_password=True,
            also=("api_key", "token", "license_key"),
        ),
    )
)


class OtlpSettings(Section):
    """``[export.otlp]``: metrics to an OpenTelemetry receiver, by OTLP over HTTP."""

    enabled: Annotated[bool, Described(msg("On"), msg("Send metrics to an OpenTelemetry receiver."))] = False
    preset: Annotated[
        OtlpPreset, Described(msg("Service"), msg("Fills in the address, the header and the type of counters."))
    ] = OtlpPreset.NONE
    endpoint: Annotated[
        str | None,
        Described(
            msg("Receiver's address"),
            msg("Default: the service's. Without a path, /v1/metrics is added."),
            example="https://collector.example.org:4318",
        ),
    ] = None
    site: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] | None,
        Described(
            msg("Region"),
            msg("The part of the service's address that differs by region. Default: the United States."),
            example="datadoghq.eu",
        ),
    ] = None
    interval: Annotated[
        Duration, Field(ge=10), Described(msg("Send every"), msg("How often metrics are sent."), example="60s")
    ] = 60.0
    timeout: Annotated[
        Duration,
        Field(gt=0, le=60),
        Described(msg("Time limit"), msg("How long one export may take."), example="10s"),
    ] = 10.0
    credential: Annotated[
        str | None,
        Described(
            msg("Credential"), msg("The name of the key in the keyring. Without it no key is sent."), example="otlp"
        ),
        RECEIVER_KEY,
    ] = None
    allow_unencrypted: Unencrypted = False
    header: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")] | None,
        Described(
            msg("Header for the key"),
            msg("Default: as the service expects, else Authorization with a bearer token."),
            example="api-key",
        ),
    ] = None
    headers: Annotated[
        dict[str, str], Field(max_length=20), Described(msg("Headers"), msg("Additional headers."))
    ] = Field(default_factory=dict)
    temporality: Annotated[
        Temporality,
        Described(
            msg("Counters report"),
            msg("Everything since the start (cumulative) or what is new since the last export (delta)."),
        ),
    ] = Temporality.AUTOMATIC
    attributes: Annotated[
        dict[str, str],
        Field(max_length=20),
        Described(
            msg("Attributes"),
            msg("Resource attributes sent with every metric."),
            example={"deployment.environment.name": "office"},
        ),
    ] = Field(default_factory=dict)

    @field_validator("headers")
    @classmethod
    def _headers_are_usable(cls, value: dict[str, str]) -> dict[str, str]:
        return refuse_secrets(require_fields(value), "credential")

    @field_validator("endpoint")
    @classmethod
    def _endpoint_is_usable(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
                raise unfit(
                    msg(
                        "Please write an address such as {example}, without a password.",
                        example="https://collector.example.org:4318",
                    )
                )
        return value

    @model_validator(mode="after")
    def _has_somewhere_to_go(self) -> Self:
        if self.enabled and self.endpoint is None and self.preset is OtlpPreset.NONE:
            raise unfit(msg("Please choose a service or enter the receiver's address."))
        return self

    @property
    def url(self) -> str:
        """The whole address; empty where there is none."""
        if self.endpoint is None:
            site = self.site or self._filled.site
            return f"https://otlp.{site}{METRICS_PATH}" if site else ""
        if urlsplit(self.endpoint).path in ("", "/"):
            return self.endpoint.rstrip("/") + METRICS_PATH
        return self.endpoint

    @property
    def destinations(self) -> Destinations:
        """Where its key is sent."""
        return to_url(self.credential, self.url)

    @property
    def kind_of_counters(self) -> Temporality:
        """The receiver's choice: cumulative or delta."""
        return self._filled.temporality if self.temporality is Temporality.AUTOMATIC else self.temporality

    def sent_headers(self, key: str | None) -> dict[str, str]:
        """All headers, with the key in its place."""
        headers = {**self._filled.headers, **self.headers}
        if key is not None:
            filled = self._filled
            headers[self.header or filled.header] = key if self.header else f"{filled.scheme}{key}"
        return headers

    @property
    def _filled(self) -> _Filled:
        return _PRESETS[self.preset]


class PrometheusSettings(Section):
    """``[export.prometheus]``: metrics for a Prometheus on this computer to scrape."""

    enabled: Annotated[bool, Described(msg("On"), msg("Let a Prometheus on this computer scrape metrics."))] = False
    port: Annotated[int, Field(ge=1024, le=65535), Described(msg("Port"), msg("On 127.0.0.1 and ::1 only."))] = 8751


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """Both exports."""

    otlp: OtlpSettings = field(default_factory=OtlpSettings.usual)
    prometheus: PrometheusSettings = field(default_factory=PrometheusSettings.usual)


SECTIONS: Mapping[str, type[OtlpSettings] | type[PrometheusSettings]] = {
    "otlp": OtlpSettings,
    "prometheus": PrometheusSettings,
}
