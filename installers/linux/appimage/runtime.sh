#!/bin/sh
# Downloads the AppImage project's runtime for this processor into build/ and prints its path:
#     APPIMAGE_RUNTIME=$(sh installers/linux/appimage/runtime.sh) make appimage
# Only the one whose hash is in runtime.sha256 is taken. To change it, change both the release below and the hashes.
set -eu
release=${APPIMAGE_RUNTIMES:-https://github.com/AppImage/type2-runtime/releases/download/20251108}
here=$(cd "$(dirname "$0")" && pwd)
name=runtime-$(uname -m)
folder=${1:-$here/../../../build}
mkdir -p "$folder"
cd "$folder"
wanted=$(grep " $name\$" "$here/runtime.sha256") || { echo "There is no runtime for $(uname -m)." >&2; exit 1; }
if ! printf '%s\n' "$wanted" | sha256sum --check --status 2>/dev/null; then
    curl --fail --silent --show-error --location --retry 3 --output "$name.new" "$release/$name"
    mv "$name.new" "$name"
    printf '%s\n' "$wanted" | sha256sum --check --quiet >&2 || { rm "$name"; exit 1; }
fi
echo "$PWD/$name"
