"""The history, in a file of the test's own, and everything that is made of it: exports, reports, metrics."""

import asyncio
import io
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC
from typing import Final

from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Status
from porchlight.self_test.part import Faulty, Part
from porchlight.settings.report import ReportFormat

_DAY_MS: Final = 86_400_000
_NOW_MS: Final = 1_764_000_000_000  # 24 November 2025, 16:00 UTC; any moment would do
_COMPONENT: Final = Component(id="page", name="Página de donación", kind="http")
_BEGINNINGS: Final = {ReportFormat.MARKDOWN: b"# ", ReportFormat.HTML: b"<!", ReportFormat.PDF: b"%PDF-"}


class _FixedClock:
    """Implements Clock; it never advances."""

    def now_ms(self) -> int:
        """See Clock."""
        return _NOW_MS

    def monotonic(self) -> float:
        """See Clock."""
        return 0.0


def storage(folder: str) -> Iterator[Part]:
    """In this order: what comes after the history reads what that has written to ``folder``."""
    from porchlight.exporters.rows import FORMATS

    path = os.path.join(folder, "history.sqlite3")
    yield Part("history", lambda: _history(path))
    for form in FORMATS:
        yield Part(f"export {form}", _export(path, form))
    for wanted in ReportFormat:
        yield Part(f"report {wanted.value}", _report(path, wanted))
    yield Part("metrics otlp", _otlp)
    yield Part("metrics prometheus", _prometheus)


def _history(path: str) -> None:
    from porchlight.history.reader import HistoryReader
    from porchlight.history.store import open_store

    result = Result(_COMPONENT.id, _NOW_MS - 1000, 41_000, Outcome.HEALTHY, "It answers.")
    state = ComponentState(
        _COMPONENT.id, Status.HEALTHY, _NOW_MS - 1000, None, "It answers.", _NOW_MS - 959, result.duration_us
    )
    with closing(open_store(path, _FixedClock(), results_kept=2 * _DAY_MS / 1000, maintain=False)) as store:
        store.register(_COMPONENT, _NOW_MS)
        store.record(result, state)
        asyncio.run(store.flush())
    with closing(HistoryReader(path)) as reader:
        found = list(reader.results(_COMPONENT.id, _NOW_MS - _DAY_MS, _NOW_MS))
    if [one.duration_us for one in found] != [result.duration_us]:
        raise Faulty("The history does not return what was written.")


def _export(path: str, form: str) -> Callable[[], None]:
    def use() -> None:
        from porchlight.history.reader import HistoryReader
        from porchlight.runtime.history import write_results

        written = io.StringIO()
        with closing(HistoryReader(path)) as reader:
            count = write_results(reader, [_COMPONENT.id], _NOW_MS - _DAY_MS, _NOW_MS, form, written)
        if count != 1 or "It answers." not in written.getvalue():
            raise Faulty("The export lacks the result.")

    return use


def _report(path: str, wanted: ReportFormat) -> Callable[[], None]:
    def use() -> None:
        from porchlight.exporters.report.writing import written
        from porchlight.history.reader import HistoryReader
        from porchlight.insight.report import read_report
        from porchlight.redaction import Redactor
        from porchlight.settings.schema import Language

        with closing(HistoryReader(path)) as reader:
            report = read_report(reader, [_COMPONENT], {}, _NOW_MS - 7 * _DAY_MS, _NOW_MS, UTC, {})
        for language in (Language.ENGLISH, Language.SPANISH):
            if not written(report, wanted, UTC, language, Redactor().text).startswith(_BEGINNINGS[wanted]):
                raise Faulty("The report is not a file of its format.")

    return use


def _otlp() -> None:
    import gzip

    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

    from porchlight.exporters.metrics.families import CHECKS, Families
    from porchlight.exporters.metrics.otlp import Delivered, bodies_of, resource
    from porchlight.settings.export import Temporality

    families = Families()
    families.add(CHECKS, (("component", _COMPONENT.id),), 1)
    who = resource({}, "self-test")
    bodies = bodies_of(
        families.all(),
        who,
        temporality=Temporality.CUMULATIVE,
        began_ms=_NOW_MS - _DAY_MS,
        now_ms=_NOW_MS,
        delivered=Delivered(),
    )
    requests = [ExportMetricsServiceRequest.FromString(gzip.decompress(body.packed)) for body in bodies]
    if not any(CHECKS.name in str(request) for request in requests):
        raise Faulty("The export lacks the metric.")


def _prometheus() -> None:
    from porchlight.exporters.metrics.families import CHECKS, Families
    from porchlight.exporters.metrics.text import text_of

    families = Families()
    families.add(CHECKS, (("component", _COMPONENT.id),), 1)
    if CHECKS.prometheus.encode() not in text_of(families.all()):
        raise Faulty("The page lacks the metric.")
