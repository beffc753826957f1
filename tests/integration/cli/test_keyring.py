"""Credentials in a real keyring: GNOME's, on a session bus of the test's own."""

import shlex
import sys
from pathlib import Path

import pytest

from porchlight.demo.mailchimp import MailchimpSimulator
from tests.integration.keyring_session import with_keyring
from tests.integration.program import Program
from tests.integration.simulators import beside

KEY = MailchimpSimulator().api_key


@pytest.mark.skipif(sys.platform != "linux", reason="GNOME's keyring is Linux's")
def test_a_credential_is_kept_used_listed_and_removed(tmp_path: Path) -> None:
    program = Program(tmp_path, {"XDG_RUNTIME_DIR": str(tmp_path)})
    program.environment.pop("PYTHON_KEYRING_BACKEND")
    program.environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    porchlight = shlex.join(program.command())
    with beside(MailchimpSimulator()) as mailchimp:
        program.configure(f'[components.mc]\nkind = "mailchimp"\nbase_url = "{mailchimp.url}"\n')
        story = f"""
            {porchlight} health | grep 'is not stored'
            printf '%s\\n' {KEY} | {porchlight} secrets set mailchimp
            {porchlight} secrets list
            {porchlight} health
            {porchlight} secrets delete mailchimp
            {porchlight} secrets list
            {porchlight} secrets delete mailchimp || echo "exit $?"
            {porchlight} audit
        """
        done = with_keyring(story, program.environment, 50)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "“mailchimp” is stored in this computer's keyring." in done.stdout
    assert "\nmailchimp\n" in done.stdout
    assert "Healthy  All is well." in done.stdout
    assert "“mailchimp” was removed" in done.stdout
    assert "exit 65" in done.stdout
    assert "user        Credential stored  mailchimp" in done.stdout
    assert "user        Credential removed  mailchimp" in done.stdout
    assert KEY not in done.stdout + done.stderr
    stored = list((tmp_path / ".local" / "share" / "keyrings").glob("*"))
    assert stored
    assert all(KEY.encode() not in file.read_bytes() for file in stored)
