#!/bin/sh
# Installs what is missing, with the system's package manager. `build`: the headers of ncurses, PCRE2, toml++, zlib and
# Zstandard.
# `tests`: the programs that the tests use (tcpdump brings libpcap, to which filters are compared). `torture`: what the
# long run of faults uses beside. Says what it does, and does nothing where nothing is missing. Debian's packages of
# servers would start services, now and at each boot: they are only unpacked, below .build, beside the libraries that they
# need. Redis needs no unpacking: its server is the program that redis-tools installs as redis-check-rdb.
set -eu

prometheus=$(dirname "$0")/../.build/prometheus
servers=$(dirname "$0")/../.build/servers
missing=
packages=

# Whether a server is installed or unpacked.
has() { for place in "" "$servers"; do for file in "$place"$1; do [ -x "$file" ] && return 0; done; done; return 1; }

# Unpacks packages into a folder, and adds the libraries that they need to $packages. The compiler that PostgreSQL can use
# for queries is left out: a hundred megabytes.
unpack() {
  folder=$1
  shift
  rm -rf "$folder" && mkdir -p "$folder"
  (cd "$folder" && apt-get download -qq -o "APT::Sandbox::User=$(id -un)" "$@")
  for file in "$folder"/*.deb; do
    packages="$packages $(dpkg-deb -f "$file" Depends | tr , '\n' | sed 's/^ *//; s/[ :].*//' |
      grep -E '^(lib|zlib)' | grep -vE '^lib(llvm|js-)' | tr '\n' ' ')"
    dpkg-deb -x "$file" "$folder"
    rm "$file"
  done
}

case "${1:-build}" in
  build)
    for header in /usr/include/curses.h /usr/include/ncursesw/curses.h; do [ -e "$header" ] && found=yes; done
    [ "${found:-no}" = yes ] || missing=ncurses
    [ -e /usr/include/pcre2.h ] || missing="$missing pcre2"
    [ -e /usr/include/toml++/toml.h ] || missing="$missing tomlplusplus"
    [ -e /usr/include/zlib.h ] || missing="$missing zlib"
    [ -e /usr/include/zstd.h ] || missing="$missing zstd"
    ;;
  tests)
    command -v python3 >/dev/null || missing="$missing python3"
    command -v tmux >/dev/null || missing="$missing tmux"
    PATH="$PATH:/usr/sbin:/sbin" command -v ip >/dev/null || missing="$missing iproute2"
    PATH="$PATH:/usr/sbin:/sbin" command -v tcpdump >/dev/null || missing="$missing tcpdump"
    PATH="$PATH:/usr/sbin:/sbin" command -v nft >/dev/null || missing="$missing nftables"
    PATH="$PATH:/usr/sbin:/sbin" command -v setcap >/dev/null || missing="$missing libcap"
    command -v strace >/dev/null || missing="$missing strace"
    command -v socat >/dev/null || missing="$missing socat"
    command -v tshark >/dev/null || missing="$missing tshark"
    for program in jq mandoc groff zsh fish; do command -v $program >/dev/null || missing="$missing $program"; done
    command -v dpkg-shlibdeps >/dev/null || missing="$missing dpkg-dev"
    PYTHONPATH=/usr/lib/python3/dist-packages python3 -c 'import dpkt' 2>/dev/null || missing="$missing dpkt"
    command -v promtool >/dev/null || [ -x "$prometheus/usr/bin/promtool" ] || missing="$missing prometheus"
    PYTHONPATH=/usr/lib/python3/dist-packages python3 -c 'import jsonschema' 2>/dev/null || missing="$missing jsonschema"
    command -v redis-check-rdb >/dev/null || missing="$missing redis-tools"
    command -v mosquitto_pub >/dev/null || missing="$missing mosquitto-clients"
    command -v psql >/dev/null || missing="$missing postgresql-client"
    command -v kcat >/dev/null || missing="$missing kcat"
    command -v ssh-keygen >/dev/null || missing="$missing openssh-client"
    has /usr/sbin/sshd || missing="$missing openssh-server"
    has /usr/sbin/mosquitto || missing="$missing mosquitto"
    has /usr/sbin/rsyslogd || missing="$missing rsyslog"
    has '/usr/lib/postgresql/*/bin/postgres' || has /usr/bin/postgres || missing="$missing postgresql"
    ;;
  torture)
    [ -e /usr/share/i18n/charmaps/GB18030.gz ] || [ -e /usr/share/i18n/charmaps/GB18030 ] || missing="$missing locales"
    ;;
esac
[ -n "$missing" ] || exit 0

elevated=
[ "$(id -u)" = 0 ] || elevated=sudo
echo "installing:$missing" | sed 's/:\([^ ]\)/: \1/'
if command -v apt-get >/dev/null; then
  $elevated apt-get update -qq
  unpacked=
  for name in $missing; do
    case $name in
      prometheus) unpack "$prometheus" prometheus ;;
      mosquitto | rsyslog | openssh-server) unpacked="$unpacked $name" ;;
      postgresql)
        # The version is that of the distribution.
        unpacked="$unpacked $(apt-cache depends postgresql | sed -n 's/.*Depends: \(postgresql-[0-9]*\)$/\1/p')"
        ;;
      *)
        packages="$packages $(echo "$name" | sed 's/^ncurses/libncurses-dev/; s/^pcre2/libpcre2-dev/; s/^tomlplusplus/libtomlplusplus-dev/; s/^zlib/zlib1g-dev/; s/^zstd/libzstd-dev/; s/^libcap/libcap2-bin/; s/^groff/groff-base/; s/^dpkt/python3-dpkt/; s/^jsonschema/python3-jsonschema/')"
        ;;
    esac
  done
  [ -z "$unpacked" ] || unpack "$servers" $unpacked
  [ -z "$(echo $packages)" ] ||
    DEBIAN_FRONTEND=noninteractive $elevated apt-get install -y -qq --no-install-recommends $packages
elif command -v dnf >/dev/null; then
  $elevated dnf install -y $(echo "$missing" | sed 's/ncurses/ncurses-devel/; s/pcre2/pcre2-devel/; s/tomlplusplus/tomlplusplus-devel/; s/zlib/zlib-devel/; s/zstd/libzstd-devel/; s/tshark/wireshark-cli/; s/locales/glibc-locale-source/; s/dpkt/python3-dpkt/; s/jsonschema/python3-jsonschema/; s/redis-tools/redis/; s/mosquitto-clients/mosquitto/; s/postgresql-client/postgresql/; s/postgresql$/postgresql-server/; s/openssh-client/openssh-clients/; s/prometheus/golang-github-prometheus/')
else
  echo "no apt-get or dnf here; install by hand:$missing (ncurses, pcre2, tomlplusplus, zlib and zstd mean the development files of ncursesw, PCRE2, toml++, zlib and Zstandard)" >&2
  exit 1
fi
