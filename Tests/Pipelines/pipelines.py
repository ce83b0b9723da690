#!/usr/bin/env python3
"""Runs the recipes of Resources/docs/pipelines.md as they are printed, with real servers: pipelines.py PROGRAM. To each, known
contents are sent (GBK, bytes, quotes, nothing), then a load, in the middle of which the server stands still. What was sent is
held against what arrived and what was counted: nothing may be missing that is not counted, and nothing may be counted that
arrived. Prints a table. Each recipe has a network namespace of its own, so that they can run at the same time."""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import servers
from servers import PATIENCE, SERVERS, Missing, descendants, eventually, program

PAGE = pathlib.Path(__file__).resolve().parents[2] / "Resources/docs/pipelines.md"
CAPTURE = "A capture into PostgreSQL"
TITLES = [server.title for server in SERVERS] + [CAPTURE]
PORT = 9000
SENSOR = "温度=23.5"
# Bytes that are sent, and their text where it is certain.
CONTENTS = [
    (SENSOR.encode("gbk"), SENSOR),
    (b"a\"b'c\\d `$e` %s &amp; \\. ok", "a\"b'c\\\\d `$e` %s &amp; \\\\. ok"),
    (b"one\ntwo\tthree\r\n", "one\\ntwo\\tthree\\r\\n"),
    (bytes(range(256)), None),
    (b"", ""),
    (b"x" * 4000, "x" * 4000),
    ("气压=1013 hPa, 湿度=41 %".encode("gbk"), "气压=1013 hPa, 湿度=41 %"),
]


def block(title):
    """The ```sh block below a heading of the page."""
    section = PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.search(r"```sh\n(.*?)```", section, re.DOTALL)[1]


class Recipe:
    """A block, running in a shell."""

    def __init__(self, title):
        self.errors = open("stderr", "w+b")
        self.process = subprocess.Popen(["bash", "-c", "set -o pipefail\n" + block(title)], stdin=subprocess.DEVNULL,
                                        stdout=open("stdout", "wb"), stderr=self.errors, start_new_session=True)

    def udpeek(self):
        """The process of udpeek."""
        def look():
            for pid in descendants(self.process.pid):
                try:
                    if pathlib.Path(f"/proc/{pid}/comm").read_text() == "udpeek\n" and b"listen" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                        return pid
                except OSError:
                    pass  # It has ended.
            return None

        return eventually("udpeek", look)

    def listens(self):
        eventually("the recipe listens", lambda: "listening on" in self.said())

    def said(self):
        return pathlib.Path("stderr").read_text()

    def ends(self):
        # What waits in memory after a long load is printed first.
        status = self.process.wait(5 * PATIENCE)
        assert status == 0, f"ended with {status}: {self.said()}{pathlib.Path('stdout').read_text()}"


def figures(said):
    """The counts of udpeek's summary."""
    line = re.search(r"received (\d+), shown (\d+), sent 0, kernel drops(?: ≥)? (\d+), truncated \d+, evicted unprinted (\d+)", said)
    assert line, said
    return dict(zip(["received", "shown", "dropped", "evicted"], map(int, line.groups())))


def message(number, size):
    """A numbered text in GBK."""
    return f"{number:08d} {SENSOR}{'.' * max(0, size - 19)}"


def send(rate, seconds, size):
    """Sends numbered texts at a steady rate, and returns how many."""
    sent, begin = 0, time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        device.connect(("127.0.0.1", PORT))
        end = message(0, size).encode("gbk")[8:]
        while (passed := time.monotonic() - begin) < seconds:
            for _ in range(min(int(passed * rate), int(seconds * rate)) - sent):
                device.send(b"%08d%b" % (sent, end))
                sent += 1
            time.sleep(0.001)
    return sent


class Tally:
    """What arrived, row by row."""

    def __init__(self, size):
        self.size, self.lines, self.contents, self.numbers, self.missing, self.last = size, 0, [], set(), set(), ""

    def take(self, row):
        self.lines += 1
        if row["direction"] == "evicted":
            self.missing |= set(range(row["number"], row["number"] + row["rows"]))
        elif row["direction"] == "in":
            self.numbers.add(row["number"])
            if row["number"] <= len(CONTENTS):
                return self.contents.append(row)
            text = message(int(row["text"][:8]), self.size)
            assert row["text"] == text and row["payload"] == text.encode("gbk").hex(), row
            assert row["text"] > self.last, f"twice, or in another order: {row}"
            self.last = row["text"]

    def check(self, counted):
        """Holds it against what was sent and what udpeek has counted."""
        assert len(self.contents) == len(CONTENTS), f"{len(self.contents)} of {len(CONTENTS)} arrived: {self.contents}"
        for row, (payload, text) in zip(self.contents, CONTENTS):
            assert row["payload"] == payload.hex(), row
            assert text is None or row["text"] == text, row
        missing = len(self.missing)
        assert missing == counted["evicted"], f"{missing} rows are told as missing, {counted['evicted']} are counted"
        assert self.numbers.isdisjoint(self.missing), "rows arrived that are told as missing"
        assert self.numbers | self.missing == set(range(1, counted["received"] + 1)), "rows are missing, and nothing tells of it"


def memory(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) // 1024


def load(kind, options):
    """Runs one recipe under load, and returns a line of the table."""
    server = kind()
    recipe = Recipe(kind.title)
    try:
        recipe.listens()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
            for payload, _ in CONTENTS:
                # Each from a device of its own, so that the encoding of one says nothing about another's.
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
                    (device if payload[:1] == SENSOR.encode("gbk")[:1] else one).sendto(payload, ("127.0.0.1", PORT))
        if kind is not servers.Kafka:
            eventually("the known contents", lambda: server.count() >= len(CONTENTS))
        begin = time.monotonic()
        result = {}
        sender = threading.Thread(target=lambda: result.update(sent=send(options.rate, options.seconds, options.size)))
        sender.start()
        time.sleep(max(0, (options.seconds - options.stop) / 2))
        server.stop()
        time.sleep(options.stop)
        server.goes_on()
        sender.join()
        most = memory(recipe.udpeek())
        os.kill(recipe.udpeek(), signal.SIGINT)
        recipe.ends()
        whole = time.monotonic() - begin
        counted = figures(recipe.said())
        # What was printed: rows, what tells of missing ones, and the summary.
        printed = counted["received"] - counted["evicted"]
        try:
            eventually("all that was printed", lambda: server.count() > printed)
        except AssertionError:
            raise AssertionError(f"{kind.title}: {server.count()} of more than {printed} lines arrived: {counted} {recipe.said()}")
        count = server.count()
        if kind is servers.Kafka:
            # What a consumer is too slow for, the broker for tests forgets beyond 5 MB: then its own count is held alone.
            still = [0, 0]
            while server.arrived.count() < count and still[1] < 50:
                still = [server.arrived.found, still[1] + 1 if still[0] == server.arrived.found else 0]
                time.sleep(0.1)
        tally = Tally(options.size)
        sent, arrived = result["sent"] + len(CONTENTS), printed
        if kind is servers.Kafka and server.arrived.count() < count:
            others = count - printed
            assert others >= 2 if counted["evicted"] or counted["dropped"] else others == 1, f"{count} lines, {printed} of them rows"
            print(f"Kafka: {server.arrived.found} of {count} lines were read back; the others are only counted, by the broker",
                  file=sys.stderr)
        else:
            for row in server.rows():
                tally.take(row)
            assert tally.lines == count, f"{tally.lines} lines of {count}"
            tally.check(counted)
            arrived = len(tally.numbers)
        assert arrived == printed, f"{arrived} rows arrived, {printed} were printed"
        assert counted["received"] + counted["dropped"] == sent, f"{sent} were sent: {counted}"
        return [kind.title, sent, arrived, counted["evicted"], counted["dropped"], sent - arrived - counted["evicted"] - counted["dropped"],
                f"{most} MiB", f"{whole:.1f} s"]
    finally:
        server.goes_on()
        for pid in descendants(recipe.process.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        server.end()


def capture(_):
    """Runs the recipe that copies a capture into a table."""
    server = servers.PostgreSQL()
    try:
        listen = subprocess.Popen(["udpeek", "listen", str(PORT), "--write", "night.pcapng", "--count", str(len(CONTENTS))],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open("listen", "wb"))
        eventually("udpeek", lambda: "listening" in pathlib.Path("listen").read_text())
        for payload, _ in CONTENTS:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
                device.sendto(payload, ("127.0.0.1", PORT))
        assert listen.wait(PATIENCE) == 0
        Recipe(CAPTURE).ends()
        rows = [json.loads(line) for line in server.ask("SELECT row_to_json(night) FROM night ORDER BY number")]
        assert [row["payload"] or "" for row in rows] == [payload.hex() for payload, _ in CONTENTS], rows
        # An empty cell is NULL to COPY. The last text is longer than a guess needs.
        assert rows[-1]["text"] == CONTENTS[-1][1] and rows[1]["text"] == CONTENTS[1][1], rows
        assert {row["src_ip"] for row in rows} == {"127.0.0.1"}, rows
        return [CAPTURE, len(CONTENTS), len(rows), 0, 0, 0, "", ""]
    finally:
        server.end()


def alone(title, options):
    """One recipe, in this process's namespace."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    folder = tempfile.mkdtemp(prefix="udpeek-")
    os.mkdir(folder + "/bin")
    os.symlink(options.program, folder + "/bin/udpeek")
    os.mkdir(folder + "/work")
    os.chdir(folder + "/work")
    os.environ.update(PATH=f"{folder}/bin:{os.environ['PATH']}", HOME=folder, LC_ALL="C.UTF-8", XDG_STATE_HOME=folder)
    if options.memory:
        os.environ["UDPEEK_MEMORY"] = options.memory
    try:
        kind = next((kind for kind in SERVERS if kind.title == title), None)
        print(json.dumps(capture(options) if kind is None else load(kind, options)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("--rate", type=int, default=50_000, help="datagrams a second")
    parser.add_argument("--seconds", type=float, default=30, help="how long they are sent")
    parser.add_argument("--stop", type=float, default=5, help="how long the server stands still in between")
    parser.add_argument("--size", type=int, default=20, help="bytes of a payload")
    parser.add_argument("--memory", help="the limit of udpeek's log, as in 4MiB")
    parser.add_argument("--only", action="append", help="one recipe, by its heading; repeatable")
    parser.add_argument("--together", action="store_true", help="run all recipes at the same time")
    parser.add_argument("--needs", action="store_true", help="only name what is not installed")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        return alone(options.alone, options)
    missing = []
    for need in (need for kind in SERVERS for need in kind.needs):
        try:
            program(*need)
            servers.Kafka.library()
        except Missing as problem:
            missing.append(str(problem))
    if missing:
        sys.exit("\n".join(missing))
    if options.needs:
        return
    words = ["unshare", "-rn", "--pid", "--fork", "--mount-proc", sys.executable, __file__, *sys.argv[1:], "--alone"]
    failed = 0
    print("| recipe | sent | arrived | evicted | kernel drops | not accounted for | memory | took |")
    print("|---|---|---|---|---|---|---|---|")
    running = []
    for title in options.only or TITLES:
        running.append((title, subprocess.Popen([*words, title], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)))
        if not options.together:
            running[-1][1].wait()
    for title, process in running:
        output, errors = process.communicate()
        failed += process.returncode != 0
        print(("| " + " | ".join(map(str, json.loads(output))) + " |") if process.returncode == 0 else f"FAILED {title}")
        if errors:
            print(errors, file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
