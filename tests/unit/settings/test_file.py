"""A settings file is read as far as it is right, and each fault is told with key, fault and remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.probes.registry import find_kind
from porchlight.settings.file import LoadedSettings, load, parse
from porchlight.settings.problems import Problem
from porchlight.settings.report import ReportFormat
from porchlight.settings.rules import Weekday

WEBSITE = """
[components.website]
kind = "http"
url = "https://give.example.org/"
"""


def read(text: str) -> LoadedSettings:
    return parse("porchlight.toml", text.encode(), find_kind, find_channel)


def only_problem(loaded: LoadedSettings) -> Problem:
    (problem,) = loaded.all_problems()
    return problem


def test_the_example_of_a_website_is_read_with_its_times_in_seconds() -> None:
    loaded = read(
        """
        [monitor]
        interval = "2m"
        confirmations = 1
        [components.website]
        kind = "http"
        name = "Donation page"
        url = "https://give.example.org/"
        expect_status = [200]
        expect_text = "Donate"
        critical = true
        timeout = "1500ms"
        tags = ["donors"]
        """
    )
    assert loaded.all_problems() == []
    component = loaded.components[0].component
    assert (component.id, component.name, component.critical) == ("website", "Donation page", True)
    assert (component.interval, component.timeout, component.confirmations) == (120.0, 1.5, 1)
    assert component.tags == ("donors",)
    assert not component.local


def test_a_missing_file_is_an_empty_one(tmp_path: Path) -> None:
    loaded = load(str(tmp_path / "none.toml"), find_kind, find_channel)
    assert not loaded.exists
    assert loaded.components == ()
    assert loaded.all_problems() == []


def test_an_empty_file_is_fine() -> None:
    assert read("").all_problems() == []


def test_a_component_on_this_computer_is_known_to_be_local() -> None:
    loaded = read('[components.here]\nkind = "http"\nurl = "http://127.0.0.1:8000/"')
    assert loaded.components[0].component.local


@pytest.mark.parametrize(
    ("text", "key", "fault", "remedy"),
    [
        (WEBSITE + "intervall = '5s'", "components.website.intervall", "no such key", "Did you mean interval?"),
        (WEBSITE + "interval = 'soon'", "components.website.interval", 'such as "30s"', ""),
        (WEBSITE + "critical = 'maybe'", "components.website.critical", "cannot be used here", "true or false"),
        (WEBSITE + "depends_on = ['net']", "components.website.depends_on", "no component “net”", "Known names"),
        (WEBSITE + "depends_on = ['website']", "components.website.depends_on", "in a circle", "Remove one"),
        ("[components.x]\nkind = 'htp'", "components.x.kind", "Did you mean http?", ""),
        ("[components.x]\nurl = 'y'", "components.x.kind", "missing", 'kind = "http"'),
        ("[components.'A B']\nkind='http'\nurl='http://a.example'", "components.A B", "cannot be an id", "a–z"),
        ("[components.x]\nkind='http'\nurl='ftp://a'", "components.x.url", "https:// or http://", ""),
        ("[monitor]\nconfirmation = 1", "monitor.confirmation", "no such key", "Did you mean confirmations?"),
        ("[monitor]\nretention = '1h'", "monitor.retention", "cannot be used here", "86400"),
        ("[component.x]", "component", "no such section", "Did you mean components?"),
        ("components = 1", "components", "not a table", "[components.NAME]"),
        ("[components]\nx = 1", "components.x", "not a table", "[components.x]"),
        ("a = ", "", "not valid TOML", "missing quote"),
        ("[components.x]\nkind='http'\n[components.x]\n", "", "given twice", "only once"),
    ],
)
def test_each_fault_names_key_fault_and_remedy(text: str, key: str, fault: str, remedy: str) -> None:
    problem = only_problem(read(text))
    assert problem.key == key
    assert fault in problem.fault
    assert remedy in problem.remedy


def test_a_fault_names_its_line() -> None:
    assert only_problem(read(WEBSITE + "interval = 'soon'")).line == 5


def test_a_circle_over_several_components_is_told_to_each_of_them() -> None:
    texts = [
        f"[components.{me}]\nkind='http'\nurl='http://a.example'\ndepends_on=['{you}']\n"
        for me, you in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    loaded = read("".join(texts))
    assert [problem.key for problem in loaded.all_problems()] == [f"components.{c}.depends_on" for c in "abc"]
    assert all(item.component.depends_on == () for item in loaded.components)


@pytest.mark.parametrize(
    "line",
    ['password = "hunter2secret"', 'api_key = "hunter2secret"', 'url = "https://me:hunter2secret@give.example.org/"'],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(line: str) -> None:
    loaded = read(f'[components.website]\nkind = "http"\n{line}')
    problems = " ".join(map(str, loaded.all_problems()))
    assert "porchlight secrets set" in problems
    assert "hunter2secret" not in problems


@pytest.mark.parametrize("text", ['url = "hunter2secret', "x = hunter2secret", "'hunter2secret' 'a'"])
def test_a_syntax_error_does_not_repeat_the_text_around_it(text: str) -> None:
    assert "hunter2secret" not in str(only_problem(read(text)))


def test_junk_is_refused_with_a_sentence() -> None:
    assert "1 MiB" in only_problem(parse("x", b"[" * 10_000_000, find_kind, find_channel)).fault
    problem = only_problem(parse("x", b"a = 1\n\xff\xfe", find_kind, find_channel))
    assert "UTF-8" in problem.fault
    assert problem.line == 2


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(raw: bytes) -> None:
    parse("x", raw, find_kind, find_channel)


toml_values = st.one_of(
    st.integers(-5, 5).map(str),
    st.sampled_from(
        ["true", '"http"', '"30s"', '"https://a.example"', "[]", '["a", "website"]', "{a = 1}", "1.5", "nan"]
    ),
)
keys = st.sampled_from(["kind", "url", "interval", "tags", "depends_on", "headers", "json_value", "x", "name"])


@given(st.dictionaries(keys, toml_values))
def test_a_good_component_survives_any_sibling(table: dict[str, str]) -> None:
    sibling = "\n".join(f"{key} = {value}" for key, value in table.items())
    loaded = read(f"[components.a]\n{sibling}\n{WEBSITE}")
    website = next(item for item in loaded.components if item.component.id == "website")
    assert website.settings is not None
    assert website.problems == ()


def test_the_weekly_report_is_off_and_its_day_may_be_written_both_ways() -> None:
    assert not read("").report.weekly
    for day in ("monday", "mon"):
        report = read(f'[report]\nweekly = true\nday = "{day}"\ntime = "7:30"\nformat = "html"').report
        assert (report.weekly, report.day, report.time.isoformat()) == (True, Weekday.MONDAY, "07:30:00")
        assert report.format is ReportFormat.HTML


@pytest.mark.parametrize(
    ("line", "key"),
    [('day = "someday"', "day"), ('time = "25:00"', "time"), ('format = "docx"', "format"), ("keep = -1", "keep")],
)
def test_a_fault_in_the_weekly_report_is_named_and_the_rest_of_it_holds(line: str, key: str) -> None:
    loaded = read(f"[report]\nweekly = true\n{line}")
    assert only_problem(loaded).key == f"report.{key}"
    assert loaded.report.weekly
