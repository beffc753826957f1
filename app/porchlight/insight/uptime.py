"""Uptime, and how much of a span was watched: the same figure with the same digits on every surface.

Under a day of data a share says nothing: since when it is watched stands in its place.
"""

from porchlight.language.text import Moment, Place, Share, Text, msg
from porchlight.model.history import Summary

_ALL_THE_TIME = 0.995


def uptime(summary: Summary) -> Place:
    """The share of the watched time that was up, or since when it is watched."""
    if summary.uptime is None:
        return "–"
    return watched_since(summary) or Share(summary.uptime)


def watched_since(summary: Summary) -> Text | None:
    """Since when it is watched, where that is too short for a share."""
    if summary.has_basis or summary.first_ms is None:
        return None
    return msg("watched since {moment}", moment=Moment(summary.first_ms))


def watched(summary: Summary) -> Share:
    """The share of the span that was watched: in whole percents, never more than it was."""
    return Share(1.0 if summary.coverage >= _ALL_THE_TIME else int(summary.coverage * 100) / 100, 0)


def note(summary: Summary) -> Text | None:
    """What stands beside an uptime; None where that says it all."""
    if summary.uptime is None:
        return msg("not watched")
    if not summary.has_basis:
        return None
    if summary.coverage >= _ALL_THE_TIME:
        return msg("watched all the time")
    return msg("watched {coverage} of the time", coverage=watched(summary))


def in_one_line(summary: Summary) -> Place:
    """Both in a line."""
    if summary.uptime is None:
        return msg("not watched")
    if not summary.has_basis or summary.coverage >= _ALL_THE_TIME:
        return uptime(summary)
    return msg("{uptime} of the {coverage} watched", uptime=uptime(summary), coverage=watched(summary))
