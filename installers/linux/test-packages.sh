#!/bin/sh
# The servers that the tests start: installed where this user may, else named; tests that lack one say so.
set -eu
. "$(dirname "$0")/packages.sh"
missing=
have() { command -v "$1" >/dev/null 2>&1; }
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
have mariadbd || [ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server"
have gnome-keyring-daemon || missing="$missing gnome-keyring"
have dbus-run-session || missing="$missing dbus"
[ -z "$missing" ] && exit 0
install_packages $missing || echo "Without them some tests are skipped."
