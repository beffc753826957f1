"""The page of the settings about other systems: where metrics go. Alerts go by the channels."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton

from porchlight.desktop.formatting import span
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.item_editor import ItemEditor
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.language.current import tr, tr_in
from porchlight.settings.export import OtlpSettings, PrometheusSettings

_SECTION = "export"


class WaysOutPage(ListPage):
    """Each export with its current state."""

    def _fill(self) -> None:
        settings = self._context.settings.export
        self._head(
            tr("Metrics for other systems"),
            tr(
                "Send what Porchlight measures to the monitoring system that your team shares. "
                "Alerts are sent through the channels."
            ),
        )
        otlp, prometheus = settings.otlp, settings.prometheus
        name = tr("Datadog, New Relic, Grafana or any OpenTelemetry receiver")
        text = tr("To {address} every {interval}.", address=otlp.url, interval=span(otlp.interval))
        self._way(name, text if otlp.enabled else tr_in("an export", "off"), self.edit_otlp)
        name = tr("Prometheus on this computer")
        text = tr("At http://127.0.0.1:{port}/metrics.", port=str(prometheus.port))
        self._way(name, text if prometheus.enabled else tr_in("an export", "off"), self.edit_prometheus)

    def edit_otlp(self) -> None:
        """Open the form of the OTLP export."""
        found = self._read(_SECTION, "otlp")
        form = SettingsForm(
            self._context.theme,
            OtlpSettings,
            found or {},
            later=("header", "headers", "temporality", "attributes", "timeout", "allow_unencrypted"),
            locked=self._context.locked(_SECTION, "otlp"),
        )
        self._edit("otlp", tr("Metrics over OpenTelemetry"), form, found)

    def edit_prometheus(self) -> None:
        """Open the form of the Prometheus export."""
        found = self._read(_SECTION, "prometheus")
        form = SettingsForm(
            self._context.theme,
            PrometheusSettings,
            found or {},
            locked=self._context.locked(_SECTION, "prometheus"),
        )
        self._edit("prometheus", tr("Metrics for Prometheus"), form, found)

    def _way(self, name: str, text: str, edit: Callable[[], None]) -> None:
        button = QPushButton(tr("Edit"))
        button.setAccessibleName(tr("Edit {name}", name=name))
        button.clicked.connect(partial(self._clicked, edit))
        self._row(name, text, button)

    def _clicked(self, edit: Callable[[], None], _: bool = False) -> None:
        edit()

    def _edit(self, way: str, title: str, form: SettingsForm, found: dict[str, object] | None) -> None:
        self._open(ItemEditor(self._context, _SECTION, title, form, way, found, default_name=way))
