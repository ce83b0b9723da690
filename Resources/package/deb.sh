#!/bin/sh
# Makes the Debian package: deb.sh PROGRAM OUTPUT. Dependencies are those of the libraries that the program names.
set -eu
program=$1 output=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$("$program" --version | cut -d ' ' -f 2)
architecture=$(dpkg --print-architecture)
root=$work/root
documents=$root/usr/share/doc/udpeek
maintainer='The udpeek developers <udpeek@localhost.invalid>'

sh "$here/stage.sh" "$program" "$root" /usr
# Debian keeps zsh's completions of packages elsewhere than administrators' (zsh(1), "vendor-completions").
mkdir -p "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_udpeek" "$root/usr/share/zsh/vendor-completions/"
rmdir "$root/usr/share/zsh/site-functions"
gzip -9n "$root"/usr/share/man/man1/*.1 "$root"/usr/share/man/man5/*.5
{
  printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: udpeek\n\n'
  printf 'Files: *\n%s\nLicense: Expat\n' "$(grep '^Copyright' "$here/../../LICENSE" | sed 's/ (c)/:/')"
  sed '1,/^Copyright/d; s/^$/./; s/^/ /' "$here/../../LICENSE" | sed '1{/^ \.$/d}'
  printf 'Comment:\n'
  sed 's/^$/./; s/^/ /' "$here/NOTICE"
} >"$documents/copyright"
chmod 644 "$documents/copyright"
# The newest version's changes, as Debian writes them (deb-changelog(5)).
{
  printf 'udpeek (%s) unstable; urgency=medium\n\n' "$version"
  sed "1,/^## $version /d" "$here/../../CHANGELOG.md" | sed '/^## /,$d; /^- /!{/^  /!d}; s/^- /* /; s/^/  /' |
    fmt -t -w 78
  day=$(sed -n "s/^## $version (\(.*\))$/\1/p" "$here/../../CHANGELOG.md")
  printf '\n -- %s  %s\n' "$maintainer" "$(LC_ALL=C date -u -R -d "$day")"
} | gzip -9n >"$documents/changelog.gz"
chmod 644 "$documents/changelog.gz"

mkdir -p "$work/debian" "$root/DEBIAN"
printf 'Source: udpeek\n\nPackage: udpeek\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/udpeek" | sed -n 's/^shlibs:Depends=//p')
[ -n "$libraries" ] || { echo "dpkg-shlibdeps found no library of $program" >&2; exit 1; }
cat >"$root/DEBIAN/control" <<CONTROL
Package: udpeek
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Section: net
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: $libraries
Description: UDP workbench for the terminal
 udpeek binds UDP ports and shows every datagram as it arrives, decoded in its
 sender's encoding (GBK, UTF-8, Big5, Shift-JIS and others). It filters by
 address, port or text, replies through the same socket, records to pcapng
 without root, and reports every datagram that was lost. It also listens and
 sends without a screen.
CONTROL
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -type d -exec chmod 755 {} +
mkdir -p "$output"
dpkg-deb --root-owner-group --build "$root" "$output/udpeek_${version}_$architecture.deb"
