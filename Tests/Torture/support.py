"""What the rows share: programs under test, terminals, senders, and what /proc tells of them."""

import ctypes
import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A machine that is busy with something else must not fail a row.
PATIENCE = 90


class Short(Exception):
    """A row falls short; the text says how."""


class Outcome:
    """What a row reports: faults injected, faults survived, the worst that was seen."""

    def __init__(self, injected, survived, worst):
        self.injected, self.survived, self.worst = injected, survived, worst


class Context:
    """What a row is given."""

    def __init__(self, udpeek, seed, is_short, folder, fuzzer, captures=None):
        # How many captures editcap damages, where that was asked for.
        self.captures = captures
        self.udpeek, self.is_short, self.folder, self.fuzzer = udpeek, is_short, Path(folder), fuzzer
        self.seed = seed
        self.random = random.Random(seed)

    def pick(self, whole, short):
        """A number: of the whole run, or of the short form."""
        return short if self.is_short else whole

    @property
    def environment(self):
        """Nothing of this machine but its paths."""
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(self.folder),
                "TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no",
                **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}}


def wait_for(what, condition, patience=None, every=0.01):
    """Asks until it is so; returns what it answered, and how long that took."""
    start = time.monotonic()
    while True:
        value = condition()
        if value:
            return value, time.monotonic() - start
        if time.monotonic() - start > (patience or PATIENCE):
            raise Short(f"waited {patience or PATIENCE:.0f} s in vain for {what}")
        time.sleep(every)


class Process:
    """What /proc tells of a process."""

    def __init__(self, pid):
        self.pid = pid

    def status(self, key):
        """A line of /proc/PID/status, in its own unit."""
        match = re.search(rf"^{key}:\s*(\d+)", Path(f"/proc/{self.pid}/status").read_text(), re.M)
        return int(match[1]) if match else 0

    @property
    def memory(self):
        """Resident bytes that are its own: neither the program's file nor what it shares."""
        return self.status("RssAnon") * 1024

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    @property
    def threads(self):
        return self.status("Threads")

    @property
    def state(self):
        """The states of all threads: "T" where every one stands still."""
        states = set()
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            states.add((task / "stat").read_text().rpartition(") ")[2][0])
        return "".join(sorted(states))

    @property
    def seconds(self):
        """CPU seconds so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kernel_drops(self, port):
        """`SK_MEMINFO_DROPS` of its socket on `port`, from the very socket (pidfd_getfd(2), SO_MEMINFO)."""
        handle = os.pidfd_open(self.pid)
        try:
            for name in os.listdir(f"/proc/{self.pid}/fd"):
                if not os.readlink(f"/proc/{self.pid}/fd/{name}").startswith("socket:"):
                    continue
                copy = ctypes.CDLL(None, use_errno=True).syscall(438, handle, int(name), 0)
                if copy < 0:
                    raise OSError(ctypes.get_errno(), "pidfd_getfd")
                with socket.socket(fileno=copy) as taken:
                    if taken.family == socket.AF_INET and taken.getsockname()[1] == port:
                        return struct.unpack("9I", taken.getsockopt(socket.SOL_SOCKET, 55, 36))[8]
        finally:
            os.close(handle)
        raise Short(f"no socket on port {port}")


class Program:
    """A program with its output in files, so that nothing it writes can block it."""

    def __init__(self, words, environment, stdout=None, before=None):
        self.out, self.err = (tempfile.TemporaryFile() for _ in range(2))
        self.process = subprocess.Popen(
            [str(word) for word in words], env=environment, stdin=subprocess.DEVNULL, stdout=stdout or self.out,
            stderr=self.err, preexec_fn=before)
        self.pid = self.process.pid
        self.stats = Process(self.pid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for file in (self.out, self.err):
            file.close()

    @staticmethod
    def _read(file):
        return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode(errors="replace")

    @property
    def output(self):
        return self._read(self.out)

    @property
    def errors(self):
        return self._read(self.err)

    @property
    def is_running(self):
        return self.process.poll() is None

    def send(self, number):
        self.process.send_signal(number)

    def wait_for_errors(self, text, patience=PATIENCE):
        """Waits for `text` on standard error; how long that took."""
        def look():
            if text in self.errors:
                return True
            if not self.is_running:
                raise Short(f"ended with {self.process.returncode} before it said '{text}': {self.errors}")
            return False
        return wait_for(f"'{text}' on standard error", look, patience)[1]

    def end(self, number=signal.SIGINT, patience=PATIENCE):
        """Ends it by a signal; its status, negative where a signal ended it."""
        if self.is_running:
            self.send(number)
        return self.finish(patience)

    def finish(self, patience=PATIENCE):
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise Short(f"still running after {patience:.0f} s: {self.errors[-300:]}") from None

    @property
    def summary(self):
        """The figures of `listen`'s last line: received, shown, sent, kernel drops, …"""
        match = re.search(r"received (\d+), shown (\d+), sent (\d+), kernel drops (?:≥ )?(\d+), truncated (\d+), "
                          r"evicted unprinted (\d+)", self.errors)
        if not match:
            raise Short(f"no summary: {self.errors[-300:]}")
        return dict(zip(("received", "shown", "sent", "drops", "truncated", "evicted"), map(int, match.groups())))


def listen(context, *options, prefix=(), endpoints=("127.0.0.1:0",), environment=None, before=None):
    """`udpeek listen` and the ports it bound."""
    program = Program([*prefix, context.udpeek, "listen", *endpoints, *options],
                      environment or context.environment, before=before)
    try:
        ports = wait_for("bound endpoints", lambda: _ports(program, len(endpoints)))[0]
    except Short:
        program.__exit__()
        raise
    return program, ports


def _ports(program, count):
    found = re.findall(r"^listening on \S+:(\d+), .*$", program.errors, re.M)
    if len(found) < count and not program.is_running:
        raise Short(f"ended with {program.process.returncode}: {program.errors}")
    return [int(port) for port in found] if len(found) >= count else None


class Screen:
    """udpeek's screen on a pseudo-terminal of ours. A thread reads what it draws, until told to stall."""

    def __init__(self, context, *options, columns=120, rows=35, environment=None, prefix=(), command=None, keeps=True,
                 before=None):
        self.master, slave = pty.openpty()
        self.before = termios.tcgetattr(slave)
        self.resize(columns, rows)
        # Kept open, so that the settings can be read when the program has ended.
        self.slave = os.dup(slave) if keeps else -1
        words = [*prefix, context.udpeek, *(command or ("127.0.0.1:0",)), *options]

        def prepare():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            if before:
                os.fchmod(slave, 0o666)
                before()

        self.process = subprocess.Popen([str(word) for word in words], env=environment or context.environment,
                                        stdin=slave, stdout=slave, stderr=slave, preexec_fn=prepare)
        os.close(slave)
        self.pid = self.process.pid
        self.stats = Process(self.pid)
        self.drawn = bytearray()
        self._reads = threading.Event()
        self._reads.set()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.close()

    def _read(self):
        os.set_blocking(self.master, False)
        while self.master >= 0:
            self._reads.wait()
            try:
                data = os.read(self.master, 1 << 16)
            except BlockingIOError:
                time.sleep(0.002)
                continue
            except OSError:
                return
            if not data:
                return
            self.drawn += data

    def stall(self):
        """Reads nothing any more, as a terminal behind a dead connection, and has it filled."""
        self._reads.clear()
        for _ in range(100):
            # A frame is some kilobytes, a pseudo-terminal takes 64 KiB at most.
            self.type("\x0c")
            time.sleep(0.02)
            if not select.select([], [self.slave], [], 0)[1]:
                return
        raise Short("the terminal took 100 frames that nobody read")

    def go_on(self):
        self._reads.set()

    def close(self):
        """The terminal is gone."""
        master, self.master = self.master, -1
        self._reads.set()
        self._reader.join(PATIENCE)
        for descriptor in (master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)
        self.slave = -1

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.master, text.encode())

    def send(self, number):
        self.process.send_signal(number)

    def finish(self, patience=PATIENCE):
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise Short(f"the screen still runs after {patience:.0f} s") from None

    @property
    def text(self):
        """What was drawn, control sequences apart."""
        return readable(bytes(self.drawn))

    def port(self):
        """The port in the title."""
        def look():
            if self.process.poll() is not None:
                raise Short(f"the screen ended with {self.process.returncode}: {self.text[-300:]}")
            return re.search(r"udp 127\.0\.0\.1:(\d+)", self.text)
        return int(wait_for("the title", look)[0][1])

    def redraw(self):
        """Asks for a whole frame (^L); returns it as text, up to the figures."""
        place = len(self.drawn)
        self.type("\x0c")

        def look():
            clear = re.search(rb"\x1b\[H\x1b\[2?J", self.drawn[place:])
            frame = re.search(r".*?kernel drops\s+(?:≥\s*)?[\d,]+(?=[^\d,])", readable(bytes(
                self.drawn[place + clear.start():])), re.S) if clear else None
            return frame and frame[0]
        return wait_for("a whole frame", look)[0]

    def counts(self):
        """What the status line tells: datagrams received, and dropped by the kernel."""
        frame = self.redraw()
        figures = re.search(r"recv\s+([\d,]+).*kernel drops\s+(?:≥\s*)?([\d,]+)$", frame, re.S)
        if not figures:
            raise Short(f"no figures in the frame: {frame[-200:]!r}")
        return tuple(int(figure.replace(",", "")) for figure in figures.groups())

    def settled_counts(self, total):
        """The counts as soon as they make up `total`, or what they come to rest at."""
        deadline = time.monotonic() + 10
        # Room for all figures, whatever they have come to.
        self.resize(240, 35)
        while True:
            counts = self.counts()
            if sum(counts) == total or time.monotonic() > deadline:
                return counts
            time.sleep(0.2)


def readable(data):
    """Drawn bytes as text; what moves the cursor is a blank, for curses leaves blanks out by moving."""
    text = data.decode("utf-8", errors="replace")
    text = re.sub(r"\x1b\[\d*;?\d*[HdG]", "\n", text)
    text = re.sub(r"\x1b\[\d*[CX]", " ", text)
    text = re.sub(r"\x0f|\x1b\][R]|\x1b\]104\x07", "", text)
    return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>78]", "", text)


class Sender:
    """The C sender of the benchmarks: numbered datagrams at a rate, from a thread that does not hold Python up."""

    _library = None

    class Sent(ctypes.Structure):
        _fields_ = [("datagrams", ctypes.c_uint64), ("seconds", ctypes.c_double)]

    @classmethod
    def library(cls, context):
        if cls._library is None:
            source = ROOT / "Tests" / "Benchmarks" / "CBench"
            target = context.folder / "cbench.so"
            subprocess.run([shutil.which("cc") or "clang", "-O2", "-w", "-D_GNU_SOURCE", "-shared", "-fPIC",
                            f"-I{source / 'include'}", str(source / "cbench.c"), "-o", str(target), "-lutil"], check=True)
            cls._library = ctypes.CDLL(str(target), use_errno=True)
        return cls._library

    def __init__(self, context, port, total, size=64, rate=0.0):
        self.sent = Sender.Sent()
        library = Sender.library(context)

        def run():
            self.status = library.cbench_send(
                ctypes.c_uint16(port), ctypes.c_uint64(total), ctypes.c_uint32(size), ctypes.c_double(rate),
                ctypes.c_uint32(1), ctypes.byref(self.sent))
        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    @property
    def is_sending(self):
        return self._thread.is_alive()

    def join(self):
        """Waits for its end; how many it sent."""
        self._thread.join()
        if self.status != 0:
            raise Short(f"the sender failed: {os.strerror(ctypes.get_errno())}")
        return self.sent.datagrams


def udp_socket(address="127.0.0.1"):
    """A socket with a port that the system chose."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((address, 0))
    made.settimeout(PATIENCE)
    return made


def missing(*programs):
    """Which of these programs are not installed."""
    return [name for name in programs if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]
