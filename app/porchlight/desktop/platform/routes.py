"""Whether this computer is connected, by Linux' own routes. What Qt says there comes from these, too, and for it Qt
loads GLib's network library, 4 MiB of a light that rests. This works without NetworkManager and in a Flatpak."""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

_SETTLED_MS = 500
"""A network that comes or goes changes several routes."""
_UP: int = 0x1
_REJECT: int = 0x200
"""RTF_UP and RTF_REJECT, linux/route.h."""
_LINK_LOCAL = "fe8"
_MULTICAST = "ff"
_NOWHERE = "lo"
_ROUTES, _ADAPTERS = "/proc/net", "/sys/class/net"
_LOWER = "lower_"
"""Begins the name of a link to what an adapter is made of (Documentation/ABI/testing/sysfs-class-net)."""


def adapters_in_use(ipv4: str, ipv6: str) -> dict[str, bool]:
    """By adapter with a route: whether one leads everywhere. ``ipv4`` and ``ipv6`` are /proc/net/route and
    /proc/net/ipv6_route (proc(5)); IPv6 addresses that a computer gives to itself do not count."""
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


def leads_out() -> bool:
    """Whether any of the system's tables has a route to the internet: for one of its own, as some administrators and
    VPNs have, the files are silent. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("198.51.100.1", 9))  # for documents (RFC 5737)
        except OSError:
            return False
    return True


def is_disconnected(
    routes: str = _ROUTES, adapters: str = _ADAPTERS, leads_out: Callable[[], bool] = leads_out
) -> bool | None:
    """Whether nothing leads out of this computer; None where that cannot be read. In doubt it is connected, since
    nothing is checked without a network. A bridge to virtual machines leads nowhere by itself; a network without a
    way to the internet is one all the same."""
    try:
        found = adapters_in_use(_read(f"{routes}/route"), _read_ipv6(f"{routes}/ipv6_route"))
    except (OSError, ValueError):
        return None
    hardware = _hardware(adapters)
    for adapter, everywhere in found.items():
        # Without any hardware, in a container, there is only one side to lead to.
        leads = everywhere or not hardware or _is_carried(adapter, hardware, adapters)
        if leads and _carrier(adapter, adapters) != "0":
            return False
    if any(found.values()):  # without NetworkManager the routes of a cable that was pulled stay
        return True
    return not (leads_out() and any(_carrier(one, adapters) == "1" for one in hardware))


def _read(path: str) -> str:
    with open(path, encoding="ascii") as file:
        return file.read()


def _read_ipv6(path: str) -> str:
    try:
        return _read(path)
    except FileNotFoundError:  # it is switched off
        return ""


def _hardware(adapters: str) -> frozenset[str]:
    try:
        return frozenset(one for one in os.listdir(adapters) if os.path.exists(f"{adapters}/{one}/device"))
    except OSError:
        return frozenset()


def _is_carried(adapter: str, hardware: frozenset[str], adapters: str) -> bool:
    """By hardware: it is some, or a bond, a bridge or a VLAN that is made of some."""
    if adapter in hardware:
        return True
    try:
        below = [one for one in os.listdir(f"{adapters}/{adapter}") if one.startswith(_LOWER)]
    except OSError:
        return False
    return any(_is_carried(one.removeprefix(_LOWER), hardware, adapters) for one in below)


def _carrier(adapter: str, adapters: str) -> str:
    """1: there is one, 0: there is none; empty: it is switched off, or has no such thing."""
    try:
        return _read(f"{adapters}/{adapter}/carrier").strip()
    except (OSError, ValueError):
        return ""


if sys.platform == "linux":
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
            except OSError:  # a sandbox without them
                return
            self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
            self._settled.timeout.connect(self._look)
            self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._receive)

        def _receive(self) -> None:
            if self._socket is not None:
                with suppress(OSError):  # there was no room for all messages
                    self._socket.recv(65536)  # what is left signals again
            if not self._settled.isActive():
                self._settled.start()

        def _look(self) -> None:
            now = is_disconnected()
            if now is not None and now is not self._disconnected:
                self._disconnected = now
                self.changed.emit(now)
