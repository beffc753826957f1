"""A login of its own for a test: a session bus with an unlocked keyring."""

import subprocess
from collections.abc import Mapping

from tests.support import need


def with_keyring(story: str, environment: Mapping[str, str], seconds: float) -> "subprocess.CompletedProcess[str]":
    """Run a shell script in it, to its first failure. Skips (or fails) where something is not installed."""
    bus, keyring = need("dbus-run-session"), need("gnome-keyring-daemon")
    unlocked = f"set -e\nprintf test | {keyring} --unlock --components=secrets >/dev/null 2>&1\n{story}"
    return subprocess.run(
        [bus, "--", "/bin/sh", "-c", unlocked],
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
