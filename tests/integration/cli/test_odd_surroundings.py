"""Where it is started may be odd: no home, no streams, strange variables and numbers. It works or says a sentence."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.program import Program

SETTINGS = '[monitor]\nconnectivity_urls = []\n[components.it]\nkind = "self"\nname = "Büro ▲"\n'


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.configure("")
    program.config.write_text(SETTINGS, encoding="utf-8")
    return program


@pytest.fixture
def homeless(tmp_path: Path) -> Program:
    """As a user whom this computer does not know: neither HOME nor an entry says where its home is."""
    places = ("PORCHLIGHT_CONFIG", "PORCHLIGHT_DATA_DIR")
    program = Program(tmp_path)
    for name in ("HOME", *places, *(one for one in program.environment if one.startswith("XDG_"))):
        program.environment.pop(name, None)
    script = tmp_path / "homeless.py"
    script.write_text(
        "import os, runpy, sys\n"
        "os.path.expanduser = lambda path: path\n"
        "import posixpath; posixpath.expanduser = os.path.expanduser\n"
        "sys.argv[0] = 'porchlight'\n"
        "runpy.run_module('porchlight', run_name='__main__', alter_sys=True)\n"
    )
    program.environment["PYTHONPATH"] = os.getcwd()
    program.command = lambda: [sys.executable, str(script)]  # type: ignore[method-assign]
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="there a home is asked for otherwise")
@pytest.mark.parametrize(
    "command", ["status", "health", "config path", "config check", "secrets list", "watch", "audit", ""]
)
def test_without_a_home_it_prints_how_to_go_on(homeless: Program, command: str) -> None:
    ran = homeless(*command.split())
    assert ran.code == 78
    assert ran.err.startswith(
        "porchlight: This user has no home directory. Set HOME, or give the places with --config"
    )
    assert len(ran.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there a home is asked for otherwise")
def test_without_a_home_what_is_given_is_used_and_a_job_runs(homeless: Program, tmp_path: Path) -> None:
    homeless.configure(SETTINGS.replace("ü", "ue").replace("▲", ""))
    given = ["--config", str(homeless.config), "--data-dir", str(tmp_path / "data")]
    assert homeless("health", *given).code == 0
    ran = homeless("run", "--", sys.executable, "-c", "print('done'); raise SystemExit(5)")
    assert (ran.code, ran.out) == (5, "done\n")
    assert "could not be reported" in ran.err


@pytest.mark.parametrize(
    "variables",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "xx_XX.nonsense", "LC_ALL": "xx_XX.nonsense"},
        {"COLUMNS": "garbage", "LINES": "-5"},
        {"COLUMNS": "9" * 5000},
        {"COLUMNS": "1"},
        {"NO_COLOR": "1"},
        {"NO_COLOR": "", "TERM": ""},
        {"TERM": "dumb"},
    ],
    ids=["C", "a locale nobody knows", "columns", "many columns", "one column", "no colour", "no terminal", "dumb"],
)
def test_odd_variables_change_nothing_that_matters(porchlight: Program, variables: dict[str, str]) -> None:
    porchlight.environment |= variables
    for command in (["health", "--detailed"], ["health", "--help"]):
        ran = porchlight(*command)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out
    assert json.loads(porchlight("status", "--json").out)["components"][0]["name"] == "Büro ▲"


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_end_nothing_and_nothing_is_written_into_the_history(porchlight: Program, closed: str) -> None:
    assert porchlight("health").code == 0
    for command in ("health --json", "report", "export history"):
        script = f"exec {sys.executable} -m porchlight {command} {closed}"
        done = subprocess.run(["sh", "-c", script], env=porchlight.environment, capture_output=True, check=False)
        assert (command, done.returncode) == (command, 0), done.stderr
        assert b"Traceback" not in done.stderr
    assert (porchlight.data / "history.sqlite3").read_bytes().startswith(b"SQLite format 3\0")
    assert porchlight("history", "it").code == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")
@pytest.mark.parametrize("command", ["status", "health --json", "report", "export history"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.logs_warnings
def test_an_output_that_cannot_be_written_is_one_sentence(porchlight: Program, unbuffered: str, command: str) -> None:
    assert porchlight("health").code == 0
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*porchlight.command(), *command.split()],
            env={**porchlight.environment, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 69
    assert done.stderr == "porchlight: The output cannot be written (No space left on device).\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is used cannot be removed there")
@pytest.mark.logs_warnings
def test_a_folder_that_is_gone_is_a_sentence(porchlight: Program) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && exec {sys.executable} -m porchlight health --config it.toml"
    environment = {**porchlight.environment, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        ["sh", "-c", script], env=environment, cwd=porchlight.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert "The current folder no longer exists." in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["record", "x", "--duration", "9" * 400 + "d"],
        ["record", "x", "--duration", "1s", "--count", "9" * 5000],
        ["record", "x", "--duration", "1s", "--count", "-1"],
        ["record", "x", "--duration", "1s", "--failed", "1e999"],
        ["record", "x", "--duration", "1s", "--at", "0001-01-01"],
        ["record", "x", "--duration", "1s", "--at", "1969-12-31T00:00"],
        ["history", "it", "--since", "9" * 300],
        ["audit", "--since", "99999999999999d"],
        ["audit", "--since", "inf"],
        ["health", "--watch", "--interval", "nan"],
        ["health", "--watch", "--interval", "9" * 5000],
        ["alerts", "snooze", "x", "--for", "9" * 30 + "d"],
        ["run", "--expect-every", "9" * 400, "--", "true"],
    ],
)
def test_numbers_that_nobody_means_are_wrong_use(porchlight: Program, command: list[str]) -> None:
    porchlight("health")
    ran = porchlight(*command)
    assert ran.code == 64, ran.err
    assert len(ran.err) < 2500


def test_a_date_before_all_dates_is_the_beginning(porchlight: Program) -> None:
    porchlight("health")
    assert porchlight("audit", "--since", "0001-01-01").code in (0, 64)
    assert porchlight("history", "it", "--since", "1800-01-01").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no TZ")
@pytest.mark.parametrize("zone", ["XXX-24", "XXX24:59:59", "AAA0BBB-30,0,365"])
def test_a_zone_that_python_has_no_dates_in_is_reported_and_does_no_harm(porchlight: Program, zone: str) -> None:
    porchlight.environment["TZ"] = zone
    porchlight.config.write_text(SETTINGS + "[report]\nweekly = true\n", encoding="utf-8")
    process = porchlight.start("watch")
    assert process.stdout is not None
    while "unknown → healthy" not in (line := process.stdout.readline()):
        assert line
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Porchlight itself" not in out
    assert err == "porchlight: This computer's time zone is a day or more away from UTC. UTC is used instead.\n"
