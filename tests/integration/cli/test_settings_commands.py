"""``config``, ``components``, ``secrets``, ``demo`` and ``porchlight`` by itself."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.integration.program import Program


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_version_and_help_and_wrong_use(porchlight: Program) -> None:
    assert re.fullmatch(r"porchlight \d+\.\d+\.\d+\n", porchlight("--version").out)
    assert porchlight("version").out == porchlight("--version").out
    ran = porchlight("--help")
    assert ran.code == 0
    for command in ("health", "status", "watch", "history", "export", "components", "config", "secrets", "demo"):
        assert re.search(rf"^    {command} ", ran.out, re.MULTILINE), command
    for wrong in (("nothing",), ("health", "--interval", "soon"), ("secrets",), ("health", "--interval", "0")):
        assert porchlight(*wrong).code == 64, wrong


def test_places_may_be_named_before_and_after_the_command(porchlight: Program, tmp_path: Path) -> None:
    other = str(tmp_path / "other.toml")
    for arguments in (("--config", other, "config", "path"), ("config", "path", "--config", other)):
        assert porchlight(*arguments).out.strip() == other


def test_config_path_and_check(porchlight: Program) -> None:
    assert porchlight("config", "path").out.strip() == str(porchlight.config)
    assert porchlight("config", "check").code == 78
    porchlight.configure('[components.site]\nkind = "http"\nurl = "https://example.org"\n')
    ran = porchlight("config", "check")
    assert ran.code == 0
    assert "1 component is set up" in ran.out
    porchlight.configure('[components.site]\nkind = "htp"\nurll = "https://example.org"\n')
    ran = porchlight("config", "check")
    assert ran.code == 78
    assert "components.site.kind (line 2): There is no kind “htp”. Did you mean http?" in ran.out


def test_config_edit_begins_a_file_that_is_in_order(porchlight: Program, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text("import sys; open(sys.argv[1], 'a').write('# edited\\n')")
    porchlight.environment["EDITOR"] = f'"{sys.executable}" "{editor}"'
    ran = porchlight("config", "edit")
    assert ran.code == 0, ran.err
    assert "No faults found" in ran.out
    assert porchlight.config.read_text().endswith("# edited\n")
    assert porchlight("health").code == 0


def test_every_example_of_the_template_is_right(porchlight: Program) -> None:
    from porchlight.settings.template import TEMPLATE

    lines = TEMPLATE.splitlines()
    uncommented = [line.removeprefix("# ") if re.match(r"# (\[|\w+ = )", line) else line for line in lines]
    porchlight.configure("\n".join(uncommented))
    ran = porchlight("config", "check")
    assert ran.code == 0, ran.out
    assert "5 components" in ran.out


def test_components_are_listed_with_where_they_look_and_their_faults(porchlight: Program) -> None:
    porchlight.configure(
        """
        [components.site]
        kind = "http"
        url = "https://give.example.org/page?token=planted"
        critical = true
        credential = "site-key"
        [components.db]
        kind = "database"
        url = "postgresql://reader@db.example.org/gifts"
        enabled = false
        [components.bad]
        kind = "nothing"
        """
    )
    ran = porchlight("components", "list")
    assert ran.code == 0
    assert "planted" not in ran.out
    assert re.search(r"site\s+http\s+1 min\s+critical\s+https://give.example.org/page\s+site-key", ran.out)
    assert re.search(r"db\s+database\s+1 min\s+disabled\s+db.example.org:5432", ran.out)
    assert "There is no kind “nothing”" in ran.out


def test_a_component_is_tested_without_being_remembered(porchlight: Program) -> None:
    porchlight.configure('[components.me]\nkind = "self"\n')
    ran = porchlight("components", "test", "me")
    assert ran.code == 0
    assert "Measures: memory" in ran.out
    assert porchlight("status").code == 3
    assert porchlight("components", "test", "you").code == 64


def test_without_a_keyring_secrets_report_that_with_the_alternatives(porchlight: Program) -> None:
    for arguments in (("set", "mailchimp"), ("list",), ("delete", "mailchimp")):
        ran = porchlight("secrets", *arguments, given="planted-value\n")
        assert ran.code == 69, arguments
        assert "no keyring" in ran.err
        assert "PORCHLIGHT_SECRET_" in ran.err
        assert "planted-value" not in ran.out + ran.err


@pytest.mark.parametrize(("name", "value"), [("Not A Name", "x"), ("name", ""), ("name", "x" * 70_000)])
def test_a_secret_that_cannot_be_is_refused(porchlight: Program, name: str, value: str) -> None:
    assert porchlight("secrets", "set", name, given=value).code == 64


def test_by_itself_with_no_settings_it_shows_the_demo_once_and_ends_well(porchlight: Program) -> None:
    for arguments in ((), ("demo",)):
        ran = porchlight(*arguments)
        assert ran.code == 0
        assert "Mailchimp rejected the API key (401)" in ran.out
        assert re.search(r"Donation page +healthy", ran.out)
        assert "degraded" in ran.out
        assert "What to do" in ran.out


def test_by_itself_with_settings_it_reports_on_them(porchlight: Program) -> None:
    porchlight.configure('[components.me]\nkind = "self"\nname = "Myself"\n')
    ran = porchlight()
    assert ran.code == 0
    assert "Myself" in ran.out


def test_a_secret_from_the_environment_or_a_file_stands_in(porchlight: Program, tmp_path: Path) -> None:
    porchlight.configure('[components.mc]\nkind = "mailchimp"\nbase_url = "http://127.0.0.1:9"\n')
    assert "is not stored" in porchlight("health").out or "no keyring" in porchlight("health").out
    porchlight.environment["PORCHLIGHT_SECRET_MAILCHIMP"] = "0123456789abcdef0123456789abcdef-us19"
    assert "refused" in porchlight("health").out
    del porchlight.environment["PORCHLIGHT_SECRET_MAILCHIMP"]
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mailchimp").write_text("0123456789abcdef0123456789abcdef-us19\n")
    porchlight.environment["PORCHLIGHT_SECRETS_DIR"] = str(tmp_path / "secrets")
    document = json.loads(porchlight("health", "--json").out)
    assert document["components"][0]["reason"] == "refused"
