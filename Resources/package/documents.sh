#!/bin/sh
# Copies the documents for users into a folder: documents.sh FOLDER. There the pages of Resources/docs are below docs, and
# their links and the README's follow them. Links to documents for developers, which stay with the sources, are left out.
set -eu
folder=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp)
trap 'rm -f "$copy"' EXIT

for page in README.md README.zh-CN.md SECURITY.md; do
  sed 's|(Resources/|(|g; /(ARCHITECTURE\.md)/d' "$root/$page" >"$copy"
  install -D -m 644 "$copy" "$folder/$page"
done
for page in "$root"/Resources/docs/*.md; do
  sed 's|(\.\./\.\./|(../|g; s|(\.\./schema/|(../../../udpeek/|g' "$page" >"$copy"
  install -D -m 644 "$copy" "$folder/docs/$(basename "$page")"
done
install -D -m 644 "$root/Resources/screen.svg" "$folder/screen.svg"
