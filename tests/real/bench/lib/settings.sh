# Sourced by the bench's shell programs: where things lie, how a kind is read, how a program gives up.
# CRIADM_BENCH_WORK    images, snapshots and running nodes (default: bench/ in the cache of tests/real)
# CRIADM_BENCH_MIRROR  the Debian mirror (default: the one that apt uses here)
set -eu
bench=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
: "${CRIADM_BENCH_WORK:=${CRIADM_TEST_CACHE:-$HOME/.cache/criadm-tests}/bench}"
: "${CRIADM_BENCH_MIRROR:=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -E '/debian/?$' | head -1)}"
: "${CRIADM_BENCH_MIRROR:=http://deb.debian.org/debian}"

give_up() {
    echo "${0##*/}: $*" >&2
    exit 2
}

need() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || give_up "missing program: $program (run tests/real/install-requirements)"
    done
}

# read_kind NAME: sets SUITE, INIT, PACKAGES, CMDLINE and defines set_up, which gets the root directory.
read_kind() {
    [ -f "$bench/kinds/$1" ] || give_up "no kind $1; there are: $(ls "$bench/kinds" | tr '\n' ' ')"
    KIND=$1 SUITE='' INIT=systemd PACKAGES='' CMDLINE=''
    set_up() { :; }
    . "$bench/kinds/$1"
}
