"""Loops of programs that answer each other."""

import re
import signal
import time

from support import Outcome, Program, Short, listen, udp_socket, wait_for

BURST, RATE, ARMED, DISARMED_AFTER = 200, 100, 10, 15


def _say(text, to, program):
    """Says the first word to a stopped `program` from a port that is free afterwards."""
    program.send(signal.SIGSTOP)
    wait_for("a stopped program", lambda: program.stats.state == "T")
    with udp_socket() as speaker:
        port = speaker.getsockname()[1]
        speaker.sendto(text, ("127.0.0.1", to))
    return port


def facing(context):
    """Two that answer whatever comes with different words: within the limit, and quiet within 15 s."""
    first, (port,) = listen(context, "--reply", "tick", "--quiet")
    with first:
        other = _say(b"begin", port, first)
        second, _ = listen(context, "--reply", "tock", "--quiet", endpoints=(f"127.0.0.1:{other}",))
        with second:
            start = time.monotonic()
            first.send(signal.SIGCONT)
            if context.is_short:
                time.sleep(2)
                limit = BURST + RATE * 3
            else:
                wait_for("a rule that is disarmed", lambda: "disarmed" in first.errors + second.errors, DISARMED_AFTER)
                limit = BURST + RATE * (ARMED + 2)
            quiet = time.monotonic() - start
            time.sleep(context.pick(1, 0))
            if first.end() or second.end():
                raise Short(f"ended with {first.process.returncode}, {second.process.returncode}")
            sent = max(first.summary["sent"], second.summary["sent"])
            if first.summary["sent"] + second.summary["sent"] < BURST:
                raise Short(f"they did not even begin: {sent} replies")
    if sent > limit:
        raise Short(f"{sent} replies, the limit allows {limit}")
    return Outcome("a loop of two", f"{sent} replies each at most",
                   f"{'within the limit' if context.is_short else f'quiet after {quiet:.1f} s'}; {limit} allowed")


def echo(context):
    """socat sends back whatever comes: one answer, and its echo gets none."""
    program, (port,) = listen(context, "--reply", "pong", "--quiet")
    with program:
        other = _say(b"ping", port, program)
        words = ["socat", "-T", "5", f"UDP4-RECVFROM:{other},bind=127.0.0.1,fork", "EXEC:cat"]
        with Program(words, context.environment) as mirror:
            wait_for("socat's port", lambda: f":{other:04X} " in open("/proc/net/udp").read())
            program.send(signal.SIGCONT)
            time.sleep(context.pick(3, 1))
            mirror.end(signal.SIGTERM)
        if program.end() != 0:
            raise Short(f"ended with {program.process.returncode}")
        told = program.summary
        withheld = re.search(r"withheld (\d+) repl\w+ to an echo", program.errors)
    if told["sent"] != 1 or told["received"] != 2 or not withheld:
        raise Short(f"{told['sent']} sent, {told['received']} received: {program.errors}")
    return Outcome("an echo", f"{told['sent']} reply", f"{withheld[1]} echo left unanswered, and told")
