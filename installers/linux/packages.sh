# Sourced by the other scripts: installs Debian packages where it may, else says which command to run.

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Please install with your system's package manager: $*" >&2
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        echo "Please run: sudo apt-get install $*" >&2
        return 1
    fi
    echo "Installing $*"
    $sudo env DEBIAN_FRONTEND=noninteractive sh -c "
        apt-get -qq update && apt-get -qq -y --no-install-recommends install $*" >/dev/null </dev/null
}
