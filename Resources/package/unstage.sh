#!/bin/sh
# Removes what stage.sh laid out: unstage.sh ROOT PREFIX. Other people's files and folders stay.
set -eu
root=$1 prefix=$2
here=$(cd "$(dirname "$0")/.." && pwd)
share=$root$prefix/share
documents=$share/doc/udpeek
rm -f "$root$prefix/bin/udpeek" "$share/bash-completion/completions/udpeek" "$share/zsh/site-functions/_udpeek" \
  "$share/fish/vendor_completions.d/udpeek.fish" "$root$prefix/lib/systemd/system/udpeek.service" "$documents/examples/config.toml" \
  "$share/man/man1/udpeek.1" "$share"/man/man1/udpeek-*.1 "$share"/man/man5/udpeek-*.5
rm -f "$share/udpeek/udpeek.schema.json"
rmdir "$share/udpeek" 2>/dev/null || true
rm -f "$documents/README.md" "$documents/README.zh-CN.md" "$documents/SECURITY.md" "$documents/screen.svg"
for page in "$here"/docs/*.md; do rm -f "$documents/docs/$(basename "$page")"; done
for folder in "$documents/examples" "$documents/docs" "$documents"; do rmdir "$folder" 2>/dev/null || true; done
