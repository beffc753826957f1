"""The numbers of the design: distances in px, colours by purpose. Qt is not needed for them."""

from porchlight.dataclass import dataclass

GRID = 4
EDGE = 18
WINDOW_EDGE = 20
GAP = 8
COLUMN_GAP = 22
WINDOW_RADIUS, CARD_RADIUS, BUTTON_RADIUS = 12, 10, 7


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by purpose."""

    background: str
    surface: str
    border: str
    """Of lines and cards: not needed to understand anything."""
    field_border: str
    """Of what can be filled in: 3:1 at least on every ground (WCAG 2.1, 1.4.11)."""
    selection: str
    """Behind what is selected; hovered things have the surface, and the focus a line of the accent."""
    grid: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    healthy: str
    degraded: str
    error: str
    unknown: str
    paused: str
    degraded_text: str
    """For texts: the mark's own colour is too light for them on white."""
    error_text: str
    tint_error: str
    tint_warning: str


LIGHT = Tokens(
    background="#ffffff",
    surface="#f6f7f9",
    border="#e3e6eb",
    field_border="#848d9a",
    selection="#dfe9fa",
    grid="#eceff3",
    text="#1b2430",
    secondary="#586373",
    accent="#2b5fb8",
    on_accent="#ffffff",
    healthy="#1e8e5a",
    degraded="#b97a06",
    error="#c93542",
    unknown="#6b7785",
    paused="#5565c4",
    degraded_text="#855600",
    error_text="#b3222f",
    tint_error="#fcebed",
    tint_warning="#fdf3df",
)
DARK = Tokens(
    background="#161b22",
    surface="#1e252e",
    border="#2d3641",
    field_border="#6f7d8d",
    selection="#26364f",
    grid="#252d37",
    text="#e8edf3",
    secondary="#9aa7b5",
    accent="#7aa7f5",
    on_accent="#10151c",
    healthy="#3cc384",
    degraded="#f0b13c",
    error="#f4727e",
    unknown="#95a2b0",
    paused="#95a3f2",
    degraded_text="#f0b13c",
    error_text="#f78d97",
    tint_error="#3a1f25",
    tint_warning="#372c15",
)
