#!/usr/bin/env python3
"""Walks every option of every command: options.py PROGRAM. What prints does not end with 0 where standard output is full
or closed, and no option takes a value of the wrong kind or is without effect. An option that is not in CASES fails."""
import concurrent.futures
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

PROGRAM = sys.argv[1]
FOLDER = tempfile.TemporaryDirectory(prefix="udpeek-")
HOME = FOLDER.name
CAPTURE = f"{HOME}/sample.pcap"
# A folder that is not there, whoever runs this.
MISSING = f"{HOME}/missing/folder"
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "HOME": HOME}
SECONDS = 30


def case(*words, prints=True, wrong=()):
    """An option in use. `prints`: whether its job is to print. `wrong`: lists of words that are to be refused."""
    return {"words": list(words), "prints": prints, "wrong": [w if isinstance(w, list) else [w] for w in wrong]}


def values(option, *wrong):
    return [[option, value] for value in wrong]


def screen(*words, wrong=()):
    """An option of a command that has a screen, which needs a terminal: here it always ends with 2."""
    return case(*words, prints=True, wrong=wrong)


FILTER = values("--filter", "in and tcp", "(", "port 70000")
# What is not known while datagrams arrive, and what is in no file.
ARRIVING = values("--filter", "marked", "unanswered and in", "rule pong")
RECORDED = values("--filter", "unanswered", "rule pong")
ENCODING = values("--encoding", "klingon", "")
UNDECIDED = values("--undecided", "klingon", "ascii", "hex", "auto")
BOTH = ["--undecided", "gbk", "--encoding", "big5"]
FORMAT = values("--format", "nothing", "{missing}/x.toml", HOME, CAPTURE + "/x.toml", "")
PAIR = values("--pair", "nothing", "dns.nothing", "")
MEMORY = values("--memory", "x", "1", "-1", "64")
METRICS = {
    "metrics": case("--metrics", "127.0.0.1:0", wrong=values(
        "--metrics", "", "-", "127.0.0.1", "127.0.0.1:70000", "localhost:9", "192.0.2.77:9", "{missing}/x.prom", HOME, CAPTURE)),
    "metrics-peers": case("--metrics-peers", "9", "--metrics", "{new}.prom", wrong=[
        ["--metrics-peers", "9"],
        *[[*v, "--metrics", "127.0.0.1:0"] for v in values("--metrics-peers", "-1", "10001", "x")]]),
}
RECEPTION = {
    "filter": case("--filter", "in", wrong=FILTER),
    "encoding": case("--encoding", "gbk", wrong=ENCODING),
    "undecided": case("--undecided", "gbk", wrong=UNDECIDED),
    "format": case("--format", "ntp", wrong=FORMAT),
    "pair": case("--pair", "dns.id", wrong=PAIR),
    "reply": case("--reply", "x", wrong=values("--reply", "\\xZZ", "\\u{110000}")),
    "reply-if": case("--reply-if", "udp=x", wrong=values("--reply-if", "udp", "size >=x", "udp={foo}", "=x", "out=x")),
    "rules": case("--rules", "{rules}", wrong=values("--rules", "{missing}/x.toml", HOME, CAPTURE, "")),
    "alarm": case("--alarm", "silence 90s", wrong=values(
        "--alarm", "", "silence", "x", "gap badcheck", "rate < 5/s", "gap when out", "gap when ")),
    **METRICS,
    "exec": case("--exec", "cat >/dev/null", wrong=values("--exec", "", " ")),
    "seed": case("--seed", "1", "--reply", "{random:1..9}", wrong=[["--seed", "1"], ["--seed", "x", "--reply", "y"]]),
    "write": case("--write", "{new}", wrong=values("--write", "{missing}/x.pcapng", "/dev/full", HOME, CAPTURE, "")),
    "force": case("--force", "--write", "{new}", wrong=[["--force"], ["--force", "--write", "/dev/full"]]),
    "rotate": case("--rotate", "1MiB", "--write", "{new}", wrong=[
        ["--rotate", "1MiB"], *[[*v, "--write", "{new}"] for v in values("--rotate", "0", "x", "-1")]]),
    "keep": case("--keep", "2", "--rotate", "1MiB", "--write", "{new}", wrong=[
        ["--keep", "2"], ["--keep", "2", "--write", "{new}"],
        *[[*v, "--rotate", "1MiB", "--write", "{new}"] for v in values("--keep", "0", "x", "-1")]]),
    "reply-rate": case("--reply-rate", "9", "--reply", "x", wrong=[
        ["--reply-rate", "9"], *[[*v, "--reply", "x"] for v in values("--reply-rate", "0", "x", "-1")]]),
    "allow-service-ports": case("--allow-service-ports", "--reply", "x", wrong=[["--allow-service-ports"]]),
    "no-gro": case("--no-gro"),
    "memory": case("--memory", "64MiB", wrong=MEMORY),
    "rcvbuf": case("--rcvbuf", "1MiB", wrong=values("--rcvbuf", "x", "-1", "")),
    "snap": case("--snap", "9", wrong=values("--snap", "x", "-1", "65536")),
}
FIELDS = [["--fields", "time", "--json", "--quiet"], ["--fields", "time"],
          *[[*v, "--json"] for v in values("--fields", "", "time,", "tmie", "time,time", "dns.id", "received")]]
BATCH = [["--json-batch", "9"], ["--json-batch", "9", "--json", "--quiet"],
         *[[*v, "--json"] for v in values("--json-batch", "0", "-1", "x", "100001")]]
# How listen, relay and mock print objects.
OBJECTS = {
    "fields": case("--json", "--fields", "time,text", wrong=FIELDS),
    "json-batch": case("--json", "--json-batch", "9", wrong=BATCH),
    "json-batch-time": case("--json", "--json-batch", "9", "--json-batch-time", "1ms", wrong=[
        ["--json", "--json-batch-time", "1s"], *[["--json", "--json-batch", "9", *v] for v in values("--json-batch-time", "0", "x")]]),
}
SCREEN = {
    "ascii": screen("--ascii"), "mouse": screen("--mouse"), "utf8": screen("--utf8"),
    "theme": screen("--theme", "light", wrong=values("--theme", "mauve", "")),
}
CONFINEMENT = {
    "allow-folder": case("--allow-folder", HOME, wrong=values("--allow-folder", "", "{missing}", CAPTURE)),
    "no-confine": case("--no-confine"),
}
# What is refused whatever the options: places that are no places, and those of another family.
PLACES = ["nowhere", "127.0.0.1", "127.0.0.1:70000", "[::1]", "300.0.0.1:9"]
NO_LINK = "239.1.1.1:5000@nope0"
CASES = {
    "listen": {
        **RECEPTION, **CONFINEMENT,
        "": case(wrong=[["{bare}", p] for p in [*PLACES, NO_LINK, "[fe80::1]:9000"]]),
        "filter": case("--filter", "in", wrong=FILTER + ARRIVING),
        "undecided": case("--undecided", "gbk", "--reply", "x", wrong=[
            ["--undecided", "gbk"], [*BOTH, "--reply", "x"], *[[*v, "--reply", "x"] for v in UNDECIDED]]),
        "json": case("--json", wrong=[["--json", "--hex"], ["--json", "--write", "-"]]),
        **OBJECTS,
        "hex": case("--hex", wrong=[["--hex", "--write", "-"], ["--hex", "--quiet"]]),
        "date": case("--date", wrong=[["--date", "--json"]]),
        "dissect": case("--dissect", wrong=[["--dissect", "--quiet"]]),
        "count": case("--count", "1", wrong=values("--count", "0", "x", "-1", "1.5")),
        "duration": case("--duration", "20", wrong=values("--duration", "0", "x", "-1", "nan", "inf")),
        "until": case("--until", "in", wrong=values("--until", "in and tcp", "marked")),
        "until-alarm": case("--until-alarm", "--alarm", "silence 30d", wrong=[["--until-alarm"]]),
        "quiet": case("--quiet", prints=False),
        "control": case("--control", "--write", "-", wrong=[["--control"], ["--control", "--write", "{new}"]]),
    },
    "watch": {**{name: screen(*c["words"], wrong=c["wrong"]) for name, c in {**RECEPTION, **CONFINEMENT}.items()},
              **SCREEN,
              "": screen(wrong=[["{bare}", p] for p in PLACES])},
    "demo": {**SCREEN, **{name: screen(*c["words"], wrong=c["wrong"]) for name, c in CONFINEMENT.items()}},
    "open": {
        **{name: case("--json", *c["words"], wrong=[[*w, "--json"] for w in c["wrong"]]) for name, c in CONFINEMENT.items()},
        **{name: screen(*c["words"], wrong=[*c["wrong"], [*c["words"], "--json"]]) for name, c in SCREEN.items()},
        "": case("--json", wrong=[["{bare}", "--json", f] for f in ["{missing}", HOME, PROGRAM]]),
        "filter": case("--json", "--filter", "in", wrong=[[*v, "--json"] for v in FILTER + RECORDED]),
        "encoding": case("--json", "--encoding", "gbk", wrong=[[*v, "--json"] for v in ENCODING]),
        "undecided": screen("--undecided", "gbk", wrong=UNDECIDED),
        "format": case("--json", "--format", "ntp", wrong=[[*v, "--json"] for v in FORMAT]),
        "pair": case("--json", "--pair", "order", wrong=[[*v, "--json"] for v in PAIR]),
        "memory": screen("--memory", "64MiB", wrong=[*MEMORY, ["--memory", "64MiB", "--json"]]),
        "dissect": case("--json", "--dissect", wrong=[["--dissect"]]),
        "inner": case("--json", "--inner"),
        "json": case("--json"),
        "fields": case("--json", "--fields", "time,text", wrong=FIELDS[1:]),
        "json-batch": case("--json", "--json-batch", "9", wrong=[["--json-batch", "9"], *BATCH[2:]]),
        "ssh": screen("{bare}", "--ssh", "false", "ssh://h/9000", wrong=[
            ["--ssh", "ssh", "--json"], ["{bare}", "--json", "ssh://h"], ["{bare}", "--json", "ssh://-h/9000"],
            ["{bare}", "--json", "ssh://h/9000", CAPTURE]]),
        "remote-udpeek": screen("{bare}", "--remote-udpeek", "udpeek", "ssh://h/9000", wrong=[["--remote-udpeek", "x", "--json"]]),
    },
    "info": {
        "": case(wrong=[["{bare}", f] for f in ["{missing}", HOME, PROGRAM]]),
        "filter": case("--filter", "in", wrong=FILTER + RECORDED),
        "format": case("--format", "auto", wrong=FORMAT),
        "inner": case("--inner"),
        "json": case("--json"),
    },
    "convert": {
        "": case("-", "--format", "csv", wrong=[
            ["{new}"], ["/dev/full", "--format", "csv"], ["{missing}/x.csv"], [HOME, "--format", "csv"], ["-"]]),
        "inner": case("-", "--format", "csv", "--inner"),
        "filter": case("-", "--format", "csv", "--filter", "in", wrong=[["{new}.csv", *v] for v in FILTER + RECORDED]),
        "encoding": case("-", "--format", "csv", "--encoding", "gbk", wrong=[["{new}.csv", *v] for v in ENCODING]),
        "format": case("-", "--format", "jsonl", wrong=[["{new}", "--format", "xls"]]),
        "fields": case("-", "--format", "csv", "--fields", "time,text", wrong=[
            ["-", "--format", "pcap", "--fields", "time"],
            *[["-", "--format", "csv", *v] for v in values("--fields", "", "tmie", "time,time", "ntp.stratum")]]),
        "fields-of": case("-", "--format", "csv", "--fields-of", "ntp", wrong=[
            ["-", "--format", "csv", "--fields-of", v[1]] for v in FORMAT]),
        "bom": case("-", "--format", "csv", "--bom", wrong=[["-", "--format", "jsonl", "--bom"]]),
        "no-formulas": case("-", "--format", "csv", "--no-formulas", wrong=[["-", "--format", "pcap", "--no-formulas"]]),
        "force": case("{new}.csv", "--force", prints=False, wrong=[[HOME, "--format", "csv", "--force"]]),
    },
    "send": {
        "": case(prints=False, wrong=[["{bare}", p, "x"] for p in [*PLACES, NO_LINK]] + [["\\xZZ"], ["{bare}", "127.0.0.1:0", "x"]]),
        "encoding": case("x", "--encoding", "gbk", prints=False, wrong=[
            ["x", *v] for v in ENCODING] + [["\u0e01", "--encoding", "gb2312"]]),
        "undecided": case("x", "--undecided", "gbk", prints=False, wrong=[
            *[["x", *v] for v in UNDECIDED], ["x", *BOTH], ["--undecided", "gbk", "--hex", "7e"]]),
        "hex": case("--hex", "7e 01", prints=False, wrong=[["--hex", "7"], ["--hex", "zz"], ["--hex", "--raw", "7e"]]),
        "raw": case("--raw", "\\x", prints=False),
        "file": case("--file", CAPTURE, prints=False, wrong=[
            *values("--file", "{missing}", HOME, "/dev/zero"), ["x", "--file", CAPTURE], ["--file", CAPTURE, "--hex"]]),
        "lines": case("--lines", "--file", "{lines}", "--interval", "0", prints=False, wrong=[
            ["x", "--lines"], ["--lines", "--file", "/dev/zero"]]),
        "from": case("x", "--from", "127.0.0.1:0", prints=False, wrong=[
            ["x", *v] for v in values("--from", "[::1]:0", "192.0.2.77:0", "nowhere", "127.0.0.1:70000")]),
        "wait": case("x", "--wait", "20", wrong=[["x", *v] for v in values("--wait", "-1", "x", "nan")]),
        "replies": case("x", "--wait", "20", "--replies", "1", wrong=[
            ["x", "--replies", "1"], *[["x", "--wait", "1", *v] for v in values("--replies", "0", "x", "-1")]]),
        "expect": case("x", "--wait", "20", "--expect", "answer", wrong=[
            ["x", "--expect", "answer"], *[["x", "--wait", "1", *v] for v in values("--expect", "in and tcp", "(")],
            ["x", "--wait", "50ms", "--expect", "nothing-like-it"]]),
        "ttl": case("x", "--ttl", "9", prints=False, wrong=[["x", *v] for v in values("--ttl", "0", "256", "x")]),
        "interface": case("x", "--interface", "lo", prints=False, wrong=[
            ["x", *v] for v in values("--interface", "nope0", "")]),
        "repeat": case("x", "--repeat", "2", "--interval", "0", prints=False, wrong=[
            ["x", *v] for v in values("--repeat", "0", "x", "-1")]),
        "interval": case("x", "--repeat", "2", "--interval", "0", prints=False, wrong=[
            ["x", "--interval", "1"], *[["x", "--repeat", "2", *v] for v in values("--interval", "-1", "x", "nan")]]),
        "seed": case("{random:4B}", "--seed", "7", prints=False, wrong=[
            ["x", "--seed", "7"], *[["{uuid}", *v] for v in values("--seed", "-1", "x", "")]]),
        "rate": case("x", "--rate", "1000", "--repeat", "3", prints=False, wrong=[
            ["x", "--rate", "1"], ["x", "--rate", "1", "--repeat", "1", "--interval", "1"],
            ["x", "--rate", "1", "--repeat", "1", "--wait", "1"], ["x", "--rate", "1", "--repeat", "1", "--json"],
            ["--rate", "1", "--repeat", "1", "--lines", "--file", "{lines}"],
            *[["x", "--repeat", "1", *v] for v in values("--rate", "0", "-1", "x", "nan", "inf", "1e10")]]),
        "duration": case("x", "--duration", "20ms", "--interval", "5ms", prints=False, wrong=[
            ["x", *v] for v in [*values("--duration", "0", "-1", "x", "nan"), ("--duration", "1", "--wait", "1")]]),
        "to": case("x", "--to", "{sink}", prints=False, wrong=[
            *[["x", *v] for v in values("--to", *PLACES, NO_LINK, "127.0.0.1:0")], ["x", "--to", "{sink}", "--json"]]),
        "json": case("x", "--json"),
    },
    "ping": {
        "": case("--count", "1", wrong=[*[["{bare}", p, "x", "--count", "1"] for p in [*PLACES, NO_LINK]], ["{bare}", "{sink}"]]),
        "encoding": case("--count", "1", "--encoding", "gbk", wrong=ENCODING),
        "hex": case("--count", "1", "--hex", wrong=[["--hex", "--raw"]]),
        "raw": case("--count", "1", "--raw"),
        "count": case("--count", "1", wrong=values("--count", "0", "x", "-1")),
        "interval": case("--count", "2", "--interval", "1ms", wrong=values("--interval", "-1", "x", "nan")),
        "wait": case("--count", "1", "--wait", "20", wrong=values("--wait", "0", "-1", "x", "nan")),
        "expect": case("--count", "1", "--expect", "in", wrong=[
            *values("--expect", "in and tcp", "("), ["--count", "1", "--wait", "50ms", "--expect", "nothing-like-it"]]),
        "from": case("--count", "1", "--from", "127.0.0.1:0", wrong=values(
            "--from", "[::1]:0", "192.0.2.77:0", "nowhere", "127.0.0.1:70000")),
        "ttl": case("--count", "1", "--ttl", "9", wrong=values("--ttl", "0", "256", "x")),
        "interface": case("--count", "1", "--interface", "lo", wrong=values("--interface", "nope0", "")),
        "seed": case("--count", "1", "--seed", "7", wrong=values("--seed", "-1", "x", "")),
        "json": case("--count", "1", "--json"),
        "quiet": case("--count", "1", "--quiet"),
    },
    "discover": {
        "": case(wrong=[["{bare}", p, "x"] for p in [*PLACES, NO_LINK, "10.0.0.0/8:9000", "10.0.0.0/33:9", "x/24:9"]]),
        "encoding": case("--encoding", "gbk", wrong=ENCODING),
        "hex": case("--hex", wrong=[["--hex", "--raw"]]),
        "raw": case("--raw"),
        "wait": case("--wait", "300ms", wrong=values("--wait", "0", "-1", "x", "nan")),
        "interface": case("--interface", "lo", wrong=values("--interface", "nope0", "")),
        "ttl": case("--ttl", "9", wrong=values("--ttl", "0", "256", "x")),
        "json": case("--json"),
    },
    "replay": {
        "": case("--to", "{sink}", "--top", prints=False, wrong=[["{bare}", "{missing}", "--to", "{sink}"]]),
        "to": case("--to", "{sink}", "--top", prints=False, wrong=values("--to", *PLACES, NO_LINK, "127.0.0.1:0")),
        "inner": case("--to", "{sink}", "--top", "--inner", prints=False),
        "speed": case("--to", "{sink}", "--speed", "1000", prints=False, wrong=[
            ["--to", "{sink}", *v] for v in values("--speed", "0", "-1", "x", "nan")]),
        "top": case("--to", "{sink}", "--top", prints=False, wrong=[["--to", "{sink}", "--top", "--speed", "2"]]),
        "loop": case("--to", "{sink}", "--top", "--loop", "2", prints=False, wrong=[
            ["--to", "{sink}", "--top", *v] for v in values("--loop", "0", "-1", "x")]),
        "filter": case("--to", "{sink}", "--top", "--filter", "in", prints=False, wrong=[
            ["--to", "{sink}", "--top", *v] for v in FILTER]),
        "from": case("--to", "{sink}", "--top", "--from", "127.0.0.1:0", prints=False, wrong=[
            ["--to", "{sink}", "--top", *v] for v in values("--from", "[::1]:0", "192.0.2.77:0", "nowhere")]),
        "peers": case("--to", "{sink}", "--top", "--peers", prints=False, wrong=[
            ["--to", "{sink}", "--peers", "--check"], ["--to", "{sink}", "--peers", "--from", "127.0.0.1:9"]]),
        "peer-limit": case("--to", "{sink}", "--top", "--peers", "--peer-limit", "2", prints=False, wrong=[
            ["--to", "{sink}", "--peer-limit", "2"],
            *[["--to", "{sink}", "--peers", *v] for v in values("--peer-limit", "0", "x", "-1")]]),
        "check": case("--to", "{sink}", "--check", prints=False, wrong=[
            ["{bare}", CAPTURE, "--to", "{sink}", "--check"], ["--to", "{sink}", "--check", "--loop", "2"],
            ["--to", "{sink}", "--check", "--filter", "in"]]),
        **{name: case("--to", "{sink}", "--check", *option["words"], prints=option["prints"], wrong=[
            ["--to", "{sink}", *option["words"]], *[["--to", "{sink}", "--check", *w] for w in option["wrong"]]])
           for name, option in {
               "device": case("--device", "10.0.3.17", prints=False, wrong=values("--device", "x y", "10.0.3.99", "")),
               "match": case("--match", "kind", prints=False, wrong=values("--match", "alike", "")),
               "wait": case("--wait", "100ms", prints=False, wrong=values("--wait", "x", "-1")),
               "tap": case("--tap", wrong=[["--tap", "--json"]]), "json": case("--json"),
               "junit": case("--junit", "{new}", prints=False, wrong=values("--junit", "{missing}/x.xml", HOME)),
               "format": case("--format", "ntp", prints=False, wrong=FORMAT)}.items()},
    },
    "expect": {
        **CONFINEMENT,
        "": case(wrong=[["{bare}"], ["{bare}", "{missing}"], ["{bare}", CAPTURE], ["{bare}", "-", "-"]]),
        "tap": case("--tap", wrong=[["--tap", "--json"]]), "json": case("--json", wrong=[["--json", "--verbose"]]),
        "junit": case("--junit", "{new}", wrong=[
            *values("--junit", "{missing}/x.xml", HOME, ""), ["--junit", "-", "--tap"]]),
        "var": case("--var", "x=1", wrong=values("--var", "x", "=1", "1x=2", "x y=1", "y=1", "")),
        "timeout": case("--timeout", "1s", wrong=values("--timeout", "x", "-1", "")),
        "seed": case("--seed", "7", wrong=values("--seed", "x", "-1", "")),
        "record": case("--record", "{new}", wrong=[
            *values("--record", "{missing}/x.pcapng", HOME, CAPTURE, "", "-"), ["{script}", "--record", "{new}"]]),
        "force": case("--force", "--record", "{new}", wrong=[["--force"], ["--force", "--record", HOME]]),
        "verbose": case("--verbose", wrong=[["--verbose", "--tap"], ["--verbose", "--junit", "-"]]),
        "check": case("--check", prints=False, wrong=[["--check", "--tap"], ["--check", "--junit", "{new}"]]),
        "format": case("--format", "ntp", wrong=FORMAT),
    },
    "relay": {
        **{name: case("--count", "1", *c["words"], wrong=c["wrong"]) for name, c in CONFINEMENT.items()},
        "": case("--count", "1", wrong=[
            *[["{bare}", p, "--to", "{sink}", "--headless"] for p in [*PLACES, NO_LINK]],
            ["{bare}", "127.0.0.1:{port}", "--headless"]]),
        "to": case("--count", "1", wrong=values("--to", *PLACES[1:], "8080", "[fe80::1]:9000", "x y:9")),
        "no-answers": case("--no-answers", "--count", "1"),
        "headless": case("--count", "1"),
        **{name: case("--count", "1", *words, wrong=[["--" + name, *v] for v in wrong])
           for name, words, wrong in [
               ("delay", ["--delay", "1ms", "1ms", "normal"], [["80"], ["80ms", "x"], ["80ms", "1ms", "flat"], ["61s"]]),
               ("loss", ["--loss", "gemodel", "1%", "20%"], [["x"], ["101%"], ["gemodel"], [""]]),
               ("duplicate", ["--duplicate", "1%"], [["101"], ["x"]]),
               ("reorder", ["--delay", "1ms", "--reorder", "1%", "gap", "5"], [["1%"], ["1%", "gap", "0", "--delay", "1ms"]]),
               ("corrupt", ["--corrupt", "0.1%"], [["101"], ["x"]]),
               ("truncate", ["--truncate", "512"], [["x"], ["-1"], ["70000"]]),
               ("rate", ["--rate", "1mbit", "limit", "100"], [["1"], ["256kbps"], ["1mbit", "limit", "0"]]),
               ("profile", ["--profile", "lte"], [["ltr"], ["{missing}/x.toml"], [CAPTURE + "/x.toml"], [""]]),
               ("up", ["--up", "--delay", "1ms"], [[]]),
               ("down", ["--down", "--delay", "1ms"], [[]]),
               ("only", ["--only", "in", "--delay", "1ms"], [["in and tcp", "--delay", "1ms"], ["in"]]),
               ("seed", ["--seed", "1", "--delay", "1ms"], [["x", "--delay", "1ms"], ["1"]]),
               ("drop", ["--drop", "size > 100"], [["in and tcp"]]),
               ("rewrite", ["--rewrite", "s/hello/bye/"], [["x"], ["s/(/x/"], ["s/a/b/q"], [""]]),
               ("clients", ["--clients", "9"], [["0"], ["x"], ["-1"], ["60001"]]),
               ("idle", ["--idle", "9s"], [["0"], ["x"], ["-1"]])]},
        **{name: RECEPTION[name] | {"words": ["--count", "1", *RECEPTION[name]["words"]]} for name in [
            "filter", "encoding", "format", "alarm", "metrics", "metrics-peers", "write", "force", "rotate", "keep", "memory", "rcvbuf", "snap"]},
        "json": case("--json", "--count", "1", wrong=[["--json", "--hex"], ["--json", "--write", "-"]]),
        **{name: one | {"words": ["--count", "1", *one["words"]]} for name, one in OBJECTS.items()},
        "hex": case("--hex", "--count", "1", wrong=[["--hex", "--write", "-"], ["--hex", "--quiet"]]),
        "date": case("--date", "--count", "1", wrong=[["--date", "--json"]]),
        "dissect": case("--dissect", "--count", "1", wrong=[["--dissect", "--quiet"]]),
        "count": case("--count", "1", wrong=values("--count", "0", "x", "-1")),
        "duration": case("--duration", "20", "--count", "1", wrong=values("--duration", "0", "x")),
        "until": case("--until", "in", wrong=values("--until", "in and tcp", "marked")),
        "until-alarm": case("--until-alarm", "--alarm", "silence 30d", "--count", "1", wrong=[["--until-alarm"]]),
        "quiet": case("--quiet", "--count", "1", prints=False),
        **{name: screen(*c["words"], wrong=c["wrong"]) for name, c in SCREEN.items()},
    },
    "mock": {
        "": case("--at", "127.0.0.1:{port}", "--count", "1", wrong=[
            ["{bare}", "{missing}", "--at", "127.0.0.1:{port}"], ["{bare}", CAPTURE, "--at", "127.0.0.1:{port}"], []]),
        "at": case("--at", "127.0.0.1:{port}", "--count", "1", wrong=[
            *values("--at", *PLACES, NO_LINK, "[fe80::1]:9000")]),
        **{name: case("--at", "127.0.0.1:{port}", "--count", "1", *option["words"], wrong=[
            ["--at", "127.0.0.1:{port}", *w] for w in option["wrong"]])
           for name, option in {
               "device": case("--device", "10.0.3.17", wrong=values("--device", "x y", "10.0.3.0/24", "10.0.3.99", "")),
               "match": case("--match", "kind", wrong=values("--match", "alike", "")),
               "speed": case("--speed", "10", wrong=values("--speed", "0", "-1", "x", "nan")),
               "encoding": case("--encoding", "gbk", wrong=ENCODING),
               "format": case("--format", "ntp", wrong=FORMAT), "inner": case("--inner"),
               "reply-rate": case("--reply-rate", "9", wrong=values("--reply-rate", "0", "x", "-1")),
               "allow-service-ports": case("--allow-service-ports"),
               "allow-large-answers": case("--allow-large-answers"),
               "json": case("--json", wrong=[["--json", "--hex"]]), **OBJECTS, "hex": case("--hex", wrong=[["--hex", "--quiet"]]),
               "dissect": case("--dissect", wrong=[["--dissect", "--quiet"]]),
               "date": case("--date", wrong=[["--date", "--json"]]),
               "count": case("--count", "1", wrong=values("--count", "0", "x")),
               "duration": case("--duration", "10", wrong=values("--duration", "0", "x")),
               "alarm": case("--alarm", "gap", wrong=values("--alarm", "", "x")), **METRICS,
               "until-alarm": case("--until-alarm", "--alarm", "silence 30d", wrong=[["--until-alarm"]]),
               "until": case("--until", "size >= 0", wrong=values("--until", "in and tcp", "(")),
               **CONFINEMENT,
               "write": RECEPTION["write"], "force": RECEPTION["force"], "rotate": RECEPTION["rotate"],
               "keep": RECEPTION["keep"]}.items()},
        "quiet": case("--at", "127.0.0.1:{port}", "--count", "1", "--quiet", prints=False),
    },
    "filter": {
        "": case("in", wrong=[["in and tcp"], ["("]]),
        "format": case("stratum = 2", "--format", "ntp", wrong=[["in", *v] for v in FORMAT]),
        "inner": case("in", "--check", CAPTURE, "--inner", wrong=[["in", "--inner"]]),
        "check": case("in", "--check", CAPTURE, wrong=[["in", *v] for v in values("--check", "{missing}", HOME, PROGRAM)]),
    },
    "formats": {
        "": case(wrong=[["nothing"]]),
        "check": case("--check", "{formats}", wrong=[
            *values("--check", "{missing}/x.toml", CAPTURE, "{rules}"), ["--check", "{formats}", "ntp"]]),
        "json": case("--json", wrong=[["--json", "--check", "{formats}"]]),
    },
    "rules": {
        **{name: case("{rules}", *c["words"], wrong=[["{rules}", *w] for w in c["wrong"]])
           for name, c in CONFINEMENT.items()},
        "": case("{rules}", wrong=[["{missing}/x.toml"], [CAPTURE], []]),
        "check": case("{rules}", "--check", CAPTURE, wrong=[["{rules}", "--check", PROGRAM]]),
        "inner": case("{rules}", "--check", CAPTURE, "--inner", wrong=[["{rules}", "--inner"]]),
    },
    "config": {
        "path": case("--path", wrong=[["--path", "--init"]]),
        "init": case("--init"),
        "": case(),
    },
    "doctor": {
        "": case("127.0.0.1:{port}", wrong=[*[[p] for p in [*PLACES, NO_LINK, "host:80", "127.0.0.1:0"]]]),
        "from": case("127.0.0.1:{port}", "--from", "10.0.3.17", wrong=values("--from", "nowhere", "10.0.3.17:9", "")),
        "json": case("127.0.0.1:{port}", "--json"),
    },
    "checksums": {
        "": case("7e 01 05 d0 4b", wrong=[["7"], ["zz"], ["41 42", "43"]]),
        "json": case("--json", wrong=[["--json", "7"]]),
    },
    "encodings": {"": case()}, "keys": {"": case()}, "help": {"": case("listen")},
}
BARE = {"listen": ["127.0.0.1:{port}", "--count", "1"], "send": ["{sink}"], "ping": ["{sink}", "x"], "discover": ["{sink}", "00"], "open": [CAPTURE], "info": [CAPTURE],
        "convert": [CAPTURE], "replay": [f"{HOME}/pair.pcap"], "mock": [f"{HOME}/pair.pcap"],
        "relay": ["127.0.0.1:{port}", "--headless", "--to", "{sink}"], "watch": ["127.0.0.1:0"],
        "expect": ["{script}"]}


def capture():
    packet = bytes.fromhex("45000021000000004011000001020304010203041388138800 0d0000".replace(" ", "")) + b"hello"
    head = bytes.fromhex("d4c3b2a1020004000000000000000000ffff000065000000")
    return head + (1).to_bytes(4, "little") + bytes(4) + len(packet).to_bytes(4, "little") * 2 + packet


def pair():
    """A request to 10.0.3.17 and its answer."""
    def packet(source, destination, payload):
        length = 28 + len(payload)
        ip = bytes.fromhex("4500") + length.to_bytes(2, "big") + bytes.fromhex("0000000040110000")
        ports = b"".join(end[1].to_bytes(2, "big") for end in (source, destination))
        hosts = b"".join(bytes(end[0]) for end in (source, destination))
        data = ip + hosts + ports + (length - 20).to_bytes(2, "big") + bytes(2) + payload
        return (1).to_bytes(4, "little") + bytes(4) + len(data).to_bytes(4, "little") * 2 + data

    client, device = ((10, 0, 3, 1), 40000), ((10, 0, 3, 17), 5000)
    return capture()[:24] + packet(client, device, b"hello") + packet(device, client, b"answer")


class Peer:
    """A socket that answers, and one that writes to `port` while a program runs."""

    # Below the ports that the system chooses, so that nobody else gets one before the program does.
    ports = itertools.count(10_000 + os.getpid() % 20_000)

    def __init__(self):
        self.sink = udp()
        self.sink.bind(("127.0.0.1", 0))
        self.sink.settimeout(0.02)
        self.address = "127.0.0.1:%d" % self.sink.getsockname()[1]
        self.port = next(port for port in Peer.ports if is_free(port))
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        with udp() as writer:
            while not self.over.is_set():
                try:
                    writer.sendto(b"hello", ("127.0.0.1", self.port))
                except OSError:
                    pass
                try:
                    self.sink.sendto(b"answer", self.sink.recvfrom(65536)[1])
                except OSError:
                    pass

    def close(self):
        self.over.set()
        self.thread.join()
        self.sink.close()


def udp():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def is_free(port):
    with udp() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


numbers = itertools.count(1)


def run(words, stdout):
    """The exit status with standard output going to a path, or closed for `None`, and what was said on standard error."""
    peer = Peer() if any("{port}" in word or "{sink}" in word for word in words) else None
    places = {"{port}": str(peer.port) if peer else "", "{sink}": peer.address if peer else "",
              "{new}": f"{HOME}/new{next(numbers)}", "{lines}": f"{HOME}/lines", "{missing}": MISSING,
              "{rules}": f"{HOME}/rules.toml", "{formats}": f"{HOME}/formats.toml", "{script}": f"{HOME}/script.udp"}
    for place, value in places.items():
        words = [word.replace(place, value) for word in words]
    start = ["sh", "-c", 'exec "$@" >&-', "-"] if stdout is None else []
    with open(stdout or os.devnull, "wb") as output:
        process = subprocess.Popen(
            [*start, PROGRAM, *words], env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.PIPE, text=True)
    try:
        errors = process.communicate(timeout=SECONDS)[1]
        return process.returncode, errors
    except subprocess.TimeoutExpired:
        process.kill()
        return None, process.communicate()[1]
    finally:
        if peer:
            peer.close()


failures = []
expectations = []


def expect(words, stdout, fails):
    expectations.append((words, stdout, fails))


def check(expectation):
    """What is wrong with a run; `None` if nothing is."""
    words, stdout, fails = expectation
    status, errors = run(words, stdout)
    if status is None or (status == 0) == fails or (fails and not errors.strip()):
        where = "closed" if stdout is None else stdout
        return f"{' '.join(words)}  (stdout {where}): status {status}, said: {errors.strip()[-200:]}"
    return None


def defined():
    """Every command and its options, as the program says itself."""
    text = subprocess.run([PROGRAM, "--experimental-dump-help"], env=ENVIRONMENT, capture_output=True, text=True).stdout
    options = {}
    for command in json.loads(text)["command"]["subcommands"]:
        names = {""}
        for argument in command.get("arguments", []):
            if argument["kind"] == "positional":
                continue
            long = [n["name"] for n in argument["names"] if n["kind"] == "long"]
            names.add(long[0] if long else argument["names"][0]["name"])
        options[command["commandName"]] = names - {"help", "version"}
    return options


def words(command, case_words):
    if case_words[:1] == ["{bare}"]:
        return [command, *case_words[1:]]
    return [command, *BARE.get(command, []), *case_words]


def main():
    with open(CAPTURE, "wb") as file:
        file.write(capture())
    with open(f"{HOME}/pair.pcap", "wb") as file:
        file.write(pair())
    with open(f"{HOME}/formats.toml", "w") as file:
        file.write("[[format]]\nname = \"meter\"\nstruct = \">x B:kind H:seq\"\n")
    with open(f"{HOME}/rules.toml", "w") as file:
        file.write("[[rule]]\nwhen = 'udp'\nreply = 'x'\n")
    with open(f"{HOME}/script.udp", "w") as file:
        file.write("to 127.0.0.1:9\nlet x = 1\n> {x}\n")
    with open(f"{HOME}/lines", "w") as file:
        file.write("one\ntwo\n")
    for command, names in defined().items():
        cases = CASES.get(command)
        if cases is None:
            failures.append(f"no case for the command {command}")
            continue
        for name in sorted(names - set(cases) - {""}):
            failures.append(f"no case for {command} --{name}")
        for name in sorted(set(cases) - names):
            failures.append(f"{command} has no --{name} any more")
        for name, one in cases.items():
            whole = words(command, one["words"])
            if one["prints"]:
                expect(whole, "/dev/full", fails=True)
                expect(whole, None, fails=True)
            else:
                expect(whole, "/dev/full", fails=False)
            for wrong in one["wrong"]:
                expect(words(command, wrong), "/dev/null", fails=True)
    for line in [["--help"], ["--version"], ["help"], *[[c, "--help"] for c in CASES if c != "help"],
                 *[["--generate-completion-script", shell] for shell in ["bash", "zsh", "fish"]],
                 ["--experimental-dump-help"]]:
        expect(line, "/dev/full", fails=True)
        expect(line, None, fails=True)
    # Most of a run is waiting: for a datagram, for a program's end.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        failures.extend(failure for failure in pool.map(check, expectations) if failure)
    for failure in failures:
        print("FAILED", failure)
    print(f"{len(expectations)} runs")
    return 1 if failures else 0


sys.exit(main())
