"""Each locale with each terminal type, on a terminal and in a pipe."""

import os
import re
import signal
import subprocess
import time

from hostile import storm
from support import Outcome, Program, Screen, Short, udp_socket, wait_for

LOCALES = {"C": "ascii", "C.UTF-8": "utf-8", "zh_CN.GB18030": "gb18030"}
# The type, and whether there is a screen on it.
TERMINALS = [("xterm-256color", True), ("screen", True), ("tmux", True), ("linux", True), ("vt100", True),
             ("dumb", False), (None, False), ("unheard-of", False)]
PAYLOAD = "温度=23.5 ".encode("gb18030") + b"\x1b]0;owned\x07\x9b2J \x81\x30\x83\x37 end"


def compile_locale(context):
    """zh_CN.GB18030 in a folder of ours, where the machine has none."""
    folder = context.folder / "locales"
    folder.mkdir(exist_ok=True)
    made = subprocess.run(["localedef", "-f", "GB18030", "-i", "zh_CN", str(folder / "zh_CN.GB18030")],
                          capture_output=True, text=True)
    if not (folder / "zh_CN.GB18030").exists():
        raise Short(f"localedef made no zh_CN.GB18030: {made.stderr.strip()[-200:]}")
    return folder


def environment(context, folder, locale, terminal):
    variables = {**context.environment, "LC_ALL": locale}
    # glibc has the others built in, but looks into LOCPATH alone where that is set.
    if locale == "zh_CN.GB18030":
        variables["LOCPATH"] = str(folder)
    variables.pop("TERM")
    return {**variables, "TERM": terminal} if terminal else variables


# Beside what storm.py knows of xterm: character sets, shift in, the palette and the cursor of the console.
OTHERS = re.compile(rb"\x0f|\x1b\)0|\x1b\]R|\x1b\[\?\d+c|\x1b\[34[hl]|\x1b[78DEM]")


def check_bytes(data, encoding, where):
    """The output is valid in its encoding, and without a control that a peer sent."""
    plain = OTHERS.sub(b"", storm().OURS.sub(b"", data))
    text = plain.decode(encoding, errors="strict")
    found = re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    if found:
        raise Short(f"{where}: {found[0]!r} in {text[max(0, found.start() - 40):found.start() + 40]!r}")


def on_terminal(context, locale, terminal, has_screen, folder):
    where = f"{locale} {terminal} terminal"
    with Screen(context, environment=environment(context, folder, locale, terminal)) as screen:
        if not has_screen:
            status = screen.finish()
            wait_for("a sentence", lambda: b"cannot show the screen: " in screen.drawn)
            if status != 2:
                raise Short(f"{where}: ended with {status}")
            return
        port = screen.port()
        udp_socket().sendto(PAYLOAD, ("127.0.0.1", port))
        wait_for(f"{where}: the datagram", lambda: b"=23.5" in screen.drawn)
        screen.type("\r")
        screen.counts()
        screen.type("Q")
        status = screen.finish()
        check_bytes(bytes(screen.drawn), LOCALES[locale], where)
        if status != 0:
            raise Short(f"{where}: ended with {status}")


def in_pipe(context, locale, terminal, folder):
    where = f"{locale} {terminal} pipe"
    variables = environment(context, folder, locale, terminal)
    with Program([context.udpeek, "watch", "127.0.0.1:0"], variables) as refused:
        if refused.finish() != 2 or "udpeek listen" not in refused.errors:
            raise Short(f"{where}: watch ended with {refused.process.returncode}: {refused.errors}")
    with Program([context.udpeek, "127.0.0.1:0"], variables) as program:
        program.wait_for_errors("listening on ")
        port = int(re.search(r"listening on \S+:(\d+)", program.errors)[1])
        udp_socket().sendto(PAYLOAD, ("127.0.0.1", port))
        wait_for(f"{where}: the datagram", lambda: "=23.5" in program.output and program.output.endswith("\n"))
        status = program.end(signal.SIGTERM)
        if status != 0:
            raise Short(f"{where}: ended with {status}")
        program.out.seek(0)
        check_bytes(program.out.read(), LOCALES[locale], where)


def matrix(context):
    """Each cell shows the datagram safely and ends with 0, or says why there is no screen and ends with 2."""
    # Compiling a locale takes seconds, so the short form does without it.
    folder = None if context.is_short else compile_locale(context)
    locales = [locale for locale in LOCALES if folder or locale != "zh_CN.GB18030"]
    cells = [(locale, *terminal, is_pipe) for locale in locales for terminal in TERMINALS for is_pipe in (False, True)]
    if context.is_short:
        cells = context.random.sample(cells, 6)
    for locale, terminal, has_screen, is_pipe in cells:
        if is_pipe:
            in_pipe(context, locale, terminal, folder)
        else:
            on_terminal(context, locale, terminal, has_screen, folder)
    return Outcome(f"{len(cells)} cells", len(cells), "0 crashes, correct exits")
