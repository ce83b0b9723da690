#!/usr/bin/env python3
"""Builds each cause that `udpeek doctor` names in network namespaces: doctor.py PROGRAM [CAUSE…]. In each of these small
worlds a datagram does not arrive, doctor names the cause first, its cure is run as it is printed, and a datagram then
arrives. Needs no root where user namespaces are allowed. Prints a line for each cause; ends with 1 if one is wrong."""
import concurrent.futures
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
ONLY = sys.argv[2:]
FOLDER = tempfile.TemporaryDirectory(prefix="udpeek-doctor-")
os.symlink(PROGRAM, f"{FOLDER.name}/udpeek")
ENVIRONMENT = {
    "PATH": f"{FOLDER.name}:{os.environ['PATH']}:/usr/sbin:/sbin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": FOLDER.name}
PATIENCE = 10

RECEIVER = r"""
import json, os, socket, struct, sys, time
o = json.loads(sys.argv[1])
s = socket.socket(socket.AF_INET6 if ":" in o["address"] else socket.AF_INET, socket.SOCK_DGRAM)
if ":" in o["address"]: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, o.get("only", 0))
if o.get("reuse"): s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
if o.get("device"): s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, o["device"].encode())
if o.get("buffer"): s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, o["buffer"])
if o.get("join"): s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
    socket.inet_aton(o["join"][0]) + socket.inet_aton(o["join"][1]))
if o.get("filter"):
    import ctypes
    code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
    s.setsockopt(socket.SOL_SOCKET, 26, struct.pack("HxxxxxxQ", 1, ctypes.addressof(code)))
s.bind((o["address"], o["port"]))
if o.get("connect"): s.connect((o["connect"], 9))
if o.get("also"):
    t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    t.bind((o["also"], o["port"]))
    t.connect(("10.77.0.9", 9))
print("ready", flush=True)
while True:
    time.sleep(o.get("pause", 0))
    print(s.recv(65535)[:32].decode(), flush=True)
"""
SENDER = r"""
import json, socket, sys, time
o = json.loads(sys.argv[1])
s = socket.socket(socket.AF_INET6 if ":" in o["to"] else socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
if o.get("source"): s.bind((o["source"], 0))
if o.get("by"): s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(o["by"]))
end = time.monotonic() + o["seconds"]
if o.get("damaged"):
    import struct
    # A header of its own, with a checksum that is wrong for sure.
    r = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
    data = o["text"].encode()
    head = struct.pack("!HHHH", 5000, o["port"], 8 + len(data), 1)
    while time.monotonic() < end:
        r.sendto(head + data, (o["to"], 0))
        time.sleep(o["every"])
while time.monotonic() < end:
    try: s.sendto(o["text"].encode().ljust(o.get("size", 0)), (o["to"], o["port"]))
    except OSError: pass
    time.sleep(o.get("every", 0.05))
"""


# Attaches a program of XDP that drops all (bpf(2), BPF_PROG_LOAD; linux/if_link.h, IFLA_XDP).
DROPPER = r"""
import ctypes, os, platform, socket, struct, sys
code = struct.pack("BBhi", 0xb7, 0, 0, 1) + struct.pack("BBhi", 0x95, 0, 0, 0)
program, license = ctypes.create_string_buffer(code), ctypes.create_string_buffer(b"GPL")
attributes = struct.pack("IIQQ", 6, 2, ctypes.addressof(program), ctypes.addressof(license)).ljust(128, b"\0")
call = {"x86_64": 321, "aarch64": 280}[platform.machine()]
file = ctypes.CDLL(None, use_errno=True).syscall(call, 5, ctypes.create_string_buffer(attributes), 128)
if file < 0: sys.exit(os.strerror(ctypes.get_errno()))
nested = struct.pack("HHi", 8, 1, file)
body = struct.pack("BxHiII", 0, 0, socket.if_nametoindex(sys.argv[1]), 0, 0) + struct.pack("HH", 12, 43 | 0x8000) + nested
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
s.sendto(struct.pack("IHHII", 16 + len(body), 19, 5, 1, 0) + body, (0, 0))
error = struct.unpack("i", s.recv(4096)[16:20])[0]
if error: sys.exit(os.strerror(-error))
"""


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


class Process:
    """A program on a host, whose output is kept in a file."""

    def __init__(self, words):
        self.output = tempfile.TemporaryFile(dir=FOLDER.name)
        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT, env=ENVIRONMENT,
            start_new_session=True)
        self.pid = self.process.pid

    def text(self):
        size = os.fstat(self.output.fileno()).st_size
        return os.pread(self.output.fileno(), size, 0).decode(errors="replace")

    def wait_for(self, word):
        end = time.monotonic() + PATIENCE
        while word not in self.text():
            if time.monotonic() > end or self.process.poll() is not None:
                raise Failed(f"no '{word}' came: {self.text()}")
            time.sleep(0.02)

    def end(self):
        # What was started in its session, and nothing else.
        try:
            os.killpg(self.pid, signal.SIGCONT)
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.output.close()


class Host:
    """A network namespace. All hosts of a world have one owner, so that links can join them."""

    def __init__(self, world, owner=None):
        self.world = world
        enter = owner.prefix + ["unshare", "-n"] if owner else ["unshare", "-rn"]
        before = os.readlink(f"/proc/{owner.pid}/ns/net" if owner else "/proc/self/ns/net")
        holder = world.keep(Process(enter + ["sleep", "600"]))
        self.pid = holder.pid
        end = time.monotonic() + PATIENCE
        while True:
            with open(f"/proc/{self.pid}/comm") as comm:
                if comm.read().strip() == "sleep" and os.readlink(f"/proc/{self.pid}/ns/net") != before:
                    break
            if time.monotonic() > end or holder.process.poll() is not None:
                raise Failed(f"no network namespace: {holder.text()}")
            time.sleep(0.01)
        self.run("ip link set lo up")

    @property
    def prefix(self):
        return ["nsenter", "--preserve-credentials", "-U", "-n", "-t", str(self.pid)]

    def run(self, line, check=True):
        done = subprocess.run(
            self.prefix + ["sh", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            env=ENVIRONMENT, timeout=60)
        if check and done.returncode != 0:
            raise Failed(f"{line}: {done.stderr}")
        return done

    def start(self, *words):
        return self.world.keep(Process(self.prefix + list(words)))

    def receive(self, address, port=8080, **options):
        process = self.start("python3", "-c", RECEIVER, json.dumps({"address": address, "port": port, **options}))
        process.wait_for("ready")
        return process

    def listen(self, *endpoints):
        process = self.start("udpeek", "listen", *endpoints)
        process.wait_for("listening on")
        return process

    def send(self, to, text, port=8080, seconds=0.4, **options):
        return self.start(
            "python3", "-c", SENDER, json.dumps({"to": to, "port": port, "text": text, "seconds": seconds, **options}))


class World:
    """Two hosts and a link: `here` has v0 with 10.77.0.1 and fd77::1, `there` v1 with 10.77.0.2 and fd77::2."""

    def __init__(self):
        self.processes = []
        self.here = Host(self)
        self.there = Host(self, self.here)
        self.link(self.here, "v0", self.there, "v1", "10.77.0.1/24", "10.77.0.2/24", "fd77::1/64", "fd77::2/64")

    def keep(self, process):
        self.processes.append(process)
        return process

    def host(self):
        return Host(self, self.here)

    def know_neighbour(self):
        """Has `there` know where 10.77.0.1 is without asking."""
        hardware = self.here.run("ip -o link show v0").stdout.split("link/ether ")[1].split()[0]
        self.there.run(f"ip neigh replace 10.77.0.1 lladdr {hardware} dev v1 nud permanent")

    @staticmethod
    def link(one, name, other, other_name, address, other_address, six=None, other_six=None):
        one.run(f"ip link add {name} type veth peer name {other_name} netns {other.pid}")
        for host, link, four, six in [(one, name, address, six), (other, other_name, other_address, other_six)]:
            host.run(f"ip link set {link} addrgenmode none" + (f"; ip address add {four} dev {link}" if four else "")
                     + (f"; ip address add {six} dev {link} nodad" if six else "") + f"; ip link set {link} up")

    def end(self):
        for process in reversed(self.processes):
            process.end()


class Case:
    """A cause: what doctor is asked, who is to receive, and what is sent."""

    def __init__(self, receivers, to="10.77.0.1", endpoint="8080", sender=None, host=None, source_host=None, **options):
        self.receivers = receivers if isinstance(receivers, list) else [receivers]
        self.to, self.endpoint, self.sender, self.host, self.source_host = to, endpoint, sender, host, source_host
        # Whether datagrams arrive in spite of the cause, which keeps others or the answers away.
        self.arrives = options.pop("arrives", False)
        # What goes on while doctor looks, as options of the sender.
        self.meanwhile = options.pop("meanwhile", None)
        # Whether the cure shows the way and does not go it.
        self.only_named = options.pop("only_named", False)
        self.options = options


CAUSES = []


def cause(name, needs=(), trial=None):
    """A world in which doctor names `name` first. `needs`: programs; `trial`: a command that must work in a namespace."""
    def add(function):
        CAUSES.append((name, function.__name__, list(needs), trial, function))
        return function
    return add


# MARK: Sockets

@cause("nobody")
def nobody_is_bound(w):
    return Case([])


@cause("taken")
def a_more_specific_socket(w):
    receiver = w.here.receive("0.0.0.0", reuse=1)
    w.here.receive("10.77.0.1", reuse=1)
    return Case(receiver)


@cause("shared")
def a_later_socket_on_the_same_port(w):
    receiver = w.here.receive("0.0.0.0", reuse=1)
    time.sleep(0.03)  # A later start, in the kernel's ticks.
    w.here.receive("0.0.0.0", reuse=1)
    return Case(receiver)


@cause("loopback-only")
def bound_to_loopback(w):
    return Case(w.here.listen("127.0.0.1:8080"), endpoint="10.77.0.1:8080")


@cause("other-address")
def bound_to_another_address(w):
    w.here.run("ip address add 10.77.0.5/24 dev v0")
    return Case(w.here.listen("10.77.0.5:8080"), endpoint="10.77.0.1:8080")


@cause("other-interface")
def bound_to_another_interface(w):
    w.here.run("ip link add v8 type veth peer name v9; ip link set v8 addrgenmode none up; ip link set v9 addrgenmode none up")
    return Case(w.here.receive("0.0.0.0", device="v9"), endpoint="10.77.0.1:8080")


@cause("ipv6-only")
def bound_to_ipv6_alone(w):
    return Case(w.here.receive("::", only=1), endpoint="0.0.0.0:8080")


@cause("ipv4-only")
def bound_to_ipv4_alone(w):
    return Case(w.here.receive("0.0.0.0"), to="fd77::1", endpoint="[fd77::1]:8080")


@cause("connected-only")
def a_connected_socket(w):
    return Case(w.here.receive("10.77.0.1", connect="10.77.0.9"), endpoint="10.77.0.1:8080")


@cause("connected")
def a_socket_that_is_connected_to_the_sender(w):
    receiver = w.here.receive("0.0.0.0", reuse=1)
    w.here.start("python3", "-c", RECEIVER.replace("9))", "5000))"), json.dumps(
        {"address": "10.77.0.1", "port": 8080, "reuse": 1, "connect": "10.77.0.2"})).wait_for("ready")
    return Case(receiver, sender="10.77.0.2", arrives=True)


@cause("other-namespace")
def bound_in_a_container(w):
    container = w.host()
    w.link(w.here, "c0", container, "eth0", "10.78.0.1/24", "10.78.0.2/24")
    return Case(container.receive("0.0.0.0"))


@cause("stopped")
def a_stopped_program(w):
    receiver = w.here.receive("0.0.0.0")
    os.kill(receiver.pid, signal.SIGSTOP)
    return Case(receiver)


@cause("queue-full")
def a_program_that_reads_slowly(w):
    receiver = w.here.receive("0.0.0.0", buffer=2048, pause=60)
    return Case(receiver, meanwhile={"every": 0.01})


@cause("socket-filter")
def a_filter_on_the_socket(w):
    receiver = w.here.receive("0.0.0.0", filter=1)
    return Case(receiver, meanwhile={"every": 0.02})


@cause("socket-filter")
def a_filter_on_the_socket_that_dropped_before(w):
    return Case(w.here.receive("0.0.0.0", filter=1))


# MARK: Groups

@cause("group-not-joined")
def a_group_that_nobody_joined(w):
    receiver = w.here.receive("0.0.0.0", 5000, reuse=1)
    return Case(receiver, "239.7.7.7", "239.7.7.7:5000@v0", port=5000, by="10.77.0.2")


@cause("group-not-joined")
def a_group_whose_port_is_not_shared(w):
    receiver = w.here.receive("0.0.0.0", 5000)
    return Case(receiver, "239.7.7.7", "239.7.7.7:5000@v0", port=5000, by="10.77.0.2")


@cause("group-elsewhere")
def a_group_on_another_interface(w):
    w.here.run("ip link add v8 type veth peer name v9; ip link set v9 addrgenmode none up; "
               "ip link set v8 addrgenmode none up; ip address add 10.79.0.1/24 dev v8")
    return Case(
        w.here.listen("239.7.7.7:5000@v8"), "239.7.7.7", "239.7.7.7:5000@v0", port=5000, by="10.77.0.2")


@cause("group-elsewhere")
def a_group_on_another_interface_whose_port_is_not_shared(w):
    w.here.run("ip link add v8 type veth peer name v9; ip link set v9 addrgenmode none up; "
               "ip link set v8 addrgenmode none up; ip address add 10.79.0.1/24 dev v8")
    receiver = w.here.receive("239.7.7.7", 5000, join=["239.7.7.7", "10.79.0.1"])
    return Case(receiver, "239.7.7.7", "239.7.7.7:5000@v0", port=5000, by="10.77.0.2")


@cause("group-source")
def a_group_for_another_source(w):
    return Case(
        w.here.listen("10.77.0.9,239.7.7.7:5000@v0"), "239.7.7.7", "239.7.7.7:5000@v0", sender="10.77.0.2", port=5000,
        by="10.77.0.2")


@cause("igmp-version")
def an_old_version_of_igmp(w):
    w.here.run("sysctl -qw net.ipv4.conf.v0.force_igmp_version=2")
    endpoint = "10.77.0.2,239.7.7.7:5000@v0"
    return Case(w.here.listen(endpoint), "239.7.7.7", endpoint, port=5000, by="10.77.0.2", arrives=True)


# MARK: Interfaces and addresses

@cause("interface-down")
def an_interface_that_is_down(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip link set v0 down")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("loopback-down")
def loopback_that_is_down(w):
    host = w.host()
    receiver = host.listen("0.0.0.0:8080")
    host.run("ip link set lo down")
    return Case(receiver, "127.0.0.1", "127.0.0.1:8080", host=host, source_host=host)


@cause("interface-down", trial="ip link add t0 type veth peer name t1 && ip link add link t0 name t0.10 type vlan id 10")
def a_vlan_whose_link_is_down(w):
    for host, link, address in [(w.here, "v0", "10.80.0.1"), (w.there, "v1", "10.80.0.2")]:
        host.run(f"ip link add link {link} name {link}.10 type vlan id 10; ip address add {address}/24 dev {link}.10; "
                 f"ip link set {link}.10 addrgenmode none up")
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip link set v0 down")
    return Case(receiver, "10.80.0.1", "10.80.0.1:8080")


@cause("no-carrier", trial="ip link add b0 type bridge")
def a_bridge_whose_port_is_down(w):
    w.here.run("ip address flush dev v0; ip link add br0 type bridge; ip link set br0 addrgenmode none; "
               "ip link set v0 master br0; ip address add 10.77.0.1/24 dev br0; ip link set br0 up")
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip link set v0 down")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("no-address")
def an_address_that_was_removed(w):
    receiver = w.here.listen("10.77.0.1:8080")
    w.here.run("ip address add 10.77.0.3/24 dev v0; ip address del 10.77.0.1/24 dev v0; "
               "ip address replace 10.77.0.3/24 dev v0")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("duplicate-address")
def an_address_that_another_host_had(w):
    receiver = w.here.listen("[::]:8080")
    w.there.run("ip address add fd77::7/64 dev v1 nodad")
    w.here.run("ip address add fd77::7/64 dev v0")
    end = time.monotonic() + PATIENCE
    while "dadfailed" not in w.here.run("ip address show dev v0").stdout:
        if time.monotonic() > end:
            raise Failed("the duplicate was not found")
        time.sleep(0.05)
    w.there.run("ip address del fd77::7/64 dev v1")
    return Case(receiver, "fd77::7", "[fd77::7]:8080")


@cause("tentative-address")
def an_address_that_is_still_tentative(w):
    receiver = w.here.listen("[::]:8080")
    w.here.run("sysctl -qw net.ipv6.conf.v0.dad_transmits=60; ip address add fd77::7/64 dev v0")
    return Case(receiver, "fd77::7", "[fd77::7]:8080")


@cause("ipv6-disabled")
def ipv6_that_is_switched_off(w):
    receiver = w.here.listen("[::]:8080")
    w.here.run("sysctl -qw net.ipv6.conf.v0.disable_ipv6=1")
    return Case(receiver, "fd77::1", "[fd77::1]:8080")


@cause("no-arp")
def an_interface_without_arp(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip link set v0 arp off")
    w.there.run("ip neigh flush dev v1")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("arp-ignored")
def arp_requests_that_are_ignored(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("sysctl -qw net.ipv4.conf.v0.arp_ignore=8")
    w.there.run("ip neigh flush dev v1")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("small-mtu")
def an_mtu_below_that_of_the_sender(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip link set v0 mtu 576")
    return Case(receiver, endpoint="10.77.0.1:8080", size=1200)


@cause("ingress-filter", trial="ip link add t0 type veth peer name t1 && tc qdisc add dev t0 ingress && "
       "tc filter add dev t0 ingress protocol all u32 match u32 0 0 action mirred egress redirect dev t1")
def a_filter_at_the_ingress(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip link add v8 type veth peer name v9; ip link set v8 up; ip link set v9 up; tc qdisc add dev v0 ingress; "
               "tc filter add dev v0 ingress protocol all u32 match u32 0 0 action mirred egress redirect dev v8")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("xdp")
def a_program_of_xdp(w):
    receiver = w.here.listen("0.0.0.0:8080")
    # It is loaded by the true root alone.
    done = subprocess.run(["nsenter", "-n", "-t", str(w.here.pid), "python3", "-c", DROPPER, "v0"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Skipped(f"no program of XDP can be attached here: {done.stderr.strip().splitlines()[-1:]}")
    return Case(receiver, endpoint="10.77.0.1:8080")


# MARK: Routes

@cause("no-local-route")
def a_local_table_without_the_address(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip route del local 10.77.0.1 dev v0 table local")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("no-local-rule", trial="ip rule del pref 0")
def no_rule_for_the_local_table(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip rule del pref 0")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("no-forwarding")
def a_host_that_does_not_forward(w):
    behind = w.host()
    w.link(w.here, "c0", behind, "eth0", "10.78.0.1/24", "10.78.0.2/24")
    behind.run("ip route add default via 10.78.0.1")
    w.there.run("ip route add 10.78.0.0/24 via 10.77.0.1")
    return Case(behind.listen("0.0.0.0:8080"), "10.78.0.2", "10.78.0.2:8080", sender="10.77.0.2")


@cause("no-broadcasts")
def a_socket_on_one_address_and_a_broadcast(w):
    return Case(w.here.listen("10.77.0.1:8080"), "10.77.0.255", "10.77.0.255:8080")


@cause("wrong-broadcast")
def a_broadcast_of_another_prefix(w):
    w.here.run("ip address flush dev v0; ip address add 10.77.0.1/16 dev v0")
    w.there.run("ip address flush dev v1; ip address add 10.77.0.2/16 dev v1")
    case = Case([], "10.77.0.255", "10.77.0.255:8080")
    case.cured_to = "10.77.255.255"
    return case


def far(w, rp_filter=1):
    """A sender of another network behind the link, whose datagrams are checked."""
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run(f"sysctl -qw net.ipv4.conf.all.rp_filter={rp_filter} net.ipv4.conf.v0.rp_filter={rp_filter}")
    w.there.run("ip address add 10.99.0.1/32 dev v1")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.99.0.1", source="10.99.0.1")


@cause("no-route-back")
def no_route_to_the_sender(w):
    return far(w)


@cause("blackhole-route")
def a_blackhole_for_the_sender(w):
    w.here.run("ip route add default via 10.77.0.2; ip route add blackhole 10.99.0.0/16")
    return far(w)


@cause("blackhole-route")
def a_blackhole_in_another_table(w):
    w.here.run("ip route add default via 10.77.0.2; ip route add blackhole 10.99.0.0/16 table 100; "
               "ip rule add lookup 100 pref 1000")
    return far(w)


@cause("prohibit-rule")
def a_rule_that_prohibits_the_sender(w):
    w.here.run("ip route add default via 10.77.0.2; ip rule add to 10.99.0.0/16 prohibit")
    return far(w)


@cause("blackhole-rule")
def a_rule_that_swallows_answers_from_the_port(w):
    w.here.run("ip route add default via 10.77.0.2; ip rule add ipproto udp sport 8080 blackhole pref 500")
    return far(w)


@cause("unreachable-rule")
def a_rule_that_refuses_what_this_address_answers(w):
    w.here.run("ip route add default via 10.77.0.2; ip rule add from 10.77.0.1 unreachable")
    return far(w)


@cause("prohibit-rule")
def a_rule_before_the_local_table(w):
    w.here.run("ip rule add lookup local pref 100; ip rule del pref 0; ip rule add from 10.77.0.2 prohibit pref 50")
    return Case(w.here.listen("0.0.0.0:8080"), endpoint="10.77.0.1:8080", sender="10.77.0.2")


@cause("prohibit-rule")
def a_rule_that_only_keeps_answers(w):
    w.here.run("ip rule add from 10.77.0.1 ipproto udp sport 8080 prohibit")
    w.here.run("sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.v0.rp_filter=0")
    return Case(w.here.listen("0.0.0.0:8080"), endpoint="8080", sender="10.77.0.2", arrives=True)


@cause("prohibit-rule")
def a_rule_that_prohibits_a_sender_that_is_not_named(w):
    w.here.run("ip route add default via 10.77.0.2; ip rule add to 10.99.0.0/16 prohibit")
    case = far(w)
    case.sender = None
    return case


@cause("unreachable-route")
def an_unreachable_route_for_the_sender(w):
    w.here.run("ip route add default via 10.77.0.2; ip route add unreachable 10.99.0.0/16")
    return far(w)


@cause("prohibit-route")
def a_prohibited_route_for_the_sender(w):
    w.here.run("ip route add default via 10.77.0.2; ip route add prohibit 10.99.0.0/16")
    return far(w)


def other_way(w):
    w.here.run("ip link add v8 type veth peer name v9; ip link set v9 addrgenmode none up; "
               "ip link set v8 addrgenmode none up; ip address add 10.79.0.1/24 dev v8; "
               "ip route add 10.99.0.0/16 via 10.79.0.2 dev v8")
    return far(w)


@cause("rp-filter")
def rp_filter_on_an_asymmetric_path(w):
    return other_way(w)


@cause("rp-filter")
def rp_filter_seen_by_its_counter(w):
    w.know_neighbour()
    case = other_way(w)
    case.sender = None
    case.meanwhile = {"every": 0.05}
    return case


@cause("rp-filter")
def rp_filter_and_a_rule_for_answers(w):
    w.know_neighbour()
    w.here.run("ip link add v8 type veth peer name v9; ip link set v9 addrgenmode none up; "
               "ip link set v8 addrgenmode none up; ip address add 10.79.0.1/24 dev v8; "
               "ip rule add from 10.77.0.1 lookup 100; ip route add default dev v8 table 100; "
               "sysctl -qw net.ipv4.conf.v0.rp_filter=1")
    return Case(w.here.listen("0.0.0.0:8080"), endpoint="10.77.0.1:8080", sender="10.77.0.2")


@cause("arp-ignored")
def an_address_of_another_interface(w):
    w.here.run("ip address flush dev v0; ip address add 10.77.0.9/24 dev v0; ip address add 10.77.0.1/32 dev lo; "
               "sysctl -qw net.ipv4.conf.all.arp_ignore=1")
    w.there.run("ip neigh flush dev v1")
    return Case(w.here.listen("0.0.0.0:8080"), endpoint="10.77.0.1:8080", sender="10.77.0.2")


@cause("loopback-address")
def loopback_and_another_host(w):
    case = Case([], endpoint="127.0.0.1:8080", sender="10.77.0.2")
    case.cured_to = "10.77.0.1"
    return case


@cause("blackhole-route")
def a_blackhole_in_the_local_table(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("ip route del local 10.77.0.1 dev v0 table local; ip route add blackhole 10.77.0.1/32 table local")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("neighbour-failed")
def a_neighbour_that_did_not_answer(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.know_neighbour()
    w.here.run("ip neigh replace 10.77.0.2 dev v0 nud failed")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.77.0.2", arrives=True)


# MARK: The firewall and counters

@cause("firewall", needs=["nft"], trial="nft add table inet t")
def a_rule_of_nftables(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table inet guard { chain inward { type filter hook input priority 0; policy accept; "
               "iifname lo accept; udp dport { 53, 8000-8100 } counter drop; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("firewall", needs=["nft"], trial="nft add table inet t")
def a_policy_of_nftables(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table ip guard { chain known { udp dport 53 accept; }; chain inward { type filter hook input "
               "priority 0; policy drop; ct state established accept; jump known; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.77.0.2")


@cause("firewall", needs=["nft"], trial="nft add table inet t")
def a_map_of_verdicts(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table inet guard { chain inward { type filter hook input priority 0; policy accept; "
               "ip saddr . udp dport vmap { 10.77.0.2 . 8080 : drop, 10.77.0.3 . 53 : accept }; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.77.0.2")


@cause("firewall", needs=["nft"], trial="nft add table netdev t")
def a_rule_at_the_ingress(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table netdev guard { chain inward { type filter hook ingress device v0 priority 0; policy accept; "
               "udp dport 8080 counter drop; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("firewall", needs=["nft"], trial="nft add table inet t")
def a_rule_that_compares_ports(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table inet guard { chain inward { type filter hook input priority 0; policy accept; "
               "ip saddr 10.77.0.2 udp dport >= 8000 drop; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.77.0.2")


@cause("firewall", needs=["nft"], trial="nft add table bridge t")
def a_rule_of_a_bridge(w):
    w.here.run("ip address flush dev v0; ip link add br0 type bridge; ip link set br0 addrgenmode none; "
               "ip link set v0 master br0; ip address add 10.77.0.1/24 dev br0; ip link set br0 up")
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table bridge guard { chain inward { type filter hook input priority 0; ip protocol udp drop; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("firewall", needs=["nft"], trial="nft add table inet t")
def a_rule_against_broadcasts(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table inet guard { chain inward { type filter hook input priority 0; "
               "meta pkttype { broadcast, multicast } drop; }; }'")
    return Case(receiver, "10.77.0.255", "10.77.0.255:8080")


@cause("firewall", needs=["nft"], trial="nft add table inet t")
def a_rule_on_the_way_through(w):
    behind = w.host()
    w.link(w.here, "c0", behind, "eth0", "10.78.0.1/24", "10.78.0.2/24")
    behind.run("ip route add default via 10.78.0.1")
    w.there.run("ip route add 10.78.0.0/24 via 10.77.0.1")
    w.here.run("sysctl -qw net.ipv4.ip_forward=1; nft 'table inet guard { chain through { type filter hook forward "
               "priority 0; policy drop; }; }'")
    return Case(behind.listen("0.0.0.0:8080"), "10.78.0.2", "10.78.0.2:8080", sender="10.77.0.2")


@cause("neighbour-firewall", needs=["nft"], trial="nft add table arp t")
def a_rule_against_arp(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table arp guard { chain inward { type filter hook input priority 0; arp operation request drop; }; }'")
    w.there.run("ip neigh flush dev v1")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("neighbour-firewall", needs=["nft"], trial="nft add table ip6 t")
def a_rule_against_neighbour_discovery(w):
    receiver = w.here.listen("[::]:8080")
    w.here.run("nft 'table ip6 guard { chain inward { type filter hook input priority 0; "
               "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } drop; }; }'")
    w.there.run("ip neigh flush dev v1")
    return Case(receiver, "fd77::1", "[fd77::1]:8080")


@cause("diverted", needs=["nft"], trial="nft 'table ip t { chain c { type nat hook prerouting priority -100; }; }'")
def a_port_that_is_redirected(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table ip turn { chain pre { type nat hook prerouting priority -100; "
               "udp dport 8080 redirect to :9001; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("diverted", needs=["nft"], trial="nft 'table ip t { chain c { type nat hook prerouting priority -100; }; }'")
def a_port_that_is_published_for_a_container(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table ip turn { chain DOCKER { udp dport 8080 counter dnat to 10.77.0.9:8080; }; chain pre { "
               "type nat hook prerouting priority -100; fib daddr type local jump DOCKER; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("diverted", needs=["nft"], trial="nft add table ip t")
def a_destination_that_is_rewritten(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("nft 'table ip turn { chain pre { type filter hook prerouting priority -150; "
               "udp dport 8080 udp dport set 9001; }; }'")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("firewall", needs=["nft", "iptables-nft"], trial="iptables-nft -A INPUT -p udp --dport 9 -j DROP")
def a_rule_of_iptables(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("iptables-nft -A INPUT -p udp --dport 8080 -j DROP")
    return Case(receiver, endpoint="10.77.0.1:8080")


@cause("fragments", trial="sysctl -qw net.ipv4.ipfrag_low_thresh=0 && sysctl -qw net.ipv4.ipfrag_high_thresh=1")
def fragments_without_memory(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.here.run("sysctl -qw net.ipv4.ipfrag_low_thresh=0; sysctl -qw net.ipv4.ipfrag_high_thresh=1")
    return Case(receiver, endpoint="10.77.0.1:8080", size=6000, meanwhile={"every": 0.05, "size": 6000})


@cause("closed-port")
def a_sender_that_writes_to_another_port(w):
    receiver = w.here.listen("0.0.0.0:8080")
    # Its cure shows the port (tcpdump, which wants real root); what the sender does then is up to a person.
    return Case(receiver, meanwhile={"every": 0.05, "port": 8081}, only_named=True)


@cause("other-queue")
def a_slow_program_on_another_port(w):
    receiver = w.here.receive("0.0.0.0")
    w.here.receive("0.0.0.0", 9999, buffer=2048, pause=60)
    return Case(receiver, endpoint="10.77.0.1:8080", meanwhile={"every": 0.005, "port": 9999}, only_named=True)


@cause("port-by-chance")
def a_port_of_the_range_for_any(w):
    receiver = w.here.receive("0.0.0.0", 40000, reuse=1, also="10.77.0.1")
    return Case(receiver, endpoint="10.77.0.1:40000", port=40000, arrives=True)


@cause("checksum")
def datagrams_with_a_wrong_checksum(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.know_neighbour()
    # Its cure is for cards that compute it wrongly; who damages datagrams is up to a person.
    return Case(receiver, meanwhile={"every": 0.02, "damaged": 1}, only_named=True)


@cause("ipsec-policy", trial="ip xfrm policy add src 10.0.0.1 dst 10.0.0.2 proto udp dir in tmpl proto esp mode transport")
def a_policy_that_asks_for_ipsec(w):
    receiver = w.here.receive("0.0.0.0")
    w.here.run("ip xfrm policy add src 10.77.0.2 dst 10.77.0.1 proto udp dir in tmpl proto esp mode transport")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.77.0.2", meanwhile={"every": 0.05}, only_named=True)


@cause("own-address")
def the_address_of_the_sender_on_this_host(w):
    receiver = w.here.listen("0.0.0.0:8080")
    w.know_neighbour()
    w.here.run("ip link add v8 type veth peer name v9; ip link set v9 addrgenmode none up; "
               "ip link set v8 addrgenmode none up; ip address add 10.77.0.2/32 dev v8")
    return Case(receiver, endpoint="10.77.0.1:8080", sender="10.77.0.2")


# MARK: The run

def received(processes, text):
    return any(text in process.text() for process in processes)


def examine(w, case):
    host = case.host or w.here
    words = ["udpeek", "doctor", case.endpoint, "--json"] + (["--from", case.sender] if case.sender else [])
    done = subprocess.run(
        host.prefix + words, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
    try:
        return done, json.loads(done.stdout)
    except ValueError:
        raise Failed(f"no JSON: {done.stdout}{done.stderr}")


def check(name, build):
    """Builds a cause, has it named and cured, and sees a datagram arrive."""
    w = World()
    try:
        case = build(w)
        source = case.source_host or w.there
        if case.meanwhile is None:
            source.send(case.to, "before", **case.options).process.wait()
        else:
            source.send(case.to, "before", **{**case.options, "seconds": 20, **case.meanwhile})
            time.sleep(0.2)
        done, report = examine(w, case)
        if received(case.receivers, "before") and not case.arrives:
            raise Failed("the datagram arrived without any cure: the cause is none")
        names = [f["cause"] for f in report["findings"]]
        if not names or names[0] != name:
            raise Failed(f"named {names}: {json.dumps(report)[:1500]}")
        if done.returncode != 1:
            raise Failed(f"ended with {done.returncode}")
        finding = report["findings"][0]
        if not finding["summary"] or not finding["evidence"] or not all(
                e["source"] and e["reading"] for e in finding["evidence"]):
            raise Failed(f"without evidence: {finding}")
        cure = finding["cure"]
        if not cure:
            raise Failed(f"without a cure: {finding}")
        if case.only_named:
            return f"a person, with {cure}"
        healing = (case.host or w.here).start("sh", "-c", cure)
        to = getattr(case, "cured_to", case.to)
        end = time.monotonic() + PATIENCE
        while not received(case.receivers + [healing], "after"):
            if time.monotonic() > end:
                raise Failed(f"nothing arrived after: {cure}\n{healing.text()}")
            source.send(to, "after", **{**case.options, "seconds": 0.15}).process.wait()
        return f"{cure}"
    finally:
        w.end()


def run(entry):
    name, title, needs, trial, build = entry
    label = f"{name}: {title.replace('_', ' ')}"
    missing = [n for n in needs if not shutil.which(n, path=ENVIRONMENT["PATH"])]
    if missing:
        return "skipped", label, f"{missing[0]} is not installed"
    if trial and subprocess.run(
            ["unshare", "-rn", "sh", "-c", trial], capture_output=True, env=ENVIRONMENT).returncode != 0:
        return "skipped", label, "the kernel here cannot do that"
    begin = time.monotonic()
    try:
        cure = check(name, build)
    except Skipped as reason:
        return "skipped", label, str(reason)
    except (Failed, subprocess.TimeoutExpired, OSError) as error:
        return "failed", label, str(error)
    return "ok", label, f"{time.monotonic() - begin:.1f} s, cured by: {cure}"


def main():
    if subprocess.run(["unshare", "-rn", "ip", "link", "set", "lo", "up"], capture_output=True,
                      env=ENVIRONMENT).returncode != 0:
        print("skipped: no network namespaces can be made here")
        return 0
    entries = [e for e in CAUSES if not ONLY or e[0] in ONLY or e[1] in ONLY]
    counts = {"ok": 0, "skipped": 0, "failed": 0}
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(max_workers=8) as pool:
        for result, label, text in pool.map(run, entries):
            counts[result] += 1
            print(f"{result}: {label}: {text}", flush=True)
    print(f"{counts['ok']} causes named first and cured, {counts['skipped']} skipped, {counts['failed']} failed, "
          f"in {time.monotonic() - begin:.0f} s")
    return 1 if counts["failed"] else 0


sys.exit(main())
