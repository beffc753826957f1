"""The page of the settings about bigger systems: where metrics go. Alerts go by the channels."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton

from porchlight.desktop.formatting import span
from porchlight.desktop.texts import translate
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.item_editor import ItemEditor
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.settings.export import OtlpSettings, PrometheusSettings

_SECTION = "export"


class WaysOutPage(ListPage):
    """Each way with what it does now."""

    def _fill(self) -> None:
        settings = self._context.settings.export
        self._head(
            self.tr("Metrics to other systems"),
            self.tr(
                "A team with more than one computer shares what Porchlight finds in a bigger system. Alerts get there"
                " by the channels."
            ),
        )
        otlp, prometheus = settings.otlp, settings.prometheus
        name = self.tr("Datadog, New Relic, Grafana or any OpenTelemetry receiver")
        text = self.tr("To %1 every %2.").replace("%1", otlp.url).replace("%2", span(otlp.interval))
        self._way(name, text if otlp.enabled else self.tr("off"), self.edit_otlp)
        name = self.tr("A Prometheus on this computer")
        text = self.tr("At http://127.0.0.1:%1/metrics.").replace("%1", str(prometheus.port))
        self._way(name, text if prometheus.enabled else self.tr("off"), self.edit_prometheus)

    def edit_otlp(self) -> None:
        """Open the form of the way by OTLP."""
        found = self._read(_SECTION, "otlp")
        form = SettingsForm(
            self._context.theme,
            OtlpSettings,
            found or {},
            secret_label=translate("Channels", "Key of the receiver"),
            later=("header", "headers", "temporality", "attributes", "timeout", "allow_unencrypted"),
        )
        self._edit("otlp", self.tr("Metrics by OpenTelemetry"), form, found)

    def edit_prometheus(self) -> None:
        """Open the form of the way by Prometheus."""
        found = self._read(_SECTION, "prometheus")
        form = SettingsForm(self._context.theme, PrometheusSettings, found or {})
        self._edit("prometheus", self.tr("Metrics for Prometheus"), form, found)

    def _way(self, name: str, text: str, edit: Callable[[], None]) -> None:
        button = QPushButton(translate("Page", "Edit"))
        button.setAccessibleName(translate("Page", "Edit %1").replace("%1", name))
        button.clicked.connect(partial(self._clicked, edit))
        self._row(name, text, button)

    def _clicked(self, edit: Callable[[], None], _: bool = False) -> None:
        edit()

    def _edit(self, way: str, title: str, form: SettingsForm, found: dict[str, object] | None) -> None:
        self._open(ItemEditor(self._context, _SECTION, title, form, way, found, default_name=way))
