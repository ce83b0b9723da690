#!/usr/bin/env python3
"""Runs the recipes of the README and of the pages in Resources/docs to the letter: recipes.py PROGRAM README

Each ```sh block is run by a shell in a folder of its own, in a network namespace of its own where 10.0.3.17, 10.9.9.9,
192.0.2.7 and 127.0.0.1 are this machine. The function of RECIPES that bears the name above the block sends what the
recipe wants and looks at what comes of it. A block without a function is a mistake, and a function without a block. Pages in Chinese are not read: a test holds
their blocks against the English ones.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import urllib.request
from xml.etree import ElementTree

ADDRESSES = ["10.0.3.17/8", "10.9.9.9/32", "192.0.2.7/32"]
PATIENCE = 20
REPLY = "服务端收到信息啦!"
SENSOR = "温度=23.5"
DOCS = pathlib.Path(__file__).resolve().parents[2] / "Resources/docs"
RECIPES = {}
# Those of pipelines.md need servers: Tests/Pipelines runs them.
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Pipelines"))
from pipelines import TITLES as PIPELINES


def recipe(title):
    def keep(function):
        RECIPES[title] = function
        return function

    return keep


def eventually(awaited, value):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = value()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("never came: " + awaited)


def peer(address="127.0.0.1", port=0):
    """The other side: a plain socket."""
    other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    other.bind((address, port))
    other.settimeout(PATIENCE)
    return other


def bound(port):
    """Waits until a socket is bound to the port."""
    wanted = f":{port:04X} "
    eventually(f"a socket on port {port}", lambda: any(wanted in line[:24] for line in open("/proc/net/udp")))


class Shell:
    """A block, running in a shell; what it prints is kept in files."""

    def __init__(self, block):
        self.out, self.err = open("stdout", "w+b"), open("stderr", "w+b")
        self.process = subprocess.Popen(
            ["bash", "-c", block], stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.err, start_new_session=True
        )

    def text(self):
        return pathlib.Path("stdout").read_text()

    def errors(self):
        return pathlib.Path("stderr").read_text()

    def waits_for(self, text):
        eventually(f"'{text}' in: {self.text()}{self.errors()}", lambda: text in self.text())

    def ends(self, status=0):
        got = self.process.wait(PATIENCE)
        assert got == status, f"ended with {got}: {self.text()}{self.errors()}"
        return self.text()

    def interrupt(self):
        """Ctrl-C for udpeek; what reads from it ends with it."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            self.interrupt_if_udpeek(int(line))
        self.interrupt_if_udpeek(self.process.pid)

    @staticmethod
    def interrupt_if_udpeek(pid):
        try:
            if pathlib.Path(f"/proc/{pid}/comm").read_text().startswith("udpeek"):
                os.kill(pid, signal.SIGINT)
        except (FileNotFoundError, ProcessLookupError):
            pass  # It has ended already.


class Screen:
    """A block, running in a terminal."""

    def __init__(self, block, columns=120, rows=30):
        pathlib.Path("block").write_text(block + "\n")
        self.tmux("start-server", ";", "set", "-g", "default-terminal", "screen-256color", ";", "set", "-g", "status", "off",
                  ";", "new-session", "-d", "-x", str(columns), "-y", str(rows), "bash block; echo ended $?; cat")

    @staticmethod
    def tmux(*words):
        return subprocess.run(["tmux", "-u", "-S", "tmux", "-f", "/dev/null", *words], capture_output=True, text=True, check=True).stdout

    def shows(self, text):
        def look():
            self.seen = self.tmux("capture-pane", "-p")
            return text in self.seen

        try:
            eventually(text, look)
        except AssertionError:
            raise AssertionError(f"the screen never showed '{text}':\n{self.seen}")

    def types(self, text):
        self.tmux("send-keys", "-l", "--", text)

    def presses(self, *keys):
        self.tmux("send-keys", *keys)

    def quits(self):
        self.presses("F10")
        self.shows("ended 0")


@recipe("The first five minutes")
def first_minutes(block):
    screen = Screen(block)
    screen.shows("Welcome")
    screen.shows("gb18030")
    screen.quits()


@recipe("Watch a port, answer a peer")
def watch(block):
    screen, device = Screen(block), peer()
    bound(8080)
    device.sendto(SENSOR.encode("gbk"), ("127.0.0.1", 8080))
    screen.shows(SENSOR)
    screen.types("r")
    screen.shows("reply to 127.0.0.1")
    screen.types(REPLY)
    screen.presses("Enter")
    answer, source = device.recvfrom(2048)
    assert answer == REPLY.encode("gbk") and source == ("127.0.0.1", 8080), (answer, source)
    screen.presses("Escape")
    # Another address than the device's, which is certain by now.
    client = peer("127.0.0.2")
    client.sendto(b"hello", ("127.0.0.1", 8080))
    screen.shows(" ascii ")
    screen.presses("End")
    screen.types("r")
    screen.shows("reply to 127.0.0.2")
    screen.types(REPLY)
    screen.shows("has only sent ASCII: Enter sends UTF-8, F8 chooses")
    screen.presses("F8")
    screen.types("gbk")
    screen.presses("Enter")
    screen.shows(" gbk ")
    screen.presses("Enter")
    assert client.recv(2048) == REPLY.encode("gbk")
    screen.presses("Escape")
    screen.quits()


@recipe("A GBK device")
def gbk_device(block):
    screen, device = Screen(block), peer()
    bound(8080)
    device.sendto("湿度".encode("gbk"), ("127.0.0.1", 8080))
    screen.shows("湿度")
    screen.shows(" gbk ")
    screen.quits()


@recipe("A server for the Python tutorial")
def tutorial(block):
    shell, client = Shell(block), peer()
    bound(8080)
    client.sendto("你好".encode("gbk"), ("127.0.0.1", 8080))
    assert client.recv(2048).decode("gbk") == REPLY
    shell.waits_for("你好")
    shell.interrupt()
    shell.ends()


@recipe("Ask a device and wait for its answer")
def ask(block):
    device = peer("192.0.2.7", 9000)
    shell = Shell(block)
    question, asker = device.recvfrom(2048)
    assert question == b"temp?\r\n\x7e\x01", question
    device.sendto(SENSOR.encode("gbk"), asker)
    assert SENSOR in shell.ends()
    device.close()
    Shell(block).ends(4)
    silent = peer("192.0.2.7", 9000)
    Shell(block).ends(3)
    silent.close()


@recipe("Into a pipeline")
def pipeline(block):
    shell = Shell(block)
    bound(514)
    for address, text in [("192.0.2.7", "not of the net"), ("10.0.3.17", "<13>boiler: door open")]:
        peer(address).sendto(text.encode(), ("127.0.0.1" if address != "10.0.3.17" else "10.9.9.9", 514))
    shell.waits_for("door open")
    shell.interrupt()
    assert shell.ends() == "<13>boiler: door open\n"


@recipe("Wait for one datagram in a script")
def wait(block):
    shell = Shell(block)
    bound(9000)
    peer("10.9.9.9").sendto(b"ready", ("10.0.3.17", 9000))
    peer("10.0.3.17").sendto(b"not yet", ("10.0.3.17", 9000))
    shell.waits_for("not yet")
    assert shell.process.poll() is None
    peer("10.0.3.17").sendto(b"boiler ready", ("10.0.3.17", 9000))
    shell.ends()


def record(block="udpeek listen 9000 --quiet --write night.pcapng"):
    shell, device = Shell(block), peer("10.0.3.17")
    bound(9000)
    for text in [SENSOR.encode("gbk"), b"", b"x" * 600]:
        device.sendto(text, ("10.0.3.17", 9000))
    device.close()
    eventually("three datagrams in the file", lambda: pathlib.Path("night.pcapng").exists()
               and pathlib.Path("night.pcapng").read_bytes().count(b"x" * 600) == 1)
    shell.interrupt()
    shell.ends()


@recipe("Record")
def recording(block):
    record(block)
    told = subprocess.run(["tshark", "-nr", "night.pcapng"], capture_output=True, text=True, check=True).stdout
    assert told.count("10.0.3.17") >= 3 and "Len=600" in told, told


@recipe("Replay")
def replay(block):
    record()
    target = peer("127.0.0.1", 9000)
    shell = Shell(block)
    assert [target.recv(2048) for _ in range(3)] == [SENSOR.encode("gbk"), b"", b"x" * 600]
    shell.ends()
    target.close()
    Shell(block).ends(4)


def meter_request(number, register):
    """A request to a meter: a number of its own, a register, and a checksum."""
    payload = struct.pack(">BBHH", 0x7E, 1, number, register)
    return payload + modbus(payload).to_bytes(2, "little")


def meter_answer(number, count, seconds, register):
    """Its answer in GBK: the number again, a count and a time of its own, and a checksum."""
    payload = struct.pack(">BBHII", 0x7E, 0x81, number, count, seconds) + f"寄存器{register}=23.5".encode("gbk")
    return payload + modbus(payload).to_bytes(2, "little")


def record_meter(path="meter.pcapng", rounds=30):
    """A recording of a client that reads three registers in turn, twice a second."""
    def packet(source, destination, payload):
        ip = struct.pack(">BBHIBBH", 0x45, 0, 28 + len(payload), 0, 64, 17, 0)
        hosts = socket.inet_aton(source[0]) + socket.inet_aton(destination[0])
        return ip + hosts + struct.pack(">HHHH", source[1], destination[1], 8 + len(payload), 0) + payload

    client, device, start = ("10.0.3.1", 40000), ("10.0.3.17", 5000), 1795381665
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    for place in range(rounds):
        number, register, time_ = 100 + place, (16, 17, 40)[place % 3], start + place / 2
        for later, source, destination, payload in [
            (0, client, device, meter_request(number, register)),
            (0.01, device, client, meter_answer(number, 7000 + place, int(time_ + 0.01), register)),
        ]:
            data, moment = packet(source, destination, payload), time_ + later
            out += struct.pack("<IIII", int(moment), int(moment % 1 * 1e6), len(data), len(data)) + data
    pathlib.Path(path).write_bytes(out)


@recipe("Checking a server against a recording")
def check(block):
    record_meter()
    server = peer("127.0.0.1", 5000)
    shell = Shell(block)
    for count in range(30):
        request, client = server.recvfrom(2048)
        number, register = struct.unpack(">HH", request[2:6])
        # A count and a time of its own are no difference; what it calls the seventh register is one.
        answer = meter_answer(number, 90 + count, int(time.time()), register if count != 6 else 99)
        server.sendto(answer, client)
    shell.ends(7)
    assert "30 requests to 127.0.0.1:5000: 29 as recorded, 1 different" in shell.errors(), shell.errors()
    assert "request 7 of 10.0.3.1:40000: 7e 01 00 6a" in shell.text(), shell.text()
    report = pathlib.Path("report.xml").read_text()
    assert 'tests="30" failures="1"' in report, report
    server.close()


@recipe("Standing in for a device")
def mock(block):
    record_meter()
    shell = Shell(block)
    bound(5000)
    client, last = peer(), None
    for number, register in [(100, 16), (900, 17), (901, 40), (902, 16)]:
        client.sendto(meter_request(number, register), ("127.0.0.1", 5000))
        answer = client.recv(2048)
        assert modbus(answer[:-2]) == int.from_bytes(answer[-2:], "little"), answer
        own, count, seconds = struct.unpack(">HII", answer[2:12])
        assert own == number and abs(seconds - time.time()) < 5, answer
        assert last is None or count == last + 1, (last, count)
        assert answer[12:-2].decode("gbk") == f"寄存器{register}=23.5", answer
        last = count
    client.sendto(meter_request(903, 99), ("127.0.0.1", 5000))
    shell.waits_for("# no recorded answer")
    shell.interrupt()
    shell.ends()
    assert "answered 4, unmatched 1, withheld 0" in shell.errors(), shell.errors()


@recipe("Between a client and its server")
def relay(block):
    server = peer("10.0.3.17", 5000)
    shell = Shell(block)
    eventually("the relay", lambda: "relaying to" in shell.errors())
    client = peer()
    arrived = 0
    for _ in range(60):
        client.sendto(b"state?", ("127.0.0.1", 5000))
    server.settimeout(2)
    try:
        while True:
            asked, link = server.recvfrom(2048)
            assert asked == b"state?" and link[1] != client.getsockname()[1], (asked, link)
            arrived += 1
            server.sendto(b"fine", link)
    except TimeoutError:
        pass
    shell.interrupt()
    shell.ends()
    lost = 60 - arrived
    assert shell.text().count("state?  (lost on purpose)") == lost, shell.text()
    counts = f"up, to the target: 60 in, {arrived} out" + (f", {lost} lost on purpose" if lost else "") + ", delayed p50 "
    assert counts in shell.errors(), shell.errors()
    opened = subprocess.run(["udpeek", "open", "between.pcapng", "--json"], capture_output=True, text=True, check=True).stdout
    assert opened.count('"dst_port":5000,') == 60, opened


@recipe("Several receivers")
def fan_out(block):
    servers = [peer("10.0.3.17", 514), peer("10.9.9.9", 514)]
    shell = Shell(block)
    eventually("the relay", lambda: "relaying to" in shell.errors())
    peer().sendto(b"<13>fire", ("127.0.0.1", 514))
    for server in servers:
        assert server.recv(2048) == b"<13>fire"
    shell.interrupt()
    shell.ends()
    assert "1 in, 2 out, 1 copies" in shell.errors(), shell.errors()


@recipe("Look into a capture")
def capture(block):
    record()
    said = Shell(block).ends()
    assert SENSOR in said and "1 of 3 datagrams" in said, said
    assert "null" not in said.splitlines(), said
    assert SENSOR in pathlib.Path("night.csv").read_text()


@recipe("Far machines")
def far(block):
    # The way to the other machines is not ours: here ssh runs the commands where it is, those of one host at other ports.
    pathlib.Path("ssh").write_text(
        "#!/bin/sh\nfor last; do :; done\n"
        "case \"$*\" in *meters*) last=$(printf %s \"$last\" | sed s/900/910/g) ;; esac\nexec sh -c \"$last\"\n")
    pathlib.Path("ssh").chmod(0o755)
    screen = Screen("PATH=$PWD:$PATH\n" + block)
    ports = [9000, 9100] + ([9101] if "9001" in block else [])
    device = peer("10.0.3.17")
    for port in ports:
        bound(port)
        device.sendto(f"{SENSOR} {port}".encode("gbk"), ("10.0.3.17", port))
        screen.shows(f"{SENSOR} {port}")
    hosts = re.findall(r" (gateway|meters) +‹ ", screen.seen)
    assert hosts == ["gateway"] + ["meters"] * (len(ports) - 1), screen.seen
    screen.types("r")
    screen.shows(f"from 10.0.3.17%meters:{ports[-1]}")
    screen.types(REPLY)
    screen.presses("Enter")
    answer, source = device.recvfrom(2048)
    assert answer == REPLY.encode("gbk") and source == ("10.0.3.17", ports[-1]), (answer, source)
    screen.presses("Escape")
    screen.quits()


@recipe("Several hosts on one screen")
def hosts(block):
    far(block)


@recipe("Measure how long answers take")
def ping(block):
    device = peer("10.0.3.17", 9000)
    shell = Shell(block)
    for _ in range(5):
        payload, sender = device.recvfrom(65536)
        assert payload == b"temp?", payload
        device.sendto(SENSOR.encode(), sender)
    lines = shell.ends().splitlines()
    assert re.fullmatch(r"11 bytes from 10\.0\.3\.17:9000: seq=5 time=[0-9.]+ ms  " + SENSOR, lines[4]), lines
    assert lines[6] == "5 sent, 5 answered, 0 lost (0 %)", lines


@recipe("Find devices")
def discover(block):
    device = peer("10.0.3.17", 9000)
    shell = Shell(block)
    payload, sender = device.recvfrom(65536)
    assert payload == b"who?", payload
    device.sendto(SENSOR.encode(), sender)
    lines = shell.ends().splitlines()
    assert len(lines) == 2 and lines[1].startswith("10.0.3.17:9000 ") and lines[1].endswith(SENSOR), lines
    assert "asked 2 addresses: 1 device answered" in shell.errors(), shell.errors()


@recipe("Poll several devices")
def poll(block):
    devices = [peer(address, 9000) for address in ("10.0.3.17", "10.9.9.9", "192.0.2.7")]
    shell = Shell(block)
    for count in (1, 2, 3):
        for device in devices:
            payload = device.recv(65536)
            assert payload[:5] == b"\x7e\x01\x05" + count.to_bytes(2, "big"), payload
            assert modbus(payload[:5]) == int.from_bytes(payload[5:], "little"), payload
    shell.ends()
    assert "sent 9 datagrams, 63 bytes, to 3 endpoints" in shell.errors(), shell.errors()


def modbus(payload):
    """The checksum of Modbus, bit by bit."""
    value = 0xFFFF
    for byte in payload:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


@recipe("Load a server")
def load(block):
    listen = subprocess.Popen(["udpeek", "listen", "9000", "--quiet"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
    bound(9000)
    shell = Shell(block)
    shell.ends()
    listen.send_signal(signal.SIGINT)
    heard = listen.communicate(timeout=PATIENCE)[1]
    sent = int(re.search(r"sent (\d+) datagrams, .* datagrams/s, .* Mbit/s, refused 0, late \d+", shell.errors())[1])
    received, dropped = (int(re.search(word + r" (\d+)", heard)[1]) for word in ("received", "kernel drops(?: ≥)?"))
    assert sent > 0 and received > 0 and (received == sent or 0 < dropped <= sent - received), f"{shell.errors()}{heard}"


@recipe("Automatic replies")
def replies(block):
    shell, client = Shell(block), peer()
    bound(9000)
    client.sendto(b"hello", ("127.0.0.1", 9000))
    assert client.recv(2048) == b"got it\n"
    shell.waits_for("hello")
    shell.interrupt()
    shell.ends()


@recipe("A meter in four lines")
def meter(block):
    def frame(seq, temp):
        body = bytes([0x7E, 2]) + struct.pack(">HhIH", seq, temp, 1_600_000_000, 100)
        crc = 0xFFFF
        for byte in body:
            crc ^= byte
            for _ in range(8):
                crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
        return body + struct.pack(">H", crc)

    shell, client = Shell(block), peer()
    bound(9000)
    for seq, temp in [(1, 215), (2, 305), (5, 310)]:
        client.sendto(frame(seq, temp), ("127.0.0.1", 9000))
    client.sendto(frame(6, 400)[:-1] + b"!", ("127.0.0.1", 9000))
    # The summary is a line too, and has no fields.
    shell.interrupt()
    lines = shell.ends().split("\n")
    assert lines[:3] == ['[2,30.5,"good",null]', '[5,31,"good",2]', '[6,40,"bad",null]'], lines


@recipe("A meter under test in CI")
def test_in_ci(block):
    def answering(reading):
        meter = peer(port=9000)

        def answer():
            while True:
                request, client = meter.recvfrom(2048)
                if request == b"stop":
                    return meter.close()
                text = request.decode().replace("ping", "pong") if request.startswith(b"ping") else f"温度={reading}\r\n"
                meter.sendto(text.encode("gbk"), client)

        thread = threading.Thread(target=answer)
        thread.start()
        return thread

    def result(status):
        ended = Shell(block).ends(status)
        peer().sendto(b"stop", ("127.0.0.1", 9000))
        thread.join()
        return ended, ElementTree.parse("report.xml").getroot().attrib

    thread = answering("23.5")
    output, report = result(0)
    assert report["tests"] == "6" and report["failures"] == "0", report
    thread = answering("ERR")
    output, report = result(7)
    assert report["failures"] == "1" and report["skipped"] == "4", report
    # The failure is understood from its report alone.
    for words in ["meter.udp:3: nothing that matches came within 2s", "温度=ERR", "^ from here it differs: expected (?<t>"]:
        assert words in output, output


@recipe("A device in ten lines")
def device(block):
    shell, client = Shell(block), peer()
    bound(9000)
    client.sendto(b"PING 17", ("127.0.0.1", 9000))
    assert client.recv(2048) == b"PONG 17"
    client.sendto(b"anything else", ("127.0.0.1", 9000))
    client.sendto(b"GET temp", ("127.0.0.1", 9000))
    assert 20 <= int(client.recv(2048)) <= 30
    # The text of a rule changes while it runs, and the next answer with it.
    device = pathlib.Path("device.toml")
    device.write_text(device.read_text().replace("PONG {1}", "{1} PONG"))
    eventually("the rules are read again", lambda: "the rules were read again: 2 rules are in force" in shell.errors())
    client.sendto(b"PING 18", ("127.0.0.1", 9000))
    assert client.recv(2048) == b"18 PONG"
    shell.interrupt()
    shell.ends()


def framed(payload):
    """A payload with its checksum behind it."""
    return payload + modbus(payload).to_bytes(2, "little")


@recipe("A frame with its checksum")
def frame(block):
    device = peer("10.0.3.17", 9000)
    shell = Shell(block)
    frames = [device.recv(2048) for _ in range(3)]
    assert frames == [framed(bytes([0x7E, 1, 5, number])) for number in (1, 2, 3)], frames
    shell.ends()


@recipe("Which checksum does a device use?")
def checksum(block):
    said = Shell(block).ends()
    assert said.splitlines()[0].startswith("{crc16-modbus}"), said


@recipe("Answer in any language")
def any_language(block):
    shell, client = Shell(block), peer()
    bound(9000)
    client.sendto(b"anything else", ("127.0.0.1", 9000))
    client.sendto(b"SUM 20 21 1", ("127.0.0.1", 9000))
    assert client.recv(2048) == b"= 42"
    shell.waits_for("SUM 20 21 1")
    shell.interrupt()
    shell.ends()
    assert "ended" not in shell.errors(), shell.errors()


@recipe("A binary poll in three steps")
def poll(block):
    shell, client = Shell(block), peer()
    bound(9000)
    client.sendto(bytes([0x7E, 1]), ("127.0.0.1", 9000))
    answers, times = [], []
    for _ in range(3):
        answers.append(client.recv(2048))
        times.append(time.monotonic())
    assert answers == [framed(bytes([0x7E, 0x81, 5])), framed(bytes([0x7E, 0x82])), framed(bytes([0x7E, 0x83]))], answers
    # Each pause is a second: an answer may come late, but not as early as this.
    assert times[1] - times[0] > 0.5 and times[2] - times[1] > 0.5, times
    shell.interrupt()
    shell.ends()


@recipe("Wait for a silence")
def silence(block):
    shell, pump = Shell(block), peer()
    bound(9000)
    began = time.monotonic()
    pump.sendto(b"hello", ("127.0.0.1", 9000))
    output = shell.ends(6)
    assert time.monotonic() - began > 1.9, output
    assert output.count("alarm pump: silent for 2s") == 1, output
    assert f"alarm pump: 127.0.0.1:{pump.getsockname()[1]} silent for 2s" in shell.errors(), shell.errors()


@recipe("Let Prometheus read it")
def metrics(block):
    shell, device = Shell(block), peer()
    bound(9000)
    device.sendto(b"hello", ("127.0.0.1", 9000))

    def page():
        with urllib.request.urlopen("http://127.0.0.1:9869/metrics", timeout=PATIENCE) as answer:
            return answer.read().decode()

    eventually("a datagram on the page", lambda: "\nudpeek_received_datagrams_total 1\n" in page())
    for name in re.findall(r"`(udpeek_[a-z_]+)`", (DOCS / "service.md").read_text()):
        # Rules, alarms and a relay are not at work here.
        if not re.match("udpeek_(rule|repl|alarm|relay)", name):
            assert f"\n# TYPE {name} " in page(), name
    shell.interrupt()
    shell.ends()


@recipe("In a file")
def metrics_in_a_file(block):
    shell, device = Shell(block), peer()
    bound(9000)
    device.sendto(b"hello", ("127.0.0.1", 9000))
    eventually("the file", lambda: os.path.exists("udpeek.prom"))
    shell.interrupt()
    shell.ends()
    assert "\nudpeek_received_bytes_total 5\n" in pathlib.Path("udpeek.prom").read_text()


@recipe("See what they do")
def rules_on_paper(block):
    record()
    pathlib.Path("device.toml").write_text("[[rule]]\nname = 'all'\nwhen = 'udp'\nreply = 'row {row}'\n")
    assert "  all  row 1\n" in Shell(block).ends()


@recipe("Explaining a filter")
def explaining(block):
    said = Shell(block).ends()
    assert "tcpdump    udp and (src net 10.0.0.0/8 and not port 53)" in said and "ip.src == 10.0.0.0/8" in said, said


def two_days():
    """Two captures of three datagrams each, one of them compressed."""
    record()
    Shell("udpeek convert night.pcapng - --format pcap | gzip -c >monday.pcap.gz && mv night.pcapng tuesday.pcapng").ends()


@recipe("Opening captures")
def opening(block):
    two_days()
    screen = Screen(block)
    screen.shows(SENSOR)
    screen.shows("6 of 6")
    screen.quits()


@recipe("Converting captures")
def converting(block):
    two_days()
    said = Shell(block).ends()
    assert said.count("Len=9") == 2 and "Len=600" not in said, said
    assert pathlib.Path("both.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@recipe("Ask the doctor")
def doctor(block):
    server = peer("127.0.0.1", 9000)
    said = Shell(block).ends(1)
    assert "1. python3 (pid" in said and "is bound to loopback (127.0.0.1:9000)" in said, said
    assert "$ udpeek listen 10.0.3.17:9000" in said and "arrived after" in said, said
    server.close()


@recipe("The doctor in scripts")
def doctor_in_scripts(block):
    assert Shell(block).ends() == "nobody\nudpeek listen 9000\n"
    server = peer("0.0.0.0", 9000)
    assert Shell(block).ends() == "null\nnull\n"
    server.close()


@recipe("Configuration")
def configuration(block):
    said = Shell(block).ends()
    file = pathlib.Path(os.environ["HOME"], ".config/udpeek/config.toml")
    assert str(file) in said.splitlines() and 'encoding = "auto"  # default' in said, said
    file.write_text(re.search(r"```toml\n(.*?)```", (DOCS / "configuration.md").read_text(), re.DOTALL)[1])
    example = Shell("udpeek config")
    assert '"10.0.0.0/16" = "plant"  # line 8' in example.ends() and not example.errors(), example.text() + example.errors()


def blocks(page):
    """The ```sh blocks of a page, each with the bold words or the heading above it."""
    title, block, is_other = None, None, False
    for line in page.split("\n"):
        heading = re.match(r"(?:##? |\*\*\d+\. )([^*]+)", line)
        if block is not None:
            if line.strip() == "```":
                yield title, textwrap.dedent("\n".join(block))
                block = None
            else:
                block.append(line.rstrip())
        elif is_other or line.strip().startswith("```") and line.strip() != "```sh":
            # A block of another kind, in which # begins a comment.
            is_other = not is_other if line.strip().startswith("```") else is_other
        elif line.strip() == "```sh":
            block = []
        elif heading:
            title = heading[1].rstrip(".:")


def alone(program, title, block):
    """One recipe, in this process's namespace."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in ADDRESSES:
        subprocess.run(["ip", "address", "add", address, "dev", "lo"], check=True)
    folder = tempfile.mkdtemp(prefix="udpeek-")
    os.mkdir(folder + "/bin")
    os.symlink(program, folder + "/bin/udpeek")
    os.mkdir(folder + "/work")
    os.chdir(folder + "/work")
    os.environ.update(PATH=f"{folder}/bin:{os.environ['PATH']}", HOME=folder, LC_ALL="C.UTF-8", XDG_STATE_HOME=folder)
    try:
        RECIPES[title](block)
    finally:
        subprocess.run(["tmux", "-S", "tmux", "kill-server"], stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    program, readme = os.path.abspath(sys.argv[1]), sys.argv[2]
    pages = [pathlib.Path(readme)] + sorted(page for page in DOCS.glob("*.md") if not page.name.endswith(".zh-CN.md"))
    found = [recipe for page in pages for recipe in blocks(page.read_text()) if recipe[0] not in PIPELINES]
    if len(sys.argv) > 3:
        return alone(program, sys.argv[3], dict(found)[sys.argv[3]])
    missing = [title for title, _ in found if title not in RECIPES] + [title for title in RECIPES if title not in dict(found)]
    if missing or len(found) != len(dict(found)):
        sys.exit(f"recipes without a test, or tests without a recipe: {missing or [title for title, _ in found]}")
    failed = 0
    for title, _ in found:
        words = ["unshare", "-rn", "--pid", "--fork", "--mount-proc", sys.executable, __file__, program, readme, title]
        ended = subprocess.run(words, capture_output=True, text=True)
        failed += ended.returncode != 0
        print(("ran     " if ended.returncode == 0 else "FAILED  ") + title)
        if ended.returncode != 0:
            print(ended.stderr)
    print(json.dumps({"recipes": len(found), "failed": failed}))
    sys.exit(1 if failed else 0)


main()
