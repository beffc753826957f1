"""Where the settings file and the data folder are."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from porchlight.language.text import Text
    from porchlight.model.errors import SettingsError

CONFIG_VARIABLE = "PORCHLIGHT_CONFIG"
DATA_DIR_VARIABLE = "PORCHLIGHT_DATA_DIR"
_APP = "porchlight"


def config_file(chosen: str | None = None) -> str:
    """The settings file: the one chosen, else ``PORCHLIGHT_CONFIG``, else this system's place for it."""
    given = chosen or os.environ.get(CONFIG_VARIABLE)
    if given:
        return absolute(given)
    return os.path.join(_usual("user_config_dir", roaming=True), "porchlight.toml")


def data_dir(chosen: str | None = None) -> str:
    """The data folder: the one chosen, else ``PORCHLIGHT_DATA_DIR``, else this system's place for it."""
    given = chosen or os.environ.get(DATA_DIR_VARIABLE)
    if given:
        return absolute(given)
    return _usual("user_data_dir")


def origins_file(folder: str) -> str:
    """Where credentials that are in no keyring may be sent, within a data folder."""
    return os.path.join(folder, "origins.json")


def history_file(folder: str) -> str:
    """The history within a data folder."""
    return os.path.join(folder, "history.sqlite3")


def pictures_folder(folder: str) -> str:
    """Where pictures of pages are kept, within a data folder."""
    return os.path.join(folder, "pictures")


def absolute(path: str) -> str:
    """``path`` from the root, ``~`` for the home directory. Raises SettingsError where there is no such directory."""
    expanded = os.path.expanduser(path)
    if expanded.startswith("~") and not os.path.lexists(expanded):
        raise _homeless()
    if "\0" in expanded:
        from porchlight.language.text import msg

        raise _unusable(msg("A path cannot contain a NUL character."), msg("Choose another one."))
    try:
        return os.path.abspath(expanded)
    except OSError as error:  # the working directory was deleted
        from porchlight.language.text import msg

        raise _unusable(msg("The current folder no longer exists."), msg("Change to another one.")) from error


def _usual(place: str, *, roaming: bool = False) -> str:
    import platformdirs

    try:
        return str(getattr(platformdirs, place)(_APP, appauthor=False, roaming=roaming))
    except RuntimeError as error:
        raise _homeless() from error


def _homeless() -> "SettingsError":
    from porchlight.language.text import msg

    return _unusable(
        msg("This user has no home directory."),
        command=msg(
            "Set HOME, or give the places with --config and --data-dir ({config}, {data}).",
            config=CONFIG_VARIABLE,
            data=DATA_DIR_VARIABLE,
        ),
    )


def _unusable(sentence: "Text", remedy: "Text | str" = "", command: "Text | str" = "") -> "SettingsError":
    from porchlight.language.english import english  # the quickest commands use neither
    from porchlight.model.errors import SettingsError

    return SettingsError(english(sentence), english(remedy), english(command))
