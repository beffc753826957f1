#!/bin/sh
# The servers and the desktop that the tests start: installed where this user may, else named; tests that lack one say so.
set -eu
. "$(dirname "$0")/packages.sh"
missing=
have() { command -v "$1" >/dev/null 2>&1; }
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
have mariadbd || [ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server"
have gnome-keyring-daemon || missing="$missing gnome-keyring"
# The tests start their own: one that nobody asked for should not begin to run on this computer.
for program in prometheus prometheus-alertmanager; do
    have "$program" || { missing="$missing $program" && mask_services "$program"; }
done
have dbus-run-session || missing="$missing dbus"
for program in xvfb:Xvfb trayer:trayer xfce4-panel:xfce4-panel openbox:openbox xdotool:xdotool maim:maim dunst:dunst systemd:systemd-analyze x11-xserver-utils:xsetroot \
    dbus-bin:dbus-send appstream:appstreamcli desktop-file-utils:desktop-file-validate lintian:lintian shellcheck:shellcheck \
    at-spi2-core:/usr/libexec/at-spi-bus-launcher orca:orca \
    squashfs-tools:mksquashfs libglib2.0-bin:gio binutils:objcopy gcc:cc libc6-dev:/usr/include/stdio.h xz-utils:xz faketime:faketime chromium:chromium \
    fonts-inter:/usr/share/fonts/opentype/inter; do
    have "${program#*:}" || [ -e "${program#*:}" ] || missing="$missing ${program%%:*}"
done
# What Qt needs to show windows on X; libegl1 also to be imported at all.
for library in libegl1:libEGL.so.1 libgl1:libGL.so.1 libfontconfig1:libfontconfig.so.1 libxkbcommon-x11-0:libxkbcommon-x11.so.0 \
    libxcb-cursor0:libxcb-cursor.so.0 libxcb-icccm4:libxcb-icccm.so.4 libxcb-image0:libxcb-image.so.0 \
    libxcb-keysyms1:libxcb-keysyms.so.1 libxcb-randr0:libxcb-randr.so.0 libxcb-render-util0:libxcb-render-util.so.0 \
    libxcb-shape0:libxcb-shape.so.0 libxcb-xkb1:libxcb-xkb.so.1 libx11-xcb1:libX11-xcb.so.1 libdbus-1-3:libdbus-1.so.3; do
    ldconfig -p 2>/dev/null | grep -q "${library#*:}" || missing="$missing ${library%%:*}"
done
[ -z "$missing" ] && exit 0
install_packages $missing || echo "Without them some tests are skipped."
