"""What others say, made fit for our sentences: one line, bounded, and times that are times. Pure."""

from datetime import UTC, datetime

MOST_SAID = 160
"""Characters of somebody else's words in one of our sentences."""


def said(text: object, most: int = MOST_SAID) -> str:
    """The source's own words on one line, shortened; empty where they are no text."""
    if not isinstance(text, str):
        return ""
    plain = " ".join("".join(one if one.isprintable() else " " for one in text[: most * 4]).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def moment_ms(value: object) -> int | None:
    """ISO 8601 (UTC where no zone is given) as Unix ms; None where it is none."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
