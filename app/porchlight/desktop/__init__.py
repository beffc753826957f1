"""The desktop app: the only place of Qt, pyqtgraph and qasync."""
