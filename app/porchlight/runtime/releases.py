"""Newer releases, looked for by hand."""

from porchlight.language.text import Text
from porchlight.model.release import Release
from porchlight.settings.file import LoadedSettings


async def newer_release(settings: LoadedSettings) -> Release | Text | None:
    """A newer release, None where this is the newest, or why that is not known."""
    from porchlight.net.client import ReadOnlyClient
    from porchlight.updates.watch import look

    async with ReadOnlyClient(proxies=settings.monitor.proxies()) as http:
        return await look(settings.updates, http)
