#!/bin/sh
# Removes what stage.sh laid out: unstage.sh ROOT PREFIX. Other people's files and folders stay.
set -eu
root=$1 prefix=$2
share=$root$prefix/share
rm -f "$root$prefix/bin/udpeek" "$share/bash-completion/completions/udpeek" "$share/zsh/site-functions/_udpeek" \
  "$share/fish/vendor_completions.d/udpeek.fish" "$share/doc/udpeek/examples/config.toml" \
  "$share/man/man1/udpeek.1" "$share"/man/man1/udpeek-*.1
for folder in udpeek/examples udpeek; do rmdir "$share/doc/$folder" 2>/dev/null || true; done
