"""The frozen program from the command line: everything is in it, and it works against services on this computer."""

import asyncio
import json
import re
import resource
import shlex
import sqlite3
import ssl
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from pypdf import PdfReader

from porchlight import __version__
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.demo.past import make_past
from porchlight.demo.website import WebsiteSimulator
from porchlight.runtime.kinds import parse_settings
from tests.bundle.frozen import FrozenProgram
from tests.integration.keyring_session import with_keyring
from tests.integration.simulators import Beside, beside
from tests.support import need


def _computed() -> float:
    """Seconds that this process's programs have computed so far, whatever else the computer had to do."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_WEBSITE = """
[monitor]
connectivity_urls = []
[components.website]
kind = "http"
name = "Donation page"
url = "{url}/give"
expect_text = "Donate"
"""


def test_it_tells_its_version(porchlight: FrozenProgram) -> None:
    assert porchlight("--version").out == f"porchlight {__version__}\n"


def test_every_part_is_there_and_nothing_is_left_behind(porchlight: FrozenProgram, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    porchlight.environment["TMPDIR"] = str(temporary)
    before = _computed()
    ran = porchlight("self-test", "--json")
    took = _computed() - before
    found = json.loads(ran.out)
    assert {part["name"]: part["sentence"] for part in found["parts"] if part["state"] == "failed"} == {}
    assert ran.code == 0
    assert found["frozen"] is True
    absent = {part["name"] for part in found["parts"] if part["state"] == "absent"}
    # There is neither bus nor screen here; test_desktop.py has both.
    assert absent == {"keyring", "light and notifications in sight", "tray"}
    assert took < 8  # some 4 s of a core by itself, a quarter more where the other cores are busy
    assert list(temporary.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["temporary"]


def test_it_checks_the_services_of_the_demo(porchlight: FrozenProgram) -> None:
    ran = porchlight("demo")
    assert "Donation page" in ran.out, ran.err
    assert "Sync database" in ran.out


def test_it_checks_services_of_several_kinds_and_tells_programs(
    porchlight: FrozenProgram, website: Beside, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "gifts.sqlite3")) as database:
        database.execute("CREATE TABLE gifts (amount)")
    porchlight.environment["PORCHLIGHT_SECRET_MAILCHIMP"] = MailchimpSimulator().api_key
    with beside(MailchimpSimulator()) as mailchimp:
        porchlight.configure(
            f"""{_WEBSITE.format(url=website.url)}
            [components.mailchimp]
            kind = "mailchimp"
            base_url = "{mailchimp.url}"
            [components.gifts]
            kind = "database"
            url = "sqlite:///{tmp_path / "gifts.sqlite3"}"
            """
        )
        ran = porchlight("health", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert json.loads(ran.out)["status"] == "healthy"
    assert ran.out.count('"healthy"') >= 4


def test_it_trusts_a_private_authority_of_the_system_s_store(porchlight: FrozenProgram, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "store.pem"))
    with beside(WebsiteSimulator(), tls=context) as website:
        porchlight.configure(_WEBSITE.format(url=website.url))
        unknown = porchlight("health", "--json")
        porchlight.environment["SSL_CERT_FILE"] = str(tmp_path / "store.pem")
        known = porchlight("health", "--json")
    assert '"reason": "tls"' in unknown.out
    assert known.code == 0, known.out + known.err


def test_it_writes_a_report_as_pdf(porchlight: FrozenProgram, tmp_path: Path) -> None:
    settings = _WEBSITE.format(url="http://127.0.0.1:9")
    porchlight.configure(settings)
    porchlight.data.mkdir()
    asyncio.run(make_past(parse_settings(settings), str(porchlight.data)))
    target = tmp_path / "report.pdf"
    ran = porchlight("report", "--since", "30d", "--format", "pdf", "--output", str(target))
    assert ran.code == 0, ran.err
    assert "Donation page" in PdfReader(target).pages[0].extract_text()


def test_programs_that_it_starts_find_their_own_libraries(porchlight: FrozenProgram) -> None:
    for given in ({}, {"LD_LIBRARY_PATH": "/opt/own"}):
        porchlight.environment |= given
        ran = porchlight("run", "--name", "nightly", "--", need("env"))
        ours = {line for line in ran.out.splitlines() if "_internal" in line or line.startswith("LD_LIBRARY_PATH")}
        assert ours == {f"{name}={value}" for name, value in given.items()}


@pytest.mark.timeout(120)
def test_a_credential_is_kept_used_and_removed(porchlight: FrozenProgram, tmp_path: Path) -> None:
    program = shlex.join(porchlight.command())
    key = MailchimpSimulator().api_key
    with beside(MailchimpSimulator()) as mailchimp:
        porchlight.configure(f'[components.mc]\nkind = "mailchimp"\nbase_url = "{mailchimp.url}"\n')
        story = f"""
            printf '%s\\n' {key} | {program} secrets set mailchimp
            {program} secrets list
            {program} health
            {program} self-test
            {program} secrets delete mailchimp
        """
        environment = {**porchlight.environment, "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
        done = with_keyring(story, environment, 100)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nmailchimp\n" in done.stdout
    assert "Healthy  All is well." in done.stdout
    assert re.search(r"ok +keyring\n", done.stdout)
    assert "“mailchimp” was removed" in done.stdout
    assert key not in done.stdout + done.stderr
