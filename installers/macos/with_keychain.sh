#!/bin/sh
# Runs a command with the certificate and the notary's profile of a release in a keychain of its own, which is gone after.
#   sh installers/macos/with_keychain.sh COMMAND…
# CERTIFICATE, CERTIFICATE_PASSWORD                a Developer ID certificate with its key (.p12, base64)
# NOTARY_APPLE_ID, NOTARY_TEAM, NOTARY_PASSWORD    for Apple's notary
# Where one is empty, the command runs without what it stands for.
set -eu
keychain=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/porchlight.keychain-db
file=$keychain.p12
forget() {
    rm -f "$file"
    security delete-keychain "$keychain" 2>/dev/null || true
}
if [ -z "${CERTIFICATE-}" ]; then
    exec "$@"
fi
trap forget EXIT
password=$(openssl rand -hex 32)
(umask 077 && printf %s "$CERTIFICATE" | base64 --decode >"$file")
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$file" -P "$CERTIFICATE_PASSWORD" -f pkcs12 -t cert -k "$keychain" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
MACOS_IDENTITY=$(security find-identity -v -p codesigning "$keychain" | sed -n 's/.*"\(Developer ID Application: .*\)"/\1/p' | head -n 1)
export MACOS_IDENTITY
if [ -n "${NOTARY_APPLE_ID-}" ]; then
    MACOS_NOTARY_PROFILE=porchlight
    export MACOS_NOTARY_PROFILE
    xcrun notarytool store-credentials "$MACOS_NOTARY_PROFILE" --apple-id "$NOTARY_APPLE_ID" \
        --team-id "$NOTARY_TEAM" --password "$NOTARY_PASSWORD" --keychain "$keychain"
fi
unset CERTIFICATE CERTIFICATE_PASSWORD NOTARY_PASSWORD
"$@"
