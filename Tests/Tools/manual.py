#!/usr/bin/env python3
"""Writes the manual pages: manual.py PROGRAM OUTPUT

Synopses, options and commands come from the program's own definitions, keys and filter words from `udpeek keys`, so that
the manual says what the program does. What no definition tells (endpoints, files, endings, examples) is written by hand
in Resources/man/udpeek.mdoc, the date stands in CHANGELOG.md. Pages are mdoc(7).
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import textwrap

PROJECT = pathlib.Path(__file__).resolve().parents[2]
HIDDEN = {"help"}


def said(program, *arguments):
    """What the program prints where nothing is configured, in English."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    return subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=True).stdout


def date():
    """The day of the newest version."""
    newest = re.search(r"^## \S+ \((\S+)\)$", (PROJECT / "CHANGELOG.md").read_text(), re.MULTILINE)
    return datetime.date.fromisoformat(newest[1]).strftime("%B %-d, %Y")


def escaped(text):
    """Text as mdoc takes it: backslashes, hyphens of options, characters beyond ASCII, no line that begins as a macro."""
    text = text.replace("\\", "\\e")
    text = re.sub(r"(?<![A-Za-z0-9])(--?)(?=[A-Za-z])", lambda match: match[1].replace("-", "\\-"), text)
    text = "".join(c if ord(c) < 0x80 else "\\[u%04X]" % ord(c) for c in text)
    return "\\&" + text if text[:1] in ".'" else text


def word(text):
    """A word in a macro's line: never taken for a macro itself, quotes and blanks kept."""
    text = escaped(text).replace('"', '""')
    return f'"{text}"' if " " in text or '"' in text or not text else ("\\&" + text if len(text) <= 2 else text)


def sentences(text):
    """Paragraph text, a sentence a line, as mdoc wants it."""
    text = re.sub(r"\s+", " ", text.strip())
    lines = re.split(r"(?<=[a-z0-9)'][.:?!]) (?=[A-Z'])", text)
    return [escaped(part) for line in lines for part in textwrap.wrap(line, 66, break_long_words=False, break_on_hyphens=False)]


def paragraphs(text):
    """Prose and, after a line that ends in a colon, indented examples."""
    lines = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        prose = []
        rest = block.split("\n")
        while rest and not rest[0].startswith("  "):
            prose.append(rest.pop(0))
        if lines:
            lines.append(".Pp")
        lines += sentences("\n".join(prose))
        if rest:
            lines += [".Bd -literal -offset indent"] + [escaped(line[2:]) for line in rest] + [".Ed"]
    return lines


def split_examples(discussion):
    """The discussion without its examples, and the examples."""
    head, _, examples = (discussion or "").partition("Examples:\n")
    return head, [line[2:] for line in examples.split("\n") if line.strip()]


def flags(argument):
    """`Fl f Ar expr , Fl \\-filter Ar expr`, short names first."""
    value = "" if argument["kind"] == "flag" else " Ar " + word(argument["valueName"])
    names = sorted(argument["names"], key=lambda name: name["kind"] != "short")
    parts = ["Fl " + (name["name"] if name["kind"] == "short" else "\\-" + escaped(name["name"])) + value for name in names]
    return " , ".join(parts)


def synopsis(path, arguments):
    lines = [".Nm " + " ".join(path)]
    for argument in arguments:
        if argument["kind"] == "positional":
            name = "Ar " + word(argument["valueName"]) + (" ..." if argument["isRepeating"] else "")
        else:
            name = flags({**argument, "names": [argument["preferredName"]]})
        lines.append((".Op " if argument["isOptional"] else ".") + name)
    return lines


def described(arguments):
    lines = [".Bl -tag -width Ds"]
    for argument in arguments:
        if argument["kind"] == "positional":
            lines.append(".It Ar " + word(argument["valueName"]))
        else:
            lines.append(".It " + flags(argument))
        lines += sentences(argument.get("abstract") or "")
        if argument.get("defaultValue"):
            lines.append("The default is " + escaped(argument["defaultValue"]) + ".")
    return lines + [".El"]


def key_sections(program):
    """The keys and words of the screen, from the program: a list of names and texts for each heading."""
    sections = {}
    for line in said(program, "keys").split("\n"):
        if line and not line.startswith(" "):
            heading = sections.setdefault(line, [])
        elif line.strip():
            name, _, text = line.strip().partition("  ")
            heading.append((name.strip(), text.strip()))
    return sections


def listed(entries):
    lines = ['.Bl -tag -compact -width "PgUp Space"']
    for name, text in entries:
        lines += [".It " + word(name)] + sentences(text)
    return lines + [".El"]


def header(name, summary, version):
    return [
        f".Dd {date()}", f".Dt {name.upper()} 1", f".Os {version}", ".Sh NAME", f".Nm {name}",
        ".Nd " + escaped(summary.rstrip(".")[0].lower() + summary.rstrip(".")[1:]),
    ]


def hand_written(program):
    """The sections by hand; in them `@WORDS heading@` stands for that part of the keys, `@KEYS@` for what is left."""
    sections = key_sections(program)
    lines = []
    for line in (PROJECT / "Resources/man/udpeek.mdoc").read_text().rstrip("\n").split("\n"):
        if line.startswith("@WORDS "):
            lines += listed(sections.pop(line[len("@WORDS "):-1]))
        elif line == "@KEYS@":
            for heading, entries in sections.items():
                lines += [".Ss " + escaped(heading)] + listed(entries)
        else:
            lines.append(line)
    return lines


def main_page(root, commands, program, version):
    lines = header("udpeek", root["abstract"], version) + [".Sh SYNOPSIS", ".Nm", ".Op Ar endpoint ...", ".Op options of watch"]
    lines += [".Nm", ".Ar command", ".Op Ar argument ...", ".Sh DESCRIPTION"]
    lines += sentences(root["discussion"].split("\n\n")[0])
    lines += [".Sh COMMANDS", ".Bl -tag -compact -width encodings"]
    for command in commands:
        lines += [".It Cm " + command["commandName"]] + sentences(command["abstract"])
        lines += ["See", f".Xr udpeek-{command['commandName']} 1 ."]
    lines += [".El"]
    lines += hand_written(program)
    pages = sorted(f".Xr udpeek-{command['commandName']} 1 ," for command in commands)
    return lines + [".Sh SEE ALSO"] + pages + [".Xr udpeek-alarms 5 ,", ".Xr udpeek-expect 5 ,", ".Xr udpeek-formats 5 ,", ".Xr udpeek-rules 5 ,", ".Xr udp 7 ,", ".Xr tcpdump 8"]


def command_page(command, version):
    name = command["commandName"]
    arguments = [a for a in command["arguments"] if a["shouldDisplay"]]
    positional = [a for a in arguments if a["kind"] == "positional"]
    options = [a for a in arguments if a["kind"] != "positional"]
    prose, examples = split_examples(command.get("discussion"))
    lines = header(f"udpeek-{name}", command["abstract"], version) + [".Sh SYNOPSIS"]
    lines += synopsis(["udpeek", name], options + positional) + [".Sh DESCRIPTION"]
    lines += sentences(command["abstract"]) + ([".Pp"] + paragraphs(prose) if prose.strip() else [])
    if arguments:
        lines += [".Pp", "The arguments are:"] + described(positional + options)
    lines += [".Sh EXIT STATUS", "As in", ".Xr udpeek 1 ."]
    if examples:
        lines += [".Sh EXAMPLES", ".Bd -literal -offset indent"] + [escaped(line) for line in examples] + [".Ed"]
    return lines + [".Sh SEE ALSO", ".Xr udpeek 1"]


def main():
    program, output = sys.argv[1], pathlib.Path(sys.argv[2])
    output.mkdir(parents=True, exist_ok=True)
    root = json.loads(said(program, "--experimental-dump-help"))["command"]
    version = said(program, "--version").strip()
    commands = [c for c in root["subcommands"] if c["commandName"] not in HIDDEN and c["shouldDisplay"]]
    pages = {"udpeek": main_page(root, commands, program, version)}
    for command in commands:
        pages[f"udpeek-{command['commandName']}"] = command_page(command, version)
    for name, lines in pages.items():
        (output / f"{name}.1").write_text("\n".join(lines) + "\n")


main()
