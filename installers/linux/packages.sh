# Sourced by the other scripts: installs Debian packages where it may, else says which command to run.

# Sets $sudo to what makes a command root's; fails where nothing does without asking.
become_root() {
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        return 1
    fi
}

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Please install with your system's package manager: $*" >&2
        return 1
    fi
    become_root || {
        echo "Please run: sudo apt-get install $*" >&2
        return 1
    }
    echo "Installing $*"
    $sudo env DEBIAN_FRONTEND=noninteractive sh -c "
        apt-get -qq update && apt-get -qq -y --no-install-recommends install $*" >/dev/null </dev/null
}

# These services are not to begin when their packages are installed, nor at the next start of this computer.
mask_services() {
    [ -d /etc/systemd/system ] && become_root || return 0
    for service in "$@"; do
        [ -e "/etc/systemd/system/$service.service" ] || $sudo ln -s /dev/null "/etc/systemd/system/$service.service"
    done
}
