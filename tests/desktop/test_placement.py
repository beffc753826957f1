"""The panel opens by the icon and is always whole on one screen."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from porchlight.desktop.placement import panel_place

PANEL = QSize(400, 560)
SCREEN = QRect(0, 0, 1920, 1040)


def _place(icon: QRect, cursor: QPoint | None = None, *screens: QRect) -> QRect:
    return QRect(panel_place(PANEL, icon, cursor, screens or (SCREEN,)), PANEL)


def test_below_an_icon_in_a_bar_at_the_top() -> None:
    placed = _place(QRect(1700, 0, 24, 24))
    assert placed.top() >= 24
    assert abs(placed.center().x() - 1712) <= 2


def test_above_an_icon_in_a_bar_at_the_bottom() -> None:
    placed = _place(QRect(1500, 1042, 24, 24))
    assert placed.bottom() <= 1040
    assert placed.bottom() > 1000


def test_by_the_cursor_where_the_icon_s_place_is_unknown() -> None:
    placed = _place(QRect(), QPoint(1600, 8))
    assert placed.top() < 40
    assert abs(placed.center().x() - 1600) <= 2


def test_in_the_corner_where_the_cursor_is_nowhere_near_a_tray() -> None:
    placed = _place(QRect(), QPoint(800, 500))
    assert placed.right() > 1880
    assert placed.bottom() > 1000


def test_on_the_screen_of_the_icon() -> None:
    second = QRect(1920, -200, 2560, 1400)
    placed = _place(QRect(4400, -200, 24, 24), None, SCREEN, second)
    assert second.contains(placed)


@given(
    x=st.integers(-4000, 8000),
    y=st.integers(-4000, 8000),
    known=st.booleans(),
    screens=st.lists(
        st.tuples(st.integers(-3000, 3000), st.integers(-2000, 2000), st.integers(800, 3840), st.integers(700, 2160)),
        min_size=1,
        max_size=3,
    ),
)
def test_always_whole_on_one_screen(x: int, y: int, known: bool, screens: list[tuple[int, int, int, int]]) -> None:
    rects = [QRect(*screen) for screen in screens]
    placed = _place(QRect(x, y, 24, 24) if known else QRect(), QPoint(x, y), *rects)
    assert any(rect.contains(placed) for rect in rects)
