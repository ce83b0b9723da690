"""Peers that are dead, links that go down, a network that loses, doubles and reorders."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time

from support import Outcome, Program, Screen, Short, listen, readable, udp_socket, wait_for


def dead_peer(context):
    """One of ten peers has closed its port when the answer comes: the others still get theirs."""
    rounds = context.pick(500, 50)
    program, (port,) = listen(context, "--reply", "pong", "--reply-rate", "1000000", "--json")
    worst = 0.0
    with program, contextlib.ExitStack() as stack:
        peers = [stack.enter_context(udp_socket()) for _ in range(9)]
        lost = answered = 0
        for _ in range(rounds):
            with udp_socket() as dead:
                dead.sendto(b"ping", ("127.0.0.1", port))
            order = list(peers)
            context.random.shuffle(order)
            for peer in order:
                peer.sendto(b"ping", ("127.0.0.1", port))
            for peer in order:
                start = time.monotonic()
                try:
                    answered += peer.recv(64) == b"pong"
                except TimeoutError:
                    lost += 1
                worst = max(worst, time.monotonic() - start)
        if program.end() != 0:
            raise Short(f"ended with {program.process.returncode}")
        refused = program.output.count('"direction":"error"')
    if lost or answered != rounds * 9 or refused < rounds // 2:
        raise Short(f"{lost} healthy replies lost, {answered} answered; {refused} of {rounds} refusals told")
    return Outcome(f"{rounds} dead among {rounds * 9:,} healthy", f"{answered:,} healthy replies",
                   f"lost 0; {worst * 1000:.0f} ms; {refused} refusals reported")


class Host:
    """A network namespace of its own, gone with the `with` block. Needs no root."""

    def __init__(self, neighbour=None):
        # One owner, so that a link can join the two.
        words = [*neighbour.prefix, "unshare", "-n", "cat"] if neighbour else ["unshare", "-rn", "cat"]
        before = os.readlink(f"/proc/{neighbour.holder.pid if neighbour else 'self'}/ns/net")
        self.holder = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

        def is_apart():
            if self.holder.poll() is not None:
                raise Short("no network namespaces can be made here")
            with open(f"/proc/{self.holder.pid}/comm") as name:
                return name.read() == "cat\n" and os.readlink(f"/proc/{self.holder.pid}/ns/net") != before
        wait_for("a network namespace", is_apart)
        self.prefix = ["nsenter", "--preserve-credentials", "-U", "-n", "-t", str(self.holder.pid)]
        self.ip("link set lo up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.holder.stdin.close()
        self.holder.wait()

    def run(self, *words):
        ended = subprocess.run([*self.prefix, *words], capture_output=True, text=True,
                               env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"})
        if ended.returncode:
            raise Short(f"{' '.join(words)}: {ended.stderr}")

    def ip(self, words):
        self.run("ip", *words.split())

    def link(self, other):
        """v0 here, v1 there."""
        self.ip("link add v0 type veth peer name v1")
        self.ip(f"link set v1 netns {other.holder.pid}")
        for host, name, last in ((self, "v0", 1), (other, "v1", 9)):
            host.ip(f"address add 10.9.0.{last}/24 dev {name}")
            host.ip(f"address add fe80::{last}/64 dev {name} nodad")
            host.ip(f"link set {name} up")
            host.ip(f"route add 224.0.0.0/4 dev {name}")


def links(context):
    """Each fault is said within 3 s, on the screen and by listen, and all works again afterwards."""
    rounds = context.pick(5, 1)
    worst = (0.0, "")
    faults = survived = 0
    endpoints = ("10.9.0.1:7010", "[fe80::1%v0]:7011", "239.9.9.9:7012@v0")
    with Host() as here, Host(neighbour=here) as there:
        here.link(there)
        program = listen(context, "--json", prefix=here.prefix, endpoints=endpoints)[0]
        screen = Screen(context, prefix=here.prefix, command=("10.9.0.1:7020",))
        with program, screen:
            wait_for("the screen", lambda: "10.9.0.1:7020" in screen.text)

            def shows(sentence):
                # The notice stands below the figures.
                drawn = len(screen.drawn)
                screen.redraw()
                time.sleep(0.05)
                return sentence in readable(bytes(screen.drawn[drawn:]))

            def fault(words, sentence):
                nonlocal worst, faults, survived
                place = len(program.errors)
                here.ip(words)
                faults += 1
                start = time.monotonic()
                wait_for(sentence, lambda: sentence in program.errors[place:])
                wait_for(f"{sentence}, on the screen", lambda: shows(sentence))
                worst = max(worst, (time.monotonic() - start, words))
                survived += 1

            def check(text):
                for target in ("10.9.0.1:7010", "[fe80::1%v1]:7011", "239.9.9.9:7012"):
                    there.run(str(context.udpeek), "send", target, f"{text} {target}", "--interface", "v1")
                    wait_for(f"{text} by {target}", lambda: f'"text":"{text} {target}"' in program.output)

            for round in range(rounds):
                check(f"before {round}")
                fault("link set v0 down", "interface v0 is down")
                fault("link set v0 up", "interface v0 is up again")
                # What went with the link: its link-local address and its routes.
                here.ip("address replace fe80::1/64 dev v0 nodad")
                here.ip("route replace 224.0.0.0/4 dev v0")
                check(f"up again {round}")
                fault("address delete 10.9.0.1/24 dev v0", "address 10.9.0.1 was removed from v0")
                fault("address add 10.9.0.1/24 dev v0", "address 10.9.0.1 is on v0 again")
                check(f"address again {round}")
                fault("link delete v0", "interface v0 is gone")
                place = len(program.errors)
                here.link(there)
                faults += 1
                start = time.monotonic()
                for sentence in ("joined 239.9.9.9 on v0 again", "bound [fe80::1%v0]:7011 again"):
                    wait_for(sentence, lambda: sentence in program.errors[place:])
                worst = max(worst, (time.monotonic() - start, "made again"))
                survived += 1
                check(f"made again {round}")
            screen.type("Q")
            if program.end() != 0 or screen.finish() != 0:
                raise Short(f"ended with {program.process.returncode}, {screen.process.returncode}")
    if worst[0] > 3:
        raise Short(f"said only after {worst[0]:.1f} s: {worst[1]}")
    return Outcome(f"{faults} link changes", survived, f"reported after {worst[0] * 1000:.0f} ms: {worst[1]}")


def relay(context):
    """What arrives twice is shown twice, what is reordered keeps its order of arrival, what is lost is not made up."""
    total = context.pick(20_000, 1_000)
    dice = context.random
    program, (port,) = listen(context, "--json", "--no-gro")
    with program, udp_socket() as out:
        held, expected = [], []
        for number in range(total):
            chance = dice.random()
            if chance < 0.1:
                continue  # lost
            batch = [number] * (2 if chance < 0.2 else 1)
            if chance > 0.9:
                held += batch  # reordered: goes out later
                continue
            if held and dice.random() < 0.3:
                dice.shuffle(held)
                batch += held
                held = []
            for item in batch:
                out.sendto(b"%08d" % item, ("127.0.0.1", port))
                expected.append(f"{item:08}")
            if number % 64 == 0:
                time.sleep(0.002)
        wait_for("all datagrams", lambda: program.output.count('"direction":"in"') >= len(expected))
        if program.end() != 0:
            raise Short(f"ended with {program.process.returncode}")
        seen = re.findall(r'"text":"(\d{8})"', program.output)
    if seen != expected:
        raise Short(f"{len(expected)} were relayed, {len(seen)} shown, or in another order")
    return Outcome(f"{total:,} through the relay", f"{len(seen):,} shown", "each as often and in the order in which it arrived")


# Sources that must get no reply by rule, and whether Linux lets them in at all. 10.9.0.2 and fd09::2 are addresses of the
# very host that is attacked; the port is its own.
SPOOFED = [("10.9.0.1", 7000), ("10.9.0.2", 7000), ("fd09::1", 7000), ("fd09::2", 7000), ("10.9.0.255", 4000),
           ("255.255.255.255", 4000), ("239.1.1.1", 4000), ("0.0.0.0", 4000), ("127.0.0.1", 4000), ("10.9.0.9", 0),
           ("10.9.0.9", 7), ("10.9.0.9", 19), ("10.9.0.9", 53), ("10.9.0.9", 1900), ("fd09::9", 3702),
           ("fd09::9", 5353), ("10.9.0.9", 11211), ("ff02::1", 4000), ("fd09::9", 0)]

# Runs on the other host, where it is root: UDP in frames of its own making, for no socket sends from a stranger's address.
FORGER = """
import socket, struct, sys
mac, interface = bytes.fromhex(sys.argv[1].replace(':', '')), sys.argv[2]
def total(data):
    value = sum(struct.unpack('>%dH' % (len(data) // 2), data + b'' if len(data) % 2 == 0 else data[:-1]))
    if len(data) % 2: value += data[-1] << 8
    while value >> 16: value = (value & 0xffff) + (value >> 16)
    return ~value & 0xffff
raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
raw.bind((interface, 0))
for line in sys.stdin:
    source, port = line.split()
    family = socket.AF_INET6 if ':' in source else socket.AF_INET
    source = socket.inet_pton(family, source)
    target = socket.inet_pton(family, 'fd09::1' if family == socket.AF_INET6 else '10.9.0.1')
    body = b'forged'
    udp = struct.pack('>HHHH', int(port), 7000, 8 + len(body), 0) + body
    if family == socket.AF_INET6:
        check = total(source + target + struct.pack('>II', len(udp), 17) + udp) or 0xffff
        head, kind = struct.pack('>IHBB', 6 << 28, len(udp), 17, 64) + source + target, 0x86dd
    else:
        check = total(source + target + struct.pack('>HH', 17, len(udp)) + udp) or 0xffff
        head = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0) + source + target
        head, kind = head[:10] + struct.pack('>H', total(head)) + head[12:], 0x0800
    udp = udp[:6] + struct.pack('>H', check) + udp[8:]
    raw.send(mac + bytes(6) + struct.pack('>H', kind) + head + udp)
"""


def spoofed(context):
    """Requests from forged sources: our own endpoints, groups, broadcast, port 0, service ports. None is answered."""
    with Host() as here, Host(neighbour=here) as there:
        here.link(there)
        for words in ("10.9.0.2/24", "fd09::1/64", "fd09::2/64"):
            here.ip(f"address add {words} dev v0 {'nodad' if ':' in words else ''}")
        there.ip("address add fd09::9/64 dev v1 nodad")
        program = listen(context, "--reply", "pong", "--quiet", prefix=here.prefix, endpoints=("7000",))[0]
        with program:
            mac = re.search(r"link/ether (\S+)", subprocess.run(
                [*here.prefix, "ip", "link", "show", "v0"], capture_output=True, text=True).stdout)[1]
            forged = "".join(f"{source} {port}\n" for source, port in SPOOFED)
            ended = subprocess.run([*there.prefix, "python3", "-c", FORGER, mac, "v1"], input=forged, text=True,
                                   capture_output=True)
            if ended.returncode:
                raise Short(f"the forger failed: {ended.stderr[-300:]}")
            # An honest one at the end: when it is answered, all before it have been judged.
            there.run(str(context.udpeek), "send", "10.9.0.1:7000", "ping", "--wait", "10")
            if program.end() != 0:
                raise Short(f"ended with {program.process.returncode}")
            told = program.summary
            errors = program.errors
            withheld = sum(int(count) for count in re.findall(r"withheld (\d+)", errors))
        if told["sent"] != 1 or withheld != told["received"] - 1 or withheld < 8:
            raise Short(f"{told['received']} received, {told['sent']} answered: {errors}")
    return Outcome(f"{len(SPOOFED)} forged sources", f"{len(SPOOFED)}",
                   f"0 answered; {withheld} withheld by udpeek, the others by Linux")
