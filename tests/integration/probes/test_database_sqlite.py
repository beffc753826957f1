"""SQLite files: read, never created and never changed; each kind of damage has its own words."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from porchlight.demo.sync_database import make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.support import check

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a folder with spaces & ümlaut%41" / "sync.sqlite"
    path.parent.mkdir()
    make_sync_database(str(path), supporters=50)
    return path


async def ask(file: Path, timeout: float = 5.0, **settings: object) -> Result:
    return await check({"kind": "database", "url": f"sqlite:///{file}", **settings}, timeout=timeout)


async def test_a_file_is_told_with_its_size(file: Path) -> None:
    result = await ask(file, query="SELECT count(*) FROM supporters", query_value=50)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["size"].value == file.stat().st_size
    assert result.sentence.startswith("SQLite 3.")


async def test_a_missing_file_is_told_and_not_created(file: Path) -> None:
    missing = file.parent / "missing.sqlite"
    result = await ask(missing)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.FILE)
    assert not missing.exists()


@pytest.mark.parametrize("junk", [b"this is no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
async def test_a_damaged_file_is_told(file: Path, junk: bytes) -> None:
    file.write_bytes(junk)
    result = await ask(file)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)


async def test_a_locked_file_is_told_within_the_time_limit(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = await ask(file, timeout=0.5)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.LOCKED)
    assert "Another program has locked" in result.sentence


async def test_a_query_that_never_ends_is_ended(file: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    result = await ask(file, timeout=0.3, query=endless)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)


@pytest.mark.parametrize(
    ("value", "expected", "sentence"),
    [
        (
            "paid  ",
            "paid",
            "paid. It should be paid. They differ only in spaces or other invisible characters.",
        ),
        (
            "paid",
            " paid\t",
            "paid. It should be paid. They differ only in spaces or other invisible characters.",
        ),
        (
            "paid\u200b",
            "paid",
            "paid. It should be paid. They differ only in spaces or other invisible characters.",
        ),
        ("  ", "", "only spaces. It should be an empty text."),
        ("paid", "Paid", "paid. It should be Paid."),
    ],
)
async def test_what_looks_alike_and_is_not_is_told_apart(
    file: Path, value: str, expected: str, sentence: str
) -> None:
    result = await ask(file, query=f"SELECT '{value}'", query_value=expected)
    assert result.sentence == f"The query returned {sentence}"


async def test_a_query_with_a_fault_is_a_matter_of_the_settings(file: Path) -> None:
    result = await ask(file, query="SELECT nothing FROM nowhere")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
