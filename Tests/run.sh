#!/bin/sh
# Runs the tests by the command that follows, and lists at the end what failed: in the middle of thousands of lines nobody
# would find it.
#
#     run.sh swift test --disable-xctest
set -u
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
{
  "$@" 2>&1
  echo $? >"$log/status"
} | tee "$log/output"
status=$(cat "$log/status")
if [ "$status" -ne 0 ]; then
  printf '\nWhat failed:\n'
  grep -E -A12 '^✘ .* recorded an issue|^[^◇].*: error: ' "$log/output" | grep -E '^✘ .*recorded|^↳|^  |^[^◇✔]*: error: ' |
    tail -n 60
fi
exit "$status"
