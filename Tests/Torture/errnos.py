"""Every error of the matrix out of every system call, injected by strace(1) into the running program."""

import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support import Outcome, Process, Program, Screen, Sender, Short, listen, udp_socket, wait_for

ERRORS = ["EINTR", "EAGAIN", "ENOBUFS", "ENOMEM", "ECONNREFUSED", "EMSGSIZE", "ENETUNREACH"]
CALLS = {"recvmmsg": ["recvmmsg"], "sendmsg": ["sendmsg"], "epoll_wait": ["epoll_wait", "epoll_pwait"],
         "poll": ["poll", "ppoll"], "write": ["write"]}
DATAGRAMS = 400


def strace(calls, error, log, when="10+7"):
    """The words before a program that inject `error`: at the tenth call, and at each seventh from there on."""
    calls = ",".join("?" + call for call in calls)  # not each machine has all of them
    # -D: the program stays our child, so that signals and endings are its own.
    return ["strace", "-D", "-f", "-qq", "-o", str(log), "-e", "signal=none", "-e", f"trace={calls}",
            "-e", f"inject={calls}:error={error}:when={when}"]


def injected(log, error):
    """How often it was injected."""
    return Path(log).read_text(errors="replace").count("(INJECTED)")


def headless(context, name, calls, error):
    """One cell with `listen`, answering by rule. Returns injections, how it ended, and the seconds that it took."""
    with tempfile.TemporaryDirectory(dir=context.folder) as folder:
        log = f"{folder}/log"
        program, (port,) = listen(context, "--reply", "pong", "--reply-rate", "1000000", "--no-gro",
                                  prefix=strace(calls, error, log))
        with program, udp_socket() as peer:
            for number in range(DATAGRAMS):
                peer.sendto(b"%d" % number, ("127.0.0.1", port))
                time.sleep(0.001)
            if name == "write":
                # What cannot be written any more ends it, with a sentence.
                wait_for("the output or the end", lambda: not program.is_running or f"  {DATAGRAMS - 1}\n" in program.output)
            else:
                wait_for(f"the last datagram with {error} out of {name}",
                         lambda: f"  {DATAGRAMS - 1}\n" in program.output)
            status = program.end(patience=10)
            count = injected(log, error)
            if not count:
                raise Short(f"{name}: {error} was never injected")
            if status == 1 and name == "write" and "cannot write to standard output" in program.errors:
                return count, "clean end"
            told = program.summary
            if status != 0 or told["received"] + told["drops"] != DATAGRAMS:
                raise Short(f"{name} {error}: ended with {status}; {told}")
            return count, "survived"


def screen(context, name, calls, error):
    """One cell with the screen: it still draws and obeys."""
    with tempfile.TemporaryDirectory(dir=context.folder) as folder:
        log = f"{folder}/log"
        # From the 60th on: by then curses has set the terminal up.
        with Screen(context, prefix=strace(calls, error, log, when="60+7")) as shown, udp_socket() as peer:
            port = shown.port()
            for number in range(DATAGRAMS):
                peer.sendto(b"%d" % number, ("127.0.0.1", port))
                time.sleep(0.002)
            received, drops = shown.settled_counts(DATAGRAMS)
            shown.type("Q")
            status = shown.finish(10)
            count = injected(log, error)
            if status != 0 or received + drops != DATAGRAMS:
                raise Short(f"{name} {error}, screen: ended with {status}; received {received}, drops {drops}")
            return count, "survived"


def matrix(context):
    """Reception goes on in every cell, and every datagram is accounted for; or it is a clean end with a sentence."""
    errors = ERRORS if not context.is_short else ["EINTR", "ENOMEM"]
    cells = [(headless, name, calls, error) for name, calls in CALLS.items() for error in errors]
    cells += [(screen, name, CALLS[name], error) for name in ("poll", "write") for error in errors]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda cell: cell[0](context, *cell[1:]), cells))
    ends = sum(result[1] == "clean end" for result in results)
    return Outcome(f"{sum(result[0] for result in results):,} errors in {len(cells)} cells", len(cells) - ends,
                   f"{ends} clean exits" if ends else "no cell ended it")
