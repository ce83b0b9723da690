"""What a flood of datagrams costs that each come from another address: CPU a datagram with the screen, and with a text filter
and the list of peers open, memory, and how long keys take meanwhile. Runs in a network namespace of its own (unshare(1)), with
120 columns and 35 lines. Beside it a plain C loop that only counts them. Goals: 2 us, 5 us, memory within --memory and
50 MB, keys within 8 ms.

usage: forged.py UDPEEK [--rate 50000] [--seconds 10]
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
PORT = 9_000
MEMORY = 64
VIEWS = {"the screen": "", "a text filter and the peers": "/text contains \"度=1\"\rP"}


class Screen:
    """udpeek in a pseudoterminal; a thread reads what it draws."""

    def __init__(self, udpeek, home):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(HOME=home, TERM="xterm-256color", LANG="C.UTF-8")
            os.execv(udpeek, [udpeek, "watch", f"0.0.0.0:{PORT}", "--memory", f"{MEMORY}M"])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("4H", 35, 120, 0, 0))
        self.output, self.change = b"", threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            try:
                piece = os.read(self.terminal, 65_536)
            except OSError:
                return
            with self.change:
                self.output = (self.output + piece)[-1_000_000:]
                self.change.notify_all()

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def wait(self, *texts, seconds=5.0):
        """Waits until the screen has drawn one of some texts since the last call, and returns when it did."""
        deadline = time.monotonic() + seconds
        with self.change:
            while not any(text.encode() in self.output for text in texts):
                if not self.change.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"the screen showed none of {texts}: {self.output[-2000:]!r}")
            when = time.monotonic()
            self.output = b""
        return when

    def clear(self):
        with self.change:
            self.output = b""

    def cpu(self):
        """The seconds of CPU so far, of all its threads."""
        total = 0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def memory(self):
        """The most memory so far, in MB."""
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text())[1]) / 1024

    def keys(self, stop):
        """Opens and closes the help until it is told to stop; returns the milliseconds until each was drawn."""
        times = []
        while not stop.is_set():
            # The help opens at the section of the pane that has the focus, and covers the headings of the table.
            for key, texts in [("?", ["Moving", "Figures in the list of peers"]), ("q", ["Source", "No."])]:
                self.clear()
                start = time.monotonic()
                self.type(key)
                times.append((self.wait(*texts) - start) * 1000)
                time.sleep(0.05)
        return times


def measure(udpeek, sender, keys, options):
    with tempfile.TemporaryDirectory() as home:
        screen = Screen(udpeek, home)
        screen.wait("kernel drops")
        for part in re.split("(?<=\r)", keys):
            screen.type(part)
            time.sleep(0.5)
        before = screen.cpu()
        flood = subprocess.Popen(
            [sender, "send", str(PORT), str(options.rate), str(options.seconds)], stdout=subprocess.PIPE, text=True)
        stop, times = threading.Event(), []
        typist = threading.Thread(target=lambda: times.extend(screen.keys(stop)))
        if not options.no_keys:
            typist.start()
        sent = int(flood.communicate()[0])
        stop.set()
        if not options.no_keys:
            typist.join()
            if not times:
                raise SystemExit("no key was answered")
        time.sleep(1)
        used, memory = screen.cpu() - before, screen.memory()
        screen.clear()
        screen.type("\x0c")
        time.sleep(1)
        received = re.findall(rb"recv ([\d,.]+[kM]?)", screen.output)
        drops = re.findall(rb"drops ([\d,.]+[kM]?)", screen.output)
        screen.type("Q")
        time.sleep(0.5)
        screen.type("qq")
        os.waitpid(screen.pid, 0)
        return sent, used, memory, times, received[-1:] or [b"?"], drops[-1:] or [b"?"]


def measure_plain(program, options):
    receiver = subprocess.Popen([program, "receive", str(PORT)], stdout=subprocess.PIPE, text=True)
    receiver.stdout.readline()
    words = [program, "send", str(PORT), str(options.rate), str(options.seconds)]
    sent = int(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout)
    received, used = map(int, receiver.communicate()[0].split())
    return sent, received, used / 1e9


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("udpeek", type=pathlib.Path)
    parser.add_argument("--rate", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--no-keys", action="store_true", help="type nothing meanwhile, so that keys cost nothing")
    options = parser.parse_args()
    if "UDPEEK_FORGED" not in os.environ:
        inside = f"ip link set lo up; exec {sys.executable} \"$@\""
        os.environ["UDPEEK_FORGED"] = "1"
        words = [str(HERE / "forged.py"), str(options.udpeek.resolve()), *sys.argv[2:]]
        os.execvp("unshare", ["unshare", "-rn", "sh", "-c", inside, "sh", *words])
    with tempfile.TemporaryDirectory() as folder:
        sender = f"{folder}/forged"
        subprocess.run(["gcc", "-O2", "-o", sender, HERE / "forged.c"], check=True)
        print(f"{'view':30} {'sent':>9} {'received':>9} {'drops':>7} {'us each':>8} {'MB':>6} {'key p50':>8} {'p99':>6} ms")
        sent, received, used = measure_plain(sender, options)
        print(f"{'a plain C loop':30} {sent:9,} {received:9,} {'':7} {used / sent * 1e6:8.2f}", flush=True)
        for view, keys in VIEWS.items():
            sent, used, memory, times, received, drops = measure(options.udpeek, sender, keys, options)
            ordered = sorted(times)
            p50, p99 = [f"{ordered[int(len(ordered) * part)]:.2f}" for part in (0.5, 0.99)] if ordered else ["-", "-"]
            print(
                f"{view:30} {sent:9,} {received[0].decode():>9} {drops[0].decode():>7} {used / sent * 1e6:8.2f} {memory:6.0f}"
                f" {p50:>8} {p99:>6}", flush=True)


main()
