"""How well `udpeek replay` keeps the gaps of a capture.

Writes a capture with random gaps, replays it to a socket here, and compares the kernel's receive time stamps with the
times in the capture: for each datagram, how late it is counted from the first one, and how far its gap is from the
capture's. Prints a table.

usage: timing.py UDPEEK [--count N] [--seconds S] [--speed X] [--seed N]
"""

import argparse
import random
import socket
import struct
import subprocess
import sys
import tempfile

SO_TIMESTAMPNS = 35


def capture(path, times):
    """A pcap of nanoseconds, link type raw, with the numbers of the datagrams as payloads."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 101))
        for number, time in enumerate(times):
            payload = struct.pack(">I", number)
            packet = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 32, 0, 0, 64, 17, 0, b"\n\0\0\1", b"\n\0\0\2")
            packet += struct.pack(">HHHH", 1000, 2000, 12, 0) + payload
            file.write(struct.pack("<IIII", *divmod(time, 10**9), len(packet), len(packet)) + packet)


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("udpeek")
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seconds", type=float, default=5.0)
    arguments.add_argument("--speed", type=float, default=1.0)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    random.seed(options.seed)
    mean = options.seconds * options.speed / options.count
    times = [1_795_000_000 * 10**9]
    for _ in range(options.count - 1):
        times.append(times[-1] + int(random.expovariate(1 / mean) * 1e9))
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    receiver.bind(("127.0.0.1", 0))
    receiver.settimeout(10)
    arrived = {}
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        capture(file.name, times)
        process = subprocess.Popen(
            [options.udpeek, "replay", file.name, "--to", f"127.0.0.1:{receiver.getsockname()[1]}",
             "--speed", str(options.speed)], stderr=subprocess.PIPE)
        for _ in times:
            payload, ancillary, _, _ = receiver.recvmsg(64, 256)
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
            arrived[struct.unpack(">I", payload)[0]] = seconds * 10**9 + nanoseconds
        said = process.communicate()[1].decode().strip()
    if process.returncode or len(arrived) != len(times):
        sys.exit(f"{len(arrived)} of {len(times)} arrived: {said}")
    late = sorted(
        abs((arrived[n] - arrived[0]) - (times[n] - times[0]) / options.speed) / 1e6 for n in range(len(times)))
    gaps = sorted(
        abs((arrived[n] - arrived[n - 1]) - (times[n] - times[n - 1]) / options.speed) / 1e6
        for n in range(1, len(times)))
    drift = ((arrived[len(times) - 1] - arrived[0]) - (times[-1] - times[0]) / options.speed) / 1e6
    print(said)
    print("milliseconds           median     p90     p99     worst")
    for name, values in [("place in time, off by", late), ("gap, off by", gaps)]:
        figures = [percentile(values, share) for share in (0.5, 0.9, 0.99)] + [values[-1]]
        print(f"{name:22}" + "".join(f"{figure:8.3f}" for figure in figures))
    print(f"drift over the whole   {drift:.3f}")
    sys.exit(percentile(gaps, 0.5) > 1.0 or percentile(late, 0.5) > 1.0)


main()
