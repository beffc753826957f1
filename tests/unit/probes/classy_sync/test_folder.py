"""What an install folder says, whatever is missing or broken in it; secrets never show."""

import json
from pathlib import Path

import pytest

from porchlight.probes.classy_sync.folder import ENTITIES, Install, read_install, read_schedule
from porchlight.probes.databases.address import database_url, require_database_url
from tests.classy_install import ClassyInstall

SAMPLE = Path(__file__).with_name("daemon-config.sample.json")


@pytest.fixture
def made(tmp_path: Path) -> ClassyInstall:
    return ClassyInstall(tmp_path / "classy sync ü")


def read(made: ClassyInstall, **env: str) -> Install:
    if env:
        (made.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in env.items()))
    install = read_install(str(made.folder))
    assert isinstance(install, Install), install
    return install


def test_a_production_install_gives_its_database_with_the_password_apart(made: ClassyInstall) -> None:
    install = read(made)
    assert install.database_url == "mysql://reader@db.example.org:3306/classy_sync"
    assert require_database_url(install.database_url) == install.database_url
    assert install.database_password == "planted-s3cret#pa ss"
    assert (install.mailchimp_list_id, install.mailchimp_data_centre) == ("57afe96172", "us19")
    assert install.webhook_headers == {"X-Token": "planted-token"}
    assert install.faults == ()


def test_no_secret_shows_when_an_install_is_printed(made: ClassyInstall) -> None:
    install = read(made)
    secrets = ("planted-s3cret", "000102030405", "0123456789abcdef", "planted-hook", "planted-token")
    assert not [secret for secret in secrets if secret in repr(install)]


@pytest.mark.parametrize(
    "env", [{"NODE_ENV": "development"}, {"NODE_ENV": "production", "DB_TYPE": "sqlite"}, {"DB_TYPE": "mysql2"}]
)
def test_a_development_install_has_its_sqlite_file(made: ClassyInstall, env: dict[str, str]) -> None:
    install = read(made, **env)
    assert install.database_url is not None
    assert database_url(install.database_url).database == str(made.folder / "data" / "dev_database.sqlite")


def test_postgresql_is_known_by_its_short_name(made: ClassyInstall) -> None:
    install = read(made, NODE_ENV="production", DB_TYPE="pg", DB_PORT="5432", DB_USER="a b", DB_NAME="gifts")
    assert install.database_url == "postgresql://a b@localhost:5432/gifts"


@pytest.mark.parametrize(
    ("env", "text"),
    [
        ({"NODE_ENV": "production"}, "no user for its database"),
        ({"NODE_ENV": "staging"}, "NODE_ENV of Classy Sync is “staging”"),
        ({"NODE_ENV": "production", "DB_TYPE": "oracledb", "DB_USER": "x"}, "DB_TYPE of Classy Sync is “oracledb”"),
        ({"NODE_ENV": "production", "DB_USER": "x", "DB_PORT": "many"}, "The database port of Classy Sync is “many”"),
        ({"NODE_ENV": "development"}, "no encryption key"),
        ({"NODE_ENV": "development", "MAILCHIMP_LIST_ID": "x"}, "no API key for Mailchimp"),
        ({"NODE_ENV": "development", "MAILCHIMP_API_KEY": "x-us1"}, "no audience for Mailchimp"),
        ({"NODE_ENV": "development", "ALERT_WEBHOOK_HEADERS": "[1]"}, "headers of Classy Sync's webhook"),
    ],
)
def test_what_is_missing_is_said_by_its_name(made: ClassyInstall, env: dict[str, str], text: str) -> None:
    assert text in " ".join(read(made, **env).faults)


def test_another_folder_is_told_apart(tmp_path: Path) -> None:
    assert read_install(str(tmp_path / "nowhere")) == f"There is no folder {tmp_path / 'nowhere'}."
    assert "Classy Sync is not installed in" in str(read_install(str(tmp_path)))
    (tmp_path / ".env").write_bytes(b"PORT=80\n\xff\xfe\0junk")
    assert "Another program than Classy Sync is installed in" in str(read_install(str(tmp_path)))


def test_an_unreadable_file_is_said(made: ClassyInstall) -> None:
    (made.folder / ".env").unlink()
    (made.folder / ".env").mkdir()
    assert "may not read the settings of Classy Sync" in str(read_install(str(made.folder)))


def test_reading_leaves_the_folder_as_it_was(made: ClassyInstall) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.folder.rglob("*")}
    read(made)
    assert {path: path.stat().st_mtime_ns for path in made.folder.rglob("*")} == before


def test_the_intervals_are_in_seconds_by_entity(made: ClassyInstall) -> None:
    (made.folder / "daemon-config.json").write_bytes(SAMPLE.read_bytes())
    schedule = read_schedule(str(made.folder))
    assert schedule.intervals["transactions"] == 900
    assert schedule.intervals["recurring-plans"] == 3600
    assert set(schedule.intervals) == {*ENTITIES, "mailchimp"}
    assert (schedule.health_interval, schedule.report_interval, schedule.fault) == (300, 3600, None)


def test_an_entity_left_out_of_the_intervals_is_not_scheduled(made: ClassyInstall) -> None:
    config = {"syncIntervals": {"supporters": 60000, "campaigns": 0}, "plugins": {"enabled": False}}
    (made.folder / "daemon-config.json").write_text(json.dumps(config))
    assert read_schedule(str(made.folder)).intervals == {"supporters": 60}


@pytest.mark.parametrize("junk", ["", "{", "[]", '{"syncIntervals": 3}', '{"healthCheck": {"interval": "x"}}'])
def test_a_broken_configuration_means_the_usual_intervals(made: ClassyInstall, junk: str) -> None:
    (made.folder / "daemon-config.json").write_text(junk)
    schedule = read_schedule(str(made.folder))
    assert schedule.intervals["supporters"] == 1800
    assert (schedule.fault is None) == (junk.startswith('{"'))


@pytest.mark.parametrize(
    ("env", "text"),
    [
        ({"NODE_ENV": "production", "DB_USER": "a", "DB_PORT": "9" * 5000}, "The database port of Classy Sync is “9"),
        ({"NODE_ENV": "production", "DB_USER": "a", "DB_PORT": "٣٣٠٦"}, "The database port of Classy Sync is “٣٣٠٦”"),
        ({"NODE_ENV": "x" * 60_000}, "NODE_ENV of Classy Sync is “x"),
        ({"NODE_ENV": "\u202e\x1b[2J"}, "NODE_ENV of Classy Sync is “\ufffd\ufffd[2J”."),
        ({"NODE_ENV": "development", "ALERT_WEBHOOK_HEADERS": "[" * 60_000}, "webhook cannot be read"),
        (
            {"NODE_ENV": "development", "ALERT_WEBHOOK_HEADERS": '{"X": "a\\\\r\\\\nDELETE / HTTP/1.1"}'},
            "cannot be sent",
        ),
        ({"NODE_ENV": "development", "ALERT_WEBHOOK_HEADERS": '{"X: a": "b"}'}, "cannot be sent"),
    ],
)
def test_what_no_install_says_is_told_plainly(made: ClassyInstall, env: dict[str, str], text: str) -> None:
    install = read(made, **{name: f"'{value}'" for name, value in env.items()})
    assert any(text in fault for fault in install.faults), install.faults
    assert all(len(fault) < 200 for fault in install.faults)
    assert not any(fault.endswith("..") for fault in install.faults)


@pytest.mark.parametrize("interval", ["1e999", "NaN", "-5", '"900000"', "9" * 5000, "true", "[]"])
def test_an_interval_that_is_none_is_not_kept(made: ClassyInstall, interval: str) -> None:
    (made.folder / "daemon-config.json").write_text(f'{{"syncIntervals": {{"supporters": {interval}}}}}')
    assert "supporters" not in read_schedule(str(made.folder)).intervals or interval == "NaN"
