#!/bin/sh
# Installs what is missing, with the system's package manager. `build`: the headers of ncurses, PCRE2, toml++, zlib and
# Zstandard.
# `tests`: the programs that the tests use (tcpdump brings libpcap, to which filters are compared). `torture`: what the
# long run of faults uses beside. Says what it does, and does nothing where nothing is missing. Debian's package of
# Prometheus would start a service, now and at each boot: it is only unpacked, below .build.
set -eu

prometheus=$(dirname "$0")/../.build/prometheus
missing=
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
  packages=$(echo "$missing" | sed 's/ncurses/libncurses-dev/; s/pcre2/libpcre2-dev/; s/tomlplusplus/libtomlplusplus-dev/; s/zlib/zlib1g-dev/; s/zstd/libzstd-dev/; s/libcap/libcap2-bin/; s/groff/groff-base/; s/dpkt/python3-dpkt/')
  $elevated apt-get update -qq
  case " $packages " in *" prometheus "*)
    rm -rf "$prometheus" && mkdir -p "$prometheus"
    (cd "$prometheus" && apt-get download -qq -o "APT::Sandbox::User=$(id -un)" prometheus &&
      dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb)
    packages=$(echo "$packages" | sed 's/prometheus//')
    ;;
  esac
  [ -z "$(echo $packages)" ] ||
    DEBIAN_FRONTEND=noninteractive $elevated apt-get install -y -qq --no-install-recommends $packages
elif command -v dnf >/dev/null; then
  $elevated dnf install -y $(echo "$missing" | sed 's/ncurses/ncurses-devel/; s/pcre2/pcre2-devel/; s/tomlplusplus/tomlplusplus-devel/; s/zlib/zlib-devel/; s/zstd/libzstd-devel/; s/tshark/wireshark-cli/; s/locales/glibc-locale-source/; s/dpkt/python3-dpkt/; s/prometheus/golang-github-prometheus/')
else
  echo "no apt-get or dnf here; install by hand:$missing (ncurses, pcre2, tomlplusplus, zlib and zstd mean the development files of ncursesw, PCRE2, toml++, zlib and Zstandard)" >&2
  exit 1
fi
