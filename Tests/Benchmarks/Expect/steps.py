"""How long `udpeek expect` takes for 1,000 requests that each wait for their answer, beside a plain C loop that compares
each answer, against the same C echo on loopback. Prints a table: microseconds a request, and the share of the loop's time.
The goal is 1.5 times the loop.

usage: steps.py UDPEEK [--count N] [--rounds N]
"""

import argparse
import json
import os
import pathlib
import socket
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = {
    "a constant filter": "> ping {pass}\n< ping\n",
    "a filter with a variable": "> ping {pass}\n< 'ping {pass}'\n",
    "a capture and an assertion": "> ping {pass}\n< /^ping (?<n>\\d+)$/\nassert n = pass\n",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("udpeek")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        steps = f"{folder}/steps"
        subprocess.run(["gcc", "-O2", "-o", steps, HERE / "steps.c"], check=True)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        echo = subprocess.Popen([steps, "echo", port], stdout=subprocess.PIPE)
        echo.stdout.readline()
        times = {"the C loop": []} | {name: [] for name in SCRIPTS}
        for _ in range(options.rounds):
            ended = subprocess.run([steps, "ask", port, str(options.count)], capture_output=True, check=True)
            times["the C loop"].append(int(ended.stdout))
            for name, script in SCRIPTS.items():
                text = f"to 127.0.0.1:{port} utf-8\nrepeat {options.count} {{\n{script}}}\n"
                words = [options.udpeek, "expect", "-", "--json"]
                ended = subprocess.run(
                    words, input=text.encode(), capture_output=True, check=True, env={"PATH": os.environ["PATH"]})
                tests = [json.loads(line) for line in ended.stdout.splitlines()]
                times[name].append(sum(test["nanoseconds"] for test in tests if test["outcome"] == "passed"))
        echo.terminate()
    loop = statistics.median(times["the C loop"])
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:28} {median / options.count / 1000:8.2f} us  {median / loop:5.2f} x")


main()
