"""Columns of a terminal: how many a text takes, and tables."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def columns(text: str) -> int:
    """How many columns a terminal gives to a text."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a table, each column as wide as its widest cell."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
