#!/bin/sh
# Lays an installation out: stage.sh PROGRAM ROOT PREFIX. ROOT may be empty: the system itself. Completions and the sample
# configuration are what the program prints, so that there is no second copy of them.
set -eu
program=$1 root=$2 prefix=$3
here=$(cd "$(dirname "$0")/.." && pwd)
share=$root$prefix/share
scripts=$(mktemp -d)
trap 'rm -rf "$scripts"' EXIT

for shell in bash zsh fish; do "$program" --generate-completion-script "$shell" >"$scripts/$shell"; done

sed -i '1{/^#!/d}' "$scripts/bash"
env -i HOME=/nonexistent LC_ALL=C.UTF-8 "$program" config | sed 's|/nonexistent/|~/|' >"$scripts/config"

# systemd reads units of packages below /usr and of administrators below /usr/local.
sed "s|/usr/bin/udpeek|$prefix/bin/udpeek|" "$here/package/udpeek.service" >"$scripts/service"

install -D -m 755 "$program" "$root$prefix/bin/udpeek"
install -D -m 644 "$scripts/service" "$root$prefix/lib/systemd/system/udpeek.service"
install -D -m 644 "$scripts/bash" "$share/bash-completion/completions/udpeek"
install -D -m 644 "$scripts/zsh" "$share/zsh/site-functions/_udpeek"
install -D -m 644 "$scripts/fish" "$share/fish/vendor_completions.d/udpeek.fish"
install -D -m 644 "$scripts/config" "$share/doc/udpeek/examples/config.toml"
for page in "$here"/man/*.1; do install -D -m 644 "$page" "$share/man/man1/$(basename "$page")"; done
for page in "$here"/man/*.5; do install -D -m 644 "$page" "$share/man/man5/$(basename "$page")"; done
install -D -m 644 "$here/schema/udpeek.schema.json" "$share/udpeek/udpeek.schema.json"
sh "$here/package/documents.sh" "$share/doc/udpeek"
