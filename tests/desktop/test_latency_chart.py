"""How a chart looks, from its own pixels, and what mouse and keys do in it."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.chart_columns import Columns, Sample, condense
from porchlight.desktop.chart_data import ChartData, ShadedSpan, SpanKind, UsualColumns
from porchlight.desktop.theme import Theme
from porchlight.desktop.tokens import DARK, LIGHT
from porchlight.desktop.widgets.chart_items import contrast_of
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.model.incident import Incident
from porchlight.model.note import Note
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import ColourScheme
from tests.desktop.seen import texts as all_texts

SINCE = 1_790_000_000.0
HOUR = 3600.0
NARROW = ShadedSpan(SpanKind.ASLEEP, SINCE + 20 * HOUR, SINCE + 20 * HOUR + 120)


def _data() -> ChartData:
    """A day of fifteen-minute buckets: 200 ms, 400 in the 95th percentile, and one check of 1 s."""
    samples = [Sample(SINCE + number * 900, 200.0, 400.0, 410.0, 60.0) for number in range(96)]
    samples[48] = samples[48]._replace(most=1000.0)
    columns, outliers = condense(samples, (), 900.0)
    values = tuple(one.median for one in samples)
    times = tuple(one.at for one in samples)
    return ChartData(SINCE, SINCE + 24 * HOUR, None, times, values, values, (NARROW,), (), columns, outliers)


@pytest.fixture(params=[ColourScheme.LIGHT, ColourScheme.DARK], ids=["light", "dark"])
def chart(request: pytest.FixtureRequest, qapp: Application, qtbot: QtBot) -> LatencyChart:
    made = LatencyChart(Theme(qapp, request.param))
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    made.show_data(_data())
    made.show_range(SINCE, SINCE + 24 * HOUR)
    return made


def texts(chart: LatencyChart) -> str:
    return plain(all_texts(chart))


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def _hover(chart: LatencyChart, place: QPoint) -> None:
    view = chart.viewport()
    QTest.mouseMove(view, QPoint(5, 5))
    QTest.qWait(5)
    QTest.mouseMove(view, place)
    QTest.qWait(5)


def _pixels(chart: LatencyChart) -> QImage:
    return chart.picture(1.0).toImage()


def _at(image: QImage, place: QPoint) -> QColor:
    return image.pixelColor(place)


def test_the_band_is_seen_against_the_background(chart: LatencyChart) -> None:
    image = _pixels(chart)
    band = _at(image, chart.pixel_of(SINCE + 6 * HOUR, 330))
    assert contrast_of(band, _at(image, chart.pixel_of(SINCE + 6 * HOUR, 700))) >= 1.6


def test_the_line_is_seen_against_its_band(chart: LatencyChart) -> None:
    image = _pixels(chart)
    place = chart.pixel_of(SINCE + 6 * HOUR, 200)
    column = [_at(image, place + QPoint(0, y)) for y in (-1, 0, 1)]
    band = _at(image, chart.pixel_of(SINCE + 6 * HOUR, 330))
    assert max(contrast_of(one, band) for one in column) >= 2


def test_zero_and_the_top_have_their_labels(chart: LatencyChart) -> None:
    image = _pixels(chart)
    ground = _at(image, QPoint(2, 2))
    left = chart.pixel_of(SINCE, 0).x()
    for value in (0, 1250):
        y = chart.pixel_of(SINCE, value).y()
        beside = [QPoint(x, max(y + dy, 0)) for x in range(left - 4) for dy in range(-4, 5)]
        assert any(contrast_of(_at(image, place), ground) > 3 for place in beside), value


def test_the_line_is_as_wide_on_a_screen_of_twice_as_many_pixels(chart: LatencyChart) -> None:
    values = (200.0, 200.0)
    columns = Columns((SINCE, SINCE + 24 * HOUR), values, (math.nan,) * 2, (math.nan,) * 2, (1.0,) * 2)
    chart.show_data(ChartData(SINCE, SINCE + 24 * HOUR, None, columns.times, values, values, (), (), columns))

    def ink(ratio: float) -> float:
        image = chart.picture(ratio).toImage()
        place = chart.pixel_of(SINCE + 6 * HOUR, 200) * ratio
        column = [_at(image, place + QPoint(0, y)).lightnessF() for y in range(round(-5 * ratio), round(5 * ratio))]
        return sum(abs(one - column[0]) for one in column)

    assert ink(2.0) == pytest.approx(2 * ink(1.0), rel=0.25)


def test_the_word_of_the_usual_band_is_on_it(chart: LatencyChart) -> None:
    before = _pixels(chart)
    times = tuple(SINCE + number * HOUR for number in range(25))
    chart.show_usual(UsualColumns(times, (600.0,) * 25, (700.0,) * 25))
    after = _pixels(chart)
    word = chart.pixel_of(SINCE + 24 * HOUR, 600) + QPoint(-20, 10)
    assert any(
        _at(before, word + QPoint(x, y)) != _at(after, word + QPoint(x, y))
        for x in range(-9, 9)
        for y in range(-5, 5)
    )
    inside = chart.pixel_of(SINCE + 3 * HOUR, 650)
    assert _at(before, inside) != _at(after, inside)


def test_a_dot_answers_when_asked(chart: LatencyChart) -> None:
    _hover(chart, chart.pixel_of(SINCE + 12 * HOUR, 1000) + QPoint(3, -2))
    assert "1.00 s, once" in texts(chart)


def test_a_narrow_span_says_its_word_when_asked(chart: LatencyChart) -> None:
    _hover(chart, chart.pixel_of(NARROW.since, 700))
    assert "asleep, 2 min" in texts(chart)


def test_beside_a_narrow_span_the_line_of_the_readout_stays_on_it(chart: LatencyChart) -> None:
    """Its word is shown from a few pixels away; the line does not jump to the nearest column then."""
    middle = chart.pixel_of((NARROW.since + NARROW.until) / 2, 700)
    for beside in (-6, 6):
        _hover(chart, middle + QPoint(beside, 0))
        assert "asleep, 2 min" in texts(chart)
        image = chart.grab().toImage()
        ratio = chart.devicePixelRatioF()
        # The line is dotted: a column of pixels that changes up and down.
        dotted = {
            dx
            for dx in range(-14, 15)
            if len({_at(image, QPoint(middle.x() + dx, middle.y() + dy) * ratio).name() for dy in range(-8, 9)}) > 1
        }
        assert dotted, beside
        assert dotted <= {-2, -1, 0, 1, 2}, dotted


def test_an_incident_that_needed_a_person_is_no_outage_on_the_axis_either(chart: LatencyChart) -> None:
    found = {}
    for reason in (Reason.AUTH, Reason.TIMEOUT):
        at_ms = round((SINCE + 16 * HOUR) * 1000)
        incident = Incident("i", "page", at_ms, Status.ERROR, reason, "x", (), at_ms + 60_000)
        chart.show_data(replace(_data(), marks=(incident,)))
        found[reason] = _at(_pixels(chart), chart.pixel_of(SINCE + 16 * HOUR, 0) + QPoint(0, -3)).name()
    degraded, error = ({QColor(getattr(one, name)).name() for one in (LIGHT, DARK)} for name in ("degraded", "error"))
    assert found[Reason.AUTH] in degraded
    assert found[Reason.TIMEOUT] in error


def test_a_column_shows_median_and_95th_percentile(chart: LatencyChart) -> None:
    _hover(chart, chart.pixel_of(SINCE + 6 * HOUR, 800))
    assert "median 200 ms · p95 400 ms" in texts(chart)


def test_keys_move_the_readout_and_a_screen_reader_has_it(chart: LatencyChart) -> None:
    assert "median 200 ms" in plain(chart.accessibleDescription())
    assert "One check took far longer." in plain(chart.accessibleDescription())
    assert "asleep" in plain(chart.accessibleDescription())
    chart.setFocus()
    found = []
    for _ in range(60):
        QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        found.append(plain(chart.accessibleDescription()))
    assert any("1.00 s, once" in text for text in found)
    assert any("asleep" in text for text in found)
    assert all("<" not in text for text in found)


def test_a_note_is_read_aloud_as_it_was_written(chart: LatencyChart) -> None:
    note = Note(round((SINCE + 4 * HOUR) * 1000), "form & page <live>")
    chart.show_data(replace(_data(), marks=(note,)))
    found = []
    for _ in range(200):
        QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        found.append(chart.accessibleDescription())
    assert any("form & page <live>" in text for text in found)


def test_dragging_and_keys_move_and_zoom(chart: LatencyChart) -> None:
    wanted: list[tuple[float, float]] = []
    chart.range_wanted.connect(lambda since, until: wanted.append((since, until)))
    since, until = chart.visible_range
    place = QPoint(500, 150)
    view = chart.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    for x in (520, 560, 600):
        QTest.mouseMove(view, QPoint(x, 150))
        QTest.qWait(5)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(600, 150))
    moved = chart.visible_range
    assert moved[0] < since
    assert moved[1] - moved[0] == pytest.approx(until - since)
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.visible_range[1] - chart.visible_range[0] < (until - since) * 0.7
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.visible_range[0] == pytest.approx(SINCE)
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.visible_range[1] == pytest.approx(SINCE + 24 * HOUR)
    QTest.qWait(150)
    assert wanted


def test_a_double_click_and_0_ask_for_the_whole_span(chart: LatencyChart) -> None:
    asked: list[bool] = []
    chart.reset_wanted.connect(lambda: asked.append(True))
    for send in (QTest.mouseDClick, QTest.mouseRelease):  # the first leaves the button down
        send(chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(500, 150))
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert len(asked) == 2


def test_a_limit_far_above_does_not_press_the_line_to_the_ground(chart: LatencyChart) -> None:
    before = chart.pixel_of(SINCE, 200)
    chart.set_limit(60_000.0)
    assert chart.pixel_of(SINCE, 200) == before
    chart.set_limit(1100.0)
    assert 5 < chart.pixel_of(SINCE, 1100).y() < 100


def test_a_note_and_an_incident_answer_and_a_click_on_a_note_offers_what_can_be_done(chart: LatencyChart) -> None:
    note = Note(round((SINCE + 4 * HOUR) * 1000), "new form went live")
    incident = Incident(
        "i", "page", round((SINCE + 16 * HOUR) * 1000), Status.DEGRADED, Reason.SLOW, "x", (), round(SINCE * 1000)
    )
    chart.show_data(replace(_data(), marks=(note, incident)))
    _hover(chart, chart.pixel_of(SINCE + 4 * HOUR, 900))
    assert "new form went live" in texts(chart)
    _hover(chart, chart.pixel_of(SINCE + 16 * HOUR, 20))
    assert "slow" in texts(chart).lower()
    offered: list[object] = []
    chart.menu_wanted.connect(lambda place, at, mark: offered.append(mark))
    place = chart.pixel_of(SINCE + 4 * HOUR, 900)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert offered == [note]


def test_another_component_is_a_dashed_line_with_a_name_for_each(chart: LatencyChart) -> None:
    data = _data()
    other = replace(data, columns=replace(data.columns, median=tuple(600.0 for _ in data.columns.median)))
    chart.show_compared("Classy", "Mailchimp", other)
    image, y = _pixels(chart), chart.pixel_of(SINCE, 600).y()
    across = [
        min(_at(image, QPoint(x, y + dy)).lightnessF() for dy in (-1, 0, 1))
        if _at(image, QPoint(2, 2)).lightnessF() > 0.5
        else max(_at(image, QPoint(x, y + dy)).lightnessF() for dy in (-1, 0, 1))
        for x in range(chart.pixel_of(SINCE + HOUR, 0).x(), chart.pixel_of(SINCE + 18 * HOUR, 0).x())
    ]
    drawn = [abs(one - _at(image, QPoint(2, 2)).lightnessF()) > 0.4 for one in across]
    assert 0.3 < sum(drawn) / len(drawn) < 0.95  # dashes and what is between them
    chart.show_compared("Classy", "", None)
    assert _pixels(chart) != image


def test_a_picture_has_its_title_and_dates_over_the_chart(chart: LatencyChart) -> None:
    picture = chart.titled_picture("Classy API: response time, ms")
    plain_picture = chart.picture().toImage()
    assert picture.width() == plain_picture.width()
    head = picture.copy(0, 0, picture.width(), picture.height() - plain_picture.height())
    ground = head.pixelColor(2, 2)
    rows = [
        any(contrast_of(head.pixelColor(x, y), ground) > 3 for x in range(32, 700, 2)) for y in range(head.height())
    ]
    assert sum(rows) > 20  # two lines of text at twice the size


def test_a_failed_check_answers_when_asked(chart: LatencyChart) -> None:
    chart.show_data(replace(_data(), failed=(SINCE + 5 * HOUR,)))
    _hover(chart, chart.pixel_of(SINCE + 5 * HOUR, 0) + QPoint(1, -2))
    assert "no answer" in texts(chart)


def test_a_single_check_between_two_gaps_is_seen(chart: LatencyChart) -> None:
    samples = [Sample(SINCE + hour * HOUR, 200.0, 200.0, 200.0, 1.0) for hour in (6, 12, 18)]
    columns, _ = condense(samples, (1, 2), 900.0)
    times = tuple(one.at for one in samples)
    chart.show_data(ChartData(SINCE, SINCE + 24 * HOUR, None, times, (200.0,) * 3, (200.0,) * 3, (), (), columns))
    image = _pixels(chart)
    ground = _at(image, chart.pixel_of(SINCE + 8 * HOUR, 210))
    for hour in (6, 12, 18):
        assert contrast_of(_at(image, chart.pixel_of(SINCE + hour * HOUR, 200)), ground) > 2
