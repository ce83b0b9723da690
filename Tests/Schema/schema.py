#!/usr/bin/env python3
"""Holds what udpeek prints as JSON against Resources/schema: schema.py PROGRAM. Every command that has --json is run so that it
prints each kind of line that it has; each line is checked by a validator, which knows no other keys than those described.
Prints a line for each command; ends with 1 at the first line that the schema does not describe."""
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.append("/usr/lib/python3/dist-packages")
import jsonschema

PROGRAM = os.path.abspath(sys.argv[1])
SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "Resources/schema/udpeek.schema.json").read_text())
PATIENCE = 60
SENSOR = "7 温度=21.5 hot"
FORMAT = """[[format]]
name = "room"
fields = '/^(?<seq>[0-9]+) 温度=(?<temp>[0-9.]+)( (?<note>.+))?/'
sequence = "seq"
"""
RULES = "[[rule]]\nname = 'pong'\nwhen = 'ping'\nreply = 'pong'\n"
# The kinds of lines of listen that have to come, and the keys that have to be seen.
KINDS = {"in", "out", "error", "alarm", "drops", "evicted", "summary"}
seen = {"kinds": set(), "keys": set()}


def validator(name):
    return jsonschema.Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{name}"}]})


def check(what, name, output):
    """Checks each line against a definition, and returns the lines."""
    lines = [json.loads(line) for line in output.splitlines()]
    assert lines, f"{what} printed nothing"
    judge, any_line = validator(name), validator(name) if name == "selected" else jsonschema.Draft202012Validator(SCHEMA)
    for line in lines:
        problems = [error.message for error in judge.iter_errors(line)] + [error.message for error in any_line.iter_errors(line)]
        assert not problems, f"{what}: {json.dumps(line, ensure_ascii=False)[:400]}: {problems[:2]}"
        if name == "listen":
            seen["kinds"].add(line["direction"])
            seen["keys"] |= set(line)
    print(f"ok: {what}, {len(lines)} lines")
    return lines


def run(*words, status=0, **options):
    done = subprocess.run([PROGRAM, *words], capture_output=True, timeout=PATIENCE, **options)
    assert done.returncode == status, f"{words} ended with {done.returncode}: {done.stderr.decode()}{done.stdout.decode()[:400]}"
    return done.stdout.decode()


class Running:
    """A command that listens, on a port that it chose."""

    def __init__(self, *words):
        self.errors = tempfile.TemporaryFile("w+b")
        self.process = subprocess.Popen([PROGRAM, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said = b""
        while not (found := re.search(rb"listening on 127\.0\.0\.1:(\d+)", self.said)) or b"\n" not in self.said[found.start():]:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
        self.port = int(found[1])

    def end(self, rows=0):
        """Ends it by Ctrl-C, after it has printed so many objects."""
        output = b""
        while rows > 0:
            line = self.process.stdout.readline()
            rows -= len(json.loads(line)) if line[:1] == b"[" else 1
            output += line
        self.process.send_signal(signal.SIGINT)
        return output.decode() + self.rest()

    def rest(self):
        output, errors = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0, errors
        self.said += errors
        return output.decode()


def peer():
    other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    other.bind(("127.0.0.1", 0))
    other.settimeout(PATIENCE)
    return other


def listening():
    """Rows, answers, an alarm, fields of a format, requests with answers."""
    listen = Running("listen", "127.0.0.1:0", "--json", "--rules", "rules.toml", "--alarm", "name room new-peer", "--format", "room.toml",
                     "--pair", "order", "--encoding", "gbk")
    device = peer()
    for text in [SENSOR, "9 温度=22", "\x00\\\"\x7f\u200b", ""]:
        device.sendto(text.encode("utf-8" if "\u200b" in text else "gbk"), ("127.0.0.1", listen.port))
    device.sendto(b"ping", ("127.0.0.1", listen.port))
    device.recv(100)
    check("listen", "listen", listen.end())
    for words, name in [(["--fields", "number,direction,src_ip,src_port,dst_ip,dst_port,alarm,size,truncated,encoding,text,payload,format,"
                          "fields,check,lost,request,answer,rtt_ns,rule,relay,error,note,marks,encapsulation,wireshark,time,temp,room.seq"],
                         "selected"), (["--json-batch", "2"], "batch")]:
        listen = Running("listen", "127.0.0.1:0", "--json", "--format", "room.toml", "--alarm", "name room new-peer", *words)
        for number in range(3):
            device.sendto(f"{number} 温度=21.5".encode(), ("127.0.0.1", listen.port))
        lines = check(f"listen {words[0]}", name, listen.end(rows=4))
        if name == "selected":
            rows = [line for line in lines if "temp" in line]
            # The keys are those that were chosen, in their order, of every row.
            assert all(list(row) == words[1].split(",") for row in rows) and len(rows) == 4, lines
            assert [row["temp"] for row in rows if row["direction"] == "in"] == [21.5] * 3, lines
        else:
            assert max(map(len, lines)) == 2 and sum(map(len, lines)) == 5, lines


def slow_reader():
    """A reader that stands still: what arrives is what was printed, and what is told as evicted."""
    listen = Running("listen", "127.0.0.1:0", "--json", "--memory", "8MiB", "--no-gro", "--alarm", "name stranger new-peer")
    device, stranger = peer(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stranger.bind(("127.0.0.9", 0))
    sent = 20_000
    for number in range(sent):
        device.sendto(b"%08d" % number + b"x" * 1000, ("127.0.0.1", listen.port))
    # Alarms are judged meanwhile. The kernel may drop what it is told of first.
    seen, knocks = threading.Event(), []

    def knock():
        while not seen.is_set():
            stranger.sendto(b"hello", ("127.0.0.1", listen.port))
            knocks.append(1)
            seen.wait(0.5)

    knocking = threading.Thread(target=knock)
    knocking.start()
    while b"alarm stranger: 127.0.0.9" not in listen.said:
        listen.said += listen.process.stderr.readline()
    seen.set()
    knocking.join()
    listen.process.send_signal(signal.SIGINT)
    lines = check("listen whose reader stands still", "listen", listen.rest())
    summary = lines[-1]
    rows = [line["number"] for line in lines if line["direction"] in ("in", "alarm")]
    holes = [line for line in lines if line["direction"] == "evicted"]
    evicted = [number for hole in holes for number in range(hole["number"], hole["number"] + hole["rows"])]
    assert sorted(rows + evicted) == list(range(1, summary["received"] + 3)), "rows are missing, or there twice"
    assert len(evicted) == summary["evicted"] == holes[-1]["evicted"] > 0, (len(evicted), summary)
    assert summary["received"] + summary["kernel_drops"] == sent + len(knocks), (sent, summary)
    assert f"evicted unprinted {len(evicted)}\n".encode() in listen.said, listen.said
    # They are told where they are missing.
    place = next(index for index, line in enumerate(lines) if line["direction"] == "evicted")
    assert lines[place - 1].get("number", 0) == holes[0]["number"] - 1 or place == 0, lines[place - 1]


def captures():
    """Rows of files: of a tunnel, marked, with notes, drops, and without a time."""
    row = {"number": 1, "time": "2026-11-22T21:07:45.5Z", "direction": "in", "src_ip": "10.0.3.17", "src_port": 5000, "dst_ip": "fe80::1%eth0",
           "dst_port": 8080, "size": 13, "truncated": False, "encoding": "utf-8", "text": "7 温度=21.5", "payload": "3720e6b8a9e5baa63d32312e35"}
    rows = [row, {**row, "note": "first \u202e \"note\"", "marks": "marked"}, {"direction": "drops", "time": row["time"], "kernel_drops": 3},
            {"direction": "evicted", "time": row["time"], "number": 5, "rows": 2, "evicted": 2}, {**row, "time": "", "size": 50, "truncated": True}]
    pathlib.Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    def ip(protocol, payload):
        return struct.pack(">BBHIBBH4s4s", 0x45, 0, 20 + len(payload), 0, 64, protocol, 0, bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])) + payload

    packet = ip(47, struct.pack(">HH", 0, 0x800) + ip(17, struct.pack(">HHHH", 5000, 514, 13, 0) + b"hello"))
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    pathlib.Path("tunnel.pcap").write_bytes(head + struct.pack("<IIII", 1, 0, len(packet), len(packet)) + packet)
    check("open", "listen", run("open", "--json", "rows.jsonl", "tunnel.pcap"))
    check("open --json-batch", "batch", run("open", "--json", "rows.jsonl", "tunnel.pcap", "--json-batch", "2"))
    check("open --fields", "selected", run("open", "--json", "rows.jsonl", "tunnel.pcap", "--fields", "time,note,marks,encapsulation"))
    check("convert", "listen", run("convert", "rows.jsonl", "tunnel.pcap", "-", "--format", "jsonl"))
    check("info", "info", run("info", "--json", "rows.jsonl", "tunnel.pcap", "--format", "room.toml"))
    # The fields chosen by --fields are those of the whole row.
    for line in run("open", "--json", "rows.jsonl", "tunnel.pcap", "--format", "room.toml").splitlines()[:-1]:
        row = json.loads(line)
        if row["direction"] == "in":
            chosen = run("open", "--json", "rows.jsonl", "tunnel.pcap", "--format", "room.toml", "--fields", ",".join(row))
            assert line in chosen.splitlines(), (line, chosen)
    # What is printed is read back.
    pathlib.Path("again.jsonl").write_text(run("open", "--json", "rows.jsonl"))
    assert run("open", "--json", "again.jsonl") == run("open", "--json", "rows.jsonl")


def sending():
    server = Running("listen", "127.0.0.1:0", "--reply", "answer", "--quiet")
    closed = peer()
    port = closed.getsockname()[1]
    closed.close()
    check("send", "listen", run("send", f"127.0.0.1:{server.port}", "hello", "--json", "--wait", "20"))
    check("send to a closed port", "listen", run("send", f"127.0.0.1:{port}", "hello", "--json", "--wait", "20", status=4))
    check("ping", "ping", run("ping", f"127.0.0.1:{server.port}", "hello", "--json", "--count", "2", "--interval", "1ms"))
    check("ping to a closed port", "ping", run("ping", f"127.0.0.1:{port}", "hello", "--json", "--count", "1", status=4))
    check("discover", "discover", run("discover", f"127.0.0.1:{server.port}", "hello", "--json", "--wait", "300ms"))
    relay = Running("relay", "127.0.0.1:0", "--to", f"127.0.0.1:{server.port}", "--headless", "--json", "--loss", "every 2")
    client = peer()
    for _ in range(2):
        client.sendto(b"hello", ("127.0.0.1", relay.port))
    client.recv(100)
    check("relay", "listen", relay.end())
    server.end()


def testing():
    listen = Running("listen", "127.0.0.1:0", "--reply", "answer", "--write", "talk.pcapng", "--quiet")
    run("send", f"127.0.0.1:{listen.port}", "hello", "--wait", "20")
    listen.end()
    server = Running("listen", "127.0.0.1:0", "--reply", "another", "--quiet")
    pathlib.Path("test.udp").write_text(f"to 127.0.0.1:{server.port}\n> hello\n< another within 20s\n> hello\n< nothing within 50ms\n> x\n")
    check("expect", "tests", run("expect", "test.udp", "--json", status=7))
    check("replay --check", "tests", run("replay", "talk.pcapng", "--to", f"127.0.0.1:{server.port}", "--check", "--json", status=7))
    mock = Running("mock", "talk.pcapng", "--at", "127.0.0.1:0", "--json")
    client = peer()
    client.sendto(b"hello", ("127.0.0.1", mock.port))
    assert client.recv(100) == b"answer"
    client.sendto(b"unknown", ("127.0.0.1", mock.port))
    client.sendto(b"hello", ("127.0.0.1", mock.port))
    assert client.recv(100) == b"answer"
    check("mock", "listen", mock.end())
    free = peer()
    port = free.getsockname()[1]
    free.close()
    check("doctor", "doctor", run("doctor", f"127.0.0.1:{port}", "--json", status=1))
    server.end()
    # A stand-in for ssh, at whose other end a recording comes.
    pathlib.Path("ssh").write_text("""echo '{"control":"ready"}' >&2\ncat talk.pcapng\nsleep 60\n""")
    host = subprocess.Popen([PROGRAM, "open", "--json", "--ssh", "sh ssh", "ssh://gateway/9000"], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    rows = host.stdout.readline() + host.stdout.readline()
    host.send_signal(signal.SIGINT)
    rows += host.communicate(timeout=PATIENCE)[0]
    check("open of a host", "listen", rows.decode())


def lists():
    check("formats", "formats", run("formats", "--json"))
    check("checksums", "checksums", run("checksums", "--json"))
    check("checksums of bytes", "checksums", run("checksums", "--json", "7e 01 05 d0 4b"))


def main():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with tempfile.TemporaryDirectory(prefix="udpeek-") as folder:
        os.chdir(folder)
        os.environ.update(HOME=folder, LC_ALL="C.UTF-8", XDG_STATE_HOME=folder)
        pathlib.Path("room.toml").write_text(FORMAT)
        pathlib.Path("rules.toml").write_text(RULES)
        for part in [listening, slow_reader, captures, sending, testing, lists]:
            part()
        assert seen["kinds"] == KINDS, f"never printed: {KINDS - seen['kinds']}"
        described = {key for name in ["datagram", "alarm", "drops", "evicted", "summary"] for key in SCHEMA["$defs"][name]["properties"]}
        # Wireshark's tree needs sharkd; no format here has a checksum, and no sender a clock.
        unseen = described - seen["keys"] - {"wireshark", "check", "clock_jitter_us", "further_answers"}
        assert not unseen, f"described, but never printed: {sorted(unseen)}"
        print(f"ok: each key of {len(described)} was printed")


main()
