#!/usr/bin/env python3
"""Compares the fields of the shipped formats with Wireshark's: compare_formats.py PROGRAM FOLDER [NAME…].

Every capture below FOLDER is converted by `PROGRAM convert` (one packet a datagram), read by `PROGRAM open --json` and
by tshark, and compared datagram by datagram: the values of each field in TABLE (format_table.py), all that one name
has, in their order. Prints a line for each format: datagrams, those that both know, values compared, equal ones; then
the differences, those of which the cause is known with the reason (format_known.py), and the datagrams that only one of
both knows. NAMEs choose formats. Needs tshark. Ends with 1 if the cause of any difference is not known."""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib

from format_known import Difference, Frame, claim_reason, reason
from format_readers import Among, Both, is_plain
from format_table import CONTAINED, FIRST, REPEATED, TABLE, UNORDERED

SEPARATOR = "\x1f"
SHOWN = 12

# The heuristics with which tshark knows what a format knows.
HEURISTICS = ["rtp_udp", "osc_udp", "acn", "rtcp_udp"]
# A port of exporters of NetFlow, which has none of its own, and that of GELF.
DECODED = ["udp.port==2057,cflow", "udp.port==12201,gelf"]
# What tshark complains of, beside the fields.
COMPLAINTS = "_ws.expert.message"
# Fields of tshark of which `records` makes others.
PARTS = ["dns.srv.service", "dns.srv.proto", "dns.srv.name", "stun.att.error.class", "stun.att.error"]


def tshark(path):
    """What tshark reads, frame by frame."""
    names = sorted({f for _, fields in TABLE.values() for key, _ in fields.values() for f in key.split() if "." in f})
    names += [COMPLAINTS] + PARTS
    if tshark.known is None:
        tshark.known = {
            line.split("\t")[2] for line in subprocess.run(
                ["tshark", "-G", "fields"], capture_output=True, text=True).stdout.splitlines() if line.startswith("F")}
        unknown = [f for f in names if f not in tshark.known and f != COMPLAINTS]
        if unknown:
            sys.exit("this tshark has no fields " + ", ".join(unknown))
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a",
               "-E", f"aggregator={SEPARATOR}", "-e", "frame.number", "-e", "frame.protocols"]
    for heuristic in HEURISTICS:
        command += ["--enable-heuristic", heuristic]
    command += ["-o", "acn.dmx_enable:TRUE"]
    for choice in DECODED:
        command += ["-d", choice]
    for field in names:
        command += ["-e", field]
    lines = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace").stdout.split("\n")
    frames = {}
    for line in lines:
        cells = line.split("\t")
        if len(cells) == len(names) + 2:
            fields = {f: c.split(SEPARATOR) for f, c in zip(names, cells[2:]) if c}
            frames[int(cells[0])] = Frame(cells[1].split(":"), fields, fields.pop(COMPLAINTS, []))
    return frames


tshark.known = None


def numbers():
    """The numbers of the shipped formats' labels: {format: {field: {text: number}}}."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Resources/formats")
    found = {}
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), "rb") as source:
            for format_ in tomllib.load(source)["format"]:
                found[format_["name"]] = {
                    field: {str(text): labelled(key) for key, text in labels.items()}
                    for field, labels in format_.get("labels", {}).items()}
                for field, inline in re.findall(r":(\w+)\{([^}@]*)\}", str(format_.get("struct", ""))):
                    found[format_["name"]][field] = {
                        text: labelled(key) for key, text in (pair.split("=") for pair in inline.split(","))}
    return found


def labelled(key):
    """The number, or the range of numbers, of a label: `3`, `0x8022`, `1-3`."""
    low, dash, high = key[1:].partition("-")
    return Among(int(key[:1] + low, 0), int(high, 0)) if dash else int(key, 0)


def flatten(name_, value, into, labels):
    """Collects the values of each name below an object, in their order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            flatten(key, inner, into, labels)
    elif isinstance(value, list):
        for inner in value:
            flatten(name_, inner, into, labels)
    else:
        into[name_].append(labels.get(name_, {}).get(value, value) if isinstance(value, str) else value)


def ours(program, path):
    """What the program says: (row, format, fields with their values)."""
    command = [program, "open", path, "--json", "--format", "auto"]
    lines = subprocess.run(command, capture_output=True, encoding="utf-8").stdout.splitlines()
    for line in lines:
        row = json.loads(line)
        if row.get("format"):
            fields = collections.defaultdict(list)
            flatten("", row["fields"], fields, LABELS.get(row["format"], {}))
            yield row["number"], row["format"], fields, bytes.fromhex(row["payload"])


LABELS = numbers()


def records(format_, own, frame):
    """Brings what each of both says of one thing into a form that can be compared."""
    theirs = dict(frame.fields)
    if format_ in ("dns", "mdns", "llmnr") and len(own["name"]) == len(own["type"]):
        # The owner of a record of a service is in three parts; of a name of fewer labels, the last ones are missing.
        labels = LABELS[format_]["type"]
        own["service"] = [n for n, t in zip(own["name"], own["type"]) if t == labels["SRV"]]
        own["name"] = [n for n, t in zip(own["name"], own["type"]) if t != labels["SRV"]]
        parts = [theirs.get(f, []) for f in PARTS[:3]]
        if len(parts[0]) == len(parts[1]) == len(parts[2]):
            theirs["service"] = [".".join(three) for three in zip(*parts)]
        # Wireshark shows the bit also where it is one of the size in OPT (RFC 6891, 6.1.2).
        flush = theirs.get("dns.resp.cache_flush", [])
        if len(flush) == len(own["type"]):
            theirs["dns.resp.cache_flush"] = [bit for bit, t in zip(flush, own["type"]) if t != labels["OPT"]]
    if format_ == "dhcp":
        # tshark lists neither what fills up nor, but as a nought, the end.
        own["code"] = [code for code in own["code"] if code not in (0, 255)]
        codes = theirs.get("dhcp.option.type", [])
        theirs["dhcp.option.type"] = [code for code in codes if int(code) not in (0, 255)]
    if format_ == "rtcp":
        # Wireshark has one name for the sources of reports, of descriptions and of farewells.
        own["identifier"] = own["reportee"] + own["source"] + own["bye"]
    if format_ == "stun":
        # Attributes that tshark does not know are only in its complaints.
        for complaint in frame.complaints:
            match = re.match(r"Unknown attribute (0x[0-9a-f]+)", complaint)
            if match and int(match[1], 16) in own["attribute"]:
                own["attribute"].remove(int(match[1], 16))
        codes = zip(theirs.get("stun.att.error.class", []), theirs.get("stun.att.error", []))
        theirs["error"] = [int(hundreds, 0) * 100 + int(units, 0) for hundreds, units in codes]
    return theirs


class Tally:
    def __init__(self):
        self.datagrams = self.known = self.values = self.equal = self.explained = 0


class Comparison:
    """What became of all datagrams."""

    def __init__(self):
        self.tallies = collections.defaultdict(Tally)
        self.differences = collections.defaultdict(list)
        self.reasons = collections.defaultdict(list)
        self.compared = set()
        self.claims, self.missed, self.examples = collections.Counter(), collections.Counter(), {}

    def add(self, format_, own, frame, payload, place):
        """Compares what both say of a datagram."""
        expected, fields = TABLE.get(format_, ([], {}))
        tally = self.tallies[format_]
        tally.datagrams += 1
        if not any(p in frame.protocols for p in expected):
            protocol = ":".join(frame.protocols[2:])
            self.claims[(format_, protocol)] += 1
            self.examples.setdefault((format_, protocol), place)
            return
        tally.known += 1
        theirs = records(format_, own, frame)
        for field, (key, read) in fields.items():
            read = read if isinstance(read, Both) else Both(read, read)
            self.compare(
                format_, field, [read.ours(v) for v in own.get(field, [])],
                [read.theirs(v) for k in key.split() for v in theirs.get(k, [])], frame, payload, place)

    def compare(self, format_, field, own, other, frame, payload, place):
        if not own or not other or not all(map(is_plain, own + other)):
            return
        if (format_, field) in CONTAINED and all(value in other for value in own):
            other = own
        if format_ in REPEATED:
            own, other = sorted(set(map(str, own))), sorted(set(map(str, other)))
        if field in UNORDERED:
            own, other = sorted(map(str, own)), sorted(map(str, other))
        if field in FIRST:
            own, other = own[:1], other[:1]
        tally = self.tallies[format_]
        self.compared.add((format_, field))
        same, most = sum(a == b for a, b in zip(own, other)), max(len(own), len(other))
        tally.values += most
        tally.equal += same
        if same == most:
            return
        why = reason(Difference(format_, field, own, other, frame, payload))
        if why:
            tally.explained += most - same
            self.reasons[why].append(f"{place} {format_}.{field}")
        else:
            self.differences[(format_, field)].append(f"{place}: {own[:4]} is {other[:4]}")

    def miss(self, frame, place):
        """Notes a datagram that no format knows."""
        for expected, _ in TABLE.values():
            if expected and expected[0] in frame.protocols:
                self.missed[expected[0]] += 1
                self.examples.setdefault(expected[0], place)
                return

    def print(self):
        """Prints the tables; returns whether the cause of every difference is known."""
        print(f"{'format':14} {'datagrams':>9} {'tshark too':>10} {'values':>9} {'equal':>9} {'explained':>9}")
        total = Tally()
        for format_, tally in sorted(self.tallies.items()):
            print(f"{format_:14} {tally.datagrams:9} {tally.known:10} {tally.values:9} {tally.equal:9} "
                  f"{tally.explained:9}")
            total.values += tally.values
            total.equal += tally.equal
            total.explained += tally.explained
        print(f"{'all':14} {'':9} {'':10} {total.values:9} {total.equal:9} {total.explained:9}")
        fields = {(format_, field) for format_, (_, fields) in TABLE.items() for field in fields}
        print(f"\n{len(self.compared)} of the {len(fields)} fields of the table had values to compare; none had:")
        never = collections.defaultdict(list)
        for format_, field in sorted(fields - self.compared):
            never[format_].append(field)
        for format_, names in never.items():
            print(f"  {format_:14} {' '.join(names)}")
        for why, places in self.reasons.items():
            print(f"\n{len(places)} fields differ because {why}:")
            for place in places[:SHOWN]:
                print("  " + place)
        unknown = self.print_claims()
        print("\nnot claimed, although tshark knows it:")
        for key, count in self.missed.most_common():
            print(f"  {count:6} {key:14} {self.examples[key]}")
        for (format_, field), places in sorted(self.differences.items()):
            print(f"\n{format_}.{field}: {len(places)} datagrams differ for no known reason")
            for place in places[:SHOWN]:
                print("  " + place)
        left = sum(map(len, self.differences.values()))
        print(f"\n{left} differences and {unknown} claims without a known reason")
        return left + unknown == 0

    def print_claims(self):
        """Prints the datagrams that tshark does not know or calls something else; returns how many claims have no
        reason."""
        print("\nclaimed, while tshark does not know it:")
        for (format_, protocol), count in self.claims.most_common():
            if protocol.endswith(":data"):
                print(f"  {count:6} {format_:14} {self.examples[(format_, protocol)]}")
        print("\nclaimed, although tshark calls it something else:")
        unknown = 0
        for (format_, protocol), count in self.claims.most_common():
            if protocol.endswith(":data") or not TABLE.get(format_, ([], {}))[0]:
                continue
            why = claim_reason(format_, protocol)
            unknown += 0 if why else count
            place = self.examples[(format_, protocol)]
            print(f"  {count:6} {format_:14} {protocol:20} {place}: {why or 'the reason is not known'}")
        return unknown


def main(program, folder, wanted):
    comparison = Comparison()
    with tempfile.TemporaryDirectory(prefix="udpeek-") as scratch:
        for path in sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files):
            plain = os.path.join(scratch, "one.pcapng")
            if subprocess.run([program, "convert", path, plain, "--force"], capture_output=True).returncode > 1:
                continue
            frames = tshark(plain)
            claimed = set()
            for row, format_, fields, payload in ours(program, plain):
                if wanted and format_ not in wanted or row not in frames:
                    continue
                claimed.add(row)
                comparison.add(format_, fields, frames[row], payload, f"{os.path.basename(path)}:{row}")
            for row, frame in frames.items():
                if row not in claimed:
                    comparison.miss(frame, f"{os.path.basename(path)}:{row}")
    return comparison.print()


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1], sys.argv[2], sys.argv[3:]) else 1)
