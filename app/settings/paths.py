"""Where the settings file and the data folder are."""

import os

CONFIG_VARIABLE = "PORCHLIGHT_CONFIG"
DATA_DIR_VARIABLE = "PORCHLIGHT_DATA_DIR"
_APP = "porchlight"


def config_file(chosen: str | None = None) -> str:
    """The settings file: the one chosen, else ``PORCHLIGHT_CONFIG``, else the place that this system has for it."""
    given = chosen or os.environ.get(CONFIG_VARIABLE)
    if given:
        return os.path.abspath(os.path.expanduser(given))
    import platformdirs

    return os.path.join(platformdirs.user_config_dir(_APP, appauthor=False, roaming=True), "porchlight.toml")


def data_dir(chosen: str | None = None) -> str:
    """The data folder: the one chosen, else ``PORCHLIGHT_DATA_DIR``, else this system's place for it."""
    given = chosen or os.environ.get(DATA_DIR_VARIABLE)
    if given:
        return os.path.abspath(os.path.expanduser(given))
    import platformdirs

    return platformdirs.user_data_dir(_APP, appauthor=False)


def origins_file(folder: str) -> str:
    """Where credentials that are in no keyring may be sent, within a data folder."""
    return os.path.join(folder, "origins.json")


def history_file(folder: str) -> str:
    """The history within a data folder."""
    return os.path.join(folder, "history.sqlite3")
