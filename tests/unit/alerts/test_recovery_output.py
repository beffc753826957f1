"""The last words of a program that an action ran: the end of them, clean, without secrets, however much there was."""

import asyncio
import sys
from typing import Any, cast

import pytest

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.recovery import Recovery, RunOutcome
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.redaction import Redactor
from porchlight.settings.rules import ActionSettings

SECRET = "correct-horse-battery-staple-9"
ALERT = Alert("a", "r", "website", Severity.HIGH, AlertState.FIRING, 0, "It is down.")


def last_output(code: str) -> str:
    redactor = Redactor()
    redactor.add_secret(SECRET)
    context = ChannelContext(cast(Any, None), redactor, dict, say=print)
    action = ActionSettings.model_validate(
        {"kind": "program", "program": [sys.executable, "-c", code], "enabled": True, "timeout": 30}
    )
    run = asyncio.run(Recovery({"it": action}, context).run("it", ALERT, 1_772_323_200_000))
    assert run.outcome is RunOutcome.FAILED
    run.sentence.encode()
    assert len(run.sentence) < 600
    assert len(run.sentence.splitlines()) == 1
    return run.sentence


@pytest.mark.parametrize("after", [470, 490, 499, 500, 510, 530])
def test_a_secret_across_the_cut_leaves_nothing(after: int) -> None:
    output = last_output(f"print('{SECRET}' + 'y' * {after}); raise SystemExit(1)")
    assert not any(SECRET[at : at + 5] in output for at in range(len(SECRET) - 5))


def test_megabytes_are_not_kept_and_their_end_is_told() -> None:
    output = last_output("import sys; [print('x' * 99999) for _ in range(500)]; sys.exit('the disk is full')")
    assert output.startswith("It ended with code 1: …x")
    assert output.endswith("the disk is full")


def test_controls_and_bytes_that_are_no_text_do_nothing() -> None:
    output = last_output("import sys; sys.stdout.buffer.write(b'\\xff\\x1b[2J\\r\\nforged'); sys.exit(1)")
    assert output == "It ended with code 1: \ufffd\ufffd[2J forged"
