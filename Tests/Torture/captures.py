"""Damaged capture files: read without a crash, each within a second."""

import os
import random
import resource
import struct
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

from support import ROOT, Outcome, Short

CORPUS = ROOT / "Tests" / "Fuzz" / "Corpus"


def _sample(path):
    """A pcap of 60 datagrams, for editcap."""
    data = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    for number in range(60):
        payload = b"datagram %d " % number * (number % 7 + 1)
        udp = struct.pack(">HHHH", 5000 + number, 8080, 8 + len(payload), 0) + payload
        packet = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), number, 0, 64, 17, 0, bytes([10, 0, 3, number]),
                             bytes([192, 168, 1, 5])) + udp
        data += struct.pack("<IIII", 1_700_000_000 + number, number, len(packet), len(packet)) + packet
    path.write_bytes(data)


def mutated(context):
    """By editcap, which damages packets alone, and by us, who damage everything: lengths, blocks, options."""
    by_editcap = context.captures or context.pick(2_000, 40)
    total = by_editcap * (2 if context.captures else 5)
    sample = context.folder / "sample.pcap"
    _sample(sample)
    whole = [path.read_bytes() for name in ("pcap", "pcapng", "records", "packed")
             for path in sorted((CORPUS / name).iterdir())]
    seeds = [context.random.randrange(1 << 31) for _ in range(total)]

    def limit_time():
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    def one(number):
        dice = random.Random(seeds[number])
        path = context.folder / f"mutated-{number}"
        if number < by_editcap:
            form = dice.choice(["pcap", "pcapng"])
            subprocess.run(["editcap", "-E", "0.02", "--seed", str(seeds[number]), "-F", form, str(sample), str(path)],
                           check=True, capture_output=True)
        else:
            data = bytearray(dice.choice(whole))
            for place in range(len(data)):
                if dice.random() < 0.02:
                    data[place] = dice.choice([0, 0xFF, dice.randrange(256)])
            path.write_bytes(data[:dice.randrange(len(data))] if dice.random() < 0.1 else data)
        errors = tempfile.TemporaryFile()
        reader = subprocess.Popen([context.udpeek, "info", str(path)], stdout=subprocess.DEVNULL, stderr=errors,
                                  env=context.environment, preexec_fn=limit_time)
        # What it used, not what passed: the machine may be busy with something else.
        _, status, usage = os.wait4(reader.pid, 0)
        reader.returncode = os.waitstatus_to_exitcode(status)
        seconds = usage.ru_utime + usage.ru_stime
        errors.seek(0)
        if reader.returncode not in (0, 1) or (reader.returncode == 1 and not errors.read()):
            kept = ROOT / f"mutated-{seeds[number]}.capture"
            kept.write_bytes(path.read_bytes())
            raise Short(f"info ended with {reader.returncode}: {kept}")
        errors.close()
        path.unlink()
        return seconds, reader.returncode

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, range(total)))
    worst = max(result[0] for result in results)
    if worst > context.pick(1, 10):
        raise Short(f"one took {worst:.1f} s")
    refused = sum(result[1] == 1 for result in results)
    return Outcome(f"{total:,} captures, {by_editcap:,} by editcap", f"{total:,}",
                   f"0 crashes, {worst * 1000:.0f} ms; {refused:,} refused with a message")
