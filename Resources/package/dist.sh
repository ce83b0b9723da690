#!/bin/sh
# Makes the tarball: dist.sh PROGRAM OUTPUT. It unpacks to bin and share, to be put below any prefix.
set -eu
program=$1 output=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
name=udpeek-$("$program" --version | cut -d ' ' -f 2)-linux-$(uname -m)
sh "$here/stage.sh" "$program" "$work" "/$name"
for document in README.md README.zh-CN.md CHANGELOG.md SECURITY.md LICENSE; do
  install -m 644 "$here/../../$document" "$work/$name/share/doc/udpeek/"
done
mkdir -p "$output"
tar -C "$work" --owner=0 --group=0 --numeric-owner --sort=name -czf "$output/$name.tar.gz" "$name"
echo "$output/$name.tar.gz"
