"""The systemd units and the container file: what can be checked of them without starting them."""

import json
import re
import shlex
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.support import need

TOP = Path(__file__).parents[3]
UNITS = TOP / "installers" / "linux" / "systemd"
CONTAINER = TOP / "installers" / "linux" / "container" / "Containerfile"
SYSTEM, USER = UNITS / "porchlight.service", UNITS / "porchlight-user.service"


def unit(path: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text())
    return parser


def installed(path: Path, folder: Path) -> Path:
    """The unit as if the program were where it says: this one's stands in."""
    text = re.sub(r"(?m)^(ExecStart=)\S+", rf"\1{sys.executable}", path.read_text())
    copy = folder / "porchlight.service"
    copy.write_text(text)
    return copy


@pytest.mark.parametrize("path", [SYSTEM, USER])
def test_systemd_finds_nothing_wrong(path: Path, tmp_path: Path) -> None:
    analyze = need("systemd-analyze")
    mode = ["--user"] if path == USER else []
    ran = subprocess.run(
        [analyze, *mode, "verify", "--man=no", str(installed(path, tmp_path))],
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_service_may_do_little(tmp_path: Path) -> None:
    analyze = need("systemd-analyze")
    ran = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=25", "--no-pager", str(installed(SYSTEM, tmp_path))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-300:]
    assert unit(SYSTEM)["Service"]["DynamicUser"] == "yes"


@pytest.mark.parametrize("path", [SYSTEM, USER])
def test_it_is_started_with_a_command_that_there_is(path: Path) -> None:
    program, command, *options = shlex.split(unit(path)["Service"]["ExecStart"])
    assert program.endswith("/bin/porchlight")
    said = subprocess.run(
        [sys.executable, "-m", "porchlight", command, "--help"], capture_output=True, text=True, check=True, cwd=TOP
    ).stdout
    assert all(option in said for option in options if option.startswith("--"))


def test_the_container_file_keeps_to_what_is_good_use() -> None:
    text = CONTAINER.read_text()
    steps = [
        line.split(maxsplit=1)
        for line in re.sub(r"\\\n\s*", "", text).splitlines()
        if line.strip() and not line.startswith("#")
    ]
    images = [rest.split()[0] for name, rest in steps if name == "FROM"]
    assert all(":" in image and not image.endswith(":latest") for image in images)
    last_stage = steps[[name for name, _ in steps].index("FROM", 1) :]
    users = [rest for name, rest in last_stage if name == "USER"]
    assert users
    assert "root" not in users[-1]
    assert not users[-1].startswith("0")
    names = [name for name, _ in last_stage]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert {"FROM", "RUN", "COPY", "ENV", "USER", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "WORKDIR"} >= {
        name for name, _ in steps
    }
    for name, rest in steps:
        if name == "COPY" and "--from" not in rest:
            assert all((TOP / source).exists() for source in rest.split()[:-1])
        if name in ("ENV", "ARG"):
            assert not re.search(r"(?i)password|token|api.?key", rest)
    assert json.loads(last_stage[-1][1]) == ["porchlight", "watch"]


def test_it_brings_the_uv_that_the_makefile_brings() -> None:
    (wanted,) = re.findall(r"^UV_VERSION := (\S+)$", (TOP / "Makefile").read_text(), re.MULTILINE)
    assert f"uv=={wanted}" in CONTAINER.read_text()


def test_what_it_leaves_out_is_known_to_the_lock_file_and_not_needed_to_watch() -> None:
    left_out = re.findall(r"--no-install-package (\S+)", CONTAINER.read_text())
    lock = (TOP / "uv.lock").read_text()
    assert all(f'name = "{name}"' in lock for name in left_out)
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['PySide6', 'shiboken6', 'qasync', 'pyqtgraph',"
        " 'desktop_notifier']));"
        "import porchlight.cli.watch, porchlight.exporters.metrics.sender, porchlight.exporters.metrics.scrape;"
        "import porchlight.alerts.service"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=TOP)
