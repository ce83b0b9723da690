"""Servers that the recipes of Resources/docs/pipelines.md feed: each a process of its own on its usual port of loopback, in a
network namespace that nobody else sees, with its files in the current folder. None of them needs root or a service."""
import ctypes
import glob
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

PATIENCE = 120
UNPACKED = pathlib.Path(__file__).resolve().parents[2] / ".build/servers"


class Missing(Exception):
    """A program is not installed."""


def program(*places):
    """The path of a program: installed, or unpacked by Tests/setup.sh."""
    for place in places:
        for found in [shutil.which(place), *glob.glob(place), *glob.glob(f"{UNPACKED}{place}")]:
            if found and os.access(found, os.X_OK):
                return found
    raise Missing(f"{places[0]} is not installed: make setup-tests")


def eventually(awaited, value):
    end = time.monotonic() + PATIENCE
    while not (found := value()):
        assert time.monotonic() < end, f"never came: {awaited}"
        time.sleep(0.02)
    return found


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def descendants(pid):
    """A process and all below it."""
    found = [pid]
    for parent in found:
        try:
            found += map(int, pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
        except OSError:
            pass  # It has ended.
    return found


class Server:
    """A server. `rows` reads what has arrived, in its order; `count` says how many lines have."""

    title = port = None
    needs = ()

    def __init__(self):
        self.processes = []
        self.start()
        eventually(f"{self.title} on port {self.port}", self.is_ready)

    def is_ready(self):
        for place, process in enumerate(self.processes):
            if process.poll() is not None:
                log = pathlib.Path(f"server{place}.log")
                said = log.read_text(errors="replace")[-1000:] if log.exists() else ""
                raise AssertionError(f"{self.title} ended with {process.returncode}: {said}")
        return accepts(self.port)

    def run(self, *words, **options):
        log = open(f"server{len(self.processes)}.log", "wb")
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True,
                                   **{"stdout": log, "stderr": log, **options})
        self.processes.append(process)
        return process

    def signal(self, number):
        for pid in descendants(self.processes[0].pid):
            os.kill(pid, number)

    def stop(self):
        """Stands still, as a machine that swaps or a disk that hangs."""
        self.signal(signal.SIGSTOP)

    def goes_on(self):
        self.signal(signal.SIGCONT)

    def end(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(PATIENCE)

    def lines(self):
        raise NotImplementedError

    def rows(self):
        return map(json.loads, self.lines())


class Arrived:
    """A file that somebody appends lines to."""

    def __init__(self, path):
        self.path, self.place, self.found = path, 0, 0

    def count(self):
        if os.path.exists(self.path):
            with open(self.path, "rb") as file:
                file.seek(self.place)
                while piece := file.read(1 << 20):
                    self.place += len(piece)
                    self.found += piece.count(b"\n")
        return self.found

    def lines(self):
        with open(self.path, encoding="utf-8") as file:
            yield from file


class Redis(Server):
    title, port = "Redis Streams", 6379
    needs = (("/usr/bin/redis-server", "redis-check-rdb"), ("redis-cli",), ("stdbuf",))

    def start(self):
        # The program is the server under this name: redis-server(1) is a link to it.
        os.symlink(program(*self.needs[0]), "redis-server")
        self.run("./redis-server", "--port", "6379", "--bind", "127.0.0.1", "--save", "")

    def ask(self, *words):
        return subprocess.run(["redis-cli", "--raw", *words], capture_output=True, text=True, check=True).stdout.split("\n")[:-1]

    def count(self):
        return int(self.ask("XLEN", "udp")[0])

    def lines(self):
        # Each entry is three lines: its name, `row` and the row.
        first = "-"
        while len(entries := self.ask("XRANGE", "udp", first, "+", "COUNT", "10000")) >= 3:
            yield from entries[2::3]
            first = "(" + entries[-3]


class MQTT(Server):
    title, port = "MQTT", 1883
    needs = (("/usr/sbin/mosquitto",), ("mosquitto_pub",), ("mosquitto_sub",))

    def start(self):
        # Without a limit, what the subscriber has not read yet is kept for it.
        pathlib.Path("mosquitto.conf").write_text(
            "listener 1883 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nuser root\nlog_type subscribe\nlog_type error\n")
        self.run(program(*self.needs[0]), "-c", "mosquitto.conf")
        eventually("the broker", lambda: accepts(self.port))
        self.run("mosquitto_sub", "-h", "127.0.0.1", "-t", "udp", stdout=open("arrived", "wb"))
        eventually("the subscription", lambda: "udp" in pathlib.Path("server0.log").read_text())
        self.arrived = Arrived("arrived")

    def lines(self):
        return self.arrived.lines()

    def count(self):
        return self.arrived.count()


class PostgreSQL(Server):
    title, port = "PostgreSQL", 5432
    needs = (("/usr/lib/postgresql/*/bin/initdb", "initdb"), ("/usr/lib/postgresql/*/bin/postgres", "postgres"), ("psql",),
             ("stdbuf",))

    def start(self):
        # It does not run as root: in a namespace of its own, this user is another.
        other = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        subprocess.run([*other, program(*self.needs[0]), "-D", "data", "-A", "trust", "-U", "udp", "--no-locale", "-E", "UTF8",
                        "--no-sync"], check=True, capture_output=True)
        self.run(*other, program(*self.needs[1]), "-D", "data", "-p", "5432", "-c", "listen_addresses=127.0.0.1", "-k", "", "-F")
        os.environ.update(PGHOST="127.0.0.1", PGUSER="udp", PGDATABASE="postgres")
        ready = ["psql", "-qc", "SELECT 1"]
        eventually("the database", lambda: subprocess.run(ready, capture_output=True).returncode == 0)

    def ask(self, query):
        return subprocess.run(["psql", "-qAtc", query], capture_output=True, text=True, check=True).stdout.splitlines()

    def count(self):
        return int(self.ask("SELECT count(*) FROM datagrams")[0])

    def lines(self):
        return self.ask("SELECT row_to_json(datagrams) FROM datagrams ORDER BY number")

    def end(self):
        self.processes[0].send_signal(signal.SIGINT)  # It does not wait for clients.
        super().end()


class Rsyslog(Server):
    title, port = "rsyslog", 514
    needs = (("/usr/sbin/rsyslogd",), ("logger",))

    def start(self):
        daemon = program(*self.needs[0])
        page = (pathlib.Path(__file__).resolve().parents[2] / "Resources/docs/pipelines.md").read_text()
        configuration = page.split("```\n# /etc/rsyslog.d/udp.conf\n")[1].split("```")[0]
        pathlib.Path("rsyslog.conf").write_text(configuration.replace("/var/log/", f"{os.getcwd()}/"))
        modules = [f"{UNPACKED}{folder}" if daemon.startswith(str(UNPACKED)) else folder
                   for folder in ["/usr/lib/x86_64-linux-gnu/rsyslog", "/usr/lib/aarch64-linux-gnu/rsyslog", "/usr/lib64/rsyslog"]]
        self.arrived = Arrived("udp.jsonl")
        self.run(daemon, "-n", "-i", "NONE", "-M", ":".join(modules), "-f", f"{os.getcwd()}/rsyslog.conf")

    def lines(self):
        return self.arrived.lines()

    def count(self):
        return self.arrived.count()


class Kafka(Server):
    """Debian has no broker: this is the one that librdkafka brings for tests, in a process of its own. It speaks the
    protocol, keeps the newest 5 MB and checks little."""
    title, port = "Kafka", 9092
    needs = (("kcat",), ("socat",))

    def start(self):
        broker = self.run(sys.executable, __file__, "kafka", stdout=open("broker", "wb"))
        address = eventually("the broker", lambda: broker.poll() is None and pathlib.Path("broker").read_text().strip())
        # The broker chooses its port; clients learn it from whoever they ask first.
        self.run("socat", "TCP-LISTEN:9092,bind=127.0.0.1,fork,reuseaddr", f"TCP:{address}")
        eventually("port 9092", lambda: accepts(9092))
        self.run("kcat", "-C", "-b", "127.0.0.1:9092", "-t", "udp", "-q", "-u", "-o", "beginning", stdout=open("arrived", "wb"))
        self.arrived = Arrived("arrived")

    def count(self):
        told = subprocess.run(["kcat", "-Q", "-b", "127.0.0.1:9092", "-t", "udp:0:-1"], capture_output=True, text=True, check=True)
        return int(told.stdout.split()[-1])

    def lines(self):
        return self.arrived.lines()

    @staticmethod
    def library():
        try:
            return ctypes.CDLL("librdkafka.so.1")
        except OSError:
            raise Missing("librdkafka is not installed: make setup-tests")

    @staticmethod
    def serve():
        library = Kafka.library()
        for name in ["rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"]:
            getattr(library, name).restype = ctypes.c_void_p
        library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
        problem = ctypes.create_string_buffer(512)
        client = library.rd_kafka_new(0, ctypes.c_void_p(library.rd_kafka_conf_new()), problem, ctypes.c_size_t(512))
        cluster = ctypes.c_void_p(library.rd_kafka_mock_cluster_new(ctypes.c_void_p(client), 1))
        assert library.rd_kafka_mock_topic_create(cluster, b"udp", 1, 1) == 0
        print(library.rd_kafka_mock_cluster_bootstraps(cluster).decode(), flush=True)
        signal.pause()


SERVERS = [Redis, MQTT, PostgreSQL, Rsyslog, Kafka]

if __name__ == "__main__":
    Kafka.serve()
