"""Small charts of a report as drawings: time from left to right, a median in its band, downtime behind it."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from porchlight.dataclass import dataclass
from porchlight.exporters.report.drawing import Anchor, Area, Box, Drawing, Ink, Label, Line, Point
from porchlight.exporters.report.figures import Figures

WIDTH: Final = 246.0
HEIGHT: Final = 84.0
TEXT_SIZE: Final = 6.5
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 3.0, 4.0, 13.0
STRIP_WIDTH: Final = 92.0
STRIP_HEIGHT: Final = 9.0
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_MOST_LABELS = 7
_MOST_POINTS = 180
"""Of a curve: more of them are no wider than a line."""
_THINNEST = 1.2
"""Points that a shade has at least, so that an outage of minutes is seen in a month."""
_SPIKE = 3.0
"""A curve is cut off above so many times the level that nineteen of twenty of its points stay under."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000)
_LONG_STEPS = tuple(minutes * 60_000 for minutes in (1, 2, 5, 10, 20, 30, 60, 120, 240, 360, 720, 1440, 2880, 7200))


class Moment(NamedTuple):
    """One point of a curve: when its bucket began (Unix ms), its value, and how high its band reaches."""

    start_ms: int
    value: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Shade:
    """A span (Unix ms) of a meaning."""

    since_ms: int
    until_ms: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class Curve:
    """The contents of a chart. ``width_ms``: the width of a bucket."""

    since_ms: int
    until_ms: int
    width_ms: int
    moments: Sequence[Moment]
    shades: Sequence[Shade] = ()
    failed_ms: Sequence[int] = ()
    """When something failed."""
    usual: float | None = None
    apart_ms: int = 0
    """How far apart two points of one line may be; 0: neighbours alone."""


def chart(
    curve: Curve, figures: Figures, zone: tzinfo, *, description: str, unit: Callable[[float], str], durations: bool
) -> Drawing:
    """One curve; ``unit`` writes a value at the axis, ``durations``: values are ms, and steps are round times."""
    moments = _thinned(curve.moments)
    values = [moment.high if moment.high is not None else moment.value for moment in moments]
    step, top = _scale([one for one in values if one is not None], curve.usual, durations=durations)
    frame = _Frame(curve.since_ms, curve.until_ms, top)
    marks: list[Box | Line | Area | Label] = [
        Box(_LEFT, _TOP, WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM, Ink.GROUND)
    ]
    marks += [frame.shade(shade) for shade in curve.shades]
    for number in range(round(top / step) + 1):
        y = frame.y(number * step)
        marks.append(Line(((_LEFT, y), (WIDTH - _RIGHT, y)), Ink.GRID))
        marks.append(Label(_LEFT - 3, y + TEXT_SIZE * 0.36, unit(number * step), Anchor.END))
    marks += _days(frame, figures, zone)
    if curve.usual is not None:
        y = frame.y(curve.usual)
        marks.append(Line(((_LEFT, y), (WIDTH - _RIGHT, y)), Ink.USUAL))
    for run in _runs(moments, _joined_ms(curve)):
        marks += frame.curve(run, curve.width_ms)
    marks += [frame.foot(shade) for shade in curve.shades if shade.ink in (Ink.DOWN_SHADE, Ink.TROUBLE_SHADE)]
    marks += [frame.tick(at_ms) for at_ms in curve.failed_ms]
    return Drawing(WIDTH, HEIGHT, tuple(marks), description)


def strip(parts: Iterable[tuple[int, Ink]], since_ms: int, until_ms: int, width_ms: int, description: str) -> Drawing:
    """A bar of buckets (each with its start), with gaps where nothing was watched."""
    span = max(until_ms - since_ms, 1)
    joined: list[Box] = []
    for start_ms, ink in parts:
        x = max(start_ms - since_ms, 0) / span * STRIP_WIDTH
        end = min(start_ms + width_ms - since_ms, span) / span * STRIP_WIDTH
        last = joined[-1] if joined else None
        if last is not None and last.ink is ink and abs(last.x + last.width - x) < 0.01:
            joined[-1] = Box(last.x, 0, end - last.x, STRIP_HEIGHT, ink)
        elif end > x:
            joined.append(Box(x, 0, end - x, STRIP_HEIGHT, ink))
    # Trouble is drawn last and never too thin to be seen.
    bad = [one for one in joined if one.ink is not Ink.GOOD]
    wide = [
        Box(min(one.x, STRIP_WIDTH - _THINNEST), 0, max(one.width, _THINNEST), STRIP_HEIGHT, one.ink) for one in bad
    ]
    good = [one for one in joined if one.ink is Ink.GOOD]
    return Drawing(
        STRIP_WIDTH, STRIP_HEIGHT, (Box(0, 0, STRIP_WIDTH, STRIP_HEIGHT, Ink.UNWATCHED), *good, *wide), description
    )


class _Frame:
    """Converts a time and a value to a place."""

    def __init__(self, since_ms: int, until_ms: int, top: float) -> None:
        self.since_ms, self.until_ms = since_ms, max(until_ms, since_ms + 1)
        self._top = top

    def x(self, at_ms: float) -> float:
        part = (min(max(at_ms, self.since_ms), self.until_ms) - self.since_ms) / (self.until_ms - self.since_ms)
        return _LEFT + part * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - min(max(value / self._top, 0.0), 1.0) * (HEIGHT - _TOP - _BOTTOM)

    def shade(self, shade: Shade) -> Box:
        x, width = self._wide(shade)
        return Box(x, _TOP, width, HEIGHT - _TOP - _BOTTOM, shade.ink)

    def foot(self, shade: Shade) -> Box:
        """A dark bar under a shade, which is visible in grey print too."""
        x, width = self._wide(shade)
        return Box(x, HEIGHT - _BOTTOM - 2, width, 2, Ink.DOWN if shade.ink is Ink.DOWN_SHADE else Ink.TROUBLE)

    def tick(self, at_ms: int) -> Box:
        x = min(self.x(at_ms), WIDTH - _RIGHT - _THINNEST)
        return Box(x, HEIGHT - _BOTTOM - 6, _THINNEST, 6, Ink.DOWN)

    def curve(self, run: Sequence[Moment], width_ms: int) -> list[Area | Line]:
        middle = [(self.x(one.start_ms + width_ms / 2), one) for one in run]
        if len(middle) == 1:  # a single point: as wide as its bucket
            x, one = middle[0]
            middle = [(max(x - 1, _LEFT), one), (min(x + 1, WIDTH - _RIGHT), one)]
        line: list[Point] = [(x, self.y(one.value or 0)) for x, one in middle]
        high: list[Point] = [(x, self.y(one.high)) for x, one in middle if one.high is not None]
        band = [Area((*high, *reversed(line)), Ink.BAND)] if len(high) == len(line) else []
        return [*band, Line(tuple(line), Ink.LINE)]

    def _wide(self, shade: Shade) -> tuple[float, float]:
        x, end = self.x(shade.since_ms), self.x(shade.until_ms)
        width = max(end - x, _THINNEST)
        return min(x, WIDTH - _RIGHT - width), width


def _days(frame: _Frame, figures: Figures, zone: tzinfo) -> list[Box | Line | Area | Label]:
    """Marks at midnights, or at hours within a day or two."""
    span_ms = frame.until_ms - frame.since_ms
    if span_ms < 2 * _DAY_MS:
        return _hours(frame, zone)
    days = span_ms / _DAY_MS
    each = max(math.ceil(days / (_MOST_LABELS + 1)), 1)
    day = datetime.fromtimestamp(frame.since_ms / 1000, zone).date()
    marks: list[Box | Line | Area | Label] = []
    while True:
        at_ms = datetime.combine(day, time(), zone).timestamp() * 1000
        if at_ms > frame.until_ms:
            return marks
        following = datetime.combine(day + timedelta(days=1), time(), zone).timestamp() * 1000
        inside = frame.since_ms <= at_ms
        if inside:
            x = frame.x(at_ms)
            marks.append(Line(((x, _TOP), (x, HEIGHT - _BOTTOM)), Ink.GRID))
        # A single day has its name in its middle, a longer step where it begins.
        name_ms = (at_ms + following) / 2 if each == 1 else at_ms
        x = frame.x(name_ms)
        if frame.since_ms <= name_ms <= frame.until_ms and _LEFT + 8 <= x <= WIDTH - _RIGHT - 9:
            marks.append(Label(x, HEIGHT - 3, figures.axis_day(at_ms, weekday=each == 1), Anchor.MIDDLE))
        day += timedelta(days=each)


def _hours(frame: _Frame, zone: tzinfo) -> list[Box | Line | Area | Label]:
    each = 6 if frame.until_ms - frame.since_ms > _DAY_MS / 3 else 1
    marks: list[Box | Line | Area | Label] = []
    at_ms = -(-frame.since_ms // _HOUR_MS) * _HOUR_MS
    while at_ms <= frame.until_ms:
        at = datetime.fromtimestamp(at_ms / 1000, zone)
        x = frame.x(at_ms)
        if at.hour % each == 0:
            marks.append(Line(((x, _TOP), (x, HEIGHT - _BOTTOM)), Ink.GRID))
            if _LEFT + 8 <= x <= WIDTH - _RIGHT - 9:
                marks.append(Label(x, HEIGHT - 3, f"{at:%H:%M}", Anchor.MIDDLE))
        at_ms += _HOUR_MS
    return marks


def _scale(values: Sequence[float], usual: float | None, *, durations: bool) -> tuple[float, float]:
    """The step between two lines and the value at the top."""
    ordered = sorted(values)
    if not ordered:
        return (1000.0, 1000.0) if durations else (1.0, 1.0)
    most = min(ordered[-1], _SPIKE * ordered[math.ceil(len(ordered) * 0.95) - 1])
    most = max(most, usual or 0.0)
    steps: Iterable[float] = (*_STEPS, *_LONG_STEPS) if durations and most > 1 else ()
    step = next((one for one in steps if one * 3 >= most), None)
    if step is None:
        power = 10.0 ** math.floor(math.log10(max(most, 1e-9) / 3))
        step = next(factor * power for factor in (1, 2, 5, 10) if factor * power * 3 >= most * 0.999999)
    return step, step * max(math.ceil(most / step - 1e-9), 1)


def _thinned(moments: Sequence[Moment]) -> list[Moment]:
    """Neighbours merged: the middle one's value, the highest band, so that no spike is lost."""
    each = math.ceil(len(moments) / _MOST_POINTS)
    if each < 2:
        return list(moments)
    thinned = []
    for place in range(0, len(moments), each):
        part = moments[place : place + each]
        values = sorted(one.value for one in part if one.value is not None)
        highs = [one.high for one in part if one.high is not None]
        middle = values[len(values) // 2] if values else None
        thinned.append(Moment(part[len(part) // 2].start_ms, middle, max(highs, default=None)))
    return thinned


def _joined_ms(curve: Curve) -> int:
    """How far apart two points of one line may be."""
    neighbours_ms = max(math.ceil(len(curve.moments) / _MOST_POINTS), 1) * curve.width_ms * 3 // 2
    return max(neighbours_ms, curve.apart_ms)


def _runs(moments: Sequence[Moment], joined_ms: int) -> list[list[Moment]]:
    """The segments of one line: broken where there is no value, or no bucket for too long."""
    runs: list[list[Moment]] = []
    last_ms: int | None = None
    for moment in moments:
        if moment.value is None:
            last_ms = None
            continue
        if last_ms is None or moment.start_ms - last_ms > joined_ms:
            runs.append([])
        runs[-1].append(moment)
        last_ms = moment.start_ms
    return runs
