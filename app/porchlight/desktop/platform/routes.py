"""Whether this computer is connected, by Linux' own routes. What Qt says there comes from these, too, and for it Qt
loads GLib's network library, 4 MiB of a light that rests. This works without NetworkManager and in a Flatpak."""

import os
import sys

from PySide6.QtCore import QObject, Signal

_SETTLED_MS = 500
"""A network that comes or goes changes several routes."""
_UP: int = 0x1
_REJECT: int = 0x200
"""RTF_UP and RTF_REJECT, linux/route.h."""
_LINK_LOCAL = "fe8"
_MULTICAST = "ff"
_NOWHERE = "lo"


def adapters_in_use(ipv4: str, ipv6: str) -> dict[str, bool]:
    """By adapter with a route: whether one leads everywhere. ``ipv4`` and ``ipv6`` are /proc/net/route and
    /proc/net/ipv6_route (proc(5)); addresses that a computer gives to itself do not count."""
    found: dict[str, bool] = {}
    for line in ipv4.splitlines()[1:]:
        fields = line.split()
        if len(fields) >= 8 and _counts(fields[0], int(fields[3], 16)):
            found[fields[0]] = found.get(fields[0], False) or fields[1] == fields[7] == "00000000"
    for line in ipv6.splitlines():
        fields = line.split()
        if (
            len(fields) == 10
            and _counts(fields[9], int(fields[8], 16))
            and not fields[0].startswith((_LINK_LOCAL, _MULTICAST))
        ):
            found[fields[9]] = found.get(fields[9], False) or (fields[1] == "00" and not fields[0].strip("0"))
    return found


def _counts(adapter: str, flags: int) -> bool:
    return adapter != _NOWHERE and bool(flags & _UP) and not flags & _REJECT


def is_disconnected() -> bool | None:
    """Whether nothing leads out of this computer; None where that cannot be read. A bridge to virtual machines leads
    nowhere by itself; a network without a way to the internet is one all the same."""
    try:
        routes = adapters_in_use(_read("/proc/net/route"), _read("/proc/net/ipv6_route"))
    except (OSError, ValueError):
        return None
    return not any(
        (everywhere or _is_hardware(adapter)) and not _is_unplugged(adapter) for adapter, everywhere in routes.items()
    )


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except FileNotFoundError:  # IPv6 is switched off
        return ""


def _is_hardware(adapter: str) -> bool:
    return os.path.exists(f"/sys/class/net/{adapter}/device")


def _is_unplugged(adapter: str) -> bool:
    """Without NetworkManager the routes of a cable that was pulled stay."""
    try:
        return _read(f"/sys/class/net/{adapter}/carrier").strip() == "0"
    except OSError:  # it is switched off
        return False


if sys.platform == "linux":
    import socket

    from PySide6.QtCore import QSocketNotifier, QTimer

    _LINKS_AND_ROUTES = 0x1 | 0x40 | 0x400
    """RTMGRP_LINK, RTMGRP_IPV4_ROUTE, RTMGRP_IPV6_ROUTE (rtnetlink(7)). No message comes for routes that go with
    their adapter."""

    class RouteWatch(QObject):
        """Signals when the last route out of this computer is gone, and when there is one again."""

        changed = Signal(bool)
        """Whether it is disconnected now."""

        def __init__(self, parent: QObject | None = None) -> None:
            super().__init__(parent)
            self._disconnected = is_disconnected()
            self._socket: socket.socket | None = None
            if self._disconnected is None:
                return
            try:
                self._socket = socket.socket(
                    socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE
                )
                self._socket.bind((0, _LINKS_AND_ROUTES))
            except OSError:
                return
            self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
            self._settled.timeout.connect(self._look)
            self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._receive)

        def _receive(self) -> None:
            if self._socket is not None:
                try:
                    while self._socket.recv(65536):
                        pass
                except OSError:  # all is read, or there was no room for all messages
                    pass
            if not self._settled.isActive():
                self._settled.start()

        def _look(self) -> None:
            now = is_disconnected()
            if now is not None and now is not self._disconnected:
                self._disconnected = now
                self.changed.emit(now)
