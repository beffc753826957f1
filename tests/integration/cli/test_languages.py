"""The terminal speaks its user's language; programs read what they always read."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from tests.integration.program import Program
from tests.integration.simulators import Beside

SPANISH = {"LANG": "es_MX.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "LANGUAGE": ""}


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside) -> Program:
    program = Program(tmp_path, SPANISH)
    program.configure(
        f"""
        [monitor]
        connectivity_urls = []
        [components.page]
        kind = "http"
        name = "Donation page"
        url = "{website.url}/give"
        critical = true
        [components.form]
        kind = "http"
        url = "{website.url}/form"
        """
    )
    return program


def test_health_is_in_the_language_of_the_environment(porchlight: Program) -> None:
    ran = porchlight("health")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Bien  Todo va bien.\n")
    assert re.search(r"Donation page +bien ", ran.out)
    assert re.search(r"\nComprobado a las \d\d:\d\d:\d\d en \d", ran.out)


def test_trouble_and_what_to_do_are_in_the_language_asked_for(porchlight: Program, website: Beside) -> None:
    porchlight.environment["LANG"] = "C"
    website.fail(Fault.UNAVAILABLE)
    ran = porchlight("--language", "es", "health")
    assert ran.code == 2
    assert ran.out.startswith("Crítico  Donation page no funciona.\n         form no funciona.\n")
    assert "Qué hacer\n  Donation page: " in ran.out
    assert "Critical" in porchlight("health", "--language", "en").out


def test_a_stored_status_is_read_in_the_language_asked_for(porchlight: Program, website: Beside) -> None:
    website.fail(Fault.UNAVAILABLE)
    said = porchlight("health").out
    assert "503" in said
    assert "answer" not in said
    shown = porchlight("status").out
    assert "503" in shown
    assert "answer" not in shown
    assert "answer was 503" in porchlight("status", "--language", "en").out
    assert "answer was 503" in porchlight("status", "--json").out
    with closing(sqlite3.connect(porchlight.data / "history.sqlite3")) as history, history:
        history.execute("UPDATE statuses SET checked_ms = checked_ms - 3600000")
    assert "No se comprueba desde hace un rato; su estado era «error»: " in porchlight("status").out
    assert "it was error: " in porchlight("status", "--language", "en").out


def test_columns_stay_columns_in_another_language(porchlight: Program) -> None:
    lines = [line for line in porchlight("health").out.splitlines() if line.startswith("  ") and " ms " in line]
    assert len(lines) == 2
    assert len({line.index(" ms ") for line in lines}) == 1


def test_status_and_alerts_are_in_spanish(porchlight: Program) -> None:
    assert "Aún no se sabe nada" in porchlight("status").out
    porchlight("health")
    assert re.match(r"Bien, hace [\d.]+ s\n", porchlight("status").out)
    assert porchlight("alerts", "list").out == "No se disparó ninguna alerta en este tiempo.\n"
    assert porchlight("alerts", "silences").out == "No hay nada silenciado.\n"
    assert re.search(r"Crítica +tras 2 min|Crítica +", porchlight("alerts", "rules").out)


@pytest.mark.parametrize("arguments", [["--help"], ["alerts", "--help"], ["record", "--help"]])
def test_help_is_in_spanish(porchlight: Program, arguments: list[str]) -> None:
    ran = porchlight(*arguments)
    assert ran.code == 0
    assert ran.out.startswith("Uso: porchlight")
    for heading in ("\nOpciones:\n", "mostrar esta ayuda y salir"):
        assert heading in ran.out
    for english in ("show ", "usage", "default:", "options"):
        assert english not in ran.out


@pytest.mark.parametrize(
    ("arguments", "spanish", "english"),
    [
        (["helth"], "No se encontró «helth». ¿Quiso decir «health»?", "Not found: “helth”. Did you mean “health”?"),
        (["record", "sync"], "Falta uno de estos: --duration, --start.", "Missing: one of --duration, --start."),
        (["health", "--interval"], "--interval necesita un valor.", "--interval needs a value."),
        (["watch", "--json"], "No se esperaba aquí: --json.", "Not expected here: --json."),
        (["health", "--json=1"], "--json no admite un valor.", "--json takes no value."),
        (["health", "--interval", "0"], "un número de segundos de 1 a 86", "a number of seconds from 1 to 86,400"),
        (
            ["report", "--format", "doc"],
            "«doc» no es un valor de --format. Elija entre: md, html, pdf.",
            "“doc” is not a value of --format. Choose from: md, html, pdf.",
        ),
        (["health", "--d"], "No se", "could mean"),
        (["history", "pge"], "No se encontró «pge». ¿Quiso decir «page»?", "Did you mean “page”?"),
    ],
)
def test_wrong_use_says_what_would_be_right(
    porchlight: Program, arguments: list[str], spanish: str, english: str
) -> None:
    porchlight("health")
    ran = porchlight(*arguments)
    if arguments != ["health", "--d"]:
        assert (ran.code, spanish in ran.err) == (64, True), ran.err
    porchlight.environment["LC_ALL"] = "C"
    ran = porchlight(*arguments)
    assert (ran.code, english in ran.err) == (64, True), ran.err


def test_a_language_that_we_do_not_speak_is_wrong_use_and_the_ones_we_do_are_named(porchlight: Program) -> None:
    ran = porchlight("--language", "tlh", "status")
    assert ran.code == 64
    assert "No existe el idioma «tlh». Elija entre: en, es" in ran.err


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LANG": "C"}, {"LANG": "POSIX"}, {"LANG": "C.UTF-8"}, {"LANG": "xx_XX.UTF-8"}]
)
def test_without_a_language_it_is_english(porchlight: Program, environment: dict[str, str]) -> None:
    porchlight.environment.update(environment)
    assert "Nothing is known yet" in porchlight("status").out


def test_where_there_is_no_utf_8_the_spaces_are_plain(porchlight: Program) -> None:
    porchlight.environment["PYTHONIOENCODING"] = "latin-1"
    done = subprocess.run(
        [*porchlight.command(), "health"], env=porchlight.environment, capture_output=True, timeout=50, check=False
    )
    assert re.search(r"\d ms", done.stdout.decode("latin-1"))
    assert "Todo va bien" in done.stdout.decode("latin-1")


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "--json"],
        ["history", "page", "--json"],
        ["alerts", "--json"],
        ["outlook", "--json"],
        ["performance", "--json"],
        ["export", "history"],
    ],
)
def test_programs_read_the_same_in_every_language(porchlight: Program, website: Beside, arguments: list[str]) -> None:
    website.fail(Fault.UNAVAILABLE)
    porchlight("health")
    spanish, english = (
        re.sub(r"\d+", "0", porchlight("--language", language, *arguments).out) for language in ("es", "en")
    )
    assert spanish == english


def test_what_to_do_is_english_for_programs(porchlight: Program, website: Beside) -> None:
    website.fail(Fault.UNAVAILABLE)
    document = json.loads(porchlight("--language", "es", "health", "--json", "--detailed").out)
    porchlight.environment["LC_ALL"] = "C"
    english = json.loads(porchlight("health", "--json", "--detailed").out)
    assert document["recommendations"] == english["recommendations"] != []


def test_a_status_for_programs_loads_no_language() -> None:
    code = (
        "import sys\nfrom porchlight.cli.main import Desktop, run\n"
        "run(['--data-dir', '/nowhere', 'status', '--json'], Desktop(lambda args: None, lambda: ()))\n"
        "print([name for name in sys.modules if name.startswith(('babel', 'porchlight.language'))], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
