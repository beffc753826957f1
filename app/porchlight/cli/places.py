"""The start of every command: where the settings and the data are, the redactor, the log."""

import argparse
import io
import logging
import logging.handlers
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from porchlight.cli import exit_codes
from porchlight.cli.arguments import not_found
from porchlight.cli.language import tr
from porchlight.cli.output import print_error
from porchlight.intake.files import open_owned, owned_folder, private_file
from porchlight.intake.text import one_line
from porchlight.model.component import Component
from porchlight.model.errors import SettingsError
from porchlight.redaction import RedactingFormatter, Redactor
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import config_file, data_dir

_LOG_BYTES = 2_000_000
_LOG_FILES = 3


class UsageError(Exception):
    """The command line names something unknown; the text says what would be right."""


class _PrivateLog(logging.handlers.RotatingFileHandler):
    """In a file that only its owner may read, and never through a link."""

    def _open(self) -> io.TextIOWrapper:
        handle = open_owned(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        return io.TextIOWrapper(open(handle, "ab"), encoding="utf-8", errors="backslashreplace")


def begin_log(args: argparse.Namespace, redactor: Redactor) -> None:
    """Send the log to a file in the data folder, and with ``--debug`` to the terminal too, all of it redacted."""
    formatter = _LogFormatter(redactor, "%(asctime)s %(levelname)s %(name)s: %(message)s")
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if args.debug:
        terminal = logging.StreamHandler(sys.stderr)
        terminal.setFormatter(formatter)
        root.addHandler(terminal)
        logging.getLogger("porchlight").setLevel(logging.DEBUG)
    folder = data_dir(args.data_dir)
    # Without a place for it there is no log file, and nothing else depends on it. Python would then print log
    # records, unredacted, and every failing write; neither is for people at the terminal.
    logging.raiseExceptions = args.debug
    root.addHandler(logging.NullHandler())
    with suppress(OSError):
        owned_folder(folder)
        path = os.path.join(folder, "porchlight.log")
        for one in (path, *(f"{path}.{number}" for number in range(1, _LOG_FILES + 1))):
            if os.path.lexists(one):
                private_file(one)
        file = _PrivateLog(
            path,
            maxBytes=_LOG_BYTES,
            backupCount=_LOG_FILES,
            encoding="utf-8",
            delay=True,
        )
        file.setFormatter(formatter)
        root.addHandler(file)
    logging.getLogger("httpx").setLevel(logging.WARNING)


class _LogFormatter(RedactingFormatter):
    """One line per record; a traceback below it is indented, so that nothing quoted looks like another record."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """See Formatter."""
        return one_line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """See Formatter."""
        return "\n".join(f"    {one_line(line)}" for line in super().formatException(ei).split("\n"))


def load(args: argparse.Namespace) -> LoadedSettings:
    """The settings, with whatever is valid; faults are printed on the way. Raises SettingsError if nothing is
    usable."""
    from porchlight.runtime.kinds import load_settings

    settings = load_settings(config_file(args.config))
    if not settings.exists:
        raise SettingsError(
            tr("There are no settings yet ({file}).", file=settings.path),
            tr("Try “porchlight demo”, or start with “porchlight config edit”."),
        )
    if settings.problems and not settings.components:
        raise SettingsError(
            tr("The settings cannot be used. {problem}", problem=settings.problems[0].text),
            tr("The file is {file}.", file=settings.path),
        )
    for problem in settings.problems:
        print_error("porchlight: " + tr("Settings: {problem}", problem=problem.text))
    if not settings.components:
        raise SettingsError(
            tr("No components are set up in {file}.", file=settings.path),
            tr("Add one with “porchlight config edit”."),
        )
    return settings


def find(name: str, components: list[Component]) -> Component:
    """The component with this id or name. Raises UsageError that offers the nearest."""
    for component in components:
        if name in (component.id, component.name):
            return component
    raise unknown_component(name, {component.id: component.name for component in components})


def unknown_component(name: str, known: Mapping[str, str]) -> UsageError:
    """There is none of that name; the nearest of the known ones (id: name) are offered."""
    from difflib import get_close_matches

    folded = {label.casefold(): known_id for known_id, label in known.items()}
    folded |= {known_id.casefold(): known_id for known_id in known}
    matches = get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
    close = dict.fromkeys(folded[match] for match in matches)
    return UsageError(not_found(name, known, close=list(close)))


def unwritable(file: str, error: OSError) -> str:
    """A file cannot be written."""
    return "porchlight: " + tr("{file} cannot be written ({error}).", file=file, error=str(error.strerror))


def usage_exit(error: UsageError) -> int:
    """Report wrong use and give its exit code."""
    print_error(f"porchlight: {error}")
    return exit_codes.USAGE
