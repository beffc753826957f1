"""Metrics as Prometheus reads them: text, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from collections.abc import Iterable

from app.exporters.metrics.families import Family, Labels

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def text_of(families: Iterable[Family]) -> bytes:
    """The whole page."""
    lines: list[str] = []
    written: dict[Labels, str] = {}
    """Most labels come back in family after family."""
    for family in families:
        name = family.kind.prometheus
        lines.append(f"# HELP {name} {_escaped(family.kind.text)}")
        lines.append(f"# TYPE {name} {'counter' if family.kind.counter else 'gauge'}")
        for labels, value in family.samples:
            place = written.get(labels)
            if place is None:
                place = written[labels] = _written(labels)
            lines.append(f"{name}{place} {float(value)!r}")
    lines.append("")
    return "\n".join(lines).encode()


def _written(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_quoted(value)}"' for name, value in labels) + "}"


def _quoted(value: str) -> str:
    return _escaped(value).replace('"', '\\"')


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")
