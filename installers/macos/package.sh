#!/bin/sh
# Makes the disk image of dist/Porchlight.app for the processor that this Mac has: signed, notarised and stapled where
# the environment says with what, else plain.
#   sh installers/macos/package.sh [--dry-run]
# MACOS_IDENTITY           "Developer ID Application: …", in the keychain; without it nothing is signed
# MACOS_NOTARY_PROFILE     a profile that "xcrun notarytool store-credentials" stored; without it nothing is notarised
# MACOS_ARCH               arm64 or x86_64, for --dry-run elsewhere; on a Mac it is asked
# --dry-run says each command instead of running it.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dry=
case "${1-}" in
"") ;;
--dry-run) dry=yes ;;
*)
    echo "Usage: $0 [--dry-run]" >&2
    exit 64
    ;;
esac
arch=${MACOS_ARCH:-$(uname -m)}
case "$arch" in
arm64 | x86_64) ;;
*)
    echo "There is no Mac with the processor $arch: set MACOS_ARCH to arm64 or x86_64." >&2
    exit 64
    ;;
esac
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$top/app/porchlight/__init__.py")
app=$top/dist/Porchlight.app
image=$top/dist/Porchlight-$version-$arch.dmg
entitlements=$top/installers/macos/entitlements.plist
identity=${MACOS_IDENTITY-}
profile=${MACOS_NOTARY_PROFILE-}

run() {
    if [ -n "$dry" ]; then
        printf '%s' "$1"
        shift
        for word in "$@"; do printf " '%s'" "$word"; done
        printf '\n'
    else
        "$@"
    fi
}

sign() {
    run codesign --force --timestamp --options runtime --sign "$identity" "$@"
}

# Submits a file, waits for Apple's word, and shows Apple's log where it is no.
notarise() {
    if [ -n "$dry" ]; then
        run xcrun notarytool submit "$1" --keychain-profile "$profile" --wait --timeout 30m --output-format plist
        return
    fi
    answer=$(mktemp)
    xcrun notarytool submit "$1" --keychain-profile "$profile" --wait --timeout 30m --output-format plist >"$answer"
    status=$(plutil -extract status raw "$answer")
    if [ "$status" != Accepted ]; then
        xcrun notarytool log "$(plutil -extract id raw "$answer")" --keychain-profile "$profile" >&2
        echo "Apple did not accept $1: $status" >&2
        exit 1
    fi
    rm -f "$answer"
}

if [ -z "$dry" ] && [ ! -d "$app" ]; then
    echo "There is no $app: run make bundle first." >&2
    exit 1
fi
if [ -n "$identity" ]; then
    # From the inside out: a signature seals what lies below it. --deep would give every library the entitlements.
    if [ -n "$dry" ]; then
        sign "$app/Contents/(each library, then each framework)"
        sign --entitlements "$entitlements" "$app/Contents/MacOS/(each program)"
    else
        find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
            xargs -0 -n 20 codesign --force --timestamp --options runtime --sign "$identity"
        find "$app/Contents" -depth -type d -name '*.framework' -print0 |
            xargs -0 -n 1 codesign --force --timestamp --options runtime --sign "$identity"
        find "$app/Contents/MacOS" -type f -perm -100 -print0 |
            xargs -0 -n 1 codesign --force --timestamp --options runtime --entitlements "$entitlements" --sign "$identity"
    fi
    sign --entitlements "$entitlements" "$app"
    run codesign --verify --deep --strict "$app"
else
    echo "Not signed: MACOS_IDENTITY is not set. macOS will ask whoever opens it." >&2
fi
if [ -n "$identity" ] && [ -n "$profile" ]; then
    # The app itself too: it stays notarised once it is out of its image, also without a network.
    zip=$top/dist/Porchlight-$version-$arch.zip
    run ditto -c -k --keepParent "$app" "$zip"
    notarise "$zip"
    run xcrun stapler staple "$app"
    run rm -f "$zip"
fi
run rm -f "$image"
run dmgbuild -s "$top/installers/macos/dmg_settings.py" -D "app=$app" Porchlight "$image"
if [ -n "$identity" ]; then
    run codesign --force --timestamp --sign "$identity" "$image"
    if [ -n "$profile" ]; then
        notarise "$image"
        run xcrun stapler staple "$image"
        run spctl --assess --type open --context context:primary-signature "$image"
    fi
fi
echo "$image"
