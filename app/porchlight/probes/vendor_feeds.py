"""Which vendor's report is shown when a component fails: by its kind, its own setting, and the vendors that are
watched."""

from collections.abc import Iterable
from dataclasses import replace

from porchlight.model.vendor import Vendors
from porchlight.probes.registry import find_kind
from porchlight.probes.vendor_status import VendorStatusSettings
from porchlight.settings.file import ConfiguredComponent, LoadedSettings
from porchlight.settings.vendors import Feed, feed_of


def feeds(items: Iterable[ConfiguredComponent]) -> dict[str, Feed]:
    """The feed of each component's vendor, by the component's id; those without one are left out.

    A component on this computer or network has none unless its settings name one. A ``vendor_status`` component's
    feed address and choice of parts apply to these too.
    """
    items = list(items)
    feeds = [item.settings.feed() for item in items if isinstance(item.settings, VendorStatusSettings)]
    watched = {feed.vendor: feed for feed in feeds}
    found: dict[str, Feed] = {}
    for item in items:
        feed = _feed(item)
        if feed is None:
            continue
        known = watched.get(feed.vendor)
        if known is not None:
            feed = replace(known, instance=feed.instance or known.instance)
        found[item.component.id] = feed
    return found


def vendors(settings: LoadedSettings) -> Vendors:
    """On which vendors the components depend, and which of them read a vendor's status page."""
    found = ((item.component.id, item.settings) for item in settings.components)
    return Vendors(
        {component: feed.vendor for component, feed in feeds(settings.components).items()},
        {component: one.feed().vendor for component, one in found if isinstance(one, VendorStatusSettings)},
    )


def _feed(item: ConfiguredComponent) -> Feed | None:
    settings, component = item.settings, item.component
    if settings is None or isinstance(settings, VendorStatusSettings):
        return None
    if settings.vendor is None and component.local:
        return None
    kind = find_kind(component.kind)
    return None if isinstance(kind, str) else feed_of(component.kind, kind.address(settings), settings.vendor)
