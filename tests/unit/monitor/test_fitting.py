"""Whatever a probe answers, what leaves the Runner can be stored, sent, shown and reckoned with."""

import asyncio
import enum
import json
import math
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.history.rows import result_row
from porchlight.intake.documents import dump_json
from porchlight.intake.operations import LONGEST_ID
from porchlight.intake.operations import LONGEST_NAME as SUBJECT
from porchlight.intake.text import DETAIL, NAME, SENTENCE, quote
from porchlight.model.component import Component
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Phase, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.monitor.fitting import LARGEST
from porchlight.monitor.runner import Runner
from porchlight.probes.context import CheckContext
from porchlight.redaction import Redactor
from porchlight.threads import in_thread
from tests.support import GivenSecrets
from tests.unit.monitor.office import Network

pytestmark = pytest.mark.logs_warnings

SECRET = "correct-horse-battery-staple-9"
COMPONENT = Component("website", "Website", "probe", "probe")


class Answering:
    """A probe that does what a test wants."""

    def __init__(self, answer: Callable[[CheckContext], object]) -> None:
        self._answer = answer

    async def check(self, ctx: CheckContext) -> Any:
        answer = self._answer(ctx)
        return await answer if asyncio.iscoroutine(answer) else answer

    async def close(self) -> None: ...


def run(answer: Callable[[CheckContext], object]) -> Result:
    """What the Runner makes of a probe's answer."""

    redactor = Redactor()
    redactor.add_secret(SECRET)
    runner = Runner(clock=SystemClock(), secrets=GivenSecrets({}), http=Network(), redactor=redactor)
    return asyncio.run(runner.run(COMPONENT, Answering(answer)))


def result(**parts: Any) -> Result:
    usual: dict[str, Any] = {
        "component": "website",
        "began_ms": 1_772_323_200_000,
        "duration_us": 1000,
        "outcome": Outcome.HEALTHY,
        "sentence": "Well.",
    }
    return Result(**{**usual, **parts})


def assert_fit(found: Result) -> None:
    """It can be written to SQLite and as JSON, in UTF-8, on one line, and no secret is in it."""
    assert found.component == "website"
    assert isinstance(found.outcome, Outcome)
    assert (found.reason is None) == (found.outcome is Outcome.HEALTHY)
    texts = [found.sentence, *found.measures, *found.details]
    texts += [one for part in found.sub_results for one in (part.name, part.sentence)]
    texts += [one for run in found.operations for one in (run.name, run.id, run.source, run.subject)]
    texts += [one for one in found.details.values() if isinstance(one, str)]
    for text in texts:
        text.encode()
        assert len(text.splitlines()) <= 1
        assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or 0x202A <= ord(one) <= 0x202E for one in text)
        assert SECRET not in text
    assert len(found.sentence) <= SENTENCE
    assert all(len(name) <= NAME for name in (*found.measures, *found.details))
    numbers = [
        one for measure in found.measures.values() for one in (measure.value, measure.limit) if one is not None
    ]
    numbers += [one for one in found.details.values() if isinstance(one, int | float)]
    assert all(math.isfinite(one) and abs(one) <= LARGEST for one in numbers)
    assert all(isinstance(phase, Phase) and us >= 0 for phase, us in found.phases.items())
    with sqlite3.connect(":memory:") as database:
        row = result_row(1, found)
        assert database.execute(f"SELECT {', '.join('?' * len(row))}", row).fetchone()
        for operation in found.operations:
            values = [getattr(operation, name) for name in Operation.__slots__]
            assert database.execute(f"SELECT {', '.join('?' * len(values))}", values).fetchone()
        database.execute("SELECT ?", (found.position,))
    json.dumps(
        [found.sentence, dict(found.details), [[one.value, one.limit] for one in found.measures.values()]],
        allow_nan=False,
    )


TEXT = (
    st.text(alphabet=st.characters(), max_size=60)
    | st.just(f"the key {SECRET} is wrong")
    | st.text("\ud800\u202e\x1b\n")
)
NUMBER = st.floats() | st.integers() | st.just(10**400)
GARBAGE: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    NUMBER,
    TEXT,
    st.binary(max_size=9),
    st.lists(TEXT, max_size=2),
    st.dictionaries(TEXT, NUMBER, max_size=2),
    st.sampled_from([enum.Enum("Any", "A").A, Outcome.ERROR, Reason.TIMEOUT, object(), Result, math.nan]),  # type: ignore[attr-defined]
)
MEASURES = st.dictionaries(TEXT, st.builds(Measure, NUMBER, st.sampled_from(Unit), NUMBER | st.none()), max_size=3)
OPERATIONS = st.lists(
    st.builds(
        Operation,
        name=TEXT,
        began_ms=st.integers(),
        duration_ms=NUMBER,
        ok=st.booleans(),
        processed=st.none() | st.integers(),
        failed=st.none() | st.integers(),
        id=TEXT,
        source=TEXT,
        subject=TEXT,
        expected_ms=st.none() | NUMBER,
    ),
    max_size=3,
)


@settings(max_examples=200)
@given(
    sentence=TEXT,
    measures=MEASURES,
    phases=st.dictionaries(st.sampled_from(Phase), NUMBER, max_size=3),
    details=st.dictionaries(TEXT, NUMBER | TEXT | st.none() | st.booleans(), max_size=3),
    parts=st.lists(st.builds(SubResult, TEXT, st.sampled_from(Outcome), TEXT), max_size=3),
    operations=OPERATIONS,
    position=st.none() | TEXT,
    duration_us=NUMBER.filter(lambda one: isinstance(one, float) and math.isfinite(one)),
)
def test_what_a_server_can_put_into_a_result_is_mended(
    sentence: str,
    measures: Any,
    phases: Any,
    details: Any,
    parts: Any,
    operations: Any,
    position: str | None,
    duration_us: Any,
) -> None:
    answer = result(
        sentence=sentence,
        measures=measures,
        phases=phases,
        details=details,
        sub_results=tuple(parts),
        operations=tuple(operations),
        position=position,
        duration_us=duration_us,
    )
    found = run(lambda ctx: answer)
    assert found.outcome is Outcome.HEALTHY
    assert_fit(found)


@settings(max_examples=300)
@given(
    st.sampled_from([name for name in Result.__slots__ if name not in ("component", "outcome", "reason")]), GARBAGE
)
def test_a_result_with_any_rubbish_in_it_is_mended_or_internal(name: str, rubbish: object) -> None:
    found = run(lambda ctx: result(**{name: rubbish}))
    assert found.outcome is Outcome.HEALTHY or found.reason is Reason.INTERNAL
    assert_fit(found)


@settings(max_examples=300)
@given(
    st.builds(lambda value, limit: result(measures={"a": Measure(value, limit=limit)}), GARBAGE, GARBAGE)
    | st.builds(
        lambda name, sentence: result(sub_results=(SubResult(name, Outcome.ERROR, sentence),)), GARBAGE, GARBAGE
    )
    | st.builds(lambda outcome: result(sub_results=(SubResult("a", outcome),)), GARBAGE)
    | st.builds(lambda items: result(measures=items, details=items, phases=items), st.dictionaries(TEXT, GARBAGE))
    | st.builds(
        lambda values: result(operations=(Operation(*values),)),
        st.lists(GARBAGE, min_size=10, max_size=10),
    )
    | st.builds(lambda items: result(sub_results=items, operations=items), st.lists(GARBAGE, max_size=2))
    | st.builds(
        lambda outcome: result(outcome=outcome, reason=Reason.CONTENT),
        GARBAGE.filter(lambda one: one is not Outcome.HEALTHY),
    )
    | GARBAGE
)
def test_an_answer_of_any_kind_is_mended_or_internal(answer: object) -> None:
    found = run(lambda ctx: answer)
    assert found.outcome is not Outcome.UNKNOWN
    assert_fit(found)


@pytest.mark.parametrize(
    "answer",
    [
        *(None, "well", b"well", {"outcome": "healthy"}, Result, result(component="another"), result(sentence=None)),
        *(result(sentence=b"well"), result(began_ms="now"), result(outcome="healthy!", reason=Reason.CONTENT)),
        *(result(measures=[1]), result(measures={"a": 1}), result(sub_results=("a",)), result(operations="ab")),
    ],
)
def test_what_is_no_result_is_internal_and_says_so(answer: object) -> None:
    found = run(lambda ctx: answer)
    assert (found.outcome, found.reason) == (Outcome.ERROR, Reason.INTERNAL)
    assert found.sentence.startswith("The check returned no valid result.")


def test_nothing_that_is_fit_is_changed() -> None:
    answer = result(
        sentence="Größe: 12 % — “寄付”.",
        measures={"size": Measure(5, Unit.BYTES, 10.5)},
        phases={Phase.DNS: 5},
        details={"a": "b", "n": 1, "f": 1.5, "t": True, "none": None},
        sub_results=(SubResult("db", Outcome.ERROR, "is down"),),
        operations=(Operation("sync", 1_772_323_200_000, 1.5, True, 1, 2, "id-1", "website", "org", 60_000.0),),
        position='{"at": 5}',
    )
    assert run(lambda ctx: answer) == answer


@pytest.mark.parametrize(
    ("unfit", "fit"),
    [
        ("half an emoji \ud83d", "half an emoji \ufffd"),
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("one\r\ntwo", "one two"),
        ("one\u2028two\u2029three", "one two three"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("nul\0here", "nul\ufffdhere"),
    ],
)
def test_a_sentence_and_all_other_texts_are_one_line_of_text(unfit: str, fit: str) -> None:
    found = run(
        lambda ctx: result(
            sentence=unfit,
            details={unfit: unfit},
            measures={unfit: Measure(1)},
            sub_results=(SubResult(unfit, Outcome.ERROR, unfit),),
            operations=(Operation(unfit, 1_772_323_200_000, 1, True, subject=unfit),),
        )
    )
    assert found.sentence == fit
    assert found.details == {fit: fit}
    assert list(found.measures) == [fit]
    assert found.sub_results == (SubResult(fit, Outcome.ERROR, fit),)
    assert (found.operations[0].name, found.operations[0].subject) == (fit, fit)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e19, 10**400])
def test_a_number_that_nobody_can_reckon_with_is_left_out(number: float) -> None:
    found = run(
        lambda ctx: result(
            measures={"bad": Measure(number), "good": Measure(1, limit=number)}, details={"bad": number}
        )
    )
    assert found.measures == {"good": Measure(1)}
    assert found.details == {"bad": None}


def test_a_secret_is_gone_before_a_text_is_cut() -> None:
    for before in range(SENTENCE - len(SECRET) - 5, SENTENCE + 5, 3):
        text = "x" * before + SECRET
        found = run(
            lambda ctx, text=text: result(
                sentence=text,
                details={"d": "x" * (DETAIL - SENTENCE) + text},
                sub_results=(SubResult(text[SENTENCE - NAME :], Outcome.ERROR, text),),
                operations=(Operation(text[SENTENCE - SUBJECT :], 1_772_323_200_000, 1, True),),
            )
        )
        texts = [found.sentence, str(found.details["d"]), found.sub_results[0].name, found.operations[0].name]
        for one in texts:
            assert SECRET[:6] not in one


@pytest.mark.parametrize("most", [80, 100, 160, 200, 500])
@pytest.mark.parametrize("inside", [1, 10, 28])
def test_a_quote_within_a_check_is_redacted_before_it_is_cut_also_in_a_thread(most: int, inside: int) -> None:
    text = "x" * (most - inside) + SECRET + "y"

    async def check(ctx: CheckContext) -> Result:
        threaded = await in_thread(lambda: quote(text, most), name="a probe's thread")
        tasked = await asyncio.create_task(in_task())
        assert threaded == tasked == quote(text, most)
        return ctx.healthy(threaded)

    async def in_task() -> str:
        return quote(text, most)

    sentence = run(check).sentence
    assert SECRET[:6] not in sentence
    assert sentence.startswith("x" * (most - inside - 1))


def test_a_secret_as_a_runs_name_is_gone_and_two_runs_stay_two() -> None:
    runs = tuple(
        Operation("sync", 1_772_323_200_000, 1, True, id=id_) for id_ in (SECRET, f"{SECRET}2", "x" * 300, "x" * 301)
    )
    found = run(lambda ctx: result(operations=runs)).operations
    assert len({one.id for one in found}) == 4
    assert all(SECRET[:6] not in one.id and len(one.id) <= LONGEST_ID for one in found)
    assert run(lambda ctx: result(operations=runs)).operations == found


def test_a_position_is_kept_word_for_word_or_not_at_all() -> None:
    for position in ('{"at":"a\\nb  c"}', "", "\x1b"):
        assert run(lambda ctx, one=position: result(position=one)).position == position
    for position in ("\ud800", "a\0b", "x" * 100_000, 5, b"x"):
        assert run(lambda ctx, one=position: result(position=one)).position is None


def _fail(error: BaseException) -> Callable[[CheckContext], object]:
    def answer(ctx: CheckContext) -> object:
        raise error

    return answer


@pytest.mark.parametrize(
    "error",
    [
        *(
            SystemExit(3),
            asyncio.CancelledError(),
            KeyboardInterrupt(),
            RecursionError(),
            MemoryError(),
            UnicodeError(),
        ),
        type("Bad\x1b[2J", (Exception,), {})("x"),
    ],
)
def test_whatever_a_probe_raises_is_its_own_fault(error: BaseException) -> None:
    found = run(_fail(error))
    assert (found.outcome, found.reason) == (Outcome.ERROR, Reason.INTERNAL)
    assert_fit(found)


def test_a_check_that_is_cancelled_from_outside_is_cancelled() -> None:
    async def outside() -> bool:
        runner = Runner(clock=SystemClock(), secrets=GivenSecrets({}), http=Network(), redactor=Redactor())
        task = asyncio.create_task(runner.run(COMPONENT, Answering(lambda ctx: asyncio.sleep(3))))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(outside())


def test_what_a_result_holds_goes_into_json_without_nan() -> None:
    found = run(lambda ctx: result(measures={"a": Measure(math.nan), "b": Measure(2)}, details={"c": math.inf}))
    assert (
        dump_json({"measures": {name: one.value for name, one in found.measures.items()}}) == '{"measures": {"b": 2}}'
    )
