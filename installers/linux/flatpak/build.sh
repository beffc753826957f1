#!/bin/sh
# Builds what "make flatpak-files" wrote, with Flathub's runtime, into one file: dist/Porchlight-1.2.3-x86_64.flatpak
# It needs flatpak, flatpak-builder and, to read the icon, librsvg's loader; nothing is installed for the whole computer.
set -eu
cd "$(dirname "$0")/../../.."
id=io.github.porchlight_monitor.porchlight
flathub=https://dl.flathub.org/repo/flathub.flatpakrepo
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' app/porchlight/__init__.py)
flatpak remote-add --user --if-not-exists flathub "$flathub"
# Without rofiles-fuse, which hosted runners lack; the cache that it protects is not kept.
flatpak-builder --user --install-deps-from=flathub --force-clean --disable-rofiles-fuse --disable-cache \
    --state-dir=build/flatpak-state --repo=build/flatpak-repo build/flatpak "dist/flatpak/$id.yaml"
# Who installs the file gets the runtime from there.
file=dist/Porchlight-$version-$(flatpak --default-arch).flatpak
flatpak build-bundle --runtime-repo="$flathub" build/flatpak-repo "$file" "$id"
echo "$file"
