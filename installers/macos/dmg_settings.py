"""Settings of dmgbuild: the disk image that opens with the app beside a link to Applications.

dmgbuild -s installers/macos/dmg_settings.py -D app=dist/Porchlight.app Porchlight dist/Porchlight.dmg
Names and meanings: dmgbuild, "Settings". ``defines`` is what -D gave.
"""

import os

_app = defines["app"]  # type: ignore[name-defined] # noqa: F821 - given by dmgbuild
_name = os.path.basename(_app)

format = "ULFO"  # LZFSE: since macOS 10.11, smaller and faster to open than UDZO
filesystem = "APFS"
files = [_app]
symlinks = {"Applications": "/Applications"}
icon = os.path.join(_app, "Contents", "Resources", "porchlight.icns")
window_rect = ((200, 200), (520, 320))
icon_size = 112
text_size = 13
icon_locations = {_name: (140, 140), "Applications": (380, 140)}
default_view = "icon-view"
show_status_bar = False
show_tab_view = False
show_toolbar = False
show_pathbar = False
show_sidebar = False
