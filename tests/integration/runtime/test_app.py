"""Porchlight as one object: started in each role, told what to do, ended, and undone where a start fails."""

import asyncio
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from porchlight.language.english import english
from porchlight.model.audit import Action
from porchlight.model.errors import HistoryHeld
from porchlight.model.events import CheckEnded, Event, SettingsApplied
from porchlight.model.snapshot import Snapshot
from porchlight.redaction import Redactor
from porchlight.runtime import build
from porchlight.runtime.app import Porchlight
from porchlight.runtime.commands import (
    Acknowledge,
    CheckNow,
    EndSilence,
    Pause,
    Record,
    Resume,
    SilenceAlerts,
)
from porchlight.runtime.history import open_reader
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions

pytestmark = pytest.mark.anyio

SETTINGS = """
[monitor]
connectivity_urls = []
[components.plug-ins]
kind = "plugins"
interval = "1h"
"""


def options(folder: Path, role: Role = Role.OWNER, text: str = SETTINGS) -> RunOptions:
    settings = parse_settings(text)
    assert settings.all_problems() == []
    return RunOptions(settings, str(folder), role, Redactor())


def actions(folder: Path) -> list[tuple[Action, str]]:
    with open_reader(str(folder)) as reader:
        return [(one.action, one.subject) for one in reader.audit(0, 2**53)]


async def test_only_one_owns_a_history_and_another_follows_or_is_refused(tmp_path: Path) -> None:
    async with await Porchlight.start(options(tmp_path)) as owner:
        assert owner.role is Role.OWNER
        for role in (Role.OWNER, Role.ONE_SHOT):
            with pytest.raises(HistoryHeld):
                await Porchlight.start(options(tmp_path, role))
        async with await Porchlight.start(options(tmp_path, Role.OWNER_OR_FOLLOWER)) as follower:
            assert follower.role is Role.FOLLOWER
            assert follower.history_path is not None
            assert not {"commands", "ingest", "weekly report"} & {one.name.message for one in follower.services}
    async with await Porchlight.start(options(tmp_path, Role.OWNER_OR_FOLLOWER)) as later:
        assert later.role is Role.OWNER


async def test_it_stops_twice_and_in_time_and_leaves_the_history_to_the_next(tmp_path: Path) -> None:
    porchlight = await Porchlight.start(options(tmp_path))
    running = asyncio.create_task(porchlight.run())
    await asyncio.sleep(0.1)
    began = time.monotonic()
    running.cancel()
    await asyncio.wait([running])
    await porchlight.stop()
    await porchlight.stop()
    assert time.monotonic() - began < 2
    async with await Porchlight.start(options(tmp_path)):
        pass


async def test_a_window_that_is_still_open_may_ask_for_the_snapshot_after_the_end(tmp_path: Path) -> None:
    async with await Porchlight.start(options(tmp_path)) as porchlight:
        shown = list(porchlight.snapshot().views)
    porchlight.bus.publish(SettingsApplied())
    snapshot = porchlight.snapshot()
    assert list(snapshot.views) == shown
    assert snapshot.history_fault is None


@pytest.mark.parametrize("step", ["restored_incidents", "open_checks", "CommandHandler"])
async def test_a_start_that_fails_undoes_what_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as patch:
        patch.setattr(build, step, fail)
        with pytest.raises(RuntimeError, match="planted"):
            await Porchlight.start(options(tmp_path))
    async with await Porchlight.start(options(tmp_path)) as porchlight:  # the history is free again
        assert porchlight.role is Role.OWNER


async def test_every_listener_of_an_event_gets_the_same_snapshot(tmp_path: Path) -> None:
    async with await Porchlight.start(options(tmp_path)) as porchlight:
        seen: list[tuple[Event, Snapshot]] = []
        for _ in range(2):
            porchlight.bus.subscribe(lambda event: seen.append((event, porchlight.snapshot())))
        running = asyncio.create_task(porchlight.run())
        await porchlight.handle(CheckNow())
        running.cancel()
        await asyncio.wait([running])
        ended = [snapshot for event, snapshot in seen if isinstance(event, CheckEnded)]
        assert len(ended) == 2
        assert ended[0] is ended[1]
        assert ended[0].views["plug-ins"].result is not None
        assert porchlight.snapshot() is porchlight.snapshot()


async def test_commands_change_the_snapshot_and_are_in_the_activity_list_once(tmp_path: Path) -> None:
    async with await Porchlight.start(options(tmp_path)) as porchlight:
        assert (await porchlight.handle(Pause(60))).done
        assert porchlight.snapshot().paused_until_ms is not None
        assert (await porchlight.handle(Pause(60, "plug-ins"))).done
        assert (await porchlight.handle(Resume("plug-ins"))).done
        assert (await porchlight.handle(Resume())).done
        assert porchlight.snapshot().paused_until_ms is None
        assert (await porchlight.handle(SilenceAlerts(60, ("plug-ins",)))).done
        (silence,) = porchlight.snapshot().silences
        assert (await porchlight.handle(EndSilence(silence.id))).done
        assert porchlight.snapshot().silences == ()
        refused = await porchlight.handle(Acknowledge("nothing"))
        assert (refused.done, english(refused.sentence)) == (
            False,
            "Not found, or not possible at the moment: “nothing”.",
        )
        assert (await porchlight.handle(Record(Action.REPORT_FAILED, "2026-W01"))).done
    assert sorted(actions(tmp_path)) == sorted(
        [
            (Action.PAUSED, ""),
            (Action.PAUSED, "plug-ins"),
            (Action.RESUMED, "plug-ins"),
            (Action.RESUMED, ""),
            (Action.SILENCED, "plug-ins"),
            (Action.UNSILENCED, "plug-ins"),
            (Action.REPORT_FAILED, "2026-W01"),
        ]
    )


async def test_a_one_shot_does_it_without_watching(tmp_path: Path) -> None:
    async with await Porchlight.start(options(tmp_path, Role.ONE_SHOT)) as porchlight:
        assert (await porchlight.handle(SilenceAlerts(60))).done
        refused = await porchlight.handle(CheckNow())
        assert (refused.done, english(refused.sentence)) == (False, "Nothing is being watched at the moment.")
    async with await Porchlight.start(options(tmp_path)) as porchlight:
        assert len(porchlight.snapshot().silences) == 1


def test_a_one_shot_builds_nothing_that_it_does_not_need() -> None:
    code = textwrap.dedent(
        """
        import asyncio, sys, tempfile
        from porchlight.redaction import Redactor
        from porchlight.runtime.app import Porchlight
        from porchlight.runtime.commands import SilenceAlerts
        from porchlight.runtime.kinds import parse_settings
        from porchlight.runtime.options import Role, RunOptions
        async def main():
            with tempfile.TemporaryDirectory() as folder:
                options = RunOptions(parse_settings(""), folder, Role.ONE_SHOT, Redactor())
                async with await Porchlight.start(options) as porchlight:
                    assert (await porchlight.handle(SilenceAlerts(60))).done
        asyncio.run(main())
        unwanted = ("httpx", "porchlight.monitor.monitor", "porchlight.exporters", "porchlight.updates")
        print([name for name in sys.modules if name.startswith(unwanted)])
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


async def test_other_settings_are_published_once_they_are_in_force(tmp_path: Path) -> None:
    async with await Porchlight.start(options(tmp_path)) as porchlight:
        components: list[list[str]] = []

        def on_event(event: Event) -> None:
            if isinstance(event, SettingsApplied):
                components.append(list(porchlight.snapshot().views))

        porchlight.bus.subscribe(on_event)
        await porchlight.apply(parse_settings(SETTINGS.replace("components.plug-ins", "components.other")))
        assert components == [["other"]]


async def test_of_two_changes_at_once_the_second_is_in_force_everywhere(tmp_path: Path) -> None:
    """A probe that is replaced takes time to close; a file that is saved again meanwhile is the newer one."""
    first = SETTINGS.replace("1h", "2h")
    rule = """
[rules.ours]
name = "Ours"
when = { component = "plug-ins", status = "error" }
"""
    async with await Porchlight.start(options(tmp_path)) as program:
        async with asyncio.TaskGroup() as group:
            for text in (first, first + rule):
                settings = parse_settings(text)
                assert settings.all_problems() == []
                group.create_task(program.apply(settings))
        assert "ours" in program.settings.alerting.rules
        assert "ours" in {rule.id for rule in program.rules}
