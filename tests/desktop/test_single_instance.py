"""The one Porchlight of a user: what others leave in common folders neither stops it nor reaches it."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QEventLoop
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from porchlight.desktop.application import Application
from porchlight.desktop.platform.single_instance import SHOW, SingleInstance, runtime_folder
from tests.other_user import needs_root


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # A socket's path has room for 107 letters (unix(7)): a test's own folder may be too deep.
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


def beside(runtime: Path, ending: str) -> Path:
    """The lock or the socket of a Porchlight that was here."""
    (found,) = (one for one in (runtime / "porchlight").iterdir() if one.name.endswith(ending))
    return found


def test_what_it_needs_is_in_a_folder_that_is_the_users_alone(
    qapp: Application, runtime: Path, tmp_path: Path
) -> None:
    one = SingleInstance(str(tmp_path))
    assert one.acquire()
    assert stat.S_IMODE((runtime / "porchlight").stat().st_mode) == 0o700
    kinds = [stat.S_IFMT(entry.stat().st_mode) for entry in (runtime / "porchlight").iterdir()]
    assert sorted(kinds) == sorted([stat.S_IFREG, stat.S_IFSOCK])
    assert not list(Path(QDir.tempPath()).glob(f"{one.name.rsplit('/')[-1]}*"))
    one.release()


def test_a_lock_or_a_server_in_the_common_folder_is_none_of_ours(qapp: Application, tmp_path: Path) -> None:
    one = SingleInstance(str(tmp_path))
    name = one.name.rsplit("/")[-1]
    lock = Path(tempfile.gettempdir()) / f"{name}.lock"
    lock.touch()
    hostile = QLocalServer()
    assert hostile.listen(name)
    try:
        assert one.acquire()
        second = SingleInstance(str(tmp_path))
        assert not second.acquire()
        assert not hostile.hasPendingConnections()
    finally:
        one.release()
        hostile.close()
        lock.unlink()


def _send(second: SingleInstance, qapp: Application, asked: list[bool]) -> None:
    """Ask the first to show itself from beside the loop, which goes on until the first was ``asked``."""
    sender = threading.Thread(target=lambda: second.send(SHOW))
    sender.start()
    until = time.monotonic() + 20
    while sender.is_alive() or (not asked and time.monotonic() < until):
        qapp.processEvents()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _old(path: Path) -> None:
    path.write_bytes(b"1\nsome program\nsome computer\n")


def _open_to_all(path: Path) -> None:
    path.write_bytes(b"")
    path.chmod(0o666)


def _link(path: Path) -> None:
    path.symlink_to("/dev/null")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("leave", [_empty, _old, _open_to_all, _link, _fifo, _folder])
@pytest.mark.parametrize("ending", [".lock", ""])
def test_what_a_crash_or_a_prank_left_in_its_place_does_not_keep_it_from_starting(
    qapp: Application, runtime: Path, tmp_path: Path, leave: Callable[[Path], None], ending: str
) -> None:
    before = SingleInstance(str(tmp_path))
    leave(Path(f"{before.name}{ending}"))
    one = SingleInstance(str(tmp_path))
    assert one.acquire()
    one.release()


def test_it_is_free_again_once_the_first_has_ended(qapp: Application, tmp_path: Path) -> None:
    first, second = SingleInstance(str(tmp_path)), SingleInstance(str(tmp_path))
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


@needs_root
@pytest.mark.parametrize(
    "spoil", ["another user's", "open to all", "a link of another user's", "missing", "relative"]
)
def test_a_runtime_folder_that_is_not_ours_is_not_used(
    runtime: Path, tmp_path: Path, spoil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = str(runtime)
    match spoil:
        case "another user's":
            os.chown(runtime, 65534, 65534)
        case "open to all":
            runtime.chmod(0o1777)
        case "a link of another user's":
            link = tmp_path / "link"
            link.symlink_to(runtime)
            os.chown(link, 65534, 65534, follow_symlinks=False)
            given = str(link)
        case "missing":
            given = str(tmp_path / "missing")
        case "relative":
            given = "run"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert runtime_folder({"XDG_RUNTIME_DIR": given}) == str(tmp_path / "cache" / "porchlight")
    assert list(runtime.iterdir()) == []


def test_where_no_folder_can_be_ours_it_starts_all_the_same_and_speaks_to_nobody(
    qapp: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    one = SingleInstance(str(tmp_path))
    assert one.acquire()
    assert not one.send(SHOW)
    one.release()


def test_a_folder_that_is_too_deep_for_a_socket_hinders_nobody(
    qapp: Application, runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = runtime / ("deep" * 30)
    deep.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    one = SingleInstance(str(tmp_path))
    assert one.acquire()
    asked: list[bool] = []
    one.show_wanted.connect(lambda: asked.append(True))
    one.deliver_waiting()
    second = SingleInstance(str(tmp_path))
    assert not second.acquire()
    _send(second, qapp, asked)
    assert asked == [True]
    one.release()


def test_one_that_connects_and_sends_nothing_blocks_nothing(qapp: Application, tmp_path: Path) -> None:
    one = SingleInstance(str(tmp_path))
    assert one.acquire()
    asked: list[bool] = []
    one.show_wanted.connect(lambda: asked.append(True))
    one.deliver_waiting()
    silent = [QLocalSocket() for _ in range(3)]
    for each in silent:
        each.connectToServer(one.name)
        assert each.waitForConnected(5000)
    began = time.thread_time()
    qapp.processEvents()
    assert time.thread_time() - began < 0.5
    second = SingleInstance(str(tmp_path))
    _send(second, qapp, asked)
    assert asked == [True]
    one.release()


@pytest.fixture
def first(qapp: Application, tmp_path: Path) -> Iterator[tuple[SingleInstance, list[bool]]]:
    """One that runs, and how often it was asked to show itself."""
    one = SingleInstance(str(tmp_path))
    assert one.acquire()
    asked: list[bool] = []
    one.show_wanted.connect(lambda: asked.append(True))
    one.deliver_waiting()
    yield one, asked
    one.release()


@pytest.fixture
def call(first: tuple[SingleInstance, list[bool]]) -> Iterator[Callable[[], socket.socket]]:
    """Connects to it."""
    if sys.platform == "win32":
        pytest.skip("a named pipe")
    opened: list[socket.socket] = []

    def connect() -> socket.socket:
        opened.append(socket.socket(socket.AF_UNIX))
        opened[-1].settimeout(5)
        opened[-1].connect(first[0].name)
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


def _settle(qapp: Application) -> None:
    for _ in range(50):
        qapp.processEvents()


def test_a_request_that_comes_byte_by_byte_is_answered_once(
    qapp: Application, first: tuple[SingleInstance, list[bool]], call: Callable[[], socket.socket]
) -> None:
    caller = call()
    for byte in SHOW:
        caller.send(bytes([byte]))
        _settle(qapp)
    assert caller.recv(16) == b"ok\n"
    assert caller.recv(16) == b""
    assert first[1] == [True]


@pytest.mark.parametrize(
    ("sent", "asked"), [(b"", []), (b"sho", []), (b"x" * 100, []), (b"show me\n", []), (SHOW, [True])]
)
def test_one_that_hangs_up_at_any_step_harms_nothing(
    qapp: Application,
    first: tuple[SingleInstance, list[bool]],
    call: Callable[[], socket.socket],
    sent: bytes,
    asked: list[bool],
) -> None:
    caller = call()
    caller.send(sent)
    caller.close()
    _settle(qapp)
    assert first[1] == asked
    second = call()
    second.send(SHOW)
    _settle(qapp)
    assert first[1] == [*asked, True]


_FLOOD = """
import socket, sys
while True:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(sys.argv[1])
"""


def test_a_flood_of_callers_leaves_the_loop_its_turns(
    qapp: Application, first: tuple[SingleInstance, list[bool]], call: Callable[[], socket.socket]
) -> None:
    """Each in a process of its own, as fast as it can."""
    floods = [subprocess.Popen([sys.executable, "-c", _FLOOD, first[0].name]) for _ in range(2)]
    try:
        longest, until = 0.0, time.monotonic() + 2
        while time.monotonic() < until:
            began = time.thread_time()
            qapp.processEvents()
            longest = max(longest, time.thread_time() - began)
    finally:
        for one in floods:
            one.kill()
            one.wait()
    _settle(qapp)
    assert longest < 0.05
    caller = call()
    caller.send(SHOW)
    _settle(qapp)
    assert first[1] == [True]


def test_where_no_more_files_may_be_open_a_caller_waits_and_costs_nothing(
    qapp: Application, first: tuple[SingleInstance, list[bool]], call: Callable[[], socket.socket]
) -> None:
    import resource

    caller = call()
    caller.send(SHOW)
    free = os.dup(0)
    os.close(free)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        turns, until = 0, time.monotonic() + 0.3
        while time.monotonic() < until:
            turns += qapp.eventDispatcher().processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert turns < 50
    until = time.monotonic() + 5
    while not first[1] and time.monotonic() < until:
        qapp.processEvents()
    assert first[1] == [True]
