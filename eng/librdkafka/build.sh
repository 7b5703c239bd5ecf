#!/usr/bin/env bash
# Builds librdkafka, the client library under Confluent.Kafka, for machines whose package feed lacks librdkafka.redist.
#
#   build.sh FILE     builds it unless FILE is there, and prints FILE
#
# Takes the source from the mirror this machine's apt uses, as an ordinary user, and installs nothing. What it says goes to
# standard error. Exit code 3: something is missing; the text says what, and what to do instead.
set -euo pipefail

say() { printf 'sendflowr: %s\n' "$*" >&2; }

remedies='Instead, you can install librdkafka 2.14 or later and set SENDFLOWR_LIBRDKAFKA to the path of its librdkafka.so.1,
or use a NuGet feed that has the package librdkafka.redist (then delete the folder artifacts/absent and build again).
Everything that does not talk to Kafka works without it.'

cannot() {
    say "librdkafka, which is needed to talk to Kafka, is not on this machine and cannot be built: $*"
    printf '%s\n' "$remedies" >&2
    exit 3
}

file=${1:?the file to build}
folder=$(dirname -- "$file")
suite=${SENDFLOWR_DEBIAN_SUITE:-forky}

[ ! -s "$file" ] || { printf '%s\n' "$file"; exit 0; }
mkdir -p -- "$folder" || cannot "the folder $folder cannot be made."
exec 8>"$folder/lock"
if command -v flock >/dev/null && ! flock -n 8; then
    say "another process is building librdkafka; waiting for it."
    flock 8
fi
[ ! -s "$file" ] || { printf '%s\n' "$file"; exit 0; }

# ---- what it takes ------------------------------------------------------------------------------------------------

check_tools() {
    local tool missing=''
    for tool in gcc make python3 tar xz; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    for header in openssl/ssl.h zlib.h; do
        printf '#include <%s>\n' "$header" | gcc -E - >/dev/null 2>&1 || missing="$missing $header"
    done
    [ -z "$missing" ] || cannot "missing:$missing. On Debian: apt-get install gcc make python3 xz-utils libssl-dev zlib1g-dev"
    for tool in apt-get dpkg-deb; do
        command -v "$tool" >/dev/null || cannot "this is no Debian system ('$tool' is missing)."
    done
}

# The mirror that apt uses for Debian itself: the first address that ends in /debian.
find_mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}//p' | tr ' ' '\n' | grep -E '^[a-z+]+:/.*/debian/?$' | head -n 1
}

# A state of apt's own, so that nothing of the system is touched and no root is needed. What it says is shown when it fails: hooks
# that a system has for its own state may grumble.
private_apt() {
    local tool=$1
    shift
    "$tool" -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State="$work/state" \
        -o Dir::State::lists="$work/lists" -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$work/cache" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User="" -o Acquire::Languages=none "$@" >"$work/log" 2>&1
}

apt_cannot() {
    tail -n 10 -- "$work/log" >&2
    cannot "$*. What apt says is above."
}

fetch_sources() {
    local mirror release by='' keys=/usr/share/keyrings/debian-archive-keyring.gpg
    mirror=$(find_mirror) || true
    [ -n "$mirror" ] || cannot "apt has no Debian mirror in /etc/apt/sources.list or sources.list.d."
    release=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-stable}")
    mkdir -p "$work/state" "$work/lists/partial" "$work/cache/archives/partial"
    [ ! -f "$keys" ] || by="[signed-by=$keys] "
    printf 'deb %s%s %s main\ndeb-src %s%s %s main\n' "$by" "$mirror" "$release" "$by" "$mirror" "$suite" >"$work/sources.list"
    private_apt apt-get update || apt_cannot "the mirror $mirror does not answer"
    private_apt apt-get source --download-only librdkafka || apt_cannot "the mirror $mirror has no source of librdkafka in '$suite'"
    private_apt apt-get download libzstd-dev || apt_cannot "the mirror $mirror has no libzstd-dev in '$release'"
}

# The archive as its authors made it: Debian's patches replace parts that the build brings along.
compile() {
    local archive
    mkdir source zstd && tar -xf librdkafka_*.orig.tar.* -C source --strip-components=1 && dpkg-deb -x libzstd-dev_*.deb zstd || return 1
    archive=$(find "$work/zstd" -name libzstd.a | head -n 1)
    (
        cd source &&
            STATIC_LIB_libzstd=$archive CFLAGS="-I$work/zstd/usr/include" CPPFLAGS="-I$work/zstd/usr/include" \
                ./configure --disable-gssapi --disable-curl --disable-lz4-ext &&
            make -j "$(getconf _NPROCESSORS_ONLN)" -C src &&
            strip --strip-unneeded src/librdkafka.so.1
    ) >"$work/log" 2>&1 && cp "source/src/librdkafka.so.1" "$file.$$" && mv -f -- "$file.$$" "$file"
}

check_tools
work=$(mktemp -d "${TMPDIR:-/tmp}/sendflowr-librdkafka-XXXXXX")
trap 'rm -rf -- "$work"; rm -f -- "$file.$$"' EXIT
trap 'exit 130' INT TERM
cd -- "$work"
say "building librdkafka from Debian's source, once, because the NuGet feed has no librdkafka.redist; takes about a minute ..."
SECONDS=0
fetch_sources
compile || {
    tail -n 30 -- "$work/log" >&2 || true
    cannot "the compiler failed; the end of what it said is above."
}
say "built $file in $SECONDS s."
printf '%s\n' "$file"
