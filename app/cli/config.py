"""``porchlight config``: check, find or edit the settings file."""

import argparse
import os
import shlex
import shutil
import subprocess
import sys

from app.cli import exit_codes
from app.cli.output import print_error, print_line
from app.model.errors import SettingsError
from app.runtime.kinds import load_settings
from app.settings.environment import child_environment
from app.settings.paths import config_file
from app.settings.template import TEMPLATE


def config(args: argparse.Namespace) -> int:
    """Run the command."""
    path = config_file(args.config)
    match args.action:
        case "path":
            print_line(path)
            return 0
        case "edit":
            _edit(path)
    return _check(path)


def _check(path: str) -> int:
    settings = load_settings(path)
    if not settings.exists:
        raise SettingsError(f"There are no settings yet ({path}).", "Begin with “porchlight config edit”.")
    problems = settings.all_problems()
    for problem in problems:
        print_line(str(problem))
    count = len(settings.components)
    watched = "1 component is" if count == 1 else f"{count} components are"
    if problems:
        faults = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
        print_error(f"{faults} in {path}.")
        return exit_codes.CONFIG
    print_line(f"All is in order: {watched} set up in {path}.")
    return 0


def _edit(path: str) -> None:
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        command = shlex.split(editor) if editor else _usual_editor()
    except ValueError as error:
        raise SettingsError(f"EDITOR cannot be read ({error}).", f"Set it anew, or edit {path} yourself.") from error
    if not command:
        raise SettingsError("No editor was found.", f"Set EDITOR, or edit {path} yourself.")
    try:
        subprocess.run([*command, path], check=False, env=child_environment())  # noqa: S603 - the user's own editor
    except OSError as error:
        raise SettingsError(
            f"The editor {command[0]} could not be started ({error.strerror}).", f"Edit {path} yourself."
        ) from error


def _usual_editor() -> list[str]:
    if sys.platform == "win32":
        return ["notepad"]
    elif sys.platform == "darwin":
        return ["open", "-W", "-t"]
    else:
        installed = (shutil.which(name) for name in ("sensible-editor", "nano", "vi"))
        return [found for found in installed if found][:1]
