"""Real desktops for the whole module, a program of its own for each test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.virtual_desktop import DesktopProgram, TrayKind, VirtualDesktop, virtual_desktop

if sys.platform != "linux":
    collect_ignore_glob = ["*"]


@pytest.fixture(scope="module", params=[TrayKind.XEMBED, TrayKind.STATUS_NOTIFIER])
def any_desktop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualDesktop]:
    with virtual_desktop(tmp_path_factory.mktemp("desktop"), request.param) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualDesktop]:
    with virtual_desktop(tmp_path_factory.mktemp("desktop"), TrayKind.XEMBED) as running:
        yield running


@pytest.fixture
def bare_desktop(tmp_path: Path) -> Iterator[VirtualDesktop]:
    folder = tmp_path / "desktop"
    folder.mkdir()
    with virtual_desktop(folder, TrayKind.NONE) as running:
        yield running


def _program(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[DesktopProgram]:
    program = DesktopProgram(desktop, tmp_path)
    yield program
    program.end()


@pytest.fixture
def program(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[DesktopProgram]:
    yield from _program(desktop, tmp_path)


@pytest.fixture
def any_program(any_desktop: VirtualDesktop, tmp_path: Path) -> Iterator[DesktopProgram]:
    yield from _program(any_desktop, tmp_path)


@pytest.fixture
def bare_program(bare_desktop: VirtualDesktop, tmp_path: Path) -> Iterator[DesktopProgram]:
    yield from _program(bare_desktop, tmp_path)
