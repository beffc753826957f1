"""What an import of Classy Sync plans: everything once, the user's own words kept, no secret in the settings."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.classy_sync.importer import CHANNEL, make_plan
from porchlight.classy_sync.organisations import Organisation
from porchlight.probes.classy_sync.credentials import ClassyCredentials
from porchlight.probes.classy_sync.folder import Install, read_install
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.plan import Plan, Step
from tests.classy_install import ClassyInstall

ORGANISATIONS = (
    Organisation(6789, "Food Bank", ClassyCredentials("planted-id", "planted-client-s3cret", 6789)),
    Organisation(4711, "Shelter", "The encryption key does not fit what is stored for this organisation."),
)
PLANTED = ("planted-s3cret", "planted-hook", "planted-token", "0123456789abcdef", "planted-client-s3cret")


@pytest.fixture
def install(tmp_path: Path) -> Install:
    found = read_install(str(ClassyInstall(tmp_path / "classy").folder))
    assert isinstance(found, Install)
    return found


def _after(plan: Plan, settings: dict[str, dict[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
    """The settings once the plan is carried out."""
    sections = {name: dict(tables) for name, tables in (settings or {}).items()}
    for change in plan.changes:
        sections.setdefault(change.section, {})[change.name] = dict(change.after)
    return sections


def test_everything_that_the_install_has_is_planned(install: Install) -> None:
    plan = make_plan(install, ORGANISATIONS, {})
    components = _after(plan)["components"]
    assert {name: table["kind"] for name, table in components.items()} == {
        "sync-database": "database",
        "classy-6789": "classy",
        "classy-4711": "classy",
        "sync-mailchimp": "mailchimp",
        "sync-runs": "classy_sync_log",
        "sync-daemon": "classy_sync_daemon",
        "sync-data": "classy_sync_freshness",
        "sync-audience": "audience_drift",
    }
    assert components["sync-database"]["critical"] is True
    parents = ["sync-daemon", "sync-database", "classy-6789", "classy-4711", "sync-mailchimp"]
    assert components["sync-runs"]["depends_on"] == parents
    assert _after(plan)["paths"]["donations"]["taken_by"] == ["classy-6789", "classy-4711"]
    assert {secret.name for secret in plan.secrets} == {
        "classy-sync-database",
        "classy-sync-mailchimp",
        "classy-sync-webhook",
        "classy-sync-webhook-1",
        "classy-6789",
    }
    assert json.loads(next(one.value for one in plan.secrets if one.name == "classy-6789")) == {
        "client_id": "planted-id",
        "client_secret": "planted-client-s3cret",
    }
    assert _after(plan)["rules"]["system-degraded"] == {"channels": ["desktop", CHANNEL]}
    assert any("Shelter" in note for note in plan.notes)


def test_what_is_planned_is_right_and_holds_no_secret(install: Install) -> None:
    plan = make_plan(install, ORGANISATIONS, {})
    written = repr(_after(plan)) + repr(plan)
    assert [secret for secret in PLANTED if secret in written] == []
    lines = []
    for section, tables in _after(plan).items():
        for name, table in tables.items():
            lines.append(f"[{section}.{name}]")
            lines += [f"{key} = {_toml(value)}" for key, value in table.items()]
    assert parse_settings("\n".join(lines)).problems == ()


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(value)


@given(
    st.fixed_dictionaries(
        {}, optional={"name": st.text(max_size=9), "critical": st.booleans(), "interval": st.just("7m")}
    ),
    st.sampled_from(["sync-database", "classy-6789", "sync-runs", "sync-audience"]),
)
def test_a_second_import_changes_nothing_and_the_users_own_words_stay(changes: dict[str, Any], name: str) -> None:
    found = Install("/srv/classy", **_INSTALL)
    settings = _after(make_plan(found, ORGANISATIONS, {}))
    settings["components"][name] |= changes
    again = make_plan(found, ORGANISATIONS, settings)
    assert {change.step for change in again.changes} == {Step.SAME}
    assert _after(again, settings) == settings


_INSTALL: dict[str, Any] = {
    "schedule": None,
    "database_url": "mysql://reader@db.example.org:3306/classy_sync",
    "database_password": "x",
    "mailchimp_api_key": "k-us1",
    "mailchimp_list_id": "abc",
    "webhook_url": "https://hooks.example.org/x",
}


def test_what_was_set_up_by_hand_is_taken_over_and_others_depend_on_it() -> None:
    found = Install("/srv/classy", **_INSTALL)
    mine = {"kind": "database", "url": found.database_url, "name": "Mine", "credential": "mine"}
    other = {"kind": "mailchimp", "list_id": "other", "credential": "mailchimp"}
    plan = make_plan(found, ORGANISATIONS, {"components": {"db": mine, "sync-mailchimp": other}})
    components = _after(plan, {"components": {"db": mine, "sync-mailchimp": other}})["components"]
    assert components["db"] == {
        **mine,
        "credential": "classy-sync-database",
        "folder": "/srv/classy",
    }
    assert components["sync-mailchimp"] == other
    assert components["sync-mailchimp-2"]["list_id"] == "abc"
    assert components["sync-audience"]["depends_on"] == ["db", "sync-mailchimp-2", "sync-runs"]


def test_a_database_that_cannot_be_asked_leaves_the_rest(install: Install) -> None:
    plan = make_plan(install, "The organisations could not be read from the database: refused.", {})
    assert "refused" in " ".join(plan.notes)
    assert "sync-runs" in _after(plan)["components"]


def test_a_path_of_ones_own_is_left_as_it_is(install: Install) -> None:
    mine = {"taken_by": ["form", "classy-6789"], "goes_to": "the CRM"}
    plan = make_plan(install, ORGANISATIONS, {"paths": {"mine": mine}})
    assert [change.name for change in plan.changes if change.section == "paths"] == []


def _imported(found: Install, organisations: Any = ORGANISATIONS) -> dict[str, dict[str, Any]]:
    return _after(make_plan(found, organisations, {}))


@pytest.mark.parametrize(
    "address",
    [
        "mysql://reader@db.example.org:3307/classy_sync",
        "mysql://reader@db2.example.org:3306/classy_sync",
        "postgresql://reader@[2001:db8::1]:5432/classy_sync",
    ],
)
def test_a_database_that_moved_to_another_port_or_host_is_followed_and_not_watched_twice(address: str) -> None:
    settings = _imported(Install("/srv/classy", **_INSTALL))
    moved = make_plan(Install("/srv/classy", **{**_INSTALL, "database_url": address}), ORGANISATIONS, settings)
    after = _after(moved, settings)["components"]
    assert set(after) == set(settings["components"])
    assert {after[name]["url"] for name in ("sync-database", "sync-data", "sync-audience")} == {address}
    labels = {change.name: change.label for change in moved.wanted}
    assert set(labels) == {"sync-database", "sync-data", "sync-audience"}
    assert all(", now at " in label for label in labels.values())


def test_the_database_of_another_install_is_left_alone() -> None:
    settings = _imported(Install("/srv/classy", **_INSTALL))
    other = {**_INSTALL, "database_url": "mysql://reader@staging.example.org:3306/classy_sync"}
    after = _after(make_plan(Install("/srv/staging", **other), ORGANISATIONS, settings), settings)["components"]
    assert after["sync-database"]["url"] == _INSTALL["database_url"]
    assert after["sync-database-2"]["url"] == other["database_url"]


def test_an_organisation_that_is_new_joins_what_stands_on_it_at_the_next_import() -> None:
    found = Install("/srv/classy", **_INSTALL)
    settings = _imported(found, ORGANISATIONS[:1])
    assert settings["components"]["sync-data"]["known_organizations"] == [6789]
    after = _after(make_plan(found, ORGANISATIONS, settings), settings)
    assert after["components"]["sync-data"]["known_organizations"] == [6789, 4711]
    assert "classy-4711" in after["components"]["sync-runs"]["depends_on"]
    assert after["paths"]["donations"]["taken_by"] == ["classy-6789", "classy-4711"]


def test_what_somebody_took_out_of_a_list_does_not_come_back_with_the_next_import() -> None:
    found = Install("/srv/classy", **_INSTALL)
    settings = _imported(found)
    settings["components"]["sync-runs"]["depends_on"].remove("classy-4711")
    settings["paths"]["donations"]["taken_by"].remove("classy-4711")
    again = make_plan(found, ORGANISATIONS, settings)
    assert {change.step for change in again.changes} == {Step.SAME}
