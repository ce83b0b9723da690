"""Loops of programs that answer each other."""

import re
import signal
import time

from support import Outcome, Program, Short, listen, udp_socket, wait_for

BURST, RATE, QUIET_WITHIN = 200, 100, 15


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
    first, (port,) = listen(context, "--reply", "tick", "--json")
    with first:
        other = _say(b"begin", port, first)
        second, _ = listen(context, "--reply", "tock", "--quiet", endpoints=(f"127.0.0.1:{other}",))
        with second:
            start = time.monotonic()
            first.send(signal.SIGCONT)
            last, said = 0, start
            while (now := time.monotonic()) - said < 1:
                if now - start > QUIET_WITHIN:
                    raise Short(f"still answering each other after {QUIET_WITHIN} s: {last} bytes of lines")
                if len(first.output) > last:
                    last, said = len(first.output), now
                time.sleep(0.01)
            if first.end() or second.end():
                raise Short(f"ended with {first.process.returncode}, {second.process.returncode}")
            sent = max(first.summary["sent"], second.summary["sent"])
            if first.summary["sent"] + second.summary["sent"] < BURST:
                raise Short(f"they did not even begin: {sent} replies")
    limit = BURST + RATE * (said - start + 1)
    if sent > limit:
        raise Short(f"{sent} replies, the limit allows {limit:.0f}")
    return Outcome("a loop of two", f"at most {sent} replies each",
                   f"quiet after {1_000 * (said - start):.0f} ms; {limit:.0f} allowed")


def tireless(context):
    """A peer that goes on asking above the limit: after 10 s of that the rule is disarmed, and answers no more."""
    program, (port,) = listen(context, "--reply", "tick", "--quiet")
    with program, udp_socket() as speaker:
        speaker.setblocking(False)
        start, asked = time.monotonic(), 0
        while "disarmed" not in program.errors:
            waited = time.monotonic() - start
            if waited > QUIET_WITHIN:
                raise Short(f"not disarmed after {waited:.0f} s and {asked} questions")
            while asked < 4 * RATE * waited + 1:
                speaker.sendto(b"%d" % asked, ("127.0.0.1", port))
                asked += 1
            time.sleep(0.01)
        quiet = time.monotonic() - start
        for number in range(RATE):
            speaker.sendto(b"after %d" % number, ("127.0.0.1", port))
        asked += RATE
        if program.end():
            raise Short(f"ended with {program.process.returncode}")
        sent, received = program.summary["sent"], program.summary["received"]
        limit = BURST + RATE * (quiet + 1)
        if received != asked or not BURST < sent <= limit:
            raise Short(f"{received} of {asked} questions, {sent} replies; {limit:.0f} allowed")
    return Outcome(f"{asked:,} questions", f"{sent:,} replies, the others withheld",
                   f"stopped after {quiet:.1f} s; {limit:.0f} allowed")


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
    return Outcome("an echo", f"{told['sent']} reply", f"{withheld[1]} echo left unanswered and reported")
