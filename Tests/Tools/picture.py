#!/usr/bin/env python3
"""Draws a terminal screen as SVG: picture.py OUTPUT < SCREEN

SCREEN is what `tmux capture-pane -e -p` prints. `make picture` runs the program and pipes its screen here.
"""

import re
import sys
import unicodedata
from xml.sax.saxutils import escape

CELL, LINE, MARGIN = 9, 20, 14
BACK, FORE = "#1d2021", "#d5c4a1"
COLOURS = ["#665c54", "#fb4934", "#b8bb26", "#fabd2f", "#83a598", "#d3869b", "#8ec07c", "#ebdbb2"]


def width(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Style:
    def __init__(self):
        self.reset()

    def reset(self):
        self.colour, self.bold, self.dim, self.reverse, self.underline = FORE, False, False, False, False

    def apply(self, codes):
        for code in codes:
            if code == 0:
                self.reset()
            elif code == 1:
                self.bold = True
            elif code == 2:
                self.dim = True
            elif code == 4:
                self.underline = True
            elif code == 7:
                self.reverse = True
            elif code in (22, 24, 27):
                self.bold, self.dim = (False, False) if code == 22 else (self.bold, self.dim)
                self.underline = self.underline and code != 24
                self.reverse = self.reverse and code != 27
            elif code == 39:
                self.colour = FORE
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.colour = COLOURS[code % 10]

    def key(self):
        return self.colour, self.bold, self.dim, self.reverse, self.underline


def runs(line):
    """Words of equal style and equal character width, each at its column: (column, columns, text, style)."""
    style, column, out = Style(), 0, []
    for part in re.split(r"(\x1b\[[0-9;]*m|\x0e|\x0f)", line):
        if part.startswith("\x1b["):
            style.apply([int(code or 0) for code in part[2:-1].split(";")])
            continue
        for character in part:
            wide = width(character)
            kind = (style.key(), wide, character == " ")
            if out and out[-1][4] == kind and wide != 0 or out and wide == 0:
                out[-1][1] += wide
                out[-1][2] += character
            else:
                out.append([column, wide, character, style.key(), kind])
            column += wide
    return out


def drawn(lines):
    columns = max(sum(width(c) for c in re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
    wide, high = columns * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
    yield f'<rect width="{wide}" height="{high}" rx="8" fill="{BACK}"/>'
    yield '<g font-family="ui-monospace, DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace" font-size="15" xml:space="preserve">'
    for row, line in enumerate(lines):
        for column, span, text, (colour, bold, dim, reverse, underline), _ in runs(line):
            x, y = MARGIN + column * CELL, MARGIN + row * LINE
            if reverse:
                yield f'<rect x="{x}" y="{y}" width="{span * CELL}" height="{LINE}" fill="{colour}"/>'
            if not text.strip():
                continue
            traits = f' fill="{BACK if reverse else colour}"'
            traits += ' font-weight="bold"' if bold else ""
            traits += ' opacity="0.6"' if dim and not reverse else ""
            traits += ' text-decoration="underline"' if underline else ""
            yield f'<text x="{x}" y="{y + 15}" textLength="{span * CELL}"{traits}>{escape(text)}</text>'
    yield "</g></svg>"


def main():
    lines = sys.stdin.read().rstrip("\n").split("\n")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("\n".join(drawn(lines)) + "\n")


main()
