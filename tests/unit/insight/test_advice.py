"""Every reason has a next step in plain words."""

import pytest
from app.insight.advice import next_step
from app.model.status import Reason
from app.probes.registry import BUILT_IN


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_next_step_for_every_kind(reason: Reason) -> None:
    for kind in ("", "plug-in", *BUILT_IN):
        step = next_step(reason, kind)
        assert step.endswith(".")
        assert step[0].isupper()
        assert "!" not in step
