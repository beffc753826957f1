"""Which of Babel's locales the bundle brings: those of the languages that Porchlight speaks, in every region."""

from pathlib import PurePosixPath

LANGUAGES = ("de", "en", "es", "fr", "pt")


def is_unwanted(path: str) -> bool:
    """Whether this file describes a locale of another language."""
    file = PurePosixPath(path.replace("\\", "/"))
    return file.parent.name == "locale-data" and file.stem.split("_")[0] not in (*LANGUAGES, "root")
