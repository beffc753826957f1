#!/bin/sh
# Makes sure that the given Python can make virtual environments (Debian keeps that in a package of its own).
set -eu
python=$1
"$python" -c 'import ensurepip, venv' 2>/dev/null && exit 0
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
. "$(dirname "$0")/packages.sh"
install_packages "python$version-venv"
