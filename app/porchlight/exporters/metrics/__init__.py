"""Exporters: what is watched, as metrics for other systems. See docs/decisions/0019-ways-out.md.

``picture`` is the state at one moment, ``families`` makes metrics of it. ``text`` writes them for Prometheus and
``scrape`` serves that; ``otlp`` writes them for OpenTelemetry and ``sender`` sends that. ``exports`` turns both on
and off by the settings, and is all that is imported while they are off.
"""
