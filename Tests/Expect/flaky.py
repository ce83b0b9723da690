#!/usr/bin/env python3
"""Runs scripts against a device that answers at random times, behind a relay that delays, reorders, doubles and loses by
a seed: flaky.py PROGRAM [--runs N] [--seed N] [--jobs N]. Each verdict is held against what the relay did, by the
kernel's time stamps: a run that had to pass and failed is a false failure, one that had to fail and passed a false
pass. Where the relay itself was too near to the limit, either is right, and counted."""
import argparse
import concurrent.futures
import heapq
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time

SO_TIMESTAMPNS = 35
LIMIT = 0.120
# The time between a message and the beginning of the next step, on a busy machine.
SLACK = 0.040
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/nonexistent"}


class Relay(threading.Thread):
    """Answers each request after a random time, or never, or twice. Knows when each answer left."""

    def __init__(self, seed):
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.ending, self.end = os.pipe()
        # By the kernel's time of the request; the answers as (text, before it was sent, after).
        self.requests, self.answers = {}, []

    def run(self):
        waiting, order = [], 0
        while True:
            pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
            ready, _, _ = select.select([self.socket, self.ending], [], [], pause)
            if self.ending in ready:
                return
            if self.socket in ready:
                data, control, _, peer = self.socket.recvmsg(2048, 256)
                seconds, nanoseconds = struct.unpack("qq", control[0][2][:16])
                text = data.decode()
                self.requests[text] = seconds + nanoseconds / 1e9
                for _ in range(self.random.choice([0, 1, 1, 1, 1, 1, 2])):
                    delay = self.random.choice([0, self.random.uniform(0, 0.03), self.random.uniform(0, 0.2)])
                    order += 1
                    heapq.heappush(waiting, (time.monotonic() + delay, order, text.upper(), peer))
            while waiting and waiting[0][0] <= time.monotonic():
                _, _, text, peer = heapq.heappop(waiting)
                before = time.time()
                self.socket.sendto(text.encode(), peer)
                self.answers.append((text, before, time.time()))

    def stop(self):
        os.write(self.end, b"x")
        self.join()
        for descriptor in (self.ending, self.end):
            os.close(descriptor)
        self.socket.close()

    def sent(self, text):
        return [answer for answer in self.answers if answer[0] == text]


def within(relay, text, since, limit=LIMIT):
    """Whether an answer had to be in time; `None` if that is not certain."""
    answers = relay.sent(text)
    if any(after - since <= limit for _, _, after in answers):
        return True
    return False if all(before - since > limit + SLACK for _, before, _ in answers) else None


def both(*verdicts):
    return False if False in verdicts else None if None in verdicts else True


def answer(relay):
    return within(relay, "ASK", relay.requests["ask"])


def silence(relay):
    verdict = within(relay, "ASK", relay.requests["ask"])
    return None if verdict is None else not verdict


def anyorder(relay):
    last = max(relay.requests.values())
    return both(*[within(relay, text, last) for text in ("ONE", "TWO", "THREE")])


def inorder(relay):
    since = max(relay.requests.values())
    first = within(relay, "ONE", since)
    if not first or not relay.sent("ONE"):
        return first
    _, before, after = relay.sent("ONE")[0]
    later = [other for other in relay.sent("TWO") if other[1] >= after]
    if any(end <= before + LIMIT for _, _, end in later):
        return True
    return False if all(start > after + LIMIT + SLACK for _, start, _ in later) else None


MILLISECONDS = f"{LIMIT * 1000:.0f}ms"
SCRIPTS = [
    (f"> ask\n< 'ASK' within {MILLISECONDS}\n", answer),
    (f"> ask\n! 'ASK' within {MILLISECONDS}\n", silence),
    ("> one\n> two\n> three\nunordered {\n" + "".join(
        f"< '{text}' within {MILLISECONDS}\n" for text in ("ONE", "TWO", "THREE")) + "}\n", anyorder),
    (f"> one\n> two\n< 'ONE' within {MILLISECONDS}\n< 'TWO' within {MILLISECONDS}\n", inorder),
]


def run(program, seed, index):
    script, judge = SCRIPTS[index % len(SCRIPTS)]
    relay = Relay(f"{seed}.{index}")
    relay.start()
    script = f"to 127.0.0.1:{relay.port} utf-8\n{script}"
    ended = subprocess.run([program, "expect", "-"], input=script.encode(), capture_output=True, env=ENVIRONMENT)
    # An answer that is due later than the script ends was too late: the relay has not sent it.
    relay.stop()
    if ended.returncode not in (0, 7):
        return "broken", script, ended
    verdict, passed = judge(relay), ended.returncode == 0
    if verdict is None:
        return "either", script, ended
    if verdict == passed:
        return "passed" if passed else "failed", script, ended
    return "false pass" if passed else "false failure", script, ended


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    counts = dict.fromkeys(["passed", "failed", "either", "false pass", "false failure", "broken"], 0)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for index, (outcome, script, ended) in enumerate(
                pool.map(lambda index: run(options.program, options.seed, index), range(options.runs))):
            counts[outcome] += 1
            if outcome not in ("passed", "failed", "either"):
                print(f"run {index} of seed {options.seed}: {outcome}, {ended.returncode}\n{script}", file=sys.stderr)
                print(ended.stdout.decode() + ended.stderr.decode(), file=sys.stderr)
    print(json.dumps({"runs": options.runs, "seed": options.seed, **counts}))
    sys.exit(1 if counts["false pass"] + counts["false failure"] + counts["broken"] else 0)


main()
