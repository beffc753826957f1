"""``porchlight report``: verdict first, what needs somebody, tables; one page that loads nothing; no secret in it."""

import asyncio
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader

from porchlight.demo.past import make_past
from porchlight.model.operation import Operation
from porchlight.operations.spool import leave
from porchlight.runtime.kinds import parse_settings
from tests.integration.program import Program

SETTINGS = """
[components.website]
kind = "http"
name = "Donation <page>"
url = "http://127.0.0.1:9/"
critical = true
[components.classy]
kind = "http"
name = "Classy | API"
url = "http://127.0.0.1:9/"
"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("past")
    asyncio.run(make_past(parse_settings(SETTINGS), str(folder)))
    return folder


@pytest.fixture
def porchlight(tmp_path: Path, past: Path) -> Program:
    program = Program(tmp_path, {"LC_ALL": "C.UTF-8"})
    program.configure(SETTINGS)
    program.data.mkdir()
    (program.data / "history.sqlite3").write_bytes((past / "history.sqlite3").read_bytes())
    now_ms = time.time_ns() // 1_000_000
    for number in range(20):
        leave(str(program.data), Operation("nightly", now_ms - number * 3_600_000, 60_000.0, number > 8, 270))
    return program


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_for_a_director_that_needs_nothing_else(porchlight: Program, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    ran = porchlight("report", "--since", "30d", "--format", "html", "--output", str(target))
    assert ran.code == 0, ran.err
    reader = _Reader()
    reader.feed(target.read_text(encoding="utf-8"))
    assert "script" not in reader.tags
    assert reader.links == []
    assert "svg" in reader.tags
    assert "Donation <page>" in reader.text
    assert "There were " in reader.text
    assert "nightly fails too often" in reader.text
    assert "9 of 20 runs in the last 30 days failed." in reader.text.replace("\u00a0", " ")
    assert "nightly: time between runs" in reader.text


def test_markdown_with_tables_that_hold(porchlight: Program) -> None:
    ran = porchlight("report", "--since", "30d")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("# How our systems did, ")
    assert "Classy \\| API" in ran.out
    tables = [line for line in ran.out.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {8, 4}


def test_a_pdf_in_spanish_with_its_charts(porchlight: Program, tmp_path: Path) -> None:
    target = tmp_path / "informe.pdf"
    ran = porchlight("report", "--since", "7d", "--format", "pdf", "--language", "es", "--output", str(target))
    assert ran.code == 0, ran.err
    reader = PdfReader(target)
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert "Cómo estuvieron nuestros sistemas" in text
    assert "Donation <page>" in text
    assert "Tiempos de respuesta" in text
    assert "nightly falla demasiado." in text
    assert "Qué puede agotarse" in text
    assert f"Página 1 de {len(reader.pages)}" in text
    assert not list(tmp_path.glob("*.part"))


def test_the_language_is_that_of_the_settings_or_of_the_system(porchlight: Program) -> None:
    assert porchlight("report").out.startswith("# How our systems did, ")
    porchlight.configure(f'[desktop]\nlanguage = "es"\n{SETTINGS}')
    assert porchlight("report").out.startswith("# Cómo estuvieron nuestros sistemas, ")
    assert porchlight("report", "--language", "en").out.startswith("# How our systems did, ")


def test_the_libraries_of_the_pdf_are_loaded_for_a_pdf_alone() -> None:
    code = (
        "import sys, porchlight.cli.written_report; print({'fpdf', 'PIL', 'fontTools', 'PySide6'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_nothing_is_recommended_where_all_was_well(tmp_path: Path, past: Path) -> None:
    program = Program(tmp_path, {"LC_ALL": "C.UTF-8"})
    program.configure('[components.website]\nkind = "http"\nname = "Page"\nurl = "http://127.0.0.1:9/"\n')
    program.data.mkdir()
    (program.data / "history.sqlite3").write_bytes((past / "history.sqlite3").read_bytes())
    ran = program("report", "--since", "3d")
    assert "**Everything worked the whole time that we watched.**" in ran.out
    assert "What needs attention" not in ran.out


def test_what_cannot_be_written_or_read_is_reported(porchlight: Program, tmp_path: Path) -> None:
    assert porchlight("report", "--output", str(tmp_path / "no" / "report.md")).code == 73
    assert porchlight("report", "--since", "yesterday").code == 64
    assert porchlight("report", "--format", "docx").code == 64
