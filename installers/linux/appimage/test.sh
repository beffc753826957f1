#!/bin/sh
# Tries an AppImage: sh installers/linux/appimage/test.sh dist/Porchlight-0.1.0-x86_64.AppImage
# It runs with an empty home and no Python: unpacked by itself, and mounted where this computer can.
set -eu
image=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/bin" "$work/run"
# The runtime mounts by this program.
for name in fusermount fusermount3; do
    ! found=$(command -v "$name") || ln -s "$found" "$work/bin/$name"
done

run() {
    env -i HOME="$work/home" PATH="$work/bin" LANG=C.UTF-8 TMPDIR="$work" XDG_RUNTIME_DIR="$work/run" \
        QT_QPA_PLATFORM=offscreen "$@" </dev/null
}

echo "Unpacking …"
(cd "$work" && PATH=$work/bin:$PATH "$image" --appimage-extract >"$work/unpacked")
root=$work/squashfs-root
version=$(run "$root/AppRun" --version)
echo "It is $version."
case $image in
*-"${version#porchlight }"-*) ;;
*) echo "Its name tells another version." && exit 1 ;;
esac

echo "Validating …"
desktop-file-validate "$root/porchlight.desktop"
appstreamcli validate-tree --no-net "$root" >"$work/appstream" || { cat "$work/appstream"; exit 1; }
test -s "$root/.DirIcon"

try() {
    test "$(run "$@" --version)" = "$version"
    run "$@" self-test
    code=0
    run "$@" health >"$work/out" 2>"$work/err" || code=$?
    # Without settings it says so, in one sentence; no traceback, no other code.
    test "$code" = 78 || { cat "$work/out" "$work/err"; echo "health ended with $code"; exit 1; }
}

echo "Running, unpacked …"
try APPIMAGE_EXTRACT_AND_RUN=1 "$image"
if [ -w /dev/fuse ] && [ -n "$(ls "$work/bin")" ]; then
    echo "Running, mounted …"
    try "$image"
else
    echo "Not mounted: this computer has no FUSE."
fi
echo "All is in order."
