#!/bin/sh
# On a Mac: mounts a disk image, copies the app out as a user would, and runs it: sh installers/macos/test.sh IMAGE
set -eu
image=$1
work=$(mktemp -d)
trap 'hdiutil detach -quiet "$work/mounted" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/mounted" "$work/Applications" "$work/home"
hdiutil attach -quiet -nobrowse -readonly -mountpoint "$work/mounted" "$image"
ditto "$work/mounted/Porchlight.app" "$work/Applications/Porchlight.app"
program=$work/Applications/Porchlight.app/Contents/MacOS/porchlight
run() {
    env -i HOME="$work/home" PATH=/usr/bin:/bin TMPDIR="$work" "$program" "$@" </dev/null
}
run --version
run self-test --json
plutil -lint "$work/Applications/Porchlight.app/Contents/Info.plist"
# Where the image is signed, so must be what came out of it.
if codesign --verify "$image" 2>/dev/null; then
    codesign --verify --deep --strict "$work/Applications/Porchlight.app"
fi
echo "All is in order."
