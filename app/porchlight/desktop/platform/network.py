"""What the system says of the network: "disconnected" is believed, "connected" is only a reason to look."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class Network(QObject):
    """Tells changes; silent where the system does not tell."""

    changed = Signal(bool)
    """Whether it is disconnected now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        feature = QNetworkInformation.Feature.Reachability
        if not QNetworkInformation.loadBackendByFeatures(feature):
            return
        information = QNetworkInformation.instance()
        self._disconnected = information.reachability() == QNetworkInformation.Reachability.Disconnected
        information.reachabilityChanged.connect(self._hear)

    def _hear(self, reachability: QNetworkInformation.Reachability) -> None:
        disconnected = reachability == QNetworkInformation.Reachability.Disconnected
        if disconnected is not self._disconnected:
            self._disconnected = disconnected
            self.changed.emit(disconnected)
