"""Every test by itself: its own home, no settings, no keyring, no proxy of the machine."""

import logging
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.integration.simulators import Beside


def pytest_configure() -> None:
    # How long input takes to make says how busy the computer is, not whether a test is sound; and a law with files
    # beside a busy disk takes longer than Hypothesis' 200 ms.
    settings.register_profile("default", deadline=2000, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("default")
    settings.register_profile("nightly", max_examples=20_000, deadline=None, print_blob=True)
    if os.environ.get("PORCHLIGHT_FUZZ"):
        settings.load_profile("nightly")
    # A shell starts background jobs with Ctrl-C ignored, and the programs that tests start would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """In a fresh clone Hypothesis first writes down Unicode's tables, which takes seconds.

    Within a test its own health check takes that for slow input.
    """
    st.text(st.characters()).validate()
    st.text().validate()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: programs that start and servers that answer are waited for more than is computed."""
    return len(os.sched_getaffinity(0) if sys.platform == "linux" else range(os.cpu_count() or 1)) + 1


@pytest.fixture(autouse=True)
def _private_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("PORCHLIGHT_SECRET", "PORCHLIGHT_CONFIG", "PORCHLIGHT_DATA", "XDG_")) or name.lower() in (
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


class _Warnings(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


_NO_FAULT = ("the history is slow", "porchlight.cli.main: the command ended with an error")
"""How busy the computer is, and what the terminal showed as well, where a test looks at it."""
_WRITTEN = re.compile(r"^\S+ \S+ ((?:WARNING|ERROR|CRITICAL) porchlight\b.*)", re.MULTILINE)
"""In a log file."""


@pytest.fixture(autouse=True)
def _no_stray_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the program's log fails a test that neither looks at the log nor expects any.

    It is the log of this process, and the file of a program that was started with its data in the test's own folder.
    """
    if "caplog" in request.fixturenames or request.node.get_closest_marker("logs_warnings"):
        yield
        return
    folder: Path | None = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    kept, log = _Warnings(), logging.getLogger("porchlight")
    log.addHandler(kept)
    try:
        yield
    finally:
        log.removeHandler(kept)
    stray = [f"{one.levelname} {one.name}: {one.getMessage()}" for one in kept.records]
    if folder is not None and (file := folder / "data" / "porchlight.log").is_file():
        stray += _WRITTEN.findall(file.read_text(encoding="utf-8"))
    stray = [one for one in stray if not any(part in one for part in _NO_FAULT)]
    assert not stray, "logged without being expected:\n" + "\n".join(stray)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def website() -> "Iterator[Beside]":
    """A website that runs beside the test, with every fault on a switch."""
    from porchlight.demo.website import WebsiteSimulator
    from tests.integration.simulators import beside

    with beside(WebsiteSimulator()) as running:
        yield running


@pytest.fixture
def home() -> Path:
    return Path(os.environ["HOME"])


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of the process that runs thousands of tests belongs into no story of a monitor's own."""
    monkeypatch.setattr("porchlight.probes.self_check.resident_bytes", lambda: 50 * 1024 * 1024)
