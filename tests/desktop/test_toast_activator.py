"""A click on a notification of a run that has ended: what Windows asks for, and what opens."""

import ctypes
import uuid
from ctypes import c_void_p
from pathlib import Path

import pytest

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.left_notices import LeftNotice
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.platform.toast_activator import (
    ACTIVATE,
    ACTIVATION_CALLBACK,
    CLASS_FACTORY,
    CLASS_ID,
    CREATE,
    QUERY,
    UNKNOWN,
    ToastActivator,
)
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.main import MainWindow
from tests.desktop.still import StillContext, view
from tests.desktop.test_parts import Screen

_SCRIPT = Path("installers/windows/porchlight.iss")


def _method(address: int, place: int) -> int:
    """The address of a method in an object's table, as another program finds it."""
    table = c_void_p.from_address(address).value or 0
    return c_void_p.from_address(table + place * ctypes.sizeof(c_void_p)).value or 0


def _asked(address: int, interface: uuid.UUID) -> tuple[int, int | None]:
    found, wanted = c_void_p(), ctypes.create_string_buffer(interface.bytes_le, 16)
    code = QUERY(_method(address, 0))(address, ctypes.addressof(wanted), ctypes.byref(found))
    return code, found.value


def test_windows_finds_the_class_and_may_call_it() -> None:
    activator = ToastActivator()
    factory = activator.factory.address
    for interface in (UNKNOWN, CLASS_FACTORY):
        assert _asked(factory, interface) == (0, factory)
    assert _asked(factory, uuid.uuid4()) == (-0x7FFFBFFE, None)
    made, wanted = c_void_p(), ctypes.create_string_buffer(ACTIVATION_CALLBACK.bytes_le, 16)
    create = CREATE(_method(factory, 3))
    assert create(factory, None, ctypes.addressof(wanted), ctypes.byref(made)) == 0
    assert made.value is not None
    assert ACTIVATE(_method(made.value, 3))(made.value, "Porchlight", "default", None, 0) == 0
    assert create(factory, factory, ctypes.addressof(wanted), ctypes.byref(made)) != 0


def test_the_installer_registers_the_same_class() -> None:
    assert f'#define Activator "{str(CLASS_ID).upper()}"' in _SCRIPT.read_text(encoding="utf-8")


def _left(component: str) -> LeftNotice:
    return LeftNotice("handle", "key", "Title", "Text", component, urgent=False, alerts=("a",))


@pytest.mark.parametrize(
    ("left", "opened"),
    [
        ([_left("page")], ComponentWindow),
        ([_left("page"), _left("page")], ComponentWindow),
        ([_left("page"), _left("crm")], MainWindow),
        ([_left("gone")], MainWindow),
        ([], MainWindow),
    ],
)
def test_its_component_is_opened_and_where_that_is_not_known_the_main_window(
    qapp: Application, theme: Theme, tmp_path: Path, left: list[LeftNotice], opened: type
) -> None:
    tray, context = Tray(), StillContext(theme, view("page"), view("crm"), data_folder=str(tmp_path))
    surfaces = Surfaces(qapp, tray, context, XdgAutostart({}), DesktopChannel(Screen()))
    surfaces.begin()
    surfaces.open_left(left)
    shown = [
        one for one in qapp.topLevelWidgets() if isinstance(one, (MainWindow, ComponentWindow)) and one.isVisible()
    ]
    assert [type(one) for one in shown] == [opened]
    surfaces.end()
