"""The pictures of a component's page that are kept in the data folder."""

from contextlib import suppress
from datetime import date

from porchlight.dataclass import dataclass
from porchlight.probes.donate_page.browser.pictures import Picture, pictures_in
from porchlight.settings.paths import pictures_folder
from porchlight.threads import in_thread


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A JPEG of the page."""

    day: date
    """In UTC."""
    changed: bool
    """The page was not as before."""
    jpeg: bytes


async def page_pictures(data_dir: str, component_id: str) -> tuple[PagePicture, ...]:
    """The newest one; where that shows a change, with the last one before it, which comes first."""
    return await in_thread(lambda: _read(data_dir, component_id), name=f"pictures of {component_id}")


def _read(data_dir: str, component_id: str) -> tuple[PagePicture, ...]:
    kept = pictures_in(pictures_folder(data_dir), component_id)
    wanted: list[Picture] = kept[:1]
    if kept and kept[0].changed:
        wanted = [*[one for one in kept if not one.changed][:1], *wanted]
    found = []
    for one in wanted:
        with suppress(OSError, ValueError):  # removed meanwhile, or not ours
            found.append(PagePicture(date.fromisoformat(one.day), one.changed, one.read()))
    return tuple(found)
