"""Numbers, shares, sizes and spans as a locale writes them, by Babel (CLDR), which is loaded with the first of them:
the light is shown before."""

from typing import TYPE_CHECKING

from porchlight.language.cldr import cldr

if TYPE_CHECKING:
    from babel import Locale

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
_GROUPED_FROM_FIVE = ("es", "pt_PT")
"""Languages that write 1234 without a separator and 12 345 with one: CLDR's minimumGroupingDigits, which Babel does
not read."""


def number(value: float, locale: "Locale", digits: int | None = None) -> str:
    """A number; ``digits`` after the decimal sign, None: four figures at most where it is not whole."""
    if digits is None:
        if float(value).is_integer() or abs(value) >= 1000:
            digits = 0
        else:
            value = float(f"{value:.4g}")
            return _decimal(value, locale, "#,##0.####")
    return _decimal(value, locale, "#,##0." + "0" * digits if digits else "#,##0")


def _decimal(value: float, locale: "Locale", pattern: str) -> str:
    five = str(locale) in _GROUPED_FROM_FIVE or locale.language in _GROUPED_FROM_FIVE
    grouped = abs(value) >= (10_000 if five else 1_000)
    return str(cldr("numbers").format_decimal(value, pattern, locale=locale, group_separator=grouped))


def percent(share: float, locale: "Locale", digits: int | None = None) -> str:
    """A share (0–1) in percent; ``digits`` None: floored, so that it never reads as a whole that it is not."""
    if digits is None:
        digits = 1 if share < 0.99 else 2 if share < 0.9995 else 3
        share = 1.0 if share >= 1 else int(share * 100 * 10**digits) / 10**digits / 100
        digits = 0 if share >= 1 else digits
    return percent_sign(number(share * 100, locale, digits), locale)


def percent_sign(written: str, locale: "Locale") -> str:
    """A written number with the locale's sign for percent, where the locale puts it."""
    pattern = str(locale.percent_formats[None].pattern)
    return pattern.replace("#,##0", written).replace("\N{NO-BREAK SPACE}", NARROW_SPACE)


def response_time(us: float | None, locale: "Locale") -> str:
    """A response time (microseconds) with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    if us is None:
        return "–"
    ms = us / 1000
    if ms < 10:
        return f"{number(ms, locale, 1)}{NARROW_SPACE}ms"
    if ms < 1000:
        return f"{ms:.0f}{NARROW_SPACE}ms"
    return f"{number(ms / 1000, locale, 2)}{NARROW_SPACE}s"


def days(count: float, locale: "Locale") -> str:
    """``1 day``, ``12 days``."""
    written = str(cldr("units").format_unit(round(count), "day", "long", locale=locale))
    return written.replace("\N{NO-BREAK SPACE}", NARROW_SPACE)


def size(count: float, locale: "Locale") -> str:
    """Bytes, with a binary unit: ``312 MiB``, ``1.4 GiB``."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(count) < 1024:
            return f"{number(count, locale, 0 if unit == 'B' or count >= 10 else 1)}{NARROW_SPACE}{unit}"
        count /= 1024
    return f"{number(count, locale, 1)}{NARROW_SPACE}TiB"
