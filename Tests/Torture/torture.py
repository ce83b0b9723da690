"""Real faults against the built program, and a table of what it survived.

    torture.py UDPEEK [--seed N] [--only NAME] [--short] [--fuzzer FILE]
               [--captures N]

Prints the seed and a table "fault, injected, survived, worst"; ends with 1 if a row falls short. A run with the same
seed injects the same faults. --short takes seconds: a handful of faults a row.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback

import captures
import errnos
import exactness
import fuzzing
import hostile
import locales
import network
import privilege
import recording
import replies
import soak
import terminal
from support import Context, Short, missing

# Name, fault as the table shows it, function, programs that it needs.
ROWS = [
    ("exact", "sent − received − drops; 4 KiB buffer, stopped and continued", exactness.accounted, ()),
    ("load", "64-byte datagrams at a steady rate, screen on", exactness.load, ()),
    ("unsafe", "unsafe bytes on the wire: screen and listen, 3 encodings (short form of make storm)", hostile.bytes_on_wire, ()),
    ("fuzz", "fuzzing each parser (short form of make fuzz)", fuzzing.parsers, ()),
    ("captures", "mutated captures, read by info", captures.mutated, ("editcap",)),
    ("killed", "kill -9 while recording", recording.killed, ("tshark",)),
    ("disk", "recording onto a full disk, EIO, EFBIG", recording.disk, ("unshare", "strace")),
    ("errno", "errno matrix: 7 errors × 5 system calls, listen and screen", errnos.matrix, ("strace",)),
    ("restored", "terminal restored after each cause of exit", terminal.restored, ()),
    ("closed", "terminal closed while recording", terminal.closed, ("tshark",)),
    ("stalled", "terminal stalled", terminal.stalled, ()),
    ("sizes", "sizes 0×0 to 65,535², 200 changes a second", terminal.sizes, ()),
    ("escape", "a lone Esc", terminal.escape, ()),
    ("dead-peer", "one dead peer among ten, answered automatically", network.dead_peer, ()),
    ("links", "interface down, address removed, device deleted and recreated", network.links, ("unshare", "nsenter", "ip")),
    ("spoofed", "forged sources and an automatic reply", network.spoofed, ("unshare", "nsenter", "ip")),
    ("facing", "two auto-repliers facing each other", replies.facing, ()),
    ("tireless", "a peer that never stops asking for automatic replies", replies.tireless, ()),
    ("echo", "an auto-replier and socat's echo", replies.echo, ("socat",)),
    ("relay", "a relay that loses, duplicates and reorders", network.relay, ()),
    ("capability", "cap_net_bind_service for an ordinary user: environment, files, paths", privilege.capability, ("setcap",)),
    ("soak", "soak at mixed sizes 0…65,507, screen on (short form of make soak)", soak.short, ()),
    ("locales", "locale × TERM × terminal or pipe", locales.matrix, ()),
]


def run(row, context):
    """The row's line of the table, and whether it reached what it should."""
    name, fault, function, needs = row
    start = time.monotonic()
    # Its own dice, so that --only injects the same faults as the whole run.
    context.random = random.Random(f"{context.seed} {name}")
    lacking = missing(*needs)
    try:
        if lacking:
            raise Short(f"not installed: {', '.join(lacking)} (sh Tests/setup.sh tests; sh Tests/setup.sh torture)")
        outcome = function(context)
        is_reached = True
        cells = [fault, outcome.injected, outcome.survived, outcome.worst]
    except Short as problem:
        is_reached = False
        cells = [fault, "", "falls short", str(problem)]
    except Exception:
        is_reached = False
        traceback.print_exc()
        cells = [fault, "", "falls short", "the row itself failed"]
    seconds = time.monotonic() - start
    return "| " + " | ".join([name, *map(str, cells), f"{seconds:.0f} s"]) + " |", is_reached


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("udpeek")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--only", action="append", metavar="NAME", choices=[row[0] for row in ROWS])
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--captures", type=int, metavar="N",
                        help="captures that editcap damages, and as many that we do, in the row of that name")
    parser.add_argument("--fuzzer", help="what make fuzzer built")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}{', short form' if arguments.short else ''}\n", flush=True)
    print("| row | fault | injected | survived | worst | time |\n|---|---|---|---|---|---|", flush=True)
    start = time.monotonic()
    failed = []
    with tempfile.TemporaryDirectory(prefix="udpeek-torture-") as folder:
        context = Context(arguments.udpeek, arguments.seed, arguments.short, folder, arguments.fuzzer,
                          arguments.captures)
        for row in ROWS:
            if arguments.only and row[0] not in arguments.only:
                continue
            line, is_reached = run(row, context)
            print(line, flush=True)
            if not is_reached:
                failed.append(row[0])
    print(f"\n{time.monotonic() - start:.0f} s; " + (f"fell short: {', '.join(failed)}" if failed else "all reached"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
