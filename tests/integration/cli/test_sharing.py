"""Settings from one computer to another: one person sets up, the others take it over."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from porchlight.model.errors import SettingsError
from porchlight.settings.sharing import Here, plan_shared, read_shared
from tests.integration.program import Program

ADMIN = """# How we watch
[monitor]
interval = "30s"
[desktop]
theme = "dark"
[report]
weekly = true
folder = "/home/admin/Reports"
[components.page]
kind = "http"  # the page that matters
url = "https://give.example.org/"
critical = true
[components.letters]
kind = "mailchimp"
credential = "letters"
list_id = "57afe96172"
[channels.ops]
kind = "webhook"
credential = "ops-hook"
[rules.critical-component-failure]
channels = ["ops"]
[paths.donations]
taken_by = ["page"]
"""
VIEWER = """[desktop]
theme = "light"
[ingest]
enabled = true
[report]
folder = "/home/viewer/Reports"
[components.page]
kind = "http"
url = "https://old.example.org/"
[components.mine]
kind = "self"
"""


@pytest.fixture
def admin(tmp_path: Path) -> Program:
    (tmp_path / "admin").mkdir()
    program = Program(tmp_path / "admin")
    program.configure(ADMIN)
    return program


@pytest.fixture
def viewer(tmp_path: Path) -> Program:
    (tmp_path / "viewer").mkdir()
    program = Program(tmp_path / "viewer")
    program.configure(VIEWER)
    return program


def _config(program: Program) -> dict[str, object]:
    return tomllib.loads(program.config.read_text(encoding="utf-8"))


def test_what_is_exported_is_of_use_to_others_and_names_its_credentials(admin: Program, tmp_path: Path) -> None:
    ran = admin("settings", "export")
    assert ran.code == 0, ran.err
    document = tomllib.loads(ran.out)
    assert "desktop" not in document
    assert document["report"] == {"weekly": True}
    assert "# the page that matters" in ran.out
    assert "# Whoever imports them stores these: letters, ops-hook" in ran.out
    target = tmp_path / "ours.toml"
    assert admin("settings", "export", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == ran.out
    assert admin("settings", "export", str(tmp_path / "no" / "ours.toml")).code == 73


def test_another_computer_takes_it_over_and_keeps_what_is_local(
    admin: Program, viewer: Program, tmp_path: Path
) -> None:
    shared = tmp_path / "ours.toml"
    admin("settings", "export", str(shared))
    looked = viewer("settings", "import", str(shared), "--dry-run")
    assert "+ components.letters" in looked.out
    assert "~ components.page" in looked.out
    assert viewer.config.read_text(encoding="utf-8") == VIEWER
    assert viewer("settings", "import", str(shared)).code == 64  # nobody there who could say yes
    ran = viewer("settings", "import", str(shared), "--yes")
    assert ran.code == 0, ran.err
    assert "porchlight secrets set NAME" in ran.out
    assert "  letters\n  ops-hook\n" in ran.out
    now = _config(viewer)
    assert now["desktop"] == {"theme": "light"}
    assert now["ingest"] == {"enabled": True}
    assert now["report"] == {"weekly": True, "folder": "/home/viewer/Reports"}
    assert set(now["components"]) == {"page", "letters", "mine"}  # type: ignore[call-overload]
    assert now["components"]["page"]["url"] == "https://give.example.org/"  # type: ignore[index]
    backup = Path(f"{viewer.config}.before-import")
    assert backup.read_text(encoding="utf-8") == VIEWER
    assert viewer("config", "check").code == 0
    again = viewer("settings", "import", str(shared), "--yes")
    assert "Nothing to change." in again.out


def test_replacing_takes_out_what_the_others_do_not_have(admin: Program, viewer: Program, tmp_path: Path) -> None:
    shared = tmp_path / "ours.toml"
    admin("settings", "export", str(shared))
    document = json.loads(viewer("settings", "import", str(shared), "--replace", "--yes", "--json").out)
    assert {"table": "components.mine", "step": "removed"} in document["changes"]
    assert document["credentialsToStore"] == ["letters", "ops-hook"]
    assert set(_config(viewer)["components"]) == {"page", "letters"}  # type: ignore[call-overload]
    assert _config(viewer)["desktop"] == {"theme": "light"}


def test_a_computer_of_a_viewer_is_for_looking_only(admin: Program, viewer: Program, tmp_path: Path) -> None:
    shared = tmp_path / "ours.toml"
    admin("settings", "export", str(shared))
    assert viewer("settings", "import", str(shared), "--viewer", "--yes").code == 0
    assert _config(viewer)["desktop"] == {"theme": "light", "viewer": True}
    assert "Nothing to change." in viewer("settings", "import", str(shared), "--viewer", "--yes").out
    assert viewer("config", "check").code == 0


def test_a_new_computer_without_settings_takes_them_over(admin: Program, tmp_path: Path) -> None:
    fresh = Program(tmp_path / "fresh")
    (tmp_path / "fresh").mkdir()
    text = admin("settings", "export").out
    ran = fresh("settings", "import", "-", "--yes", given=text)
    assert ran.code == 0, ran.err
    assert set(_config(fresh)["components"]) == {"page", "letters"}  # type: ignore[call-overload]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[components", b"x" * 2_000_000, b"a = 1\na = 2\n"])
def test_what_is_no_settings_file_is_refused_and_nothing_is_written(
    viewer: Program, tmp_path: Path, content: bytes
) -> None:
    shared = tmp_path / "odd.toml"
    shared.write_bytes(content)
    ran = viewer("settings", "import", str(shared), "--yes")
    assert ran.code == 78
    assert "Choose a file that Porchlight has exported." in ran.err
    assert viewer.config.read_text(encoding="utf-8") == VIEWER


def test_faults_in_what_is_given_are_reported_before_anything_is_written(viewer: Program, tmp_path: Path) -> None:
    shared = tmp_path / "faulty.toml"
    shared.write_text('[components.page]\nkind = "htp"\nurl = "https://x.example.org/"\n[colour]\na = 1\n')
    looked = viewer("settings", "import", str(shared), "--dry-run")
    assert "htp" in looked.out
    assert "colour" in looked.out


ANY = Here(judge=lambda section, name, values: {}, is_foreign=lambda section, kind: False)
_VALUES = st.recursive(
    st.booleans() | st.integers(-99, 99) | st.text("abc", max_size=3),
    lambda inner: st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3),
    max_leaves=6,
)
_TABLES = st.dictionaries(st.text("abc", min_size=1, max_size=2), st.dictionaries(st.just("k"), _VALUES), max_size=3)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(["components", "rules", "channels"]), _TABLES, max_size=3),
    st.dictionaries(st.sampled_from(["components", "rules", "channels"]), _TABLES, max_size=3),
)
def test_replacing_leaves_exactly_what_was_given(tmp_path: Path, ours: dict, theirs: dict) -> None:  # type: ignore[type-arg]
    import tomlkit

    file = tmp_path / "settings.toml"
    file.write_text(tomlkit.dumps(ours), encoding="utf-8")
    try:
        given_document = read_shared(tomlkit.dumps(theirs).encode())
        trusted = [one.key for one in plan_shared(str(file), given_document, ANY).questions]
        plan = plan_shared(str(file), given_document, ANY, replace=True, trusted=trusted)
    except SettingsError:
        pytest.fail("these are settings")
    after = tomllib.loads(tomlkit.dumps(plan.document))
    assert {name: tables for name, tables in after.items() if tables} == {
        name: tables for name, tables in theirs.items() if tables
    }
    again = plan_shared(str(file), read_shared(tomlkit.dumps(ours).encode()), ANY, replace=True)
    assert again.wanted == []


# -- a file from a stranger

LOCAL = """[components.stripe]
kind = "stripe"
[components.shop]
kind = "http"
url = "https://shop.example.org/"
[actions.mine]
kind = "program"
program = ["/bin/true"]
enabled = true
[rules.mine]
when = { component = "shop", status = "error" }
action = "mine"
"""


@pytest.fixture
def local(tmp_path: Path) -> Program:
    (tmp_path / "local").mkdir()
    program = Program(
        tmp_path / "local",
        {"PORCHLIGHT_SECRET_STRIPE": "rk_live_0123456789abcdef", "PORCHLIGHT_SECRET_DB": "the-database-password"},
    )
    program.configure(LOCAL)
    return program


def _take(program: Program, tmp_path: Path, text: str, *arguments: str) -> tuple[dict[str, Any], str]:
    file = tmp_path / "theirs.toml"
    file.write_text(text, encoding="utf-8")
    ran = program("settings", "import", str(file), "--yes", *arguments)
    assert ran.code == 0, ran.err
    return tomllib.loads(program.config.read_text(encoding="utf-8")), ran.out


OF_ONE_KIND = [
    ("components.stripe.base_url", '[components.stripe]\nkind = "stripe"\nbase_url = "https://evil.example"\n'),
    ("components.shop.url", '[components.shop]\nkind = "http"\nurl = "https://e.example/"\ncredential = "stripe"\n'),
    ("components.new.credential", '[components.new]\nkind = "hubspot"\ncredential = "db"\n'),
    (
        "components.p.token_url",
        '[components.p]\nkind = "classy"\norganization_id = 1\ntoken_url = "https://e.example"\n',
    ),
    ("components.db.url", '[components.db]\nkind = "database"\nurl = "mysql://u@e.example/x"\ncredential = "db"\n'),
    ("components.m.host", '[components.m]\nkind = "imap"\nhost = "e.example"\nusername = "u"\ncredential = "db"\n'),
    ("components.g.url", '[components.g]\nkind = "gatus"\nurl = "https://e.example"\ncredential = "db"\n'),
    (
        "components.shop.verify",
        '[components.shop]\nkind = "http"\nurl = "https://shop.example.org/"\nverify = false\n',
    ),
    ("components.m.encryption", '[components.m]\nkind = "smtp"\nhost = "mail.example.org"\nencryption = "none"\n'),
    ("components.d.location", '[components.d]\nkind = "disk"\nlocation = "\\\\\\\\e.example\\\\share"\n'),
    ("components.d.folder", '[components.d]\nkind = "classy_sync_log"\nfolder = "//e.example/share"\n'),
    ("components.d.url", '[components.d]\nkind = "database"\nurl = "sqlite://///e.example/share/x.db"\n'),
    ("components.d.url", '[components.d]\nkind = "database"\nurl = "sqlite+pysqlite://///e.example/share/x.db"\n'),
    ("components.d.location", '[components.d]\nkind = "disk"\nlocation = "\\\\??\\\\UNC\\\\e.example\\\\share"\n'),
    ("monitor.proxy", '[monitor]\nproxy = "http://e.example:3128"\n'),
    ("monitor.connectivity_urls", '[monitor]\nconnectivity_urls = ["http://e.example/204"]\n'),
    ("channels.c.url", '[channels.c]\nkind = "webhook"\nurl = "https://e.example/x"\nsecret_headers = {X = "db"}\n'),
    ("channels.c.url", '[channels.c]\nkind = "webhook"\nurl = "https://e.example/x"\nsigning_credential = "db"\n'),
    ("channels.c.url", '[channels.c]\nkind = "alertmanager"\nurl = "https://e.example"\n'),
    (
        "channels.c.host",
        '[channels.c]\nkind = "email"\nhost = "e.example"\nsender = "a@x.org"\nto = "b@e.example"\n',
    ),
    ("channels.c.credential", '[channels.c]\nkind = "pagerduty"\ncredential = "db"\n'),
    ("heartbeat.url", '[heartbeat]\nurl = "https://e.example/ping"\n'),
    ("heartbeat.credential", '[heartbeat]\ncredential = "db"\n'),
    (
        "export.otlp.endpoint",
        '[export.otlp]\nenabled = true\nendpoint = "https://e.example"\ncredential = "db"\n',
    ),
    (
        "export.otlp.site",
        '[export.otlp]\nenabled = true\npreset = "datadog"\nsite = "e.example"\n',
    ),
    ("export.prometheus.enabled", "[export.prometheus]\nenabled = true\n"),
    ("rules.all.action", '[rules.all]\nwhen = { component = "*", status = "unknown" }\naction = "mine"\n'),
    (
        "calendar.x.plan_b",
        '[calendar.x]\nfrom = 2026-01-01\nto = 2027-01-01\nplan_b = "Please give at https://e.example"\n',
    ),
    ("calendar.x", '[calendar.x]\nfrom = 2026-01-01\nto = 2027-01-01\n[calendar.x.rules.mine]\nfor = "0s"\n'),
]


def _at(document: Any, key: str) -> Any:
    for part in key.split("."):
        document = document.get(part) if isinstance(document, dict) else None
    return document


@pytest.mark.parametrize(("key", "text"), OF_ONE_KIND, ids=range(len(OF_ONE_KIND)))
def test_what_needs_a_yes_is_taken_over_with_one_and_left_out_without(
    local: Program, tmp_path: Path, key: str, text: str
) -> None:
    before = tomllib.loads(LOCAL)
    now, output = _take(local, tmp_path, text)
    assert _at(now, key) == _at(before, key)
    assert "e.example" not in str(now)
    assert f"  ? {key}" in output
    assert f"{key}: left out, because you did not agree to it." in output
    now, _ = _take(local, tmp_path, text, "--trust", key)
    assert now == before | {
        section: before.get(section, {}) | tables for section, tables in tomllib.loads(text).items()
    }


SAME_HOST = "postgresql://u@db.example.org/gifts"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (f"{SAME_HOST}?sslmode=verify-full", SAME_HOST),
        (f"{SAME_HOST}?sslmode=verify-full&sslrootcert=/etc/ca.pem", f"{SAME_HOST}?sslrootcert=/etc/ca.pem"),
        (SAME_HOST, f"{SAME_HOST}?%73slmode=disable"),
        (SAME_HOST, "postgresql://u?x=@db.example.org/gifts?sslmode=disable"),
        ("mysql://u@db.example.org/gifts", "mysql://u@db.example.org/gifts?server_public_key=/tmp/theirs.pem"),
    ],
)
def test_an_address_at_the_same_place_is_asked_for_where_less_is_checked(
    local: Program, tmp_path: Path, ours: str, theirs: str
) -> None:
    table = '[components.gifts]\nkind = "database"\ncredential = "db"\nurl = "{}"\n'
    local.configure(table.format(ours))
    now, output = _take(local, tmp_path, table.format(theirs))
    assert now["components"]["gifts"]["url"] == ours
    assert "  ? components.gifts.url" in output
    now, _ = _take(local, tmp_path, table.format(theirs), "--trust", "components.gifts.url")
    assert now["components"]["gifts"]["url"] == theirs


def test_what_would_run_something_arrives_off_and_what_runs_here_stays_as_it_is(
    local: Program, tmp_path: Path
) -> None:
    text = """[actions.theirs]
kind = "program"
program = ["/bin/sh", "-c", "id"]
enabled = true
[actions.call]
kind = "webhook"
url = "https://e.example/"
enabled = true
[actions.mine]
kind = "program"
program = ["/bin/sh", "-c", "id"]
enabled = true
[rules.all]
when = { component = "*", status = "error" }
action = "theirs"
"""
    now, output = _take(local, tmp_path, text)
    assert {name: one["enabled"] for name, one in now["actions"].items()} == {
        "mine": True,
        "theirs": False,
        "call": False,
    }
    assert now["actions"]["mine"]["program"] == ["/bin/true"]
    assert "actions.theirs: is imported as off" in output
    assert "actions.mine: stays as it is here" in output
    again, _ = _take(local, tmp_path, text)
    assert again == now


def test_two_things_are_asked_one_by_one(local: Program, tmp_path: Path) -> None:
    text = """[components.stripe]
kind = "stripe"
base_url = "https://a.example"
[components.other]
kind = "http"
url = "https://b.example/"
credential = "stripe"
[monitor]
interval = "30s"
proxy = "http://proxy.example:3128"
"""
    now, output = _take(local, tmp_path, text, "--trust", "components.other.url")
    assert "base_url" not in now["components"]["stripe"]
    assert now["components"]["other"]["url"] == "https://b.example/"
    assert now["monitor"] == {"interval": "30s"}
    assert "✔ components.other.url" in output
    wrong = local("settings", "import", str(tmp_path / "theirs.toml"), "--yes", "--trust", "components.nothing")
    assert wrong.code == 64
    assert "components.stripe.base_url" in wrong.err


def test_no_name_and_no_value_hides_the_rest_of_the_preview(local: Program, tmp_path: Path) -> None:
    text = """[components."<b>Website</b><!--"]
kind = "http"
url = "https://a.example/"
[components."x\\u001b[1A\\u001b[2K\\r\\n+ components.fake"]
kind = "http"
url = "https://a.example/"
[components.shop]
kind = "http"
name = "\\u202e\\u001b]0;title\\u0007\\n  = nothing else"
url = "https://shop.example.org/?token=abcdef123456"
[heartbeat]
url = "https://e.example/ping"
"""
    now, output = _take(local, tmp_path, text)
    assert set(now["components"]) == {"stripe", "shop"}
    assert not any(ord(letter) < 32 and letter != "\n" for letter in output)
    assert "\u202e" not in output
    assert "abcdef123456" not in output
    assert "components.<b>Website</b><!--: left out, because it has a fault" in output
    assert "? heartbeat.url = https://e.example/***" in output
    assert not any(line.startswith(("+ components.fake", "  = nothing")) for line in output.splitlines())


def test_what_is_local_to_one_computer_never_comes(local: Program, tmp_path: Path) -> None:
    now, output = _take(
        local,
        tmp_path,
        '[report]\nweekly = true\nfolder = "/evil"\n[updates]\nfeed = "https://e.example/x"\n'
        "[desktop]\nviewer = true\n[ingest]\nenabled = true\n",
    )
    assert now["report"] == {"weekly": True}
    assert not {"updates", "desktop", "ingest"} & {*now}
    assert "report.folder: left out" in output
    assert "updates: left out" in output


def test_a_rule_is_not_left_without_a_channel(local: Program, tmp_path: Path) -> None:
    text = """[rules.critical-component-failure]
channels = ["theirs"]
[rules.mine]
when = { component = "shop", status = "error" }
channels = ["theirs", "console"]
[channels.theirs]
kind = "webhook"
url = "https://e.example/"
"""
    now, _ = _take(local, tmp_path, text)
    assert now["rules"]["critical-component-failure"]["channels"] == ["desktop"]
    assert now["rules"]["mine"]["channels"] == ["console"]
    assert local("config", "check").code == 0


def test_a_pipe_is_read_and_a_device_is_refused(local: Program) -> None:
    ran = local("settings", "import", "/dev/zero", "--yes")
    assert ran.code == 64
    assert "is not a file" in ran.err
    assert local("settings", "import", "-", "--yes", given='[components.one]\nkind = "self"\n').code == 0


def test_no_secret_of_the_settings_is_in_an_export(local: Program) -> None:
    local.configure(
        """[components.api]
kind = "http"
url = "https://api.example.org/health"
headers = { Authorization = "Bearer abcdefgh12345678", Accept = "text/html" }
[components.shop]
kind = "http"
url = "https://shop.example.org/?token=abcdefgh12345678"  # was ?token=abcdefgh1234567890
[channels.ops]
kind = "webhook"
url = "https://hooks.slack.com/services/T0000000/B0000000/abcdefgh12345678abcdefgh"
[heartbeat]
url = "https://hc.example.org/abcdefgh12345678"
[actions.restart]
kind = "program"
program = ["/bin/restart", "--key=abcdefgh12345678", "now"]
"""
    )
    ran = local("settings", "export")
    assert ran.code == 0
    assert "abcdefgh1234" not in ran.out + ran.err
    document = tomllib.loads(ran.out)
    assert document["components"]["api"]["credential"] == "api"
    assert document["channels"]["ops"] == {"kind": "webhook", "credential": "ops"}
    assert document["heartbeat"] == {"credential": "heartbeat"}
    assert "# Whoever imports them stores these: api, heartbeat, ops" in ran.out
    for place in ("components.api.headers.Authorization", "components.shop.url", "heartbeat.url", "channels.ops.url"):
        assert f"Left out because it looks like a secret: {place}" in ran.err
    actions = local("alerts", "actions")
    assert "abcdefgh" not in actions.out
    assert "would run /bin/restart *** now" in actions.out
    checked = local("config", "check")
    assert checked.code == 0
    assert "actions.restart.program.1: this looks like a secret" in checked.err
    assert "abcdefgh" not in checked.out + checked.err
