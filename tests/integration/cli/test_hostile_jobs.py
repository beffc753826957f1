"""Jobs that write what nobody expects: output and exit code pass as they are, and nothing holds a job up."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.program import Program

PYTHON = sys.executable
COUNTS = r"(?P<processed>\d+) done, (?P<failed>\d+) failed"


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.configure('[monitor]\nconnectivity_urls = []\n[components.it]\nkind = "self"\n')
    return program


def _run(program: Program, pattern: str, code: str) -> "subprocess.CompletedProcess[bytes]":
    command = [*program.command(), "run", "--name", "job", "--count-pattern", pattern, "--", PYTHON, "-c", code]
    return subprocess.run(command, env=program.environment, capture_output=True, check=False, timeout=50)


def _last_run(program: Program) -> dict[str, object]:
    (row,) = json.loads(program("performance", "--json").out)["operations"]
    return dict(row)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("print('9' * 5000 + ' done, 1 failed')", b"9" * 5000 + b" done, 1 failed\n"),
        ("print('9' * 30 + ' done, 1 failed')", b"9" * 30 + b" done, 1 failed\n"),
        ("print('\u0663\u0664 done, \u00b2 failed')", "\u0663\u0664 done, \u00b2 failed\n".encode()),
        ("out(b'\\xff\\xfe\\0\\x1b[2J\\xed\\xa0\\x80 12 done')", b"\xff\xfe\0\x1b[2J\xed\xa0\x80 12 done"),
        ("[out(b'x' * 65536) for n in range(300)]", b"x" * 65536 * 300),
        ("out(b'\\r' * 3_000_000)", b"\r" * 3_000_000),
    ],
    ids=["5,000 digits", "30 digits", "other digits", "no text", "a line without end", "line ends alone"],
)
def test_whatever_a_job_writes_passes_as_it_is(porchlight: Program, code: str, written: bytes) -> None:
    out = "import sys; sys.stdout.reconfigure(encoding='utf-8'); out = sys.stdout.buffer.write\n"
    began = time.monotonic()
    done = _run(porchlight, COUNTS, f"{out}{code}\nsys.stdout.flush(); sys.exit(3)")
    assert (done.returncode, done.stdout) == (3, written)
    assert time.monotonic() - began < 20
    assert _last_run(porchlight)["count"] == 1


def test_the_last_counts_are_found_behind_much_that_is_none(porchlight: Program) -> None:
    code = "print('1 done, 1 failed'); print('z' * 9_000_000); print('\\0\\n' * 50_000); print('12 done, 3 failed')"
    done = _run(porchlight, COUNTS, code)
    assert done.returncode == 0
    assert _last_run(porchlight)["rate"] is not None


@pytest.mark.parametrize("pattern", ["(x+x+)+y", "(?R)", "(?:(?:x|xx)+)+$y", "(.*)*(?P<processed>y)"])
def test_a_slow_pattern_holds_up_no_job(porchlight: Program, pattern: str) -> None:
    code = "import time; t = time.monotonic(); [print('x' * 3000, flush=True) for n in range(2000)]"
    done = _run(porchlight, pattern, f"{code}; import sys; sys.exit(9 if time.monotonic() - t > 3 else 4)")
    assert done.returncode == 4
    assert done.stdout == (b"x" * 3000 + b"\n") * 2000


@pytest.mark.parametrize(
    "pattern", ["(" * 300 + ")" * 300, "(", "x" * 5000, "(?:(?:a{1000}){1000}){1000}", "\udc80("]
)
def test_a_pattern_that_cannot_be_used_is_reported_before_anything_runs(porchlight: Program, pattern: str) -> None:
    done = _run(porchlight, pattern, "print('it ran')")
    assert (done.returncode, done.stdout) == (64, b"")
    assert b"pattern" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_job_whose_reader_has_left_ends_as_it_would_by_itself(porchlight: Program) -> None:
    code = "while True: print('x' * 1000)"
    command = [*porchlight.command(), "run", "--count-pattern", COUNTS, "--", PYTHON, "-c", code]
    process = subprocess.Popen(command, env=porchlight.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdout.read(10) == b"x" * 10
    process.stdout.close()
    assert process.wait(30) != 0


@pytest.mark.parametrize("pattern", [[], ["--count-pattern", COUNTS]])
def test_a_job_is_given_no_credential_of_ours(porchlight: Program, pattern: list[str]) -> None:
    porchlight.environment |= {
        "PORCHLIGHT_SECRET_STRIPE": "planted-value",
        "PORCHLIGHT_SECRETS_DIR": "/planted",
        "ITS_OWN": "kept",
    }
    code = "import os; print(sorted(name for name in os.environ if 'SECRET' in name), os.environ['ITS_OWN'])"
    assert porchlight("run", *pattern, "--", PYTHON, "-c", code).out == "[] kept\n"


def test_an_editor_is_given_no_credential_of_ours(porchlight: Program, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(str(sorted(os.environ)))")
    porchlight.environment |= {
        "PORCHLIGHT_SECRET_STRIPE": "planted-value",
        "VISUAL": f'"{PYTHON}" "{editor}"'.replace("\\", "/"),
    }
    assert porchlight("config", "edit").code == 0
    assert "SECRET" not in (tmp_path / "seen").read_text()


def test_an_editor_that_cannot_be_read_is_a_sentence(porchlight: Program) -> None:
    porchlight.environment |= {"VISUAL": '"nano', "EDITOR": ""}
    ran = porchlight("config", "edit")
    assert ran.code == 78
    assert "EDITOR cannot be read" in ran.err
