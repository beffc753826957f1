"""Kind ``note_file``: alerts as lines of a file. For a screen in the hallway that shows its end."""

import asyncio

from porchlight.plugin import ChannelContext, ChannelKind, ChannelSettings, Fault, Message


class NoteFileSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "note_file"``."""

    file: str


class NoteFileChannel:
    """Implements Channel."""

    local = True

    def __init__(self, settings: NoteFileSettings, context: ChannelContext) -> None:
        self._file = settings.file
        self._context = context
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        line = self._context.redactor.text(f"{message.severity.upper()} {message.title}\n")
        try:
            await asyncio.to_thread(_append, self._file, line)
        except OSError as error:
            return Fault(f"The file cannot be written ({error.strerror}).")
        return None

    async def close(self) -> None:
        """See Channel."""


def _append(path: str, line: str) -> None:
    with open(path, "a", encoding="utf-8") as file:
        file.write(line)


KIND = ChannelKind(
    name="note_file", settings=NoteFileSettings, build=NoteFileChannel, address=lambda settings: settings.file
)
