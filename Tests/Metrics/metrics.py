#!/usr/bin/env python3
"""Has a real Prometheus read udpeek: metrics.py PROGRAM. A listen and a relay are scraped once a second while a known number
of datagrams is sent, and Prometheus' own answers are held against that number. promtool checks the pages and the file. All of
it runs in a network namespace. Prints a line for each fact; ends with 1 at the first that is wrong."""
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
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 30
PROJECT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = PROJECT / ".build/prometheus/usr/bin"
DOCUMENT = PROJECT / "Resources/docs/service.md"
PROMETHEUS, LISTEN, RELAY = "127.0.0.1:9090", "127.0.0.1:9869", "127.0.0.1:9870"
CONFIGURATION = f"""
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
- job_name: udpeek
  static_configs:
  - targets: ["{LISTEN}", "{RELAY}"]
"""


def tool(name):
    """A program of Prometheus: where it is installed, or where Tests/setup.sh has unpacked it."""
    return shutil.which(name) or str(TOOLS / name)


def eventually(awaited, value, wanted):
    end = time.monotonic() + PATIENCE
    while (found := value()) != wanted:
        assert time.monotonic() < end, f"{awaited}: {found}, not {wanted}"
        time.sleep(0.1)
    print(f"ok: {awaited} is {wanted}")


def fetch(url, **options):
    with urllib.request.urlopen(urllib.request.Request(url, **options), timeout=PATIENCE) as answer:
        return answer.read().decode()


def query(expression):
    """Prometheus' answer to an expression whose result is one number; None where it has none yet."""
    url = f"http://{PROMETHEUS}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    try:
        result = json.loads(fetch(url))["data"]["result"]
    except (urllib.error.URLError, ConnectionError):
        return None
    return float(result[0]["value"][1]) if len(result) == 1 else None


def check(page, what):
    done = subprocess.run([tool("promtool"), "check", "metrics"], input=page, text=True, capture_output=True)
    assert done.returncode == 0 and not done.stderr, f"promtool on {what}: {done.stdout}{done.stderr}"
    print(f"ok: promtool finds nothing wrong in {what}")


def check_documents(folder):
    """Checks what the documents say to write into Prometheus' own files."""
    blocks = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    for number, (kind, block) in enumerate(zip(["config", "rules"], blocks, strict=True)):
        path = pathlib.Path(f"{folder}/document-{number}.yml")
        path.write_text(block)
        done = subprocess.run([tool("promtool"), "check", kind, path], text=True, capture_output=True)
        assert done.returncode == 0, f"{kind} of the document: {done.stdout}{done.stderr}"
        print(f"ok: promtool takes the {kind} of the document")


class Programs:
    """The programs of the test, none of which outlives it."""

    def __init__(self, folder):
        self.folder, self.running = folder, []

    def start(self, *words):
        output = open(f"{self.folder}/{len(self.running)}.log", "w+")
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.folder)
        self.running.append(process)
        return process, output.name

    def udpeek(self, program, *words):
        process, log = self.start(program, *words)
        end = time.monotonic() + PATIENCE
        while "metrics " not in (text := pathlib.Path(log).read_text()):
            assert process.poll() is None and time.monotonic() < end, text
            time.sleep(0.02)
        return process

    def end(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait()


def send(peers, count, to, size):
    for number in range(count):
        peers[number % len(peers)].sendto(bytes(size), to)
        # The receive buffer holds them all, but a slow machine may need a moment.
        if number % 50 == 49:
            time.sleep(0.01)


def sockets(count):
    return [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]


def run(program, folder):
    programs = Programs(folder)
    try:
        pathlib.Path(f"{folder}/prometheus.yml").write_text(CONFIGURATION)
        listen = programs.udpeek(
            program, "listen", "127.0.0.1:5000", "--quiet", "--metrics", LISTEN, "--metrics-peers", "2", "--reply", "ok",
            "--alarm", "name flood rate > 400/h of all", "--alarm", "name back\\slash silence 30d")
        programs.udpeek(
            program, "relay", "127.0.0.1:5001", "--to", "127.0.0.1:5002", "--headless", "--quiet", "--metrics", ":9870",
            "--loss", "50%", "--seed", "7")
        file = f"{folder}/udpeek.prom"
        filed = programs.udpeek(program, "listen", "127.0.0.1:5003", "--quiet", "--metrics", file)
        programs.start(
            tool("prometheus"), f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address={PROMETHEUS}")
        eventually("what Prometheus scrapes without an error", lambda: query("sum(up)"), 2.0)

        of = f'{{instance="{LISTEN}"}}'
        send(sockets(3), 777, ("127.0.0.1", 5000), 100)
        eventually("received", lambda: query(f"udpeek_received_datagrams_total{of}"), 777.0)
        eventually("received in bytes", lambda: query(f"udpeek_received_bytes_total{of}"), 77_700.0)
        eventually("of all peers", lambda: query(f"sum(udpeek_peer_received_datagrams_total{of})"), 777.0)
        other = f'udpeek_peer_received_datagrams_total{{instance="{LISTEN}",peer="other"}}'
        eventually("of the third peer", lambda: query(other), 259.0)
        eventually("peers", lambda: query(f"count(udpeek_peer_received_bytes_total{of})"), 3.0)
        eventually("dropped", lambda: query(f"sum(udpeek_kernel_drops_total{of})"), 0.0)
        eventually(
            "answered or withheld", lambda: query(
                f"sum(udpeek_replies_total{of}) + sum(udpeek_replies_withheld_total{of})"), 777.0)
        eventually("the alarm flood", lambda: query('udpeek_alarm_in_force{alarm="flood"}'), 1.0)
        eventually("its beginnings", lambda: query('udpeek_alarms_total{alarm="flood"}'), 1.0)
        eventually("the other alarm", lambda: query('udpeek_alarm_in_force{alarm="back\\\\slash"}'), 0.0)

        server = sockets(1)[0]
        server.bind(("127.0.0.1", 5002))
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        send(sockets(1), 400, ("127.0.0.1", 5001), 64)
        up = '{direction="up"}'
        eventually("relayed", lambda: query("udpeek_relay_received_datagrams_total" + up), 400.0)
        passed = query("udpeek_relay_sent_datagrams_total" + up)
        assert 100 < passed < 300, passed
        eventually("passed on, or lost on purpose", lambda: query(
            f"udpeek_relay_sent_datagrams_total{up} + udpeek_relay_lost_datagrams_total{up}"), 400.0)
        server.setblocking(False)
        arrived = 0
        try:
            while server.recv(2048):
                arrived += 1
        except BlockingIOError:
            pass
        assert arrived == passed, (arrived, passed)
        print(f"ok: the server has the {arrived} that the relay says")

        check_documents(folder)
        for name, place in [("listen", LISTEN), ("relay", RELAY)]:
            check(fetch(f"http://{place}/metrics"), f"the page of {name}")
        send(sockets(1), 10, ("127.0.0.1", 5003), 9)
        filed.send_signal(signal.SIGTERM)
        assert filed.wait(PATIENCE) == 0
        page = pathlib.Path(file).read_text()
        check(page, "the file")
        assert "\nudpeek_received_bytes_total 90\n" in page, page
        print("ok: the file has what came until the end")
        listen.send_signal(signal.SIGTERM)
        assert listen.wait(PATIENCE) == 0
        eventually("what still answers", lambda: query("sum(up)"), 1.0)
    finally:
        programs.end()


def main():
    if len(sys.argv) < 3:
        words = [sys.executable, os.path.abspath(__file__), os.path.abspath(sys.argv[1]), "inside"]
        os.execvp("unshare", ["unshare", "-rn", *words])
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True, env={"PATH": path})
    with tempfile.TemporaryDirectory(prefix="udpeek-metrics-") as folder:
        try:
            run(sys.argv[1], folder)
        except AssertionError as error:
            logs = "".join(f"{log.name}:\n{log.read_text()}" for log in sorted(pathlib.Path(folder).glob("*.log")))
            sys.exit(f"{error}\n{logs}")


main()
