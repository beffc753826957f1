"""Windows starts Porchlight when somebody clicks a notification of a run that has ended, and waits until the program
has registered the class that the start menu's entry names (Microsoft, "Respond to toast activations",
INotificationActivationCallback; System.AppUserModel.ToastActivatorCLSID). What a click then opens, the session knows:
it was started for that. A program that runs already gets its clicks from the library that shows the notifications.
"""

import ctypes
import logging
import sys
import uuid
from collections.abc import Sequence
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_int32, c_uint32, c_void_p, c_wchar_p
from typing import Any

CLASS_ID = uuid.UUID("5B0D2B0E-3C67-4F0B-9C1B-7E1C6A4C9F35")
"""The installer's script (installers/windows/porchlight.iss) registers it."""
UNKNOWN = uuid.UUID("00000000-0000-0000-C000-000000000046")
CLASS_FACTORY = uuid.UUID("00000001-0000-0000-C000-000000000046")
ACTIVATION_CALLBACK = uuid.UUID("53E31837-6600-4A81-9395-75CFFE746F94")
_OK, _NO_INTERFACE, _NO_AGGREGATION = 0, -0x7FFFBFFE, -0x7FFBFEF0
_LOCAL_SERVER, _MULTIPLE_USE = 4, 1

_log = logging.getLogger(__name__)

# On the 64-bit systems that there are, Windows has one calling convention.
QUERY = CFUNCTYPE(c_int32, c_void_p, c_void_p, POINTER(c_void_p))
COUNT = CFUNCTYPE(c_uint32, c_void_p)
CREATE = CFUNCTYPE(c_int32, c_void_p, c_void_p, c_void_p, POINTER(c_void_p))
LOCK = CFUNCTYPE(c_int32, c_void_p, c_int32)
ACTIVATE = CFUNCTYPE(c_int32, c_void_p, c_wchar_p, c_wchar_p, c_void_p, c_uint32)


class _Object(Structure):
    _fields_ = (("table", c_void_p),)


class ComObject:
    """An object of COM that lives as long as the program: its table of methods begins with IUnknown's three."""

    def __init__(self, interface: uuid.UUID, methods: Sequence[Any]) -> None:
        """``methods``: those after IUnknown's, as callbacks of ctypes."""
        self._interfaces = {UNKNOWN.bytes_le, interface.bytes_le}
        self._methods = [
            QUERY(lambda _, interface, found: self.query(interface, found)),
            COUNT(lambda _: 2),
            COUNT(lambda _: 1),
            *methods,
        ]
        self._table = (c_void_p * len(self._methods))(*(ctypes.cast(one, c_void_p).value for one in self._methods))
        self._object = _Object(ctypes.addressof(self._table))

    @property
    def address(self) -> int:
        """Where it is in memory, as COM knows it."""
        return ctypes.addressof(self._object)

    def query(self, interface: int, found: Any) -> int:
        """IUnknown's QueryInterface: ``found`` points to where the address goes."""
        known = ctypes.string_at(interface, 16) in self._interfaces
        found[0] = self.address if known else None
        return _OK if known else _NO_INTERFACE


class ToastActivator:
    """The class, and its only object."""

    def __init__(self) -> None:
        self._callback = ComObject(ACTIVATION_CALLBACK, [ACTIVATE(lambda *_: _OK)])
        self._factory = ComObject(CLASS_FACTORY, [CREATE(self._create), LOCK(lambda *_: _OK)])
        self._cookie = c_uint32()

    @property
    def factory(self) -> ComObject:
        """What COM asks for an object."""
        return self._factory

    def register(self) -> None:
        """Let Windows find it until the end of this process; nothing elsewhere. An error is logged: the program runs
        without. Called after Qt has made COM ready for this thread."""
        if sys.platform == "win32":
            ole = ctypes.WinDLL("ole32")
            identifier = ctypes.create_string_buffer(CLASS_ID.bytes_le, 16)
            factory = c_void_p(self._factory.address)
            code = ole.CoRegisterClassObject(identifier, factory, _LOCAL_SERVER, _MULTIPLE_USE, byref(self._cookie))
            if code:
                _log.warning("Windows cannot start this program by a notification (error %#x)", code & 0xFFFFFFFF)

    def _create(self, _: int, outer: int | None, interface: int, found: Any) -> int:
        if outer:
            found[0] = None
            return _NO_AGGREGATION
        return self._callback.query(interface, found)
