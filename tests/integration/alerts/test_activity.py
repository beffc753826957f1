"""What alerting does by itself, and what people have it do, stands in the activity list."""

from pathlib import Path

import pytest

from porchlight.language.text import Text
from porchlight.model.audit import Action, Actor
from porchlight.model.events import DeliveryFailed, HeartbeatChanged, RecoveryEnded
from porchlight.runtime.commands import EndSilence, SilenceAlerts
from porchlight.runtime.history import read_history
from tests.integration.alerts.test_itself import running

pytestmark = pytest.mark.anyio


async def test_what_alerting_does_by_itself_is_in_the_activity_list(tmp_path: Path) -> None:
    async with running(tmp_path, "", print) as watching:
        for event in (
            DeliveryFailed("ops", Text("It does not know this address.")),
            DeliveryFailed("team", Text("It will be sent again by itself."), given_up=False),
            RecoveryEnded("mend", "It ran successfully.", stopped=False),
            RecoveryEnded("mend", "Somebody has to look.", stopped=True),
            HeartbeatChanged("It did not answer."),
            HeartbeatChanged(None),
        ):
            watching.bus.publish(event)
        await watching.handle(SilenceAlerts(60, components=("page",), comment="The gala"))
        (silence,) = watching.snapshot().silences
        await watching.handle(EndSilence(silence.id))
        await watching.flush()
        assert watching.history_path is not None
        with read_history(watching.history_path) as reader:
            entries = [(one.actor, one.action, one.subject, one.detail) for one in reader.audit(0, 1 << 53)]
    automatic, user = Actor.AUTOMATIC, Actor.USER
    assert sorted(entries) == sorted(
        [
            (automatic, Action.NOTIFICATION_LOST, "ops", "It does not know this address."),
            (automatic, Action.RECOVERY_RUN, "mend", "It ran successfully."),
            (automatic, Action.RECOVERY_STOPPED, "mend", "Somebody has to look."),
            (automatic, Action.HEARTBEAT, "", "The heartbeat failed: It did not answer."),
            (automatic, Action.HEARTBEAT, "", "The heartbeat works again."),
            (user, Action.SILENCED, "page", "The gala"),
            (user, Action.UNSILENCED, "page", ""),
        ]
    )
