"""What an import of Classy Sync plans: everything once, the user's own words kept, no secret in the settings."""

import json
from pathlib import Path
from typing import Any

import pytest
from app.classy_sync.importer import CHANNEL, Plan, Step, make_plan
from app.classy_sync.organisations import Organisation
from app.probes.classy_sync.credentials import ClassyCredentials
from app.probes.classy_sync.folder import Install, read_install
from app.runtime.kinds import parse_settings
from hypothesis import given
from hypothesis import strategies as st
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
def test_a_second_import_changes_nothing_and_the_users_own_words_stay(own: dict[str, Any], name: str) -> None:
    found = Install("/srv/classy", **_INSTALL)
    settings = _after(make_plan(found, ORGANISATIONS, {}))
    settings["components"][name] |= own
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
    assert components["db"] == {**mine, "credential": "classy-sync-database"}
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
