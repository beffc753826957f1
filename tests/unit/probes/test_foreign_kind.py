"""A plug-in's kind of component answers what ProbeKind promises, or is one component in error."""

import asyncio
import math
from typing import Any

import pytest

from porchlight.language.english import english
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.monitor.runner import Runner
from porchlight.probes.foreign_kind import walled_kind
from porchlight.probes.kind import ProbeKind
from porchlight.redaction import Redactor
from porchlight.settings.origins import UNREADABLE
from porchlight.settings.schema import ComponentSettings
from tests.support import GivenSecrets
from tests.unit.monitor.office import Network

pytestmark = pytest.mark.logs_warnings

COMPONENT = Component("it", "It", "odd")


def _raise(*args: object) -> Any:
    raise ZeroDivisionError


class Probe:
    """Cannot even be closed."""

    async def check(self, ctx: object) -> str:
        return "well"

    async def close(self) -> None:
        raise RuntimeError


@pytest.mark.parametrize("build", [_raise, lambda component, settings: None, lambda component, settings: object()])
def test_a_kind_that_builds_nothing_is_one_component_in_error(build: Any) -> None:
    probe = walled_kind(ProbeKind("odd", ComponentSettings, build)).build(COMPONENT, None)
    runner = Runner(clock=SystemClock(), secrets=GivenSecrets({}), http=Network(), redactor=Redactor())
    found = asyncio.run(runner.run(COMPONENT, probe))
    assert (found.outcome, found.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert found.sentence.startswith("The plug-in odd cannot work with these settings (")


def test_a_probe_that_cannot_be_closed_keeps_nobody_from_ending() -> None:
    asyncio.run(
        walled_kind(ProbeKind("odd", ComponentSettings, lambda *args: Probe())).build(COMPONENT, None).close()
    )


@pytest.mark.parametrize("odd", [_raise, lambda settings: None, lambda settings: 5, lambda settings: "a\x1bb\nc"])
def test_all_else_that_a_kind_tells_has_the_right_form(odd: Any) -> None:
    kind = walled_kind(ProbeKind("odd", ComponentSettings, _raise, is_local=odd, address=odd, credentials=odd))
    assert kind.is_local(None) in (True, False)
    assert kind.address(None).isprintable()
    assert all(isinstance(one, str) for one in kind.credentials(None))


@pytest.mark.parametrize("odd", [_raise, *map(lambda answer: lambda settings: answer, [None, 5, {5: 5}, {"it": 5}])])
def test_a_kind_that_does_not_say_where_its_credential_goes_gets_none_and_ends_nothing(odd: Any) -> None:
    kind = walled_kind(ProbeKind("odd", ComponentSettings, _raise, destinations=odd))
    assert kind.places(None) in ({}, {"it": (UNREADABLE,)})


@pytest.mark.parametrize("odd", [None, "x", math.nan, math.inf, -1, 0, 10**400, 1.5])
def test_limits_are_numbers_that_can_be_kept(odd: Any) -> None:
    kind = walled_kind(ProbeKind("odd", ComponentSettings, _raise, limit=odd, timeout=odd))
    assert kind.limit is None or kind.limit >= 1
    assert 0.1 <= kind.timeout <= 3600


@pytest.mark.parametrize("odd", [None, 5, ["a"], {"x": 1}, "a\x1bb\nc"])
def test_what_a_kind_calls_itself_is_text_on_one_line(odd: Any) -> None:
    kind = walled_kind(ProbeKind("odd", ComponentSettings, _raise, title=odd, group=odd, summary=odd, measures=odd))
    assert kind.group is KindGroup.PLUGIN
    titles = [measured.title for name in kind.measures if (measured := kind.measured(name))]
    assert all(english(one).isprintable() for one in (kind.title, kind.summary, *titles))
