"""Stories of computers that are not as they should be: told of the program, be it run from a checkout or frozen.

What changes a computer is real: a folder of its own that is mounted read-only or full, a clock turned back by
libfaketime, no keyring. Mounts are in a name space of their own and go with the program.
"""

import os
import signal
import ssl
from pathlib import Path

import pytest
import trustme

from porchlight.demo.website import WebsiteSimulator
from tests.integration.program import Program
from tests.integration.simulators import Beside, beside
from tests.support import need

_READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'
_FULL = (
    'mount -t tmpfs -o size=16k none "$1" && mkdir "$1/data" && { cat /dev/zero >"$1/filler" 2>/dev/null || true; }'
)
_FAKETIME = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")
_SETTINGS = Path(__file__).parents[1] / "fixtures" / "settings"


def with_disk(program: Program, folder: Path, mount: str) -> None:
    """Run it from now on where the disk of that folder is so."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    script = f'set -e; own=$PATH; PATH=/usr/sbin:/usr/bin:/sbin:/bin; {mount}; PATH=$own; shift; exec "$@"'
    program.before = (need("unshare"), "--mount", need("sh"), "-c", script, "sh", str(folder))


class UnwellComputers:
    """To be told again by each who has a fixture ``porchlight``."""

    @pytest.fixture
    def disk(self, tmp_path: Path) -> Path:
        folder = tmp_path / "disk"
        folder.mkdir()
        return folder

    @pytest.fixture
    def program(self, porchlight: Program, website: Beside, disk: Path, tmp_path: Path) -> Program:
        """Watches the website; home and data are on the disk, the settings are not."""
        porchlight.config = tmp_path / "config" / "porchlight.toml"
        porchlight.data = disk / "data"
        porchlight.environment |= {
            "HOME": str(disk),
            "PORCHLIGHT_CONFIG": str(porchlight.config),
            "PORCHLIGHT_DATA_DIR": str(porchlight.data),
        }
        porchlight.configure(
            f"""
            [monitor]
            connectivity_urls = []
            [components.page]
            kind = "http"
            name = "Donation page"
            url = "{website.url}/give"
            """
        )
        return porchlight

    @pytest.mark.parametrize(
        ("mount", "why"),
        [
            (_READ_ONLY, "The history cannot be written here (read-only file system)."),
            (_FULL, "disk that holds the history is full"),
        ],
    )
    def test_where_nothing_can_be_written_it_checks_all_the_same_and_says_what_is_not_kept(
        self, program: Program, disk: Path, mount: str, why: str
    ) -> None:
        with_disk(program, disk, mount)
        ran = program("health")
        assert ran.code == 0
        assert "All is well." in ran.out
        assert why in ran.err
        assert len(ran.err.splitlines()) == 1

        watching = program.start("watch")
        assert watching.stdout is not None
        heard = [watching.stdout.readline() for _ in range(3)]
        watching.send_signal(signal.SIGINT)
        _, errors = watching.communicate(timeout=30)
        assert why in heard[1]
        assert "Donation page: unknown → healthy" in heard[2]
        assert (watching.returncode, errors) == (0, "")

    def test_a_history_that_was_there_is_read_though_the_disk_is_full(
        self, program: Program, disk: Path, tmp_path: Path
    ) -> None:
        assert program("health").code == 0
        kept = tmp_path / "kept"
        (disk / "data").rename(kept)
        with_disk(
            program,
            disk,
            'mount -t tmpfs -o size=2m none "$1" && cp -a "' + str(kept) + '" "$1/data" && '
            '{ cat /dev/zero >"$1/filler" 2>/dev/null || true; }',
        )
        status = program("status")
        assert "Donation page" in status.out, status.err
        ran = program("health")
        assert (ran.code, "All is well." in ran.out) == (0, True), ran.err
        assert "disk that holds the history is full" in ran.err

    def test_with_a_clock_in_1970_it_checks_and_names_the_clock_where_a_certificate_is_refused(
        self, program: Program, tmp_path: Path
    ) -> None:
        now = dict(program.environment)
        program.environment |= {"LD_PRELOAD": need("libfaketime", *_FAKETIME), "FAKETIME": "@1970-01-01 00:10:00"}
        ran = program("health")
        assert (ran.code, "All is well." in ran.out) == (0, True), ran.err

        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authority.cert_pem.write_to_path(str(tmp_path / "store.pem"))
        program.environment["SSL_CERT_FILE"] = str(tmp_path / "store.pem")
        with beside(WebsiteSimulator(), tls=context) as encrypted:
            program.configure(
                f'[monitor]\nconnectivity_urls = []\n[components.page]\nkind = "http"\nurl = "{encrypted.url}/give"\n'
            )
            ran = program("health")
            assert ran.code != 0
            assert "this computer's clock is wrong" in ran.out

            # Once the clock is right, what was kept under the wrong one is in nobody's way.
            program.environment = {**now, "SSL_CERT_FILE": str(tmp_path / "store.pem")}
            ran = program("health")
        assert (ran.code, ran.err) == (0, "")
        assert "1 healthy" in program("history", "page").out

    def test_without_a_keyring_it_says_where_else_a_credential_can_be(self, program: Program) -> None:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
            program.environment.pop(name, None)
        program.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
        ran = program("secrets", "set", "mailchimp", given="0123456789-us1\n")
        assert ran.code != 0
        assert "PORCHLIGHT_SECRET_<NAME> or PORCHLIGHT_SECRETS_DIR" in ran.err
        assert "0123456789" not in ran.out + ran.err
        assert program("health").code == 0

    @pytest.mark.parametrize("version", range(1, 7))
    def test_settings_of_an_older_version_that_broke_off_are_named_and_left_as_they_are(
        self, program: Program, version: int
    ) -> None:
        whole = (_SETTINGS / f"version-{version}.toml").read_bytes()
        broken = whole[: whole.rindex(b"=") + 1]
        program.config.write_bytes(broken)
        for command in (("health",), ("watch",), ("config", "check")):
            ran = program(*command)
            assert ran.code != 0
            assert "not valid TOML" in ran.out + ran.err
            assert len(ran.err.splitlines()) <= 1
        assert program.config.read_bytes() == broken
