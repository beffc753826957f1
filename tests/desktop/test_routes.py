"""Whether this computer is connected, as Linux' routes tell it."""

import os
import shutil
import subprocess
import sys

import pytest

from porchlight.desktop.platform.routes import adapters_in_use

_HEADER = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
_DEFAULT = "wlan0 00000000 0101A8C0 0003 0 0 600 00000000 0 0 0\n"
_LAN = "wlan0 0001A8C0 00000000 0001 0 0 600 00FFFFFF 0 0 0\n"
_BRIDGE = "docker0 000011AC 00000000 0001 0 0 0 0000FFFF 0 0 0\n"
_UNREACHABLE = "eth0 00000000 00000000 0201 0 0 600 00000000 0 0 0\n"

_NONE, _GATEWAY = "0" * 32, "fd" + "0" * 29 + "1"
_DEFAULT_6 = f"{_NONE} 00 {_NONE} 00 {_GATEWAY} 00000400 00000003 00000000 00000003 eth0\n"
_NO_DEFAULT_6 = f"{_NONE} 00 {_NONE} 00 {_NONE} ffffffff 00000001 00000000 00200200 lo\n"
_LINK_LOCAL_6 = f"fe80{'0' * 28} 40 {_NONE} 00 {_NONE} 00000100 00000002 00000000 00000001 eth0\n"
_MULTICAST_6 = f"ff{'0' * 30} 08 {_NONE} 00 {_NONE} 00000100 00000003 00000000 00000001 eth0\n"


@pytest.mark.parametrize(
    ("ipv4", "ipv6", "found"),
    [
        (_DEFAULT + _LAN, "", {"wlan0": True}),
        (_LAN + _BRIDGE, _NO_DEFAULT_6, {"wlan0": False, "docker0": False}),
        ("", _DEFAULT_6 + _LINK_LOCAL_6, {"eth0": True}),
        ("", _NO_DEFAULT_6 + _LINK_LOCAL_6 + _MULTICAST_6, {}),
        (_UNREACHABLE, "", {}),
        ("", "", {}),
    ],
)
def test_an_adapter_counts_once_a_route_leads_through_it(ipv4: str, ipv6: str, found: dict[str, bool]) -> None:
    assert adapters_in_use(_HEADER + ipv4, ipv6) == found


_UNPLUGGED = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from porchlight.desktop.platform.system_events import Network

def ip(command):
    subprocess.run(["ip", *command.split()], check=True)

app = QCoreApplication([])
network = Network()
steps = [
    lambda: [ip(one) for one in (
        "link add cable0 type veth peer name socket0", "address add 192.0.2.2/24 dev cable0",
        "link set cable0 up", "link set socket0 up", "route add default via 192.0.2.1",
    )],
    lambda: ip("link set cable0 down"),
    app.quit,
]
def on(disconnected):
    print("disconnected" if disconnected else "connected", flush=True)
    steps.pop(0)()
network.changed.connect(on)
QTimer.singleShot(0, steps.pop(0))
QTimer.singleShot(20000, app.quit)
app.exec()
sys.exit("PySide6.QtNetwork" in sys.modules)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux' routes")
def test_a_cable_that_is_pulled_is_noticed_without_qt_s_network_library() -> None:
    """In a network of its own, which is not connected at first."""
    apart = ["unshare", "--user", "--map-root-user", "--net"]
    if not all(map(shutil.which, ("unshare", "ip"))) or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("no network of its own can be made here")
    done = subprocess.run(
        [*apart, sys.executable, "-c", _UNPLUGGED],
        env={**os.environ, "PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("connected\ndisconnected\n", 0)
