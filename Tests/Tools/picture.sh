#!/bin/sh
# Draws the README's picture from the running program: picture.sh PROGRAM OUTPUT. The demo's peers write on loopback; a row
# of the Chinese one is chosen, and an answer is typed.
set -eu
program=$(realpath "$1") output=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
terminal() { tmux -u -S "$work/tmux" -f /dev/null "$@"; }
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$work"' EXIT

# Waits until the screen shows what the pattern says.
await() {
  for _ in $(seq 200); do
    terminal capture-pane -p >"$work/screen"
    if grep -q -e "$1" "$work/screen"; then return; fi
    sleep 0.1
  done
  echo "the screen never showed: $1" >&2
  cat "$work/screen" >&2
  exit 1
}

terminal start-server \; set -g default-terminal screen-256color \; set -g status off \; \
  new-session -d -x 120 -y 30 -e HOME="$work" -e XDG_STATE_HOME="$work" -e LC_ALL=C.UTF-8 -e TZ=UTC "$program" demo --utf8
await 'recv [0-9]*[1-9][0-9][0-9] '
terminal send-keys -l '/text 温度'
await '/ *text 温度\|> text 温度'
terminal send-keys Enter
await '温度'
terminal send-keys Up
terminal send-keys -l r
await 'reply to'
terminal send-keys -l '服务端收到信息啦!'
await '收到信息啦'
terminal capture-pane -e -p | python3 "$here/picture.py" "$output"
