#!/bin/sh
# Tries a .deb: sh installers/linux/deb/test.sh dist/porchlight_0.1.0_amd64.deb
# It is installed into a folder with a dpkg of its own, run from there with an empty home and no Python, and removed.
set -eu
package=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/log" "$work/home" "$work/bin"
: >"$root/var/lib/dpkg/status"

echo "Installing …"
# Into an empty system, so what it depends on is not there: that it is named is checked by the tests.
dpkg --root="$root" --force-depends --force-not-root --force-script-chrootless --install "$package" >"$work/dpkg" 2>&1 || {
    cat "$work/dpkg"
    exit 1
}
test "$(dpkg-query --admindir="$root/var/lib/dpkg" -W -f='${db:Status-Status}' porchlight)" = installed

run() {
    env -i HOME="$work/home" PATH="$work/bin" LANG=C.UTF-8 XDG_RUNTIME_DIR="$work" "$root/usr/bin/porchlight" "$@" </dev/null
}
wanted=$(dpkg-deb --field "$package" Version)
test "$(run --version)" = "porchlight $wanted"
echo "It is $(run --version)."
if run --help | grep -q self-test; then
    env -i HOME="$work/home" PATH="$work/bin" LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen \
        "$root/usr/bin/porchlight" self-test </dev/null
fi
code=0
run health >"$work/out" 2>"$work/err" || code=$?
# Without settings it says so, in one sentence; no traceback, no other code.
test "$code" = 78 || { cat "$work/out" "$work/err"; echo "health ended with $code"; exit 1; }
cat "$work/err"

echo "Validating …"
desktop-file-validate "$root"/usr/share/applications/*.desktop
appstreamcli validate-tree --no-net "$root" >"$work/appstream" || { cat "$work/appstream"; exit 1; }
lintian --fail-on error "$package"

echo "Removing …"
dpkg --root="$root" --force-not-root --force-script-chrootless --purge porchlight >"$work/dpkg" 2>&1
left=$(find "$root" -path "$root/var" -prune -o \( -type f -o -type l \) -print)
test -z "$left" || { echo "These were left: $left"; exit 1; }
echo "All is in order."
