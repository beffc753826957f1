"""Metrics in Prometheus' text format, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from collections.abc import Sequence

from porchlight.exporters.metrics.families import Family, Labels

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def text_of(families: Sequence[Family]) -> bytes:
    """The whole page."""
    lines: list[str] = []
    written: dict[int, str] = {}
    """By identity: most labels come back in family after family as the same object, and hashing them takes longer."""
    for family in families:
        name = family.kind.prometheus
        lines.append(f"# HELP {name} {_escaped(family.kind.text)}")
        lines.append(f"# TYPE {name} {'counter' if family.kind.counter else 'gauge'}")
        for labels, value in family.samples:
            place = written.get(id(labels))
            if place is None:
                place = written[id(labels)] = _written(labels)
            lines.append(f"{name}{place} {float(value)!r}")
    lines.append("")
    return "\n".join(lines).encode(errors="replace")


def _written(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join([f'{name}="{_quoted(value)}"' for name, value in labels]) + "}"


def _quoted(value: str) -> str:
    if value.isidentifier():
        return value
    return _escaped(value).replace('"', '\\"')


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")
