"""The report in each of its formats: what it says, in which order, whatever names it is given."""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from porchlight.exporters.report.writing import written
from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.lead_times import LeadTime
from porchlight.insight.missed_gifts import Loss
from porchlight.insight.recommendations import Situation, recommend
from porchlight.insight.report import Report
from porchlight.model.gifts import MissedGifts
from porchlight.model.result import Measure, Unit
from porchlight.redaction import Redactor
from porchlight.settings.report import ReportFormat
from porchlight.settings.schema import Language
from tests.unit.exporters.reports import HOUR_MS, SINCE_MS, UNTIL_MS, alert, component, failing, incident, job, report

DAY_MS = 24 * HOUR_MS
ZONE = ZoneInfo("America/New_York")
ODD = (
    "<b>Tafel & Söhne</b> “Ñandú” – → é",
    "a|b\\c`d`*e*_f_[g](h)#i",
    "בנק מזון Jerusalem (12)",
    "بنك الطعام",
    "食物银行 フードバンク",
    "👩‍🍳 Küche 🍞",
    "Ж Ω ≤ ½ €",
    "\x00\x1b[31mred\x07\ud800 and\u2028a line",
    "W" * 5000,
    "{names} %1 {nb} </script><svg onload=x>",
    "",
)


def _bytes(found: Report, wanted: ReportFormat, language: Language = Language.ENGLISH, redact: Any = str) -> bytes:
    return written(found, wanted, ZONE, language, redact)


def _pdf(found: Report, language: Language = Language.ENGLISH) -> PdfReader:
    return PdfReader(io.BytesIO(_bytes(found, ReportFormat.PDF, language)))


def _flat(pages: Iterable[str]) -> str:
    return " ".join(" ".join(page.split()) for page in pages)


def _text(reader: PdfReader) -> str:
    return _flat(page.extract_text() for page in reader.pages)


class _Page(HTMLParser):
    """Texts, tags and everything that could load something; tags must close in order."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.styles = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.links += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "srcset", "data")
        ]
        assert not any(name.startswith("on") for name in names)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles += data
        else:
            self.text += data


def _page(found: Report, language: Language = Language.ENGLISH) -> tuple[_Page, str]:
    text = _bytes(found, ReportFormat.HTML, language).decode()
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page, text


def _whole() -> Report:
    trouble = incident(began_ms=SINCE_MS + 30 * HOUR_MS, ended_ms=SINCE_MS + 31 * HOUR_MS)
    return report(
        [component("Donation page", critical=True, uptime=0.9941, incidents=[trouble]), component("Classy API")],
        [job("sync:supporters"), job("nightly import", runs=20, ok=11, rate=None)],
        [failing("nightly import")],
        [alert("Donation page does not answer."), alert("Too slow.", number=3, notification_count=0)],
    )


def _texts(wanted: ReportFormat) -> Callable[[Report], str]:
    if wanted is ReportFormat.PDF:
        return lambda found: _text(_pdf(found))
    if wanted is ReportFormat.HTML:
        return lambda found: _page(found)[0].text
    return lambda found: _bytes(found, wanted).decode()


@pytest.mark.parametrize("wanted", ReportFormat)
def test_the_verdict_comes_first_then_needs_systems_jobs_alerts(wanted: ReportFormat) -> None:
    text = _texts(wanted)(_whole())
    expected = (
        "How our systems did",
        "17–24 Nov 2025",
        "There was one interruption; Donation page worked 99.41% of the time. All is well now.",
        "What needs attention",
        "nightly import fails too often",
        "Systems",
        "Classy API",
        "Jobs",
        "Sync of supporters",
        "Alerts",
        "One alert was sent, 1 suppressed.",
        "Donation page does not answer.",
    )
    places = [text.find(one) for one in expected]
    assert -1 not in places, dict(zip(expected, places, strict=True))
    assert places == sorted(places)


@pytest.mark.parametrize("wanted", ReportFormat)
def test_without_anything_it_says_so(wanted: ReportFormat) -> None:
    text = _texts(wanted)(report())
    for said in (
        "Nothing was watched in this period.",
        "No system was checked",
        "No job reported",
        "No alert",
    ):
        assert said in text
    assert "What needs attention" not in text


@pytest.mark.parametrize("wanted", ReportFormat)
def test_no_name_breaks_it(wanted: ReportFormat) -> None:
    found = report(
        [component(name) for name in ODD],
        [job(name) for name in ODD],
        [failing(name) for name in ODD],
        [alert(name, number=number) for number, name in enumerate(ODD)],
    )
    text = _texts(wanted)(found)
    assert "Ñandú" in text
    assert "Ж Ω" in text
    assert "\x00" not in text
    assert "W" * 1000 not in text


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    page, text = _page(report([component(name) for name in ODD], [job(name) for name in ODD]))
    assert page.links == []
    assert not {"script", "link", "img", "iframe", "object"} & page.tags
    assert not re.search(r"url\(|@import|https?:", page.styles)
    assert "http" not in text.replace("http-equiv", "")
    assert "<b>Tafel" not in text
    assert "&lt;b&gt;Tafel &amp; Söhne" in text
    assert "prefers-color-scheme: dark" in page.styles


def test_every_drawing_is_svg_with_a_description_and_inks_that_have_a_colour() -> None:
    _, text = _page(_whole())
    page = _Page()
    page.feed(text)
    drawings = re.findall(r"<svg.*?</svg>", text)
    # A bar for each system; charts of two systems, two durations and one rate.
    assert len(drawings) == 2 + 2 + 2 + 1
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        assert root.get("aria-label")
        for element in root.iter():
            for name, value in element.attrib.items():
                if name in ("x", "y", "width", "height", "points"):
                    assert all(0 <= float(one) < 1000 for one in re.split("[ ,]", value))
            if (ink := element.get("class")) is not None:
                assert f".{ink}" in page.styles


def test_markdown_tables_hold_whatever_the_names() -> None:
    text = _bytes(report([component(name) for name in ODD], [job(name) for name in ODD]), ReportFormat.MARKDOWN)
    rows = [line for line in text.decode().splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}
    assert "\n<" not in text.decode()


def test_two_hundred_systems_are_some_pages_with_the_head_on_each() -> None:
    troubled = component("In trouble", incidents=[incident(began_ms=SINCE_MS, ended_ms=None)])
    found = report([*(component(f"System number {number}") for number in range(199)), troubled])
    pages = [page.extract_text() for page in _pdf(found).pages]
    assert 10 <= len(pages) <= 25
    tables = [text for text in pages if "System number" in text and "none" in text]
    assert len(tables) >= 4
    assert all("Worked" in text for text in tables)
    text = _flat(pages)
    assert all(f"System number {number}" in text for number in range(199))
    assert "160 more systems without interruption" in text
    assert text.index("In trouble") < text.index("System number 0")
    assert f"Page 1 of {len(pages)}" in pages[0]
    assert f"Page 3 of {len(pages)}" in pages[2]


def test_a_pdf_says_what_it_is_and_is_the_same_each_time() -> None:
    reader = _pdf(_whole(), Language.SPANISH)
    assert reader.metadata is not None
    assert reader.metadata.title == "Cómo estuvieron nuestros sistemas, 17–24 de noviembre de 2025"
    assert reader.metadata.author == "Porchlight"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.timestamp() == UNTIL_MS / 1000
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert _bytes(_whole(), ReportFormat.PDF) == _bytes(_whole(), ReportFormat.PDF)


def test_spanish_has_its_words_and_its_figures() -> None:
    for text in (_page(_whole(), Language.SPANISH)[0].text, _text(_pdf(_whole(), Language.SPANISH))):
        flat = text.replace("\u202f", " ")
        assert "Hubo una interrupción; Donation page funcionó el 99,41 % del tiempo." in flat
        assert "Sincronización de donantes" in flat
        assert "Qué necesita atención" in flat
        assert "40 ms" in flat


def test_the_same_job_of_many_organisations_is_one_row_and_the_failing_one_is_named() -> None:
    jobs = [job(f"sync:supporters:{number}") for number in range(30)]
    jobs.append(job("sync:supporters:99", runs=100, ok=40))
    jobs += [job(f"sync:campaigns:{number}") for number in range(2)]
    text = _bytes(report([component("It")], jobs), ReportFormat.MARKDOWN).decode()
    rows = [line for line in text.splitlines() if line.startswith("|") and "Sync of" in line]
    assert [row.split("|")[1].strip() for row in rows] == [
        "Sync of supporters, 31 organisations",
        "– Sync of supporters (99)",
        "Sync of campaigns (0)",
        "Sync of campaigns (1)",
    ]
    assert "| 5,140 |" in rows[0]
    assert "up to 1\u202fmin 5\u202fs" in rows[0]


def test_an_outage_counts_only_as_far_as_it_is_in_the_span() -> None:
    began = incident(began_ms=SINCE_MS - 48 * HOUR_MS, ended_ms=SINCE_MS + HOUR_MS)
    text = _bytes(report([component("It", incidents=[began])]), ReportFormat.MARKDOWN).decode()
    assert "1, 1\u202fh" in text


@pytest.mark.parametrize("wanted", ReportFormat)
def test_no_secret_leaves(wanted: ReportFormat) -> None:
    redactor = Redactor()
    redactor.add_secret("correct-horse-battery")
    secrets = "correct-horse-battery and 0123456789abcdef0123456789abcdef-us21 of ann@example.org"
    found = report(
        [component(secrets, incidents=[incident(began_ms=SINCE_MS, ended_ms=None)])],
        [job(secrets)],
        [failing(secrets)],
        [alert(secrets)],
    )
    content = _bytes(found, wanted, redact=redactor.text)
    text = _text(PdfReader(io.BytesIO(content))) if wanted is ReportFormat.PDF else content.decode()
    assert "***" in text.replace("\\", "")
    for secret in ("correct-horse", "0123456789abcdef", "ann@"):
        assert secret not in text


def test_what_runs_out_is_told_in_the_language_of_the_report() -> None:
    forecast = Forecast(UNTIL_MS + 60 * DAY_MS, UNTIL_MS + 50 * DAY_MS, None, 20e9, 14e9, 1e9, False, 40, 40)
    level = Measure(14.5 * 1024**3, Unit.BYTES, limit=20 * 1024**3)
    grows = Capacity("It", Resource.DATABASE_SIZE, "size", level, forecast, 40)
    full = Capacity("It", Resource.OTHER, "open_files", Measure(100, limit=100), NoForecast.ALREADY_REACHED, 5)
    needs = recommend(Situation(SINCE_MS, UNTIL_MS, capacity=[grows, full]))
    found = report([component("It")], needs=needs, capacity=[full, grows])
    english, spanish = (
        _bytes(found, ReportFormat.MARKDOWN, language).decode().replace("\u202f", " ")
        for language in (Language.ENGLISH, Language.SPANISH)
    )
    assert "It is running out of space." in english
    assert "It uses 14 GiB of 20 GiB. At this rate, It will reach its limit of 20 GiB around" in english
    assert "Not before 13 January 2026, and perhaps never." in english
    assert "It: Open files" in english
    assert "A It se le agota el espacio." in spanish
    assert "A este ritmo, It alcanzará su límite de 20 GiB hacia el 23 de enero de 2026." in spanish
    assert "It: espacio" in spanish
    assert "The " not in spanish


@pytest.mark.parametrize(
    "language", [one for one in Language if one is not Language.ENGLISH and one is not Language.SYSTEM]
)
def test_nothing_of_it_stays_english_in_another_language(language: Language) -> None:
    english, other = (_bytes(_whole(), ReportFormat.MARKDOWN, one).decode() for one in (Language.ENGLISH, language))
    texts = re.compile(r"[A-Z][a-z]+(?: [a-z0-9]+){2,}")
    kept = {"Donation page does not answer"}
    assert set(texts.findall(english)) & set(texts.findall(other)) <= kept


def test_missed_gifts_have_their_times_so_that_none_seems_to_end_on_the_next_day() -> None:
    midnight_ms = SINCE_MS // (24 * HOUR_MS) * 24 * HOUR_MS + 24 * HOUR_MS
    loss = Loss("page", MissedGifts(midnight_ms - 3 * HOUR_MS, midnight_ms, 3, 7))
    text = _bytes(replace(report(), losses=(loss,)), ReportFormat.MARKDOWN).decode()
    row = next(line for line in text.splitlines() if "3–7" in line)
    assert len(re.findall(r"\d\d:\d\d", row)) == 2, row


def test_how_far_we_were_ahead_of_a_vendor_s_status_page_is_in_the_report() -> None:
    first = LeadTime("GoFundMe Pro", "classy", SINCE_MS + 3_600_000, SINCE_MS + 3_600_000 + 14 * 60_000)
    second = LeadTime("Mailchimp", "mailchimp", SINCE_MS, None)
    text = _bytes(replace(report(), lead_times=(first, second)), ReportFormat.MARKDOWN).decode()
    assert "Vendors' status pages" in text
    assert "we noticed a failure 14\u202fmin before the vendor's status page had it." in text
    assert "14\u202fmin later" in text
    assert "reported nothing" in text
    without = _bytes(report(), ReportFormat.MARKDOWN).decode()
    assert "status page" not in without
