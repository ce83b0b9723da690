"""Terminals that are given back, close, stall, and change their size."""

import os
import platform
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

from support import Outcome, Screen, Sender, Short, readable, udp_socket, wait_for

# Machine code to be run where the screen's thread waits: a fault of its own, as no signal from outside is.
CODE = {
    "x86_64": {"trap": b"\x0f\x0b",  # ud2, as Swift traps
               "null": b"\x31\xc0\x8b\x00",  # xor eax, eax; mov eax, [rax]
               "overflow": b"\x50\xeb\xfd",  # push rax; jmp to it
               "hang": b"\xeb\xfe"},  # jmp to itself
    "aarch64": {"trap": struct.pack("<I", 0xD4200020),  # brk 1, as Swift traps
                "null": struct.pack("<II", 0xD2800000, 0xF9400000),  # mov x0, 0; ldr x0, [x0]
                "overflow": struct.pack("<II", 0xF81F0FE0, 0x17FFFFFF),  # str x0, [sp, -16]!; b to it
                "hang": struct.pack("<I", 0x14000000)},  # b to itself
}.get(platform.machine(), {})


def run_code(screen, name):
    """Writes machine code where the screen's thread goes on when its poll(2) returns, and makes it return."""
    def place():
        fields = Path(f"/proc/{screen.pid}/syscall").read_text().split()
        return int(fields[-1], 16) if len(fields) > 3 and fields[0] != "running" else 0
    address = wait_for("a thread that waits", place)[0]
    with open(f"/proc/{screen.pid}/mem", "r+b", buffering=0) as memory:
        memory.seek(address)
        memory.write(CODE[name])
    screen.type("j")


def _causes():
    """Each cause of ending, how it is brought about, and the status that is expected."""
    def keys(text):
        return lambda screen: screen.type(text)

    def by(*numbers):
        def send(screen):
            for index, number in enumerate(numbers):
                if index:
                    wait_for("the question", lambda: "^C again quits" in screen.text)
                screen.send(number)
        return send

    causes = [("q", keys("q"), 0), ("Q", keys("Q"), 0), ("^C twice", by(signal.SIGINT, signal.SIGINT), 0)]
    causes += [(name, by(getattr(signal, name)), 0) for name in ("SIGTERM", "SIGHUP", "SIGQUIT")]
    causes += [(name, by(getattr(signal, name)), -getattr(signal, name))
               for name in ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGTRAP")]
    if CODE:
        trap = -signal.SIGILL if platform.machine() == "x86_64" else -signal.SIGTRAP
        causes += [("a Swift trap", lambda screen: run_code(screen, "trap"), trap),
                   ("a null pointer", lambda screen: run_code(screen, "null"), -signal.SIGSEGV),
                   ("a stack overflow", lambda screen: run_code(screen, "overflow"), -signal.SIGSEGV)]

        def hang(screen):
            run_code(screen, "hang")
            wait_for("a screen that hangs", lambda: screen.stats.seconds > 0.3)
            screen.send(signal.SIGTERM)
        causes.append(("SIGTERM to a hung screen", hang, 128 + signal.SIGTERM))
    return causes


def restored(context):
    """Every cause of ending: the same termios as before, the main screen, a visible cursor, no paste mode."""
    causes = _causes()
    if context.is_short:
        causes = [cause for cause in causes if cause[0] in ("q", "SIGTERM", "SIGSEGV", "a Swift trap", "a stack overflow")]
    slowest, survived = (0.0, ""), 0
    for name, bring_about, expected in causes:
        with Screen(context) as screen:
            port = screen.port()
            udp_socket().sendto(b"hello", ("127.0.0.1", port))
            wait_for("the datagram", lambda: "hello" in screen.text)
            start = time.monotonic()
            bring_about(screen)
            status = screen.finish()
            slowest = max(slowest, (time.monotonic() - start, name))
            if status != expected:
                raise Short(f"{name}: ended with {status}, not {expected}")
            if termios.tcgetattr(screen.slave) != screen.before:
                raise Short(f"{name}: the terminal's settings differ")
            modes = (b"\x1b[?1049l", b"\x1b[?2004l", b"\x1b[?12l\x1b[?25h")
            wait_for("the last output", lambda: all(mode in screen.drawn[-200:] for mode in modes[:2]), patience=2)
            if screen.drawn.rfind(b"\x1b[?25h") < screen.drawn.rfind(b"\x1b[?25l"):
                raise Short(f"{name}: the cursor stays hidden")
            survived += 1
    return Outcome(f"{len(causes)} causes", survived, f"{slowest[0] * 1000:.0f} ms: {slowest[1]}")


def closed(context):
    """The terminal closes: at rest, under load, with SIGHUP ignored as under nohup, and under listen; the recording is finished."""
    rounds = context.pick(20, 4)
    worst = 0.0
    for round in range(rounds):
        prefix = ("sh", "-c", "trap '' HUP; exec \"$@\"", "-") if round % 3 == 2 else ()
        command = ("listen", "127.0.0.1:0") if round % 4 == 3 else None
        path = context.folder / f"closed-{round}.pcapng"
        with Screen(context, "-w", path, keeps=False, prefix=prefix, command=command) as screen:
            if command:
                wait_for("bound endpoints", lambda: "receive buffer" in screen.text)
            port = 0 if command else screen.port()
            sender = Sender(context, port, 20_000, rate=20_000) if round % 3 == 1 and port else None
            time.sleep(context.random.uniform(0, 0.2))
            start = time.monotonic()
            screen.close()
            screen.finish(5)
            worst = max(worst, time.monotonic() - start)
            if sender:
                sender.join()
        read = subprocess.run(["tshark", "-r", str(path)], capture_output=True, text=True)
        if read.returncode or "cut short" in read.stderr:
            raise Short(f"the recording was not finished: {read.stderr}")
    # Other tests run beside the short form.
    if worst > context.pick(1, 5):
        raise Short(f"ended only after {worst:.1f} s")
    return Outcome(f"{rounds} terminals closed", rounds, f"exited after {worst * 1000:.0f} ms")


def stalled(context):
    """Nobody reads what the screen draws, while datagrams come; then somebody does again. Then SIGTERM in a stall."""
    seconds, rate = context.pick((30, 1_000), (3, 500))
    with Screen(context) as screen:
        port = screen.port()
        screen.stall()
        before = screen.stats.seconds
        sent = Sender(context, port, seconds * rate, rate=rate).join()
        used = (screen.stats.seconds - before) / seconds
        screen.go_on()
        received, drops = screen.settled_counts(sent)
        if received != sent or drops:
            raise Short(f"sent {sent:,}, received {received:,}, kernel drops {drops}")
        screen.stall()
        Sender(context, port, 2 * rate, rate=rate).join()
        start = time.monotonic()
        screen.send(signal.SIGTERM)
        screen.finish()
        ended = time.monotonic() - start
        if termios.tcgetattr(screen.slave) != screen.before:
            raise Short("the terminal's settings differ after SIGTERM in a stall")
    # A debug build, as the tests run it, needs several times as much.
    if used > context.pick(0.05, 0.25) or ended > context.pick(1, 5):
        raise Short(f"{used * 100:.1f} % CPU; SIGTERM ended it after {ended:.1f} s")
    return Outcome(f"{seconds} s, {sent:,} datagrams", f"{received:,}",
                   f"lost 0; {used * 100:.1f} % CPU; SIGTERM: {ended * 1000:.0f} ms")


SIZES = [(1, 1), (2, 1), (1, 50), (500, 1), (19, 4), (20, 5), (80, 24), (2_000, 500), (65_535, 65_535), (0, 0), (80, 0)]


def sizes(context):
    """Sizes from nothing to absurd, then 200 changes a second, under load."""
    changes = context.pick(2_000, 200)
    with Screen(context) as screen:
        port = screen.port()
        sender = Sender(context, port, context.pick(20_000, 2_000), rate=context.pick(2_000, 1_000))
        for columns, rows in SIZES:
            screen.resize(columns, rows)
            time.sleep(0.1)
        start = time.monotonic()
        for number in range(changes):
            screen.resize(context.random.randint(0, 300), context.random.randint(0, 100))
            time.sleep(max(0.0, start + number / 200 - time.monotonic()))
        screen.resize(120, 35)
        sent = sender.join()
        asked = time.monotonic()
        received, drops = screen.settled_counts(sent)
        answered = time.monotonic() - asked
        screen.type("Q")
        if screen.finish() != 0 or received != sent or drops:
            raise Short(f"ended with {screen.process.returncode}; sent {sent}, received {received}, drops {drops}")
    return Outcome(f"{len(SIZES)} sizes, {changes} changes", len(SIZES) + changes,
                   f"lost 0; redrawn after {answered * 1000:.0f} ms")


def escape(context):
    """A lone Esc takes effect without a wait that a person feels: the filter line closes."""
    rounds = context.pick(20, 3)
    worst = 0.0
    with Screen(context) as screen:
        screen.port()
        for _ in range(rounds):
            place = len(screen.drawn)
            screen.type("/")
            wait_for("the filter line", lambda: "─ filter" in readable(bytes(screen.drawn[place:])))
            place = len(screen.drawn)
            start = time.monotonic()
            screen.type("\x1b")
            wait_for("an answer", lambda: len(screen.drawn) > place, every=0.001)
            worst = max(worst, time.monotonic() - start)
    # A library that waits for the rest of a sequence would take a second (ESCDELAY, curs_variables(3X)).
    if worst > context.pick(0.1, 0.9):
        raise Short(f"an answer to Esc after {worst * 1000:.0f} ms")
    return Outcome(f"{rounds} lone Esc", rounds, f"answered after {worst * 1000:.0f} ms")
