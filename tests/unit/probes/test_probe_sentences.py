"""What a probe found reaches its reader in the reader's language, with every name and figure of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import porchlight.probes
from porchlight.language.english import english
from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence
from porchlight.language.text import Text, sentences
from porchlight.model.component import Component
from porchlight.model.errors import SecretElsewhere, SecretUnfit
from porchlight.model.result import Measure, Unit
from porchlight.model.vendor import VendorReport, VendorState
from porchlight.probes.certificate_days import ends_soon
from porchlight.probes.classy_sync.causes import cause_of
from porchlight.probes.classy_sync.daemon import Facts
from porchlight.probes.classy_sync.daemon import judge as judge_daemon
from porchlight.probes.classy_sync.folder import Schedule, read_install
from porchlight.probes.classy_sync.journal import Journal
from porchlight.probes.classy_sync.judging import judge
from porchlight.probes.classy_sync.log import DaemonEvent, DaemonNews, Event, RetryPlanned, Run, RunBegan
from porchlight.probes.classy_sync.process import PidFile
from porchlight.probes.context import CheckContext
from porchlight.probes.databases import faults
from porchlight.probes.disk import DiskSettings, Room
from porchlight.probes.disk import judge as judge_disk
from porchlight.probes.mail import replies
from porchlight.settings.binding import sent_elsewhere
from porchlight.settings.secret_values import require_value
from tests.clocks import ManualClock
from tests.support import GivenSecrets

NOW_MS = 1_790_000_000_000
SCHEDULE = Schedule(intervals={"supporters": 1800.0})
_SAYS = ("healthy", "unwell", "ExchangeFailed", "Fault", "Verdict", "Finding")
"""Whose arguments become the sentence of a Result."""


def _run(minutes_ago: float, *, error: str | None = None, processed: int = 1234, failed: int = 0) -> Run:
    cause = None if error is None else cause_of(error)
    ended_ms = NOW_MS - round(minutes_ago * 60_000)
    return Run(
        str(minutes_ago),
        "supporters",
        2,
        ended_ms,
        95_000.0,
        full=False,
        processed=processed,
        failed=failed,
        cause=cause,
    )


def _synced(*events: Event) -> Iterator[Text]:
    journal = Journal()
    for event in events:
        journal.take(event)
    for finding in judge(journal, SCHEDULE, NOW_MS, changed_ms=NOW_MS, allowance=3.0):
        yield finding.sentence


def _of_the_sync() -> Iterator[Text]:
    yield from _synced(_run(12))
    yield from _synced(_run(12, processed=0))
    yield from _synced(_run(12, failed=1234))
    yield from _synced(_run(12, failed=617))
    yield from _synced(_run(12, error="Request failed with status code 503"))
    yield from _synced(
        _run(25, error="connect ECONNREFUSED"),
        _run(20, error="connect ECONNREFUSED"),
        RetryPlanned(NOW_MS - 60_000, "supporters", 2, 2, NOW_MS + 240_000),
    )
    yield from _synced(_run(300))
    yield from _synced(_run(300), DaemonEvent(NOW_MS - 3_600_000, DaemonNews.STOPPED))
    yield from _synced(RunBegan(NOW_MS - 600_000, "supporters", 2))


def _of_the_daemon() -> Iterator[Text]:
    quiet = Journal()
    quiet.take(RunBegan(NOW_MS - 9_000_000, "supporters", 2))
    for event in (None, DaemonNews.STARTED, DaemonNews.STOPPED, DaemonNews.NOT_STARTED):
        journal = Journal()
        journal.take(RunBegan(NOW_MS - 9_000_000, "supporters", 2))
        if event is not None:
            journal.take(DaemonEvent(NOW_MS - 60_000, event, 4711))
        for file in (None, PidFile(4711, runs=True), PidFile(4711, runs=False)):
            for elsewhere in (False, True):
                yield judge_daemon(Facts(file, journal, SCHEDULE, elsewhere), NOW_MS).sentence
    yield judge_daemon(Facts(PidFile(4711, runs=False), quiet, SCHEDULE, False), NOW_MS).sentence
    yield judge_daemon(Facts(None, Journal(), SCHEDULE, False), NOW_MS).sentence


def _of_databases() -> Iterator[Text | str]:
    for make in (
        faults.no_answer, faults.refused, faults.broken_off, faults.no_name, faults.unreachable, faults.not_secured,
        faults.too_much, faults.no_file, faults.damaged, faults.locked,
    ):  # fmt: skip
        yield make("db.example.org:5433").sentence
    yield faults.query_unknown().sentence
    yield faults.query_writes().sentence


def _of_mail() -> Iterator[Text]:
    yield replies.no_encryption("mail.example.org:587", "STARTTLS").sentence
    yield replies.wrong_protocol("mail.example.org:587", "SMTP").sentence
    yield replies.no_login("mail.example.org:587").sentence


def _of_certificates() -> Iterator[Text | None]:
    for days in (-3.0, 0.4, 1.2, 9.0):
        yield ends_soon(Measure(days, Unit.DAYS), 14)


def _of_disks() -> Iterator[str]:
    nothing: Any = None
    ctx = CheckContext(Component("d", "D", "disk"), ManualClock(), GivenSecrets({}), nothing, nothing)
    settings = DiskSettings(kind="disk", location="/srv/gifts")
    for room in (Room(1e12, 4e11, 6e11), Room(1e12, 9.9e11, 1e10), Room(1e12, 1e12, 0), Room(1e12, 0, 1e12, 100, 0)):
        yield judge_disk(ctx, settings, room).sentence


def _of_vendors() -> Iterator[Text]:
    for state in VendorState:
        yield VendorReport("HubSpot", state, NOW_MS, "Elevated errors").sentence()
    yield VendorReport(
        "HubSpot", VendorState.REPORTS, NOW_MS, "Elevated errors", since_ms=NOW_MS - 600_000
    ).sentence()


def _of_credentials() -> Iterator[str]:
    for error in (
        sent_elsewhere("stripe", ("https://api.stripe.com",), ("https://evil.example",)),
        sent_elsewhere("stripe", (), ("https://evil.example", "https://worse.example")),
    ):
        assert isinstance(error, SecretElsewhere)
        yield error.sentence
        yield error.remedy
    for value in ("", "12345", "x" * 70_000, "abcdef\ufffd", "abc\0defgh"):
        with pytest.raises(SecretUnfit) as caught:
            require_value(value)
        yield caught.value.sentence


_ALL = (
    _of_the_sync, _of_the_daemon, _of_databases, _of_mail, _of_certificates, _of_disks, _of_vendors, _of_credentials,
)  # fmt: skip


@pytest.mark.parametrize("source", _ALL, ids=lambda source: source.__name__.removeprefix("_of_"))
def test_a_spanish_reader_gets_every_name_and_figure_in_spanish(source: Any) -> None:
    spanish, reads = Renderer("es", now_ms=lambda: NOW_MS), Renderer(now_ms=lambda: NOW_MS)
    found = [one for one in source() if one is not None]
    assert found
    for text in found:
        kept = english(text)
        assert isinstance(kept, Sentence), kept
        written, translated = reads(kept), spanish(kept)
        assert translated != written, written
        assert "{" not in translated, translated
        assert _figures(translated) == _figures(written), (written, translated)
        for name in re.findall(r"[\w.:/-]*\.example\.?\w*(?::\d+)?|HubSpot|Elevated errors|stripe", written):
            assert name in translated, (name, translated)


def _figures(sentence: str) -> list[str]:
    """The digits of every number in it, in their order of size: languages write and place them differently."""
    return sorted(re.sub(r"[.,\s\u202f\u00a0]", "", one) for one in re.findall(r"\d[\d.,\u202f\u00a0]*", sentence))


def test_a_folder_without_classy_sync_is_explained_in_both_languages(tmp_path: Path) -> None:
    problem = read_install(str(tmp_path))
    assert isinstance(problem, Sentence)
    assert Renderer("es")(problem).startswith(f"Classy Sync no está instalado en {tmp_path}. ")


def test_whole_sentences_stand_one_after_the_other() -> None:
    both = sentences(Text("One."), "", Text("Two."))
    assert english(both) == "One. Two."
    assert sentences(Text("One."), "") == Text("One.")
    assert english(sentences("One.", "")) == "One."


def _modules() -> list[Path]:
    return sorted(Path(porchlight.probes.__file__ or "").parent.rglob("*.py"))


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.stem)
def test_no_probe_puts_a_sentence_together_from_pieces(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _SAYS:
            pieces = [one for one in node.args if isinstance(one, ast.JoinedStr | ast.BinOp)]
            assert not pieces, f"{path.name}:{node.lineno}"
