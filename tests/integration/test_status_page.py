"""The status page for colleagues: real files and a real history, on a clock that the test drives."""

import asyncio
import os
import re
from dataclasses import dataclass, field
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path

import pytest

from porchlight.exporters.status_page import AGAIN, FILE, RENEW_EVERY, StatusPage, Surroundings
from porchlight.history.store import open_store
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.component import Component
from porchlight.model.events import Event, ExportChanged
from porchlight.model.incident import ComponentState, Incident
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Reason, Status
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.commands import CheckNow
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from tests.clocks import ManualClock

pytestmark = pytest.mark.anyio
HOST = "db7.internal.example.org"


def seen(identifier: str, name: str, status: Status = Status.HEALTHY, reason: Reason | None = None) -> ComponentView:
    component = Component(id=identifier, name=name, kind="http", interval=60.0, critical=True)
    state = ComponentState(identifier, status, 1_000, reason, f"{HOST} refused the connection.", 2_000, 5)
    return ComponentView(component, state, None)


@dataclass
class Office:
    """One computer whose page is looked at."""

    folder: Path
    views: list[ComponentView]
    text: str = "enabled = true"
    language: str = "en"
    clock: ManualClock = field(default_factory=ManualClock)
    sentences: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "shared").mkdir()
        self.page = StatusPage(
            Surroundings(
                settings=lambda: self.settings,
                snapshot=lambda: Snapshot(self.clock.now_ms(), {one.component.id: one for one in self.views}),
                zone=lambda: UTC,
                clock=self.clock,
                data_dir=str(self.folder),
                history_path=history_file(str(self.folder)),
                redact=lambda text: text.replace("hunter2", "***"),
                publish=self._publish,
            )
        )

    def _publish(self, event: Event) -> None:
        assert isinstance(event, ExportChanged)
        self.sentences.append(english(event.sentence))

    @property
    def settings(self) -> LoadedSettings:
        folder = (self.folder / "shared").as_posix()
        text = f'[desktop]\nlanguage = "{self.language}"\n[status_page]\nfolder = "{folder}"\n{self.text}\n'
        return parse_settings(text)

    @property
    def file(self) -> Path:
        return self.folder / "shared" / FILE

    async def look(self) -> str:
        await self.page.look()
        return self.file.read_text("utf-8")

    async def remember(self, *incidents: Incident) -> None:
        store = open_store(history_file(str(self.folder)), self.clock, results_kept=172_800, maintain=False)
        for one in incidents:
            store.save_incident(one)
        await store.flush()
        store.close()


def shown_texts(page: str) -> str:
    """What a reader sees; everything that was opened is closed."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.texts: list[str] = []

        def handle_data(self, data: str) -> None:
            self.texts.append(data)

    reader = Reader()
    reader.feed(page.split("</style>")[1])
    return " ".join(" ".join(reader.texts).split())


async def test_colleagues_read_what_works_and_what_does_not_and_no_address(tmp_path: Path) -> None:
    office = Office(tmp_path, [seen("form", "Donation form"), seen("db", "Gifts", Status.ERROR, Reason.REFUSED)])
    page = await office.look()
    text = shown_texts(page)
    assert "Gifts is not answering" in text
    assert "Donation form healthy" in text
    assert re.search("Gifts error since 1 Jan 1970", text)
    assert HOST not in page
    assert "<script" not in page
    assert re.search(r"(src|href)=", page) is None
    assert office.sentences == [f"The status page is kept up to date at {office.file}."]


async def test_it_is_written_when_something_changes_and_at_least_once_a_minute(tmp_path: Path) -> None:
    office = Office(tmp_path, [seen("form", "Donation form")])
    await office.look()
    office.file.unlink()
    office.clock.advance(RENEW_EVERY / 2)
    await office.page.look()
    assert not office.file.exists()
    office.views = [seen("form", "Donation form", Status.ERROR, Reason.TIMEOUT)]
    assert "is not answering" in await office.look()
    office.file.unlink()
    office.clock.advance(RENEW_EVERY + 1)
    assert "is not answering" in await office.look()
    assert len(office.sentences) == 1


async def test_the_last_seven_days_come_from_the_history(tmp_path: Path) -> None:
    office = Office(tmp_path, [seen("form", "Donation form"), seen("crm", "CRM")])
    now, hour, sentence = office.clock.now_ms(), 3_600_000, f"{HOST} did not answer."

    def incident(identifier: str, component: str, began_ms: int, ended_ms: int | None) -> Incident:
        return Incident(identifier, component, began_ms, Status.ERROR, Reason.TIMEOUT, sentence, (), ended_ms)

    assert "No incidents." in shown_texts(await office.look())
    await office.remember(
        incident("1", "form", now - 3 * hour, now - hour),
        incident("2", "form", now - 400 * hour, now - 399 * hour),
        incident("3", "gone", now - 2 * hour, now - hour),
    )
    office.clock.advance(RENEW_EVERY + 1)
    page = await office.look()
    assert page.count("is not answering") == 1
    assert "for 2 h" in shown_texts(page)
    assert HOST not in page


async def test_names_are_shown_as_they_are_and_secrets_are_not(tmp_path: Path) -> None:
    name = "<script>alert(1)</script> hunter2 \"&'"
    page = await Office(tmp_path, [seen("form", name)]).look()
    assert "<script" not in page
    assert "hunter2" not in page
    assert "<script>alert(1)</script> ***" in shown_texts(page)


async def test_it_speaks_the_language_of_the_windows(tmp_path: Path) -> None:
    office = Office(tmp_path, [seen("form", "Formulario", Status.ERROR, Reason.TIMEOUT)], language="es")
    page = await office.look()
    assert "<html lang='es'>" in page
    assert "Formulario no responde" in shown_texts(page)


async def test_a_folder_that_cannot_be_written_is_reported_once_and_tried_again(tmp_path: Path) -> None:
    office = Office(tmp_path, [seen("form", "Donation form")])
    (tmp_path / "shared").rmdir()
    (tmp_path / "shared").write_text("a file where the folder was")
    for _ in range(5):
        await office.page.look()
        office.clock.advance(30)
    assert len(office.sentences) == 1
    assert office.sentences[0].startswith(f"The status page could not be written to {office.file} (")
    os.unlink(tmp_path / "shared")
    office.clock.advance(AGAIN)
    assert "All is well" in await office.look()
    assert office.sentences[1] == f"The status page is kept up to date at {office.file}."


async def test_nothing_is_written_where_it_is_off(tmp_path: Path) -> None:
    office = Office(tmp_path, [seen("form", "Donation form")], text="enabled = false")
    await office.page.look()
    assert not office.file.exists()
    assert office.sentences == []


@pytest.mark.logs_warnings
async def test_a_problem_of_porchlight_itself_never_shows_as_all_is_well(tmp_path: Path) -> None:
    settings = parse_settings(
        f"[monitor]\nconnectivity_urls = []\n[status_page]\nenabled = true\nfolder = '{tmp_path.as_posix()}'\n"
        "[components.plug-ins]\nkind = 'plugins'\ninterval = '1h'\n"
    )
    options = RunOptions(settings, str(tmp_path / "data"), Role.OWNER, Redactor())
    async with await Porchlight.start(options) as porchlight:
        written = asyncio.Event()
        services = {one.name.message: one.run for one in porchlight.services}
        checking = asyncio.ensure_future(services["monitor"]())
        await porchlight.handle(CheckNow())
        porchlight.malfunctions.begin("Alerts", msg("Alerts cannot be stored ({error}).", error="OSError"))
        porchlight.bus.subscribe(lambda event: written.set() if isinstance(event, ExportChanged) else None)
        keeping = asyncio.ensure_future(services["status page"]())
        async with asyncio.timeout(30):
            await written.wait()
        checking.cancel()
        keeping.cancel()
        await asyncio.wait([checking, keeping])
    assert "Porchlight itself has a problem." in shown_texts((tmp_path / FILE).read_text("utf-8"))
