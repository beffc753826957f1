"""What many tests need: one check of one component, as the monitor would run it."""

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pytest

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.intake.text import without_margins
from porchlight.model.errors import SecretMissing
from porchlight.model.result import Result, Unit
from porchlight.monitor.clock import SystemClock
from porchlight.monitor.runner import Runner
from porchlight.net.client import ReadOnlyClient
from porchlight.net.network import Network
from porchlight.probes.kind import ProbeKind
from porchlight.probes.registry import find_kind
from porchlight.redaction import Redactor
from porchlight.settings.file import LoadedSettings, parse


class GivenSecrets:
    """Implements Secrets with fixed values."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = dict(values)

    async def get(self, name: str) -> str:
        if not without_margins(self.values.get(name, "")):
            raise SecretMissing(f'The credential "{name}" is not stored.', command=f"porchlight secrets set {name}")
        return self.values[name]


@lru_cache(maxsize=100)
def _parsed(text: str) -> LoadedSettings:
    """Hundreds of checks in a row are of the same component."""
    loaded = parse("test.toml", text.encode(), find_kind, find_channel)
    assert loaded.all_problems() == [], loaded.all_problems()
    return loaded


class Checker:
    """One component that can be checked again and again."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        secrets: Mapping[str, str] | None = None,
        ca_file: str | None = None,
        timeout: float = 5.0,
        clock: SystemClock | None = None,
    ) -> None:
        kind = find_kind(settings["kind"])
        assert isinstance(kind, ProbeKind), kind
        self.kind = kind
        lines = "\n".join(f"{key} = {_toml(value)}" for key, value in {"timeout": timeout, **settings}.items())
        loaded = _parsed(f"[components.it]\n{lines}\n")
        self.component = loaded.components[0].component
        self.secrets = GivenSecrets(secrets or {})
        self.http = ReadOnlyClient(ca_file=ca_file, proxies={})
        self.network = Network(ca_file)
        self.redactor = Redactor()
        self.settings = loaded.components[0].settings
        self.probe = kind.build(self.component, self.settings)
        self.runner = Runner(
            clock=clock or SystemClock(),
            secrets=self.secrets,
            http=self.http,
            redactor=self.redactor,
            network=self.network,
        )

    async def __call__(self) -> Result:
        result = await self.runner.run(self.component, self.probe)
        for name, measure in result.measures.items():
            declared = self.kind.measured(name)
            assert declared is not None, f"{self.kind.name} declares no measure {name}"
            assert declared.unit in (measure.unit, Unit.NONE), f"{name} is in {measure.unit}"
        return result

    async def close(self) -> None:
        await self.probe.close()


async def check(settings: Mapping[str, Any], **options: Any) -> Result:
    """One check of one component with these settings."""
    checker = Checker(settings, **options)
    try:
        return await checker()
    finally:
        await checker.close()


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_toml(key)} = {_toml(item)}' for key, item in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value)


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Return once ``condition`` holds; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


def need(program: str, *places: str) -> str:
    """The path of a program; without it the test is skipped, or fails where nothing may be skipped."""
    for place in (*places, shutil.which(program)):
        if place and os.path.exists(place):
            return place
    if os.environ.get("PORCHLIGHT_REQUIRE_ALL"):
        pytest.fail(f"{program} is not installed, and nothing may be skipped here")
    pytest.skip(f"{program} is not installed: run installers/linux/test-packages.sh")
