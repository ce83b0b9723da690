#!/bin/sh
# Installs what is missing, with the system's package manager. `build`: the headers of ncurses. `tests`: the programs
# that the tests use. Says what it does, and does nothing where nothing is missing.
set -eu

missing=
case "${1:-build}" in
  build)
    for header in /usr/include/curses.h /usr/include/ncursesw/curses.h; do [ -e "$header" ] && found=yes; done
    [ "${found:-no}" = yes ] || missing=ncurses
    ;;
  tests)
    command -v python3 >/dev/null || missing="$missing python3"
    command -v tmux >/dev/null || missing="$missing tmux"
    PATH="$PATH:/usr/sbin:/sbin" command -v ip >/dev/null || missing="$missing iproute2"
    ;;
esac
[ -n "$missing" ] || exit 0

elevated=
[ "$(id -u)" = 0 ] || elevated=sudo
echo "installing:$missing" | sed 's/:\([^ ]\)/: \1/'
if command -v apt-get >/dev/null; then
  packages=$(echo "$missing" | sed 's/ncurses/libncurses-dev/')
  $elevated apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $elevated apt-get install -y -qq --no-install-recommends $packages
elif command -v dnf >/dev/null; then
  $elevated dnf install -y $(echo "$missing" | sed 's/ncurses/ncurses-devel/')
else
  echo "no apt-get or dnf here; install by hand:$missing (ncurses means the development files of ncursesw)" >&2
  exit 1
fi
