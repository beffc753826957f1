"""What an organisation sets: it comes before the user's file, is locked, and never stops the program."""

import os
import plistlib
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.language.english import english
from porchlight.probes.registry import find_kind
from porchlight.settings.file import LoadedSettings, load, parse
from porchlight.settings.policy import (
    Policy,
    Source,
    combined,
    from_property_list,
    plain,
    switches,
    trusted_file,
    with_whole,
)
from porchlight.settings.toml import NotSettings, parse_plain

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX owners and modes")

USERS = """
[monitor]
interval = "5m"
confirmations = 3
[components.website]
kind = "http"
url = "https://example.org"
critical = false
"""
POLICY = """
[monitor]
interval = "30s"
[components.website]
critical = true
[components.database]
kind = "tcp"
host = "db.example.org"
port = 5432
[status_page]
enabled = false
"""


def policy_of(text: str, name: str = "policy") -> Policy:
    return combined([Source(name, parse_plain(text))])


def settings(users: str = USERS, policy: str = POLICY) -> LoadedSettings:
    return parse("settings.toml", users.encode(), find_kind, find_channel, policy_of(policy))


def texts(found: LoadedSettings) -> list[str]:
    return [english(problem.text) for problem in found.all_problems()]


def test_a_policy_comes_before_the_users_file_key_by_key() -> None:
    found = settings()
    assert texts(found) == []
    assert found.monitor.interval == 30  # locked
    assert found.monitor.confirmations == 3  # the user's
    website, database = found.components
    assert website.component.critical
    assert website.component.name == "website"
    assert database.component.id == "database"


def test_it_says_which_keys_are_locked_and_by_whom() -> None:
    policy = settings().policy
    assert policy.locks("monitor", "interval")
    assert not policy.locks("monitor", "confirmations")
    assert policy.locks("components", "website", "critical")
    assert not policy.locks("components", "website", "url")
    assert policy.locks("components", "database")
    assert policy.table("components", "website") == {"critical": True}
    assert policy.origins["monitor", "interval"] == "policy"


def test_without_a_file_of_the_user_the_policy_is_the_settings(tmp_path: Path) -> None:
    found = load(str(tmp_path / "none.toml"), find_kind, find_channel, policy_of(POLICY))
    assert found.exists
    assert [item.component.id for item in found.components] == ["website", "database"]
    assert not load(str(tmp_path / "none.toml"), find_kind, find_channel).exists


def test_the_stronger_policy_wins_and_fills_up_from_the_weaker() -> None:
    strong = parse_plain('[monitor]\ninterval = "30s"')
    weak = parse_plain('[monitor]\ninterval = "1h"\nconfirmations = 1')
    policy = combined([Source("computer", strong), Source("user", weak)])
    assert policy.table("monitor") == {"interval": "30s", "confirmations": 1}
    assert policy.origins["monitor", "confirmations"] == "user"


@pytest.mark.parametrize(
    "policy",
    ['[monitor]\ninterval = "soon"', "[monitor]\nintervall = 1", "[components.website]\ntimeout = -1", "monitor = 5"],
)
def test_a_fault_in_the_policy_says_whom_to_ask_and_stops_nothing(policy: str) -> None:
    found = settings(policy=policy)
    (problem,) = texts(found)
    assert "Set by your organisation. Please tell whoever manages this computer." in problem
    assert len(found.components) == 1


def test_a_broken_file_of_the_user_does_not_take_the_policys_faults_away() -> None:
    assert texts(settings(users="[", policy=POLICY))


@given(
    st.dictionaries(
        st.sampled_from(["monitor", "components", "desktop", "x", ""]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=10,
        ),
    )
)
def test_whatever_a_policy_holds_the_rest_of_the_settings_can_be_read(document: dict[str, Any]) -> None:
    policy = combined([Source("policy", document)])
    found = parse("settings.toml", USERS.encode(), find_kind, find_channel, policy)
    for path, value in policy.values.items():
        merged: Any = policy.over(parse_plain(USERS))
        for name in path:
            merged = merged[name]
        assert merged is value
    assert isinstance(found, LoadedSettings)


# -- where policies come from


def test_a_configuration_profile_is_read_with_a_whole_settings_file_in_it() -> None:
    profile = plistlib.dumps({"monitor": {"interval": "30s"}, "Settings": USERS, "PayloadUUID": "5A"})
    document = from_property_list(profile)
    assert "PayloadUUID" not in document
    assert document["monitor"] == {"interval": "30s", "confirmations": 3}  # single values come first
    assert document["components"]["website"]["url"] == "https://example.org"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0" * 100, b"bplist00" + b"\xff" * 60, b"<plist><dict><key>a</key>", b"<plist><array/></plist>", b"<"],
)
def test_a_profile_that_is_none_is_refused_in_one_of_two_ways(raw: bytes) -> None:
    with pytest.raises((ValueError, NotSettings)):
        from_property_list(raw)


def test_lines_of_the_registry_are_one_settings_file_and_its_numbers_are_switches() -> None:
    document = with_whole({"monitor": {"interval": "30s"}, "Settings": USERS.split("\n")})
    assert document["monitor"]["confirmations"] == 3
    assert switches({"status_page": {"enabled": 0}, "report": {"weekly": 1, "keep": 1}}) == {
        "status_page": {"enabled": False},
        "report": {"weekly": True, "keep": 1},
    }


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(ValueError, match="nested too deep"):
        plain(deep)


@posix
def test_on_linux_a_file_that_others_may_change_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY)
    tmp_path.chmod(0o755)
    file.chmod(0o644)
    assert trusted_file(str(file), owner=os.getuid())["monitor"] == {"interval": "30s"}
    with pytest.raises(NotSettings):
        trusted_file(str(file), owner=os.getuid() + 1)
    file.chmod(0o664)
    with pytest.raises(NotSettings):
        trusted_file(str(file), owner=os.getuid())
    file.chmod(0o644)
    tmp_path.chmod(0o777)
    with pytest.raises(NotSettings):
        trusted_file(str(file), owner=os.getuid())
    with pytest.raises(FileNotFoundError):
        trusted_file(str(tmp_path / "none.toml"), owner=os.getuid())
