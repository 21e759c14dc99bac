# Sourced by the other scripts: makes sure that the programs they need are there.

# The first start of .NET prints a page, and makes a certificate that nothing here needs.
export DOTNET_NOLOGO=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# The interpreter that Menace itself would take: the first python3 on PATH, then /usr/bin/python3, that is 3.9 or newer and imports pytest.
find_python() {
    local candidate
    for candidate in $(type -aP python3 || true) /usr/bin/python3; do
        if "$candidate" -c 'import sys, pytest; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

missing_packages() {
    command -v python3 >/dev/null || printf 'python3 '
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || printf 'python3-venv '
    find_python >/dev/null || printf 'python3-pytest '
    command -v bats >/dev/null || printf 'bats '
    command -v jq >/dev/null || printf 'jq '
    [ "${1:-}" = tests ] || return 0
    # The tests of deployable files ask a YAML parser and systemd what they think of them.
    /usr/bin/python3 -c 'import yaml' >/dev/null 2>&1 || printf 'python3-yaml '
    command -v systemd-analyze >/dev/null || printf 'systemd '
    # A test looks at the system calls of a build: without a source of research it uses no network.
    command -v strace >/dev/null || printf 'strace '
    # The page of the menace command calls its services as people do.
    command -v curl >/dev/null || printf 'curl '
    command -v openssl >/dev/null || printf 'openssl '
    # The tests sign commits, and push to an SSH server of their own.
    command -v gpg >/dev/null || printf 'gnupg '
    [ -x /usr/sbin/sshd ] || printf 'openssh-server '
    # The tests start a database and a broker of their own from the programs of these packages.
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || printf 'postgresql-15 '
    compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' >/dev/null || printf 'rabbitmq-server '
}

# Installs packages without starting the services that come with them: the tests start their own, on other ports.
install_packages() (
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >/dev/null
)

# The tests ask shellcheck about generated scripts. It is kept apart: on PATH, builds would lint with it, which other tests do not expect.
export MENACE_SHELLCHECK=${MENACE_SHELLCHECK:-$(command -v shellcheck || printf '%s' "$HOME/.cache/menace-tests/shellcheck")}

install_shellcheck() (
    [ -x "$MENACE_SHELLCHECK" ] && exit
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    chmod 755 "$folder"
    cd "$folder" && { apt-get download -qq shellcheck || { apt-get update -qq && apt-get download -qq shellcheck; }; } >/dev/null 2>&1 &&
        dpkg -x shellcheck_*.deb . && mkdir -p "$(dirname "$MENACE_SHELLCHECK")" && cp usr/bin/shellcheck "$MENACE_SHELLCHECK"
)

# Installs what is missing where that is possible (root on Debian), else says what to install. With "tests": also what only tests need.
need_tools() {
    command -v dotnet >/dev/null || fail "dotnet is missing. Install the .NET 10 SDK (https://dotnet.microsoft.com/download)."
    command -v git >/dev/null || fail "git is missing. Install it with your package manager, for example: apt-get install git"
    if [ "${1:-}" = tests ]; then
        install_shellcheck || fail "shellcheck is missing. Install it, or name it by the variable MENACE_SHELLCHECK."
    fi
    local packages
    packages=$(missing_packages "${1:-}")
    [ -z "$packages" ] && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing $packages"
        export DEBIAN_FRONTEND=noninteractive
        install_packages $packages || fail "apt-get could not install: $packages"
        packages=$(missing_packages "${1:-}")
        [ -z "$packages" ] && return 0
    fi
    fail "missing: $packages. Install with: sudo apt-get install $packages (elsewhere: python 3.9 or newer with pytest and venv, bats-core and jq)"
}
