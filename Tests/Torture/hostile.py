"""What hostile datagrams leave of themselves on a terminal and in a pipe."""

import importlib.util
import re
import signal
import time

from support import ROOT, Outcome, Screen, Short, listen, udp_socket, wait_for

ENCODINGS = ("utf-8", "gb18030", "windows-1252")
ATTACKS = [b"\x1b]0;owned\x07", b"\x1b]52;c;eA==\x07", b"\x1bc", b"\x1b[?1049l", b"\x1bP1$r\x1b\\", b"\r\n\x08\t",
           b"\x9b31m", "\u009b2J\u202e\u2066\u200f".encode(), b"\x81\x30\x83\x37", b"\x81\x36\xa7\x31",
           "a\u0301\u0302\u0303".encode(), "\U000e0041\ufe0f\u200d".encode(), b"\\x1b[2J", b"\x00", b"\x7f"]


def storm():
    """The reader of `make storm`: what curses may send, and what no terminal must get."""
    spec = importlib.util.spec_from_file_location("storm", ROOT / "Tests" / "Benchmarks" / "Storm" / "storm.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bytes_on_wire(context):
    """Random and hostile datagrams on the screen, its detail and its peers, and printed by listen."""
    count, reader, total = context.pick(20_000, 600), storm(), 0
    for encoding in ENCODINGS:
        with Screen(context, "-e", encoding) as screen, udp_socket() as peer:
            port = screen.port()
            program, (printed,) = listen(context, "-e", encoding)
            with program:
                screen.type("\r")  # the detail
                for number in range(count // 3):
                    payload = context.random.randbytes(context.random.randint(0, 60))
                    payload += context.random.choice(ATTACKS) + payload[:20]
                    for target in (port, printed):
                        peer.sendto(payload, ("127.0.0.1", target))
                    if number % 50 == 0:
                        screen.type(context.random.choice(["k", "x", "P", "e\x1b", "\t", "t", "G"]))
                        time.sleep(0.01)
                screen.counts()
                # No key: some line may be open that takes it.
                screen.send(signal.SIGTERM)
                if screen.finish() != 0 or program.end() != 0:
                    raise Short(f"ended with {screen.process.returncode}, {program.process.returncode}")
                wait_for("the end of the output", lambda: b"?1049l" in screen.drawn[-200:])
                try:
                    reader.check_screen(bytes(screen.drawn))
                    reader.check_lines(program.output.encode())
                except SystemExit as found:
                    raise Short(f"{encoding}: {found}") from None
                total += len(screen.drawn) + len(program.output)
    return Outcome(f"{count:,} datagrams, 3 encodings", f"{total:,} bytes read", "unsafe bytes 0")
