"""Kind ``console``: a line where ``porchlight watch`` writes."""

from typing import Annotated

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.intake.text import clean_line, clean_lines
from porchlight.language.text import msg
from porchlight.model.errors import OutputError
from porchlight.model.message import Fault, Message
from porchlight.settings.describe import Described
from porchlight.settings.rules import ChannelSettings


class ConsoleSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "console"``."""

    kind: Annotated[str, Described(msg("Kind"), msg("Lines in the terminal in which Porchlight runs."))] = "console"


class ConsoleChannel:
    """Implements Channel."""

    local = True

    def __init__(self, settings: ConsoleSettings, context: ChannelContext) -> None:
        self._context = context
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        title = clean_line(f"{message.severity.upper()} {message.title}")
        lines = [title, *clean_lines(message.text).split("\n")]
        try:
            self._context.say(self._context.redactor.text("\n    ".join(lines)))
        except OutputError as error:
            return Fault(error.sentence)
        return None

    async def close(self) -> None:
        """See Channel."""


KIND = ChannelKind(
    name="console",
    title=msg("Console, for computers without a screen"),
    settings=ConsoleSettings,
    build=ConsoleChannel,
)
