"""What people write wrong in a settings file is said so that they can put it right, at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.insight.advice import next_step
from porchlight.language.english import english
from porchlight.model.status import Reason
from porchlight.probes.registry import find_kind
from porchlight.settings.file import LoadedSettings, parse
from porchlight.settings.problems import Problem
from porchlight.settings.toml import NotSettings, parse_kept

DISK = '[components.data]\nkind = "disk"\n'
WEBSITE = '[components.form]\nkind = "http"\nurl = "https://give.example.org/"\n'
BACKSLASHES = "Use single quotes or doubled backslashes: 'C:\\Users\\…' or \"C:\\\\Users\\\\…\"."


def read(text: str) -> LoadedSettings:
    return parse("porchlight.toml", text.encode(), find_kind, find_channel)


def only_problem(text: str) -> Problem:
    (problem,) = read(text).all_problems()
    return problem


@pytest.mark.parametrize(
    "line",
    [
        r'location = "C:\Users\anna\gifts"',
        r'location = "D:\Data"',
        r'location = "\\server\share"',
        r'location = "C:\Program Files\Sync"  # here',
        r'location = "C:\new\"',
        r'location = "C:\uploads"',
        r'tags = ["a", "b\c"]',
        'location = """C:\\Users"""',
    ],
)
def test_a_backslash_between_double_quotes_is_told_with_its_remedy_and_its_line(line: str) -> None:
    text = f"{DISK}{line}\nname = 'Data'\n"
    problem = only_problem(text)
    assert problem.fault == "This is not valid TOML: between double quotes a backslash begins a special character."
    assert problem.remedy == BACKSLASHES
    assert problem.line == 3
    with pytest.raises(NotSettings) as caught:  # what the windows edit by says the same
        parse_kept(text.encode())
    assert (english(caught.value.remedy), caught.value.line) == (BACKSLASHES, 3)


@pytest.mark.parametrize("text", ["a = 'C:\\Users", 'a = ["C:\\\\Users"', 'a = "x\nb = "C:\\Users"', '= "\\\\"'])
def test_another_fault_is_not_taken_for_a_backslash(text: str) -> None:
    assert "backslash" not in only_problem(text).fault


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("critical = yes", "Write true or false, in lower case and without quotation marks."),
        ("critical = True", "Write true or false, in lower case and without quotation marks."),
        ("enabled=OFF  # for now", "Write true or false, in lower case and without quotation marks."),
        ("name = Form", 'Put text between straight quotation marks: "…".'),
        ("name = “Form”", 'Put text between straight quotation marks: "…".'),
        ("name = „Formular“", 'Put text between straight quotation marks: "…".'),
        ('name = "Form', "Look for a missing quote, bracket or equals sign."),
        ("critical = true true", "Look for a missing quote, bracket or equals sign."),
    ],
)
def test_a_word_without_quotation_marks_is_told_how_it_is_written(line: str, remedy: str) -> None:
    text = f"{WEBSITE}{line}\n"
    problem = only_problem(text)
    assert (problem.remedy, problem.line) == (remedy, 4)
    with pytest.raises(NotSettings) as caught:
        parse_kept(text.encode())
    assert english(caught.value.remedy) == remedy


@given(st.text(alphabet="\\\"'u0AnU \n#=", max_size=40))
def test_whatever_stands_in_quotes_there_is_one_sentence_or_a_value(text: str) -> None:
    problems = read(f'a = "{text}"').all_problems()
    assert problems
    assert all(problem.fault for problem in problems)


@pytest.mark.parametrize(
    ("line", "key", "what"),
    [
        (r'location = "C:\temp"', "data.location", r"\t"),
        (r'location = "C:\\data\new"', "data.location", r"\n"),
        (r'location = "C:\backup"', "data.location", r"\b"),
        (r'location = "C:\reports"', "data.location", r"\r"),
        (r'location = "/srv/\files"', "data.location", r"\f"),
    ],
)
def test_a_control_character_in_a_path_is_questioned(line: str, key: str, what: str) -> None:
    problem = only_problem(f"{DISK}{line}\n")
    assert problem.key == f"components.{key}"
    assert problem.line == 3
    assert problem.fault.startswith(f"Between double quotes, {what} is a special character")
    assert "single quotes or doubled backslashes" in problem.fault


@pytest.mark.parametrize(
    "section",
    [
        '[components.db]\nkind = "database"\nurl = "sqlite:///C:\\temp/gifts.db"\n',
        '[components.job]\nkind = "process"\npid_file = "D:\\new.pid"\n',
        '[components.log]\nkind = "classy_sync_log"\nfolder = "D:\\new"\n',
        '[report]\nfolder = "C:\\tables"\n',
        '[actions.a]\nkind = "program"\nprogram = ["C:\\\\tools\\\\x.exe", "D:\\new"]\n',
    ],
)
def test_every_path_of_every_section_is_questioned(section: str) -> None:
    problems = [str(problem) for problem in read(section).all_problems()]
    assert any("single quotes or doubled backslashes" in one for one in problems), problems


def test_a_text_that_is_no_path_may_have_more_than_one_line() -> None:
    assert read(WEBSITE + r'expect_text = "Donate\nnow"').all_problems() == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('critical = "yes"', "true or false, without quotation marks"),
        ('critical = "true"', "true or false, without quotation marks"),
        ('enabled = "off"', "true or false, without quotation marks"),
        ('local = "1"', "true or false, without quotation marks"),
        ("verify = 0", "true or false"),
        ('confirmations = "2"', "a whole number, without quotation marks"),
        ("confirmations = true", "a whole number"),
        ("confirmations = 1.5", "a whole number"),
        ('certificate_days = "14"', "a whole number, without quotation marks"),
        ('expect_status = ["200"]', "a whole number, without quotation marks"),
        ('expect_status = "200"', 'a list, such as ["…"]'),
        ('tags = "donors"', 'a list, such as ["…"]'),
        ("name = 5", "text in quotation marks"),
    ],
)
def test_a_value_of_another_kind_is_refused_whatever_it_says(line: str, wanted: str) -> None:
    problem = only_problem(WEBSITE + line)
    assert problem.fault == "This value cannot be used here."
    assert problem.remedy == f"It should be {wanted}."
    assert problem.line == 4


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ('[monitor]\nconcurrency = "5"', "monitor.concurrency"),
        ('[desktop]\nviewer = "no"', "desktop.viewer"),
        ('[report]\nweekly = "true"', "report.weekly"),
        ('[export.prometheus]\nport = "9464"', "export.prometheus.port"),
        ('[rules.r]\nwhen = { component = "form", critical = "yes" }', "rules.r.when.critical"),
        ('[rules.r]\nwhen = { component = "form", quota_used_above = "80" }', "rules.r.when.quota_used_above"),
        ('[channels.desk]\nkind = "console"\nenabled = "yes"', "channels.desk.enabled"),
    ],
)
def test_the_rule_holds_in_every_section(section: str, key: str) -> None:
    problems = read(f"{WEBSITE}\n{section}\n").all_problems()
    assert key in [problem.key for problem in problems]


@pytest.mark.parametrize(
    "line",
    [
        "critical = true",
        "confirmations = 2",
        "confirmations = 2.0",
        'timeout = "5s"',
        "timeout = 5",
        "slow_limit = 1.5",
    ],
)
def test_what_is_right_stays_right(line: str) -> None:
    assert read(WEBSITE + line).all_problems() == []


def test_the_advice_about_a_file_is_about_the_file() -> None:
    for kind in ("database", "classy_sync_freshness", "audience_drift", "classy_sync_log"):
        step = english(next_step(Reason.FILE, kind))
        assert step.startswith("Check whether the file was moved")
        assert not any(word in step for word in ("VPN", "firewall", "network"))
