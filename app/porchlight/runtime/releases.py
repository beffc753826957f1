"""Newer releases, looked for by hand."""

from porchlight.model.release import Release
from porchlight.settings.file import LoadedSettings


async def newer_release(settings: LoadedSettings) -> Release | str | None:
    """A newer release, None where this is the newest, or one plain sentence on why that is not known."""
    from porchlight.net.client import ReadOnlyClient
    from porchlight.updates.watch import look

    async with ReadOnlyClient(proxies=settings.monitor.proxies()) as http:
        return await look(settings.updates, http)
