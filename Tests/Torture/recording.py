"""Kills, full and failing disks while recording."""

import re
import resource
import subprocess
import sys
import time

from errnos import strace
from support import ROOT, Outcome, Short, listen, udp_socket


def killed(context):
    """`kill -9` at random instants; two loops side by side, for each waits most of the time."""
    rounds = context.pick(200, 6)
    loops = [subprocess.Popen(
        [sys.executable, str(ROOT / "Tests" / "Crash" / "crash_loop.py"), context.udpeek, "--rounds", str(rounds // 2),
         "--seed", str(context.random.randrange(1 << 31)), "--rate", "2000"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    whole, lacking = 0, 0.0
    for loop in loops:
        text = loop.communicate()[0]
        found = re.search(r"opened and whole\s+(\d+) of", text)
        worst = re.search(r"lacking, worst\s+([\d.]+) ms", text)
        if loop.returncode or not found or not worst:
            raise Short(text.strip()[-300:])
        whole += int(found[1])
        lacking = max(lacking, float(worst[1]))
    return Outcome(f"{rounds} kills", f"{whole} valid files", f"{lacking:.0f} ms missing (250 promised)")


def _outlive(program, port, path, name):
    """The recording stops with a sentence, reception goes on, and the file holds what is said to be in it."""
    with udp_socket() as peer:
        for number in range(400):
            peer.sendto(b"%d " % number * 1_000, ("127.0.0.1", port))
            time.sleep(0.001)
        program.wait_for_errors("recording stopped: ")
        peer.sendto(b"reception goes on", ("127.0.0.1", port))
    # Read while the file system is still there: it may be in a namespace of the program's own.
    read = subprocess.run(["tshark", "-r", str(path), "-T", "fields", "-e", "udp.payload"], capture_output=True, text=True)
    cut = [line for line in read.stderr.splitlines() if "Running as user" not in line]
    status = program.end()
    recorded = re.search(r"recorded (\d+) datagram", program.errors)
    if status != 1 or cut or not recorded or int(recorded[1]) != len(read.stdout.split()):
        raise Short(f"{name}: ended with {status}, {len(read.stdout.split())} in the file: {cut} {program.errors[-400:]}")
    if program.summary["received"] + program.summary["drops"] != 401:
        raise Short(f"{name}: {program.summary}")
    return int(recorded[1])


def disk(context):
    """A small tmpfs that fills up, a limit on the file's size, and a disk that fails."""
    kept = 0
    for fault in ("full disk", "EFBIG", "EIO"):
        path = context.folder / f"{fault.replace(' ', '-')}.pcapng"
        limit, prefix = None, ()
        if fault == "full disk":
            mount = f"mount -t tmpfs -o size=512k none '{context.folder}' && exec \"$@\""
            prefix = ("unshare", "-rm", "sh", "-c", mount, "-")
        elif fault == "EFBIG":
            def limit():
                resource.setrlimit(resource.RLIMIT_FSIZE, (512 << 10, 512 << 10))
        else:
            prefix = strace(["write", "pwrite64", "writev"], "EIO", "/dev/null", when="5+")
            prefix[1:1] = ["-P", str(path)]
        program, (port,) = listen(context, "--quiet", "-w", path, prefix=prefix, before=limit)
        with program:
            seen = f"/proc/{program.pid}/root{path}" if fault == "full disk" else path
            kept += _outlive(program, port, seen, fault)
    return Outcome("full disk, EFBIG, EIO", "3: reception continued", f"3 valid files with {kept} datagrams")
