"""Lists of tags ("v=DMARC1; p=none"), as DKIM, DMARC, MTA-STS, TLS-RPT and BIMI write them."""

from typing import Final

MOST_TAGS: Final = 64


class NotTags(Exception):
    """The text is no list of tags; its first argument is the part that is none."""


def read_tags(record: str) -> list[tuple[str, str]]:
    """Name (lower case) and value of each tag, in order. Raises NotTags."""
    found = []
    parts = record.split(";")
    if parts and not parts[-1].strip():
        parts.pop()
    for part in parts[:MOST_TAGS]:
        name, equals, value = part.partition("=")
        if not equals or not name.strip().replace("_", "").isalnum():
            raise NotTags(part.strip() or ";;")
        found.append((name.strip().lower(), value.strip()))
    return found
