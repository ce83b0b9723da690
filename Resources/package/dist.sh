#!/bin/sh
# Makes the tarball: dist.sh PROGRAM OUTPUT. It unpacks to bin and share, to be put below any prefix, and says what it needs.
set -eu
program=$1 output=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$("$program" --version | cut -d ' ' -f 2)
name=udpeek-$version-linux-$(uname -m)
sh "$here/stage.sh" "$program" "$work" "/$name"
sed -i "s|/$name/bin/udpeek|/usr/local/bin/udpeek|" "$work/$name/lib/systemd/system/udpeek.service"
for document in "$here"/../../CHANGELOG.md "$here"/../../LICENSE "$here"/NOTICE; do
  install -m 644 "$document" "$work/$name/share/doc/udpeek/"
done
glibc=$(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | cut -d _ -f 2 | sort -uV | tail -n 1)
cat >"$work/$name/INSTALL" <<INSTALL
udpeek $version for Linux on $(uname -m), with glibc $glibc or later and these libraries:

$(objdump -p "$program" | sed -n 's/^ *NEEDED *\(lib.*\)/  \1/p' | sort)

It runs from here: bin/udpeek. To install it: cp -r bin lib share /usr/local
INSTALL
chmod 644 "$work/$name/INSTALL"
mkdir -p "$output"
tar -C "$work" --owner=0 --group=0 --numeric-owner --sort=name -czf "$output/$name.tar.gz" "$name"
echo "$output/$name.tar.gz: needs glibc $glibc or later"
