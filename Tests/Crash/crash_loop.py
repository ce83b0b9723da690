"""Kills a recording udpeek at random instants and reads what it leaves.

Each round starts `udpeek listen --write`, sends it numbered datagrams, kills it with SIGKILL, and reads the file with
tshark. The file must open, hold the datagrams from the first on without a gap, and lack nothing that had been sent more
than 250 ms before the kill. Prints a table; ends with 1 if a round failed.

usage: crash_loop.py UDPEEK [--rounds N] [--rate PER_SECOND] [--seed N]
"""

import argparse
import os
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

PROMISE = 0.250


def start(udpeek, path):
    process = subprocess.Popen(
        [udpeek, "listen", "127.0.0.1:0", "--quiet", "--no-gro", "--write", path],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seen = b""
    while b"recording to " not in seen:
        chunk = os.read(process.stderr.fileno(), 4096)
        if not chunk:
            sys.exit("udpeek did not start: " + seen.decode())
        seen += chunk
    return process, int(re.search(rb"listening on 127\.0\.0\.1:(\d+)", seen).group(1))


def send(port, rate, seconds, size):
    """Sends for so long; returns when each datagram was sent."""
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.connect(("127.0.0.1", port))
    sent = []
    begin = time.monotonic()
    while (now := time.monotonic()) < begin + seconds:
        due = int((now - begin) * rate) + 1
        while len(sent) < due:
            peer.send(struct.pack(">I", len(sent)).ljust(size, b"."))
            sent.append(time.monotonic())
        time.sleep(0.001)
    return sent


def read(path):
    """The numbers in the file, and what tshark said beside."""
    reader = subprocess.run(
        ["tshark", "-r", path, "-T", "fields", "-e", "udp.payload"], capture_output=True, text=True)
    numbers = [int(line[:8], 16) for line in reader.stdout.split()]
    said = [line for line in reader.stderr.splitlines() if not line.startswith("Running as user")]
    return numbers, said


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("udpeek")
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--rate", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=int(time.time()))
    options = arguments.parse_args()
    random.seed(options.seed)
    print(f"seed {options.seed}, {options.rounds} rounds at {options.rate} datagrams a second")
    good, cut, datagrams, worst, lacking_all = 0, 0, 0, 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            path = os.path.join(folder, "killed.pcapng")
            process, port = start(options.udpeek, path)
            sent = send(port, options.rate, random.uniform(0.0, 0.8), random.choice([4, 64, 1400]))
            killed = time.monotonic()
            process.send_signal(signal.SIGKILL)
            process.wait()
            numbers, said = read(path)
            cut += any("cut short" in line for line in said)
            problems = [line for line in said if "cut short" not in line]
            if numbers != list(range(len(numbers))):
                problems.append("the datagrams are not those from the first on")
            lacking = killed - sent[len(numbers)] if len(numbers) < len(sent) else 0.0
            if lacking > PROMISE:
                problems.append(f"{lacking * 1000:.0f} ms are lacking")
            lacking_all.append(lacking)
            worst = max(worst, lacking)
            datagrams += len(numbers)
            if problems:
                print(f"round {number + 1}: " + "; ".join(problems))
            else:
                good += 1
            os.unlink(path)
    lacking_all.sort()
    print(f"opened and whole   {good} of {options.rounds}")
    print(f"last block cut     {cut} (what came before it is read)")
    print(f"datagrams read     {datagrams}")
    print(f"lacking, median    {lacking_all[len(lacking_all) // 2] * 1000:.1f} ms")
    print(f"lacking, worst     {worst * 1000:.1f} ms (promised: 250)")
    sys.exit(good != options.rounds)


main()
