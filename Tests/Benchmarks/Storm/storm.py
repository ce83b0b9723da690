"""Random and hostile datagrams through a pseudo-terminal: what arrives there are our own control sequences alone.

    storm.py DRIVER UDPEEK [COUNT]

Draws COUNT datagrams (10 million unless told) in three encodings on a terminal of 120 by 60, prints a tenth of them, and
sends a hundredth to `udpeek listen`, plain and as JSON. Ends with 1 and shows the place where anything else arrives.
"""

import fcntl
import json
import os
import pty
import random
import re
import socket
import struct
import subprocess
import sys
import termios

# What ncurses sends for xterm-256color as udpeek uses it: moves, erasures, styles, scrolling, modes, keypad, charset.
OURS = re.compile(
    rb"\x1b\[[0-9;]*[HABCDGdJKmXPLMSTb@r]|\x1b\[\?(?:1|7|12|25|1049|2004)(?:;25)?[hl]|\x1b\[22;0;0t|\x1b\[23;0;0t"
    rb"|\x1b\[4l|\x1b[=>78M]|\x1b\(B|\x1b\[!p|\x1b\]104\x07|[\r\n\b\t]")
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]")


def fail(what, data, place):
    sys.exit(f"{what}: {data[max(0, place - 40):place + 40]!r}")


def screen(driver, count, encoding):
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        # The size is set before the program asks for it.
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 120, 0, 0))
        os.execv(driver, [driver, "screen", str(count), encoding, "1"])
    rest, total = b"", 0
    while True:
        try:
            data = os.read(terminal, 1 << 20)
        except OSError:
            break
        if not data:
            break
        total += len(data)
        data = rest + data
        # A sequence or a character may go on in the next piece.
        cut = max(data.rfind(b"\x1b", -40), -1)
        end = cut if cut > 0 else len(data)
        while end and end == len(data) and end > len(data) - 4 and data[end - 1] >= 0x80:
            lead = end - 1
            while lead > 0 and 0x80 <= data[lead] < 0xC0:
                lead -= 1
            end = lead
        check_screen(data[:end])
        rest = data[end:]
    check_screen(rest)
    status = os.waitpid(child, 0)[1]
    if status:
        sys.exit(f"the driver ended with {status}")
    return total


def check_screen(data):
    plain = OURS.sub(b"", data)
    found = re.search(rb"[\x00-\x1f\x7f]", plain)
    if found:
        fail("a control on the screen", plain, found.start())
    text = plain.decode("utf-8")
    if found := FORBIDDEN.search(text):
        fail("a scalar on the screen", text, found.start())


def check_lines(data):
    text = data.decode("utf-8")
    if found := FORBIDDEN.search(text.replace("\n", "")):
        fail("a scalar in the output", text.replace("\n", ""), found.start())


def listen(udpeek, count, encoding, *options):
    program = subprocess.Popen([udpeek, "listen", "127.0.0.1:0", "-e", encoding, *options], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"})
    port = int(re.search(rb"127\.0\.0\.1:(\d+)", program.stderr.readline())[1])
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    dice = random.Random(count)
    import threading
    output = []
    reader = threading.Thread(target=lambda: output.append(program.stdout.read()))
    reader.start()
    for number in range(count):
        payload = dice.randbytes(dice.randint(0, 40))
        if number % 2:
            payload += dice.choice([b"\x1b]0;x\x07", b"\x9b2J", "\u202e\u009b".encode(), b"\x81\x30\x83\x37", b'"\\\n'])
        sender.sendto(payload, ("127.0.0.1", port))
    import time
    time.sleep(1)
    program.terminate()
    program.wait()
    reader.join()
    check_lines(output[0])
    lines = output[0].decode().splitlines()
    if "--json" in options:
        for line in lines:
            json.loads(line)
    return len(lines)


def main():
    driver, udpeek = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000_000
    for encoding in ("utf-8", "gb18030", "windows-1252"):
        total = screen(driver, count // 3, encoding)
        printed = subprocess.run([driver, "plain", str(count // 30), encoding, "2"], stdout=subprocess.PIPE, check=True)
        check_lines(printed.stdout)
        lines = [listen(udpeek, count // 300, encoding, *options) for options in ([], ["--json"])]
        print(f"{encoding}: {count // 3} drawn ({total >> 20} MiB of output), {count // 30} printed, "
              f"{lines[0]} lines, {lines[1]} objects: nothing but our own control sequences", flush=True)


if __name__ == "__main__":
    main()
