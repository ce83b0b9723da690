"""How `udpeek relay --headless` compares with a plain C relay and socat on loopback: the time of a round trip, quiet and
under load, the rate that it passes on, a bandwidth beside tc's token bucket, what is lost at 100,000 datagrams a second, and
how exactly it keeps a delay. Prints a table.
The goals: 1.5 times the time, 0.8 times the rate, nothing lost, a delay within 1 ms at p99 at 10,000 a second.

usage: relay.py UDPEEK [--rounds N]
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def bound(port):
    """Waits until a socket is bound to the port."""
    deadline = time.monotonic() + 5
    while f":{int(port):04X} " not in open("/proc/net/udp").read() and time.monotonic() < deadline:
        time.sleep(0.01)


class Bench:
    def __init__(self, udpeek, tool):
        self.udpeek, self.tool = udpeek, tool

    def start(self, *words):
        process = subprocess.Popen([self.tool, *words], stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        return process

    def relay(self, kind, target, *options):
        """Starts a relay to `target`; returns it and its port."""
        port = free_port()
        if kind == "C":
            return self.start("relay", port, target), port
        if kind == "socat":
            words = ["socat", f"UDP4-LISTEN:{port},bind=127.0.0.1,fork", f"UDP4:127.0.0.1:{target}"]
            # A process for each client, which ends with the session.
            process = subprocess.Popen(
                words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            bound(port)
            return process, port
        process = subprocess.Popen(
            [self.udpeek, "relay", f"127.0.0.1:{port}", "--to", f"127.0.0.1:{target}", "--headless", "--quiet", "--json",
             *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        process.stderr.readline()
        return process, port

    def stop(self, process):
        if process.args[0] == "socat":
            os.killpg(process.pid, signal.SIGTERM)
            return process.wait()
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
        return output

    def round_trips(self, kind, count, pause):
        """The times of round trips in microseconds, p50 and p99; `kind` None is without a relay."""
        target = free_port()
        echo = self.start("echo", target)
        process, port = self.relay(kind, target) if kind else (None, target)
        ended = subprocess.run([self.tool, "ask", port, str(count), str(pause)], capture_output=True, text=True, check=True)
        if process:
            self.stop(process)
        echo.terminate()
        times = sorted(int(line) / 1000 for line in ended.stdout.split())
        return times[len(times) // 2], times[len(times) * 99 // 100]

    def rate(self, kind, rate, count, size):
        """Datagrams that arrived, a second, and the share that did not."""
        target = free_port()
        sink = self.start("sink", target)
        process, port = self.relay(kind, target)
        subprocess.run([self.tool, "blast", port, str(rate), str(count), str(size)], capture_output=True, check=True)
        arrived, time = (int(word) for word in sink.communicate()[0].split())
        self.stop(process)
        return arrived / (time / 1e9), count - arrived

    def shaped(self, kind):
        """The bits a second that a bandwidth of 1 Mbit lets through, with the headers of IP and UDP: of `--rate` or, in a
        network namespace, of tc's token bucket; None where there is none."""
        size, count = 972, 1000
        if kind == "tbf":
            script = ("ip link set lo up && tc qdisc add dev lo root tbf rate 1mbit burst 2k latency 10s || exit 1; "
                      f"'{self.tool}' sink 9000 & sleep 0.3; '{self.tool}' blast 9000 250 {count} {size} >/dev/null; wait")
            ended = subprocess.run(["unshare", "-rn", "sh", "-c", script], capture_output=True, text=True)
            words = ended.stdout.split()
            if len(words) < 3:
                return None
            arrived, passed = int(words[-2]), int(words[-1])
        else:
            target = free_port()
            sink = self.start("sink", target)
            process, port = self.relay("udpeek", target, "--up", "--rate", "1mbit", "limit", "2000")
            subprocess.run([self.tool, "blast", port, "250", str(count), str(size)], capture_output=True, check=True)
            arrived, passed = (int(word) for word in sink.communicate()[0].split())
            self.stop(process)
        return (arrived - 1) * (size + 28) * 8 / (passed / 1e9)

    def delay(self, rate, count):
        """The p99 of what a delay of 20 ms is exceeded by, in milliseconds, as the relay measured it."""
        target = free_port()
        sink = self.start("sink", target)
        process, port = self.relay("udpeek", target, "--delay", "20ms")
        subprocess.run([self.tool, "blast", port, str(rate), str(count), "64"], capture_output=True, check=True)
        sink.communicate()
        summary = json.loads(self.stop(process).splitlines()[-1])
        return summary["relay"]["up"]["delay_p50_us"] / 1000, summary["relay"]["up"]["delay_p99_us"] / 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("udpeek")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tool = f"{folder}/relay"
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-o", tool, HERE / "relay.c"], check=True)
        bench = Bench(options.udpeek, tool)
        for name, pause in [("round trips at once", 0), ("round trips 1 ms apart", 1000)]:
            kinds = ["C", "udpeek"] + (["socat"] if shutil.which("socat") else [])
            results = {kind: [] for kind in [None, *kinds]}
            for _ in range(options.rounds):
                for kind, values in results.items():
                    values.append(bench.round_trips(kind, 3000, pause))
            medians = {
                kind: [statistics.median(value[part] for value in values) for part in (0, 1)]
                for kind, values in results.items()}
            for kind in kinds:
                own = [medians[kind][part] - medians[None][part] for part in (0, 1)]
                print(f"{name:24} {kind:7} p50 {medians[kind][0]:7.1f} us  p99 {medians[kind][1]:7.1f} us"
                      f"  relay alone p50 {own[0]:6.1f} us")
            print(f"{'':24} {'ratio':7} p50 {medians['udpeek'][0] / medians['C'][0]:7.2f} x   p99"
                  f" {medians['udpeek'][1] / medians['C'][1]:7.2f} x")
        for size in [64, 1400]:
            rates = {"C": [], "udpeek": []}
            for _ in range(options.rounds):
                for kind, values in rates.items():
                    values.append(bench.rate(kind, 0, 1_000_000, size))
            medians = {kind: statistics.median(value[0] for value in values) for kind, values in rates.items()}
            print(f"{f'rate, {size} bytes':24} C {medians['C']:10,.0f}/s  udpeek {medians['udpeek']:10,.0f}/s "
                  f" {medians['udpeek'] / medians['C']:5.2f} x")
        for kind in ["udpeek", "tbf"]:
            rates = [bench.shaped(kind) for _ in range(2)]
            words = "not here" if None in rates else "  ".join(f"{rate:,.0f} bit/s" for rate in rates)
            print(f"{'1 Mbit/s, 1,000 bytes':24} {kind:7} {words}")
        lost = [bench.rate("udpeek", 100_000, 500_000, 64)[1] for _ in range(options.rounds)]
        print(f"{'lost at 100,000/s':24} {lost} of 500,000")
        print(f"{'a delay of 20 ms':24} p50 and p99 in ms, at 10,000/s: {[bench.delay(10_000, 50_000) for _ in range(options.rounds)]}")


main()
