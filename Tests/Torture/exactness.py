"""Every datagram is received or counted as dropped; a load is held with the screen on."""

import signal
import time

from support import Outcome, Screen, Sender, Short, listen, wait_for


def accounted(context):
    """A buffer of a few KiB, a sender at full speed, the program stopped and continued at random."""
    rounds, total = context.pick(12, 2), context.pick(50_000, 10_000)
    stops = worst = dropped = datagrams = 0
    for round in range(rounds):
        buffer = ("4KiB", "16KiB", "64KiB")[round % 3]
        program, (port,) = listen(context, "--quiet", "--no-gro", "--rcvbuf", buffer)
        with program:
            sender = Sender(context, port, total, size=context.random.choice((8, 64, 1400)), rate=50_000)
            while sender.is_sending:
                program.send(signal.SIGSTOP)
                wait_for("a stopped program", lambda: program.stats.state == "T")
                time.sleep(context.random.uniform(0.001, 0.05))
                program.send(signal.SIGCONT)
                stops += 1
                time.sleep(context.random.uniform(0.001, 0.1))
            sent = sender.join()
            datagrams += sent
            kernel = program.stats.kernel_drops(port)
            if program.end() != 0:
                raise Short(f"ended with {program.process.returncode}: {program.errors}")
            told = program.summary
            worst = max(worst, abs(sent - told["received"] - told["drops"]))
            dropped += told["drops"]
            if kernel != told["drops"]:
                raise Short(f"told {told['drops']} drops, SO_MEMINFO says {kernel}")
    if worst or not dropped:
        raise Short(f"sent − received − drops is {worst}; drops {dropped}")
    injected = f"{datagrams:,} datagrams, {stops} stops"
    return Outcome(injected, injected, f"difference 0; {dropped:,} drops, SO_MEMINFO the same")


def load(context):
    """64-byte datagrams at a steady rate, the screen of 120×35 on."""
    rate, seconds = context.pick((100_000, 60), (10_000, 2))
    with Screen(context) as screen:
        port = screen.port()
        before = screen.stats.seconds
        sender = Sender(context, port, rate * seconds, rate=rate)
        sent = sender.join()
        received, drops = screen.settled_counts(sent)
        used = (screen.stats.seconds - before) / sender.sent.seconds
        screen.type("Q")
        if screen.finish() != 0:
            raise Short(f"ended with {screen.process.returncode}")
    if received != sent or drops:
        raise Short(f"sent {sent:,}, received {received:,}, kernel drops {drops:,}")
    return Outcome(f"{sent:,} datagrams in {sender.sent.seconds:.0f} s", f"{received:,}",
                   f"lost 0; {used * 100:.0f} % of a core")
