#!/bin/sh
# Tries a Flatpak: sh installers/linux/flatpak/test.sh dist/Porchlight-1.2.3-x86_64.flatpak
# It is installed for this user, runs in its sandbox without settings, and is removed with all that it wrote.
set -eu
id=io.github.porchlight_monitor.porchlight
work=$(mktemp -d)
trap 'rm -rf "$work"; flatpak uninstall --user --noninteractive --delete-data "$id" >/dev/null 2>&1 || :' EXIT

run() {
    # A bus and a folder of its own: a runner has neither.
    XDG_RUNTIME_DIR=$work dbus-run-session -- flatpak run --env=QT_QPA_PLATFORM=offscreen "$id" "$@" </dev/null
}

echo "Installing …"
flatpak install --user --noninteractive --or-update "$1"

echo "Running …"
version=$(run --version)
echo "It is $version."
case $1 in
*-"${version#porchlight }"-*) ;;
*) echo "Its name tells another version." && exit 1 ;;
esac
run self-test
code=0
run health >"$work/out" 2>"$work/err" || code=$?
# Without settings it says so, in one sentence; no traceback, no other code.
test "$code" = 78 || { cat "$work/out" "$work/err"; echo "health ended with $code"; exit 1; }
echo "All is in order."
