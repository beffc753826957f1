"""Exporters: what is watched, as metrics for other systems. See docs/decisions/0019-ways-out.md.

``picture`` is what is known at one moment, ``families`` makes metrics of it. ``text`` writes them as Prometheus reads
them and ``scrape`` serves that; ``otlp`` writes them as OpenTelemetry has them and ``sender`` sends that. ``exports``
turns both on and off as the settings say, and is all that is imported while they are off.
"""
