#!/usr/bin/env python3
"""Shows three hosts at once by real ssh servers, each in a network namespace of its own: hosts.py PROGRAM [CHECK…]. Prints a
line for each check; ends with 1 if one failed. Needs root, for the servers; ends with 77 without it."""
import collections
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = os.path.abspath(sys.argv[1])
ONLY = sys.argv[2:]
PATIENCE = 60
SERVERS = ["/usr/sbin/sshd", os.path.join(os.path.dirname(__file__), "../../.build/servers/usr/sbin/sshd")]
SERVER = next((os.path.abspath(path) for path in SERVERS if os.path.exists(path)), "")
HOSTS = {"ha": 2, "hb": 3, "hc": 4}
# The clock of this one is ahead.
AHEAD, SECONDS_AHEAD = "hc", 5

CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += %d;
  return result;
}
""" % SECONDS_AHEAD

SENDER = r"""
import json, socket, sys, time
o = json.loads(sys.argv[1])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((o["source"], o["from"]))
s.settimeout(o.get("wait", 0) or None)
for number in range(o["count"]):
    s.sendto(o["text"].replace("#", str(o.get("first", 0) + number)).encode(o.get("encoding", "utf-8")), (o["to"], o["port"]))
    time.sleep(o.get("every", 0))
if o.get("wait"):
    print("ready", flush=True)
    data, peer = s.recvfrom(65535)
    print(json.dumps({"payload": data.hex(), "peer": peer}), flush=True)
"""


def eventually(condition, what):
    """Waits until a condition holds, and returns what it returned."""
    end = time.monotonic() + PATIENCE
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(what() if callable(what) else what)
        time.sleep(0.02)


class World:
    """This host, and three others that it reaches by ssh."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.spaces = {}
        os.makedirs("/run/sshd", exist_ok=True)
        # A server that was only unpacked has no user of its own (sshd(8), privilege separation).
        users = [line for line in open("/etc/passwd") if not line.startswith("sshd:")]
        with open(f"{folder}/passwd", "w") as file:
            file.writelines(users + ["sshd:x:65533:65533::/run/sshd:/usr/sbin/nologin\n"])
        run(f"mount --bind {folder}/passwd /etc/passwd")
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)
        shutil.copy(f"{folder}/user.pub", f"{folder}/authorized")
        with open(f"{folder}/clock.c", "w") as file:
            file.write(CLOCK)
        subprocess.run(
            [shutil.which("clang") or "cc", "-shared", "-fPIC", "-o", f"{folder}/clock.so", f"{folder}/clock.c", "-ldl"],
            check=True)
        # What the hosts have in their PATH: there the clock of one is ahead.
        os.mkdir(f"{folder}/bin")
        with open(f"{folder}/bin/udpeek", "w") as file:
            file.write(
                f'#!/bin/sh\ncase "$SSH_CONNECTION" in *" 10.77.{HOSTS[AHEAD]}.2 "*) export LD_PRELOAD={folder}/clock.so ;; esac\n'
                f'exec {PROGRAM} "$@"\n')
        os.chmod(f"{folder}/bin/udpeek", 0o755)
        config = [
            "Host *", f"  IdentityFile {folder}/user", "  IdentitiesOnly yes", f"  UserKnownHostsFile {folder}/known",
            "  StrictHostKeyChecking accept-new", "  LogLevel ERROR", "Host ha", "  ControlMaster auto",
            f"  ControlPath {folder}/master-%h", "  ControlPersist 30"]
        for host, number in HOSTS.items():
            space = subprocess.Popen(["unshare", "-n", "sleep", "600"])
            self.processes.append(space)
            self.spaces[host] = space.pid
            eventually(lambda: os.readlink(f"/proc/{space.pid}/ns/net") != os.readlink("/proc/self/ns/net"), "no namespace")
            run(f"ip link add v{number} type veth peer name eth0 netns {space.pid}")
            run(f"ip addr add 10.77.{number}.1/24 dev v{number}; ip link set v{number} up")
            self.run(host, f"ip addr add 10.77.{number}.2/24 dev eth0; ip link set eth0 up; ip link set lo up")
            self.run(host, f"ip route add default via 10.77.{number}.1")
            with open(f"{folder}/sshd-{host}", "w") as file:
                file.write(
                    f"ListenAddress 10.77.{number}.2\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
                    f"StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPidFile none\n"
                    f"SetEnv PATH={folder}/bin:/usr/bin:/bin LANG=C.UTF-8\n")
            self.serve(host)
            config += [f"Host {host}", f"  HostName 10.77.{number}.2"]
        config = ["Host asks", "  HostName 10.77.3.2", "  StrictHostKeyChecking ask", f"  UserKnownHostsFile {folder}/asked"] + config
        config += ["Host nowhere", "  HostName 10.77.2.99", "  ConnectTimeout 2"]
        with open(f"{folder}/config", "w") as file:
            file.write("\n".join(config) + "\n")
        self.ssh = f"ssh -F {folder}/config"

    def serve(self, host):
        """Starts the ssh server of a host."""
        server = subprocess.Popen(
            ["nsenter", "-t", str(self.spaces[host]), "-n", SERVER, "-D", "-e", "-f",
             f"{self.folder}/sshd-{host}"], stderr=open(f"{self.folder}/log-{host}", "a"))
        self.processes.append(server)
        number = HOSTS[host]

        def answers():
            try:
                socket.create_connection((f"10.77.{number}.2", 22), 1).close()
                return True
            except OSError:
                return False
        eventually(answers, f"{host}: no ssh server")
        return server

    def inside(self, host):
        return ["nsenter", "-t", str(self.spaces[host]), "-n"]

    def run(self, host, command):
        subprocess.run(self.inside(host) + ["sh", "-ec", command], check=True)

    def programs(self, host):
        """The processes named udpeek in the namespace of a host."""
        space = os.readlink(f"/proc/{self.spaces[host]}/ns/net")
        found = []
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.readlink(f"/proc/{entry}/ns/net") == space:
                    if os.path.basename(os.readlink(f"/proc/{entry}/exe")) == os.path.basename(PROGRAM):
                        found.append(int(entry))
            except OSError:
                pass
        return found

    def cut(self, host):
        """Ends the ssh connections of a host, at the host's side."""
        space = os.readlink(f"/proc/{self.spaces[host]}/ns/net")
        for entry in os.listdir("/proc"):
            try:
                name = open(f"/proc/{entry}/cmdline").read() if entry.isdigit() else ""
                if os.readlink(f"/proc/{entry}/ns/net") == space and name.startswith("sshd: ") and "listener" not in name:
                    os.kill(int(entry), signal.SIGKILL)
            except OSError:
                pass

    def send(self, host, **options):
        """Sends to a host from this one; the process."""
        number = HOSTS[host]
        options = {"source": f"10.77.{number}.1", "from": 0, "to": f"10.77.{number}.2", "port": 9000, "count": 1, **options}
        process = subprocess.Popen(
            [sys.executable, "-c", SENDER, json.dumps(options)], stdout=subprocess.PIPE, text=True)
        if not options.get("wait"):
            process.wait()
        return process

    def listing(self, *hosts, port=9000, options=()):
        return Listing([PROGRAM, "open", "--json", "--ssh", self.ssh, *options, *(
            host if "://" in host else f"ssh://{host}/{port}" for host in hosts)], self)

    def close(self):
        subprocess.run(["ssh", "-F", f"{self.folder}/config", "-O", "exit", "ha"], stderr=subprocess.DEVNULL)
        for process in self.processes:
            process.kill()


class Listing:
    """`udpeek open --json` of hosts: its rows and what it says."""

    def __init__(self, command, world):
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
            env={**os.environ, "LANG": "C.UTF-8", "HOME": world.folder, "XDG_CONFIG_HOME": world.folder})
        self.rows, self.said = [], []
        self.threads = [
            threading.Thread(target=lambda: [self.rows.append(json.loads(line)) for line in self.process.stdout]),
            threading.Thread(target=lambda: [self.said.append(line) for line in self.process.stderr])]
        for thread in self.threads:
            thread.start()

    def datagrams(self):
        return [row for row in self.rows if row.get("direction") in ("in", "out")]

    def wait(self, count):
        eventually(lambda: len(self.datagrams()) >= count, lambda: f"{len(self.datagrams())} of {count} rows; {self.said}")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE)
        for thread in self.threads:
            thread.join()
        return status


class Screen:
    """`udpeek open` of hosts in tmux."""

    def __init__(self, world, *hosts, begins="Waiting for datagrams from"):
        self.tmux = ["tmux", "-L", f"udpeek-hosts-{os.getpid()}", "-f", "/dev/null"]
        command = [PROGRAM, "open", "--ssh", world.ssh, *(f"ssh://{host}/9000" for host in hosts)]
        subprocess.run(
            self.tmux + ["new-session", "-d", "-x", "120", "-y", "35", "env", "LANG=C.UTF-8", f"HOME={world.folder}",
                         f"XDG_CONFIG_HOME={world.folder}", f"XDG_STATE_HOME={world.folder}", *command], check=True)
        self.wait(begins)
        for host in set(hosts) & set(HOSTS):
            eventually(lambda: world.programs(host), f"{host}: udpeek does not run")

    def lines(self):
        return subprocess.run(self.tmux + ["capture-pane", "-p"], capture_output=True, text=True).stdout.split("\n")

    def wait(self, text):
        eventually(lambda: any(text in line for line in self.lines()),
                   lambda: f"'{text}' is not on the screen:\n" + "\n".join(self.lines()))

    def keys(self, *keys):
        subprocess.run(self.tmux + ["send-keys", *keys], check=True)

    def text(self, text):
        subprocess.run(self.tmux + ["send-keys", "-l", text], check=True)

    def close(self):
        subprocess.run(self.tmux + ["kill-server"], stderr=subprocess.DEVNULL)


def run(command):
    subprocess.run(["sh", "-ec", command], check=True)


def ready(world, listing, *hosts):
    """Waits until each host receives."""
    for host in hosts:
        eventually(lambda: world.programs(host), lambda: f"{host}: udpeek does not run; {listing.said}")
        number = HOSTS[host]
        eventually(lambda: f":{9000:04X} " in subprocess.run(
            world.inside(host) + ["cat", "/proc/net/udp", "/proc/net/udp6"], capture_output=True, text=True).stdout,
            lambda: f"{host}: nothing is bound; {listing.said}")


CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


@check
def rows_of_three_hosts_are_one_table(w):
    listing = w.listing(*HOSTS)
    ready(w, listing, *HOSTS)
    senders = [threading.Thread(target=w.send, args=(host,), kwargs={"count": 200, "text": "温度 # " + host, "encoding": "gbk",
                                                                    "every": 0.002}) for host in HOSTS]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    listing.wait(600)
    assert listing.end() == 0, listing.said
    rows = listing.datagrams()
    assert len(rows) == 600, len(rows)
    counts = collections.Counter(row["host"] for row in rows)
    assert counts == {host: 200 for host in HOSTS}, counts
    for host in HOSTS:
        texts = [row["text"] for row in rows if row["host"] == host]
        assert texts == [f"温度 {number} {host}" for number in range(200)], texts[:3]
    times = [row["time"] for row in rows]
    assert times == sorted(times), "not in order of time"
    for host in HOSTS:
        eventually(lambda: not w.programs(host), f"{host}: udpeek was left running")
    return f"600 rows in order of time, nothing left running"


@check
def a_reply_leaves_by_the_host_that_the_peer_wrote_to(w):
    peers = {}
    screen = Screen(w, "hb", "hc")
    try:
        peers = {host: w.send(host, **{"from": 5000, "text": "温度 " + host, "encoding": "gbk", "wait": PATIENCE})
                 for host in ("hb", "hc")}
        screen.wait("温度 hb")
        screen.wait("温度 hc")
        number = next(line.split()[0] for line in screen.lines() if "温度 hb" in line)
        screen.keys("/")
        screen.text(f"nr == {number}")
        screen.keys("Enter")
        screen.wait("1 of ")
        screen.keys("r")
        screen.text("服务端收到信息啦!")
        screen.wait("reply to 10.77.3.1%hb:5000 from 10.77.3.2%hb:9000")
        screen.keys("Enter")
        screen.wait("sent 17 bytes to 10.77.3.1%hb:5000 as row")
        peers["hb"].stdout.readline()
        answer = json.loads(peers["hb"].stdout.readline())
        assert bytes.fromhex(answer["payload"]).decode("gbk") == "服务端收到信息啦!", answer
        assert answer["peer"] == ["10.77.3.2", 9000], answer
        screen.keys("Escape")
        eventually(lambda: not any("reply to" in line for line in screen.lines()), "the panel stays")
        screen.keys("H")
        screen.wait(f"clock +{SECONDS_AHEAD}.0 s")
        return "from 10.77.3.2:9000, and the row says that it was sent"
    finally:
        for peer in peers.values():
            peer.kill()
        screen.close()


@check
def what_was_missed_is_a_row(w):
    listing = w.listing("ha", "hb")
    ready(w, listing, "ha", "hb")
    w.send("hb", text="before")
    w.send("ha", text="before")
    listing.wait(2)
    w.cut("hb")
    eventually(lambda: any(row.get("alarm") == "hb" and row["text"].startswith("gone: ") for row in listing.rows), "not gone")
    w.send("ha", text="meanwhile")
    eventually(lambda: any(row.get("alarm") == "hb" and row["text"].startswith("back after ") for row in listing.rows), "not back")
    w.send("hb", text="after")
    listing.wait(4)
    listing.end()
    texts = [(row["host"], row["text"]) for row in listing.rows if row.get("host")]
    assert sorted(host for host, _ in texts) == ["ha", "ha", "hb", "hb", "hb", "hb"], texts
    back = next(text for host, text in texts if text.startswith("back after "))
    assert re.fullmatch(r"back after \d+\.\d s: what arrived there meanwhile is missing", back), back
    assert any("hb is gone: " in line for line in listing.said), listing.said
    return back


@check
def two_hosts_may_have_peers_of_the_same_address(w):
    for host in ("ha", "hb"):
        w.run(host, "ip addr add 192.168.1.5/32 dev lo")
    try:
        listing = w.listing("ha", "hb", options=["--filter", "peer 192.168.1.5%hb:5000"])
        ready(w, listing, "ha", "hb")
        for host in ("ha", "hb"):
            w.run(host, "exec python3 -c 'import socket; s = socket.socket(2, 2); s.bind((\"192.168.1.5\", 5000)); "
                  f"s.sendto(b\"{host}\", (\"127.0.0.1\", 9000))'")
        listing.wait(1)
        listing.end()
        assert [row["text"] for row in listing.datagrams()] == ["hb"], listing.rows
        return "one of them by its host"
    finally:
        for host in ("ha", "hb"):
            w.run(host, "ip addr del 192.168.1.5/32 dev lo")


@check
def a_host_may_be_this_one_at_another_port_of_ssh(w):
    server = subprocess.Popen(
        [SERVER, "-D", "-e", "-p", "2222", "-f", f"{w.folder}/sshd-hb", "-o", "ListenAddress=127.0.0.1"],
        stderr=subprocess.DEVNULL)
    try:
        def answers():
            try:
                socket.create_connection(("127.0.0.1", 2222), 1).close()
                return True
            except OSError:
                return False
        eventually(answers, "no ssh server")
        listing = w.listing("ssh://root@127.0.0.1:2222/127.0.0.1:9000")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            def arrived():
                try:
                    peer.sendto(b"hello", ("127.0.0.1", 9000))
                except OSError:
                    pass
                return listing.datagrams()
            eventually(arrived, lambda: listing.said)
        listing.end()
        assert listing.rows[0]["host"] == "127.0.0.1", listing.rows[0]
        return "127.0.0.1"
    finally:
        server.kill()


@check
def the_users_configuration_of_ssh_holds(w):
    listing = w.listing("ha")
    ready(w, listing, "ha")
    assert os.path.exists(f"{w.folder}/master-10.77.2.2"), "no master connection"
    listing.end()
    subprocess.run(["ssh", "-F", f"{w.folder}/config", "-O", "exit", "ha"], stderr=subprocess.DEVNULL)
    return "ControlMaster"


@check
def ssh_asks_on_the_terminal_before_the_screen(w):
    screen = Screen(w, "asks", begins="Are you sure you want to continue connecting")
    try:
        screen.text("yes")
        screen.keys("Enter")
        screen.wait("Waiting for datagrams from")
        w.send("hb", text="known now")
        screen.wait("known now")
        return "yes, and its key is known"
    finally:
        screen.close()


@check
def what_is_wrong_is_said(w):
    def said(*hosts, port=9000, options=()):
        listing = w.listing(*hosts, port=port, options=options)
        status = listing.process.wait(PATIENCE)
        for thread in listing.threads:
            thread.join()
        return status, "".join(listing.said)

    results = []
    for arguments, options, status, words in [
        (["nowhere"], [], 1, "nowhere: ssh: connect to host 10.77.2.99 port 22: "),
        (["hb"], ["--remote-udpeek", "udpeek-that-is-not-there"], 1,
         "hb: no udpeek in the PATH there; --remote-udpeek says where it is"),
        (["ssh://hb/99999"], [], 2, "bad host 'ssh://hb/99999': "), (["ssh://hb"], [], 2, "the port to receive at is missing"),
        (["ssh://-oProxyCommand=true/9000"], [], 2, "'-oProxyCommand=true' is not the name of a host"),
    ]:
        result, text = said(*arguments, options=options)
        assert result == status and words in text, (arguments, result, text)
        results.append(arguments)
    taken = subprocess.Popen(w.inside("hb") + [PROGRAM, "listen", "9000", "-q"], stderr=subprocess.PIPE, text=True)
    try:
        assert "listening on" in taken.stderr.readline()
        result, text = said("hb")
        assert result == 1 and "hb: " in text and "in use" in text, text
    finally:
        taken.kill()
    # One of several: the others are shown, and it is tried again.
    listing = w.listing("hb", "nowhere")
    ready(w, listing, "hb")
    eventually(lambda: any("nowhere: " in line and "it is tried again" in line for line in listing.said), lambda: listing.said)
    w.send("hb", text="alone")
    listing.wait(1)
    listing.end()
    return f"{len(results) + 2} mistakes"


@check
def a_burst_is_whole(w):
    listing = w.listing(*HOSTS)
    ready(w, listing, *HOSTS)
    senders = [threading.Thread(target=w.send, args=(host,), kwargs={"count": 5000, "text": "# " + host}) for host in HOSTS]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    def arrived():
        drops = max([0] + [row["kernel_drops"] for row in listing.rows if row.get("direction") == "drops"])
        return len(listing.datagrams()) + drops >= 15_000
    eventually(arrived, lambda: f"{len(listing.datagrams())} rows")
    listing.end()
    summary = listing.rows[-1]
    assert summary["received"] + summary["kernel_drops"] == 15_000, summary
    return f"{summary['received']} received, {summary['kernel_drops']} dropped by the kernels"


def main():
    if os.getuid() != 0:
        print("hosts.py needs root, for the ssh servers")
        return 77
    if os.environ.get("UDPEEK_HOSTS_INSIDE") != "1":
        command = ["unshare", "-nm", "--kill-child", "--fork", sys.executable, os.path.abspath(__file__), PROGRAM, *ONLY]
        return subprocess.run(command, env={**os.environ, "UDPEEK_HOSTS_INSIDE": "1"}).returncode
    run("mount --make-rprivate /; mount -t tmpfs none /run; ip link set lo up")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="udpeek-hosts-") as folder:
        os.chmod(folder, 0o755)
        world = World(folder)
        try:
            for function in CHECKS:
                name = function.__name__.replace("_", " ")
                if ONLY and not any(part in name for part in ONLY):
                    continue
                start = time.monotonic()
                try:
                    result = f"ok: {function(world)}"
                except (AssertionError, subprocess.SubprocessError, KeyError) as error:
                    failed += 1
                    result = f"FAILED: {type(error).__name__}: {error}"
                print(f"{name}: {result} ({time.monotonic() - start:.1f} s)", flush=True)
        finally:
            world.close()
    return 1 if failed else 0


sys.exit(main())
