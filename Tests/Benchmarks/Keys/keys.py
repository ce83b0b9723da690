"""How long each key of each pane takes to be drawn, with a million rows in memory: quiet, and at 100,000 datagrams a second.
Beside it htop's arrow keys. 120 columns and 35 lines, on a pseudoterminal; udpeek sends to itself over loopback. Goals: half
of the keys as fast as htop's, and 99 of 100 within 2 ms.

A key is drawn with the first output after it. When it is quiet, what it started, such as a search through all rows, is done
with the last output before 5 ms without any.

usage: keys.py UDPEEK [--rows 1000000] [--rate 100000] [--times 40] [--only PANE]
"""

import argparse
import fcntl
import os
import pathlib
import pty
import random
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import termios
import time

ROWS = 35
COLUMNS = 120
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
PAGE_UP, PAGE_DOWN = "\x1b[5~", "\x1b[6~"
FOCUS = "\t"
PEERS = 40

# A pane, the keys that open it, the keys that are measured, and those that close it. Keys that switch something come in pairs.
PANES = [
    ("table", "", ["k", "k", "j", "j", PAGE_UP, PAGE_DOWN, "\x15", "\x04", "g", "G", "F", "F", "p", "p"], "G"),
    ("table, looks", "", ["x", "x", "t", "t", "t", "t", "l", "h", "m", "m"], "G"),
    ("table, filters", "mkk", ["+", "+", "M", "M", "T", "T"], "G"),
    ("table, order", "", [">", "<", "I", "I"], "G"),
    ("table with a text filter", ["/", "text contains seq=7", "\r"], ["k", "j", PAGE_UP, PAGE_DOWN, "g", "G"],
     ["/", "\x15", "\r"]),
    ("detail", "k\r" + FOCUS, ["j", "k", "l", "h", "\x1b[1;5C", "\x1b[1;5D", PAGE_DOWN, PAGE_UP, "v", "v"],
     FOCUS + "\rG"),
    ("peers", "P", ["j", "j", "k", "k", PAGE_DOWN, PAGE_UP, "G", "g", ">", "<", "I", "I", "m", "m"], "P"),
    ("kinds", "K", ["j", "j", "k", "k", PAGE_DOWN, PAGE_UP], "K"),
    ("rates", "\x07", ["j", "k", "h", "l"], "\x07"),
    ("conversation", "c", ["k", "k", "j", "j", PAGE_UP, PAGE_DOWN, "g", "G"], "c"),
    ("help", "?", ["j", "k", PAGE_DOWN, PAGE_UP, "G", "g"], "q"),
    ("find", "s", ["s", "e", "q", "=", "9", "\x7f", "\x7f"], "\x15\r"),
    ("filter line", "/", ["t", "e", "x", "t", " ", "\x7f", "\x7f"], "\x15\r"),
    ("message", "r", ["h", "e", "l", "l", "o", "\x7f", LEFT, RIGHT], "\x15\x1b"),
    ("command line", ":", ["s", "o", "r", "t", "\x7f", "\x7f", "\x7f", "\x7f"], "\x15\x1b"),
]


class Terminal:
    """A program on a pseudoterminal."""

    def __init__(self, words, home):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.environ.update(HOME=home, TERM="xterm-256color", LANG="C.UTF-8")
            os.execvp(words[0], words)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))

    def type(self, keys):
        os.write(self.descriptor, keys.encode())

    def read(self, seconds):
        """The next output; empty if there is none in time."""
        if not select.select([self.descriptor], [], [], max(0, seconds))[0]:
            return b""
        try:
            return os.read(self.descriptor, 65_536)
        except OSError:  # The program has ended.
            return b""

    def settle(self, quiet=0.2, most=20.0):
        """Reads until there is no output for a while; returns it."""
        output, end = b"", time.monotonic() + most
        while time.monotonic() < end and (more := self.read(quiet)):
            output += more
        return output

    def drain(self, seconds):
        """Reads for so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def time_key(self, key, until_quiet):
        """The milliseconds until a key is drawn, and until all is; None if nothing is within half a second."""
        start = time.perf_counter()
        self.type(key)
        if not self.read(0.5):
            return None
        first = end = time.perf_counter()
        while until_quiet and self.read(0.005):
            end = time.perf_counter()
        return (first - start) * 1000, (end - start) * 1000

    def end(self, keys):
        for key in keys:
            self.type(key)
            self.drain(0.3)
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


def quantile(times, part):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def report(name, results):
    """A line for a pane: all keys together, and the slowest of them."""
    times = [both for key in results for both in results[key][0]]
    silent = sum(results[key][1] for key in results)
    if not times:
        print(f"{name:40} nothing was drawn")
        return
    firsts = {key: [first for first, _ in results[key][0]] for key in results if results[key][0]}
    worst = max(firsts, key=lambda key: quantile(firsts[key], 0.5))
    figures = [quantile([both[which] for both in times], part) for which in (0, 1) for part in (0.5, 0.99)]
    print(
        f"{name:40} {len(times):5} " + " ".join(f"{figure:7.2f}" for figure in figures) +
        f"   {worst!r} {quantile(firsts[worst], 0.5):.2f}" + (f"   {silent} without output" if silent else ""),
        flush=True)


def measure(terminal, keys, times, until_quiet):
    results = {key: ([], 0) for key in keys}
    for _ in range(times):
        for key in keys:
            terminal.drain(random.uniform(0.004, 0.025))
            taken = terminal.time_key(key, until_quiet)
            found, silent = results[key]
            results[key] = (found + [taken], silent) if taken is not None else (found, silent + 1)
    return results


def send(udpeek, port, count, rate):
    return subprocess.Popen(
        [udpeek, "send", f"127.0.0.1:{port}", "seq={n} temp={random:10..40}", "--repeat", str(count), "--rate", str(rate)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure_panes(terminal, load, options):
    for name, opening, keys, closing in PANES:
        if options.only and options.only not in name:
            continue
        for step in [opening] if isinstance(opening, str) else opening:
            terminal.type(step)
            terminal.drain(0.3)
        report(f"{name}, {load}", measure(terminal, keys, options.times, load == "quiet"))
        for step in closing:
            terminal.type(step)
            terminal.drain(0.1)
        terminal.drain(0.7)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("udpeek", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rate", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--only", default="", help="a part of the pane's name")
    options = parser.parse_args()
    udpeek = str(options.udpeek.resolve())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    print(f"{'keys of, in ms':40} {'times':>5} {'p50':>7} {'p99':>7} {'all p50':>7} {'all p99':>7}   slowest key")
    with tempfile.TemporaryDirectory() as home:
        if shutil.which("htop"):
            htop = Terminal(["htop"], home)
            htop.settle(0.5, 3)
            report("htop, quiet", measure(htop, [DOWN, UP], options.times * 5, True))
            htop.end("q")
        else:
            print("htop: not installed")
        terminal = Terminal([udpeek, "watch", f"127.0.0.1:{port}"], home)
        terminal.settle(0.5, 3)
        for _ in range(PEERS):
            sender = send(udpeek, port, options.rows // PEERS, 200_000)
            while sender.poll() is None:
                terminal.drain(0.1)
        terminal.drain(2)
        measure_panes(terminal, "quiet", options)
        panes = len([pane for pane in PANES if options.only in pane[0]])
        seconds = panes * (options.times * 14 * 0.04 + 5)
        sender = send(udpeek, port, int(options.rate * seconds), options.rate)
        terminal.drain(1)
        measure_panes(terminal, f"{options.rate:,}/s", options)
        sender.terminate()
        sender.wait()
        terminal.end(["\x1b", "Q", "q", "q"])


main()
