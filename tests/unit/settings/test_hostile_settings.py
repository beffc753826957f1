"""Settings that nobody in their right mind writes: each ends in a sentence, soon, and nothing else does."""

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.intake.text import has_controls
from porchlight.model.errors import SettingsError
from porchlight.probes.registry import find_kind
from porchlight.runtime.sharing import is_foreign, judge
from porchlight.settings.edit import read_document
from porchlight.settings.file import LoadedSettings, load, parse
from porchlight.settings.problems import problems_text
from porchlight.settings.schema import parse_duration
from porchlight.settings.sharing import Here, plan_shared, read_shared

CPU_SECONDS = 2.0
EDITOR_CPU_SECONDS = 6.0
"""What five thousand components take tomlkit, and no more."""
_T = TypeVar("_T")
HERE = Here(judge, is_foreign, {})
NAMES = [f"c{number}" for number in range(190)]


def _mesh(of: Callable[[int], list[str]]) -> str:
    return "".join(
        f"[components.{name}]\nkind = 'self'\ndepends_on = {of(number)}\n" for number, name in enumerate(NAMES)
    )


TOO_MUCH = {
    "a mesh of depends_on": _mesh(lambda number: NAMES).encode(),
    "a mesh of names that are not there": _mesh(lambda number: [f"x{name}" for name in NAMES]).encode(),
    "a key with dots": b"a" + b".a" * 200_000 + b" = 1",
    "a table with dots": b"[a" + b".a" * 200_000 + b"]",
    "keys with dots": b"a.b.c.d = 1\n" * 40_000,
    "keys that begin alike": b"".join(b"a.a.a.a.a.a.a.a.a.a.k%d = 1\n" % n for n in range(800)),
    "lists in lists": b"a = " + b"[" * 200_000,
    "lists in lists that end": b"a = " + b"[" * 50_000 + b"]" * 50_000,
    "tables in tables": b"a = " + b"{a = " * 50_000 + b"1" + b"}" * 50_000,
    "50 MiB": b"a = 1\n" * (50 * 1024 * 1024 // 6),
    "one long string": b'a = "' + b"x" * 900_000 + b'"',
    "a string that never ends": b'a = """' + b'\\"""' * 200_000,
    "a string of escapes": b'a = """' + b'\\"""' * 200_000 + b'"""',
    "many strings that never end": b'a = """\n' * 100_000,
    "a NUL": b"a = 1\n\0",
    "a program": b"\x7fELF" + bytes(range(256)) * 2000,
    "UTF-16": '[monitor]\ninterval = "1m"'.encode("utf-16"),
    "UTF-16 without a mark": "[monitor]\n".encode("utf-16-le"),
    "Latin-1": b'[components.a]\nkind = "self"\nname = "\xe9"\n',
    "half a character": b'[components.a]\nname = "\xed\xa0\x80"\n',
    "an escaped half of one": b'[components.a]\nname = "\\ud800"\n',
    "5,000 digits": b"[monitor]\ninterval = " + b"9" * 5000,
    "a number of 400 digits": b"[monitor]\ninterval = " + b"9" * 400,
    "numbers in a list": b"a = [" + b"1," * 400_000 + b"]",
    "blank lines": b"\n" * 900_000,
    "unknown keys": b"[components.a]\nkind = 'self'\n" + b"".join(b"k%d = 1\n" % n for n in range(38_000)),
    "unknown sections": b"".join(b"[s%d]\n" % number for number in range(8_000)),
    "tables in disorder": b"".join(b"[components.a%d]\nx=1\n[z%d]\n" % (n, n) for n in range(6_000)),
    "a circle of all": _mesh(lambda number: [NAMES[number - 1]]).encode(),
    "a name that is a value too": b"a = 1\n[a]\nb = 1\n[a.b]\n",
    "a list as a table": b"components = [1]\nrules = 3\nexport = []\npaths = 'x'\nmonitor = 1\nalerts = true\n",
}


def _faults(raw: bytes) -> LoadedSettings:
    return parse("it.toml", raw, find_kind, find_channel)


@pytest.mark.parametrize("raw", TOO_MUCH.values(), ids=TOO_MUCH)
def test_such_a_file_is_refused_with_a_sentence_before_long(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "porchlight.toml"
    file.write_bytes(raw)
    took, loaded = _cpu(lambda: load(str(file), find_kind, find_channel))
    assert took < CPU_SECONDS
    problems = loaded.all_problems()
    assert problems
    assert all(len(str(problem)) < 2500 and not has_controls(str(problem)) for problem in problems)


@pytest.mark.parametrize("raw", TOO_MUCH.values(), ids=TOO_MUCH)
def test_such_a_file_holds_up_neither_the_editor_nor_an_import(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "porchlight.toml"
    file.write_bytes(raw)
    for way in (
        lambda: read_document(str(file)),
        lambda: plan_shared(str(tmp_path / "own.toml"), read_shared(raw), HERE),
    ):
        took, found = _cpu(partial(_error_of, way))
        assert took < EDITOR_CPU_SECONDS
        assert len(str(found)) < 2500 or not isinstance(found, SettingsError)


def test_a_component_with_a_thousand_faults_can_be_shown() -> None:
    keys = "".join(f"k{n} = 1\n" for n in range(1000))
    (item,) = _faults(f"[components.a]\nkind = 'self'\n{keys}".encode()).components
    assert len(item.problems) == 100
    assert "k0" in problems_text(item.problems)


def test_five_thousand_components_are_read_and_can_be_edited(tmp_path: Path) -> None:
    file = tmp_path / "porchlight.toml"
    file.write_text(
        "".join(
            f'[components.c-{n}]\nkind = "http"\nname = "Page {n}"\nurl = "https://example.org/{n}"\n'
            for n in range(5000)
        )
    )
    loaded = load(str(file), find_kind, find_channel)
    assert loaded.all_problems() == []
    assert len(loaded.components) == 5000
    assert len(read_document(str(file))["components"]) == 5000


def test_a_file_with_a_mark_of_its_encoding_is_read() -> None:
    loaded = _faults("\ufeff[components.a]\nkind = 'self'\nname = 'Büro'\n".encode())
    assert loaded.all_problems() == []
    assert loaded.components[0].component.name == "Büro"


@pytest.mark.parametrize(
    ("line", "key", "fault"),
    [
        ('name = "a\\u001b[2J"', "name", "control character"),
        ('name = "a\\u0000"', "name", "control character"),
        ('name = "a\\u202eb"', "name", "control character"),
        ('name = "a\\nForged: healthy"', "name", "more than one line"),
        ('name = "a\\u2028b"', "name", "more than one line"),
        (f'name = "{"x" * 5000}"', "name", "longer than"),
        ('tags = ["a", "b\\u009b31m"]', "tags", "control character"),
        (f"tags = {['t'] * 1500}", "tags", "more than 1,000"),
        ("slow_limit = inf", "slow_limit", "time"),
        ("slow_limit = nan", "slow_limit", "time"),
        ("slow_limit = 1e300", "slow_limit", "too large"),
        ("slow_limit = -1e300", "slow_limit", "too large"),
        (f'slow_limit = "{"9" * 39}d"', "slow_limit", "ten years"),
        ("timeout = 99999999999999999999", "timeout", "too large"),
        ("interval = '999999999d'", "interval", "ten years"),
        ("confirmations = 1e999", "confirmations", "finite"),
    ],
)
def test_what_no_value_may_be_is_said_with_its_key(line: str, key: str, fault: str) -> None:
    loaded = _faults(f"[components.a]\nkind = 'self'\n{line}\n[components.b]\nkind = 'self'\n".encode())
    (problem,) = loaded.all_problems()
    assert problem.key.startswith(f"components.a.{key}")
    assert problem.line == 3
    assert fault in problem.fault or fault in problem.remedy or fault == "time"
    assert loaded.components[1].settings is not None


@pytest.mark.parametrize(
    "pattern",
    [
        "(" * 900 + ")" * 900,
        "(" * 3000 + ")" * 3000,
        "(?:(?:a{1000}){1000}){1000}",
        "(?x)(?:(?:a{ 1000 }) {1000}){1000}",
        "(?sx)[#](?:(?:a{1000}) #a\\n {1000}) {1000}",
        "(?:(?:a{1000}(?#a)){1000}(?#)){1000}",
        "(",
        "a" * 50_000,
    ],
)
@pytest.mark.parametrize(
    "condition",
    [
        "path = 'status', operator = 'regex', value = \"{}\"",
        "component = 'a', measure = 'm', operator = 'regex', value = \"{}\"",
    ],
)
def test_a_pattern_that_cannot_be_used_is_a_fault(pattern: str, condition: str) -> None:
    rule = f"[components.a]\nkind = 'self'\n[rules.r]\nwhen = {{ {condition.format(pattern)} }}\n"
    took, loaded = _cpu(lambda: _faults(rule.encode()))
    (problem,) = loaded.all_problems()
    assert "pattern" in problem.fault or "longer" in problem.fault
    assert took < CPU_SECONDS


def test_a_pattern_of_a_component_is_looked_at_too() -> None:
    text = "[components.a]\nkind='http'\nurl='https://example.org'\njson_pointer='/a'\njson_operator='regex'\njson_value='{}'"
    (problem,) = _faults(text.format("(" * 3000 + ")" * 3000).encode()).all_problems()
    assert "pattern" in problem.fault
    assert _faults(text.format("^ok$").encode()).all_problems() == []


def test_whatever_a_table_is_called_no_surface_gets_its_controls() -> None:
    name = '"\\u001b[1A\\u202e<b>\\r\\n' + "x" * 5000 + '"'
    loaded = _faults(f"[components.{name}]\nkind = 'self'\n{name} = 1\n[paths.{name}]\n[{name}]\n".encode())
    assert len(loaded.all_problems()) >= 3
    for problem in loaded.all_problems():
        assert not has_controls(str(problem))
        assert "\n" not in str(problem)
    assert len(loaded.components[0].component.id) <= 100


def test_only_those_of_a_circle_are_at_fault() -> None:
    text = "".join(
        f"[components.{name}]\nkind='self'\ndepends_on={parents}\n"
        for name, parents in {"a": ["b"], "b": ["c"], "c": ["a", "e"], "d": ["a"], "e": [], "f": ["f"]}.items()
    )
    loaded = _faults(text.encode())
    assert [problem.key.split(".")[1] for problem in loaded.all_problems()] == ["a", "b", "c", "f"]
    assert "a → b → c → a" in loaded.all_problems()[0].fault
    assert "f → f" in loaded.all_problems()[3].fault
    assert {item.component.id: item.component.depends_on for item in loaded.components} == {
        "a": (),
        "b": (),
        "c": ("e",),
        "d": ("a",),
        "e": (),
        "f": (),
    }


def test_many_that_depend_on_many_are_read_as_they_are() -> None:
    raw = _mesh(lambda number: NAMES[number + 1 :]).encode()
    took, loaded = _cpu(lambda: _faults(raw))
    assert took < CPU_SECONDS
    assert loaded.all_problems() == []
    assert len(loaded.components[0].component.depends_on) == len(NAMES) - 1


def test_a_thousand_components_are_no_absurd_file() -> None:
    one = '[components.c{0}]\nkind = "http"\nname = "Page {0}"\nurl = "https://example.org/{0}"\ntags = ["a", "b"]\n'
    more = 'interval = "30s"\ncritical = true\nslow_limit = "2s"\nconfirmations = 3\nexpect_status = [200]\n\n'
    loaded = _faults("".join((one + more).format(number) for number in range(1000)).encode())
    assert loaded.all_problems() == []
    assert len(loaded.components) == 1000


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none()))
def test_a_span_of_time_is_finite_or_refused(value: object) -> None:
    try:
        seconds = parse_duration(value)
    except ValueError:
        return
    assert seconds <= 1e9


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_there_are_settings_or_faults(raw: bytes) -> None:
    loaded = _faults(b"[components.a]\nkind = 'self'\n" + raw)
    assert loaded.exists
    for problem in loaded.all_problems():
        assert not has_controls(str(problem))


def _error_of(way: Callable[[], object]) -> object:
    try:
        return way()
    except SettingsError as error:
        return error


def _cpu(work: Callable[[], _T]) -> tuple[float, _T]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes among files")
def test_settings_that_are_a_pipe_hold_nobody_up(tmp_path: Path) -> None:
    file = str(tmp_path / "porchlight.toml")
    os.mkfifo(file)
    (problem,) = load(file, find_kind, find_channel).all_problems()
    assert "pipe" in str(problem)
    with pytest.raises(SettingsError):
        read_document(file)
