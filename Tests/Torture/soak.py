"""A long run at mixed sizes and rates with the screen on: memory, descriptors and threads stay, the figures are exact.

    soak.py UDPEEK [--minutes N] [--seed N]
"""

import argparse
import signal
import sys
import tempfile
import threading
import time

from support import Context, Outcome, Screen, Short, udp_socket

MEMORY = 64 << 20
ABOVE = 50 << 20
SIZES = (0, 1, 9, 64, 64, 64, 500, 1_472, 1_473, 9_000, 65_507)


class Traffic:
    """Peers that come and go, and send datagrams of mixed sizes at mixed rates until told to stop."""

    def __init__(self, context, port):
        self.sent = self.bytes = 0
        self._dice, self._port, self._is_over = context.random, port, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        dice = self._dice
        noise = dice.randbytes(1 << 17)
        while not self._is_over.is_set():
            with udp_socket() as peer:
                target = ("127.0.0.1", self._port)
                for _ in range(dice.randint(1, 200)):
                    # A burst, then a rest: 0 to 20,000 a second.
                    for _ in range(dice.randint(1, 20)):
                        size = dice.choice(SIZES)
                        start = dice.randrange(len(noise) - size)
                        peer.sendto(noise[start:start + size], target)
                        self.sent += 1
                        self.bytes += size
                    time.sleep(dice.choice((0.001, 0.001, 0.005, 0.02)))
                    if self._is_over.is_set():
                        return

    def stop(self):
        self._is_over.set()
        self._thread.join()


KEYS = ("j", "k", "G", "\r", "x", "P", "\t", "t", "p", "p", "/size > 100\r", "/\x15\r", "m", "+", "/\x15\r", "\x0c", "\x07", "G")


def held(look, before):
    """How many there are to a look; a file that is open for a moment only, as that of the panes is while they are saved,
    does not count, nor does a thread that looks for a structure once the detail is open. What stays does."""
    for _ in range(50):
        count = look()
        if not before or count == before[-1]:
            break
        time.sleep(0.02)
    return count


def run(context, seconds):
    with Screen(context, "--memory", "64MiB") as screen:
        port = screen.port()
        first = screen.stats.memory
        traffic = Traffic(context, port)
        start = time.monotonic()
        descriptors, threads, memory = [], [], []
        while time.monotonic() < start + seconds:
            time.sleep(min(1.0, seconds / 5))
            screen.type(context.random.choice(KEYS))
            descriptors.append(held(lambda: screen.stats.descriptors, descriptors))
            threads.append(held(lambda: screen.stats.threads, threads))
            memory.append(screen.stats.memory)
            # What was drawn long ago is not needed; a soak of hours must not fill our own memory.
            if len(screen.drawn) > 4 << 20:
                del screen.drawn[:2 << 20]
        traffic.stop()
        received, drops = screen.settled_counts(traffic.sent)
        screen.send(signal.SIGTERM)
        status = screen.finish()
    if status != 0:
        raise Short(f"ended with {status}")
    if received + drops != traffic.sent:
        raise Short(f"sent {traffic.sent:,}, received {received:,}, kernel drops {drops:,}")
    # The first second may still open what it needs.
    for name, seen in (("descriptors", descriptors[1:]), ("threads", threads[1:])):
        if len(set(seen)) > 1:
            raise Short(f"{name} were not constant: {sorted(set(seen))}")
    if max(memory) > MEMORY + ABOVE:
        raise Short(f"memory rose to {max(memory) >> 20} MiB with --memory 64MiB")
    return Outcome(f"{traffic.sent:,} datagrams, {traffic.bytes >> 20:,} MiB in {seconds:.0f} s",
                   f"{received:,}, and {drops:,} counted drops",
                   f"memory {first >> 20} to {max(memory) >> 20} MiB (of 64 + 50), {descriptors[-1]} descriptors, "
                   f"{threads[-1]} threads throughout")


def short(context):
    return run(context, context.pick(30, 4))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("udpeek")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.minutes:g} minutes", flush=True)
    with tempfile.TemporaryDirectory(prefix="udpeek-soak-") as folder:
        try:
            outcome = run(Context(arguments.udpeek, arguments.seed, False, folder, None), arguments.minutes * 60)
        except Short as problem:
            sys.exit(f"fell short: {problem}")
    print(f"{outcome.injected}: received {outcome.survived}; {outcome.worst}")


if __name__ == "__main__":
    main()
