"""Reads every capture below a folder with udpeek and with tshark, and prints what differs: `compare.py UDPEEK FOLDER`.

Compared are the number of UDP datagrams and, of each, time, addresses, ports, length and payload. Ends with 1 where
something differs. Not compared, but counted: what lies in tunnels (udpeek takes none apart), and the lengths and payloads
of datagrams whose UDP header has a length that cannot be.
"""

import datetime
import ipaddress
import json
import pathlib
import subprocess
import sys
from decimal import Decimal

FIELDS = [
    "frame.number", "frame.time_epoch", "frame.protocols", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst", "udp.srcport",
    "udp.dstport", "udp.length", "udp.payload", "ip.len", "ipv6.plen", "ip.hdr_len",
]
ENDINGS = {".pcap", ".pcapng", ".cap", ".dmp", ".ntar", ".gz", ".zst"}
OUTER = {
    "frame", "eth", "ethertype", "vlan", "ieee8021ad", "llc", "sll", "null", "raw", "ip", "ipv6", "ipv6.hopopts", "ipv6.routing",
    "ipv6.fraghdr", "ipv6.dstopts", "ah", "mipv6", "shim6", "hip", "pkth", "radiotap", "loop", "rawip", "ppp",
    "pppoes", "mpls", "chdlc",
}


def address(text):
    value = ipaddress.ip_address(text)
    mapped = getattr(value, "ipv4_mapped", None)
    return str(mapped or value)


def by_tshark(path):
    command = ["tshark", "-n", "-r", str(path), "-Y", "udp && !icmp && !icmpv6", "-T", "fields", "-E", "occurrence=f"]
    for field in FIELDS:
        command += ["-e", field]
    for preference in ("ip.defragment:FALSE", "ipv6.defragment:FALSE", "udp.check_checksum:FALSE"):
        command += ["-o", preference]
    command += ["-d", "udp.port==1-65535,data"]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace")
    rows, tunnels = [], 0
    for line in run.stdout.splitlines():
        value = dict(zip(FIELDS, line.split("\t")))
        before = value["frame.protocols"].split(":udp")[0].split(":")
        if not set(before) <= OUTER or len([part for part in before if part in ("ip", "ipv6")]) > 1:
            tunnels += 1
            continue
        if not value["udp.srcport"]:
            continue
        length = int(value["udp.length"] or 0)
        rows.append(
            {
                "frame": value["frame.number"],
                "time": Decimal(value["frame.time_epoch"]) if value["frame.time_epoch"] else None,
                "src": address(value["ip.src"] or value["ipv6.src"]) + " " + value["udp.srcport"],
                "dst": address(value["ip.dst"] or value["ipv6.dst"]) + " " + value["udp.dstport"],
                "size": length - 8,
                # Wireshark's payload goes on to the end of the packet, whatever the UDP header says.
                "payload": value["udp.payload"].replace(":", "")[: max(0, length - 8) * 2],
            }
        )
    complaint = [line for line in run.stderr.splitlines() if not line.startswith("Running as user")]
    return rows, tunnels, " ".join(complaint)


def nanoseconds(text):
    whole, fraction = text.rstrip("Z").split(".")
    moment = datetime.datetime.fromisoformat(whole + "+00:00")
    return Decimal(int(moment.timestamp())) + Decimal(int(fraction)) / 10**9


def by_udpeek(program, path):
    run = subprocess.run([program, "open", str(path), "--json"], capture_output=True, text=True)
    rows = []
    for line in run.stdout.splitlines():
        value = json.loads(line)
        if value["direction"] not in ("in", "out"):
            continue
        rows.append(
            {
                "time": nanoseconds(value["time"]) if value["time"] else None,
                "src": "%s %d" % (address(value["src_ip"]), value["src_port"]),
                "dst": "%s %d" % (address(value["dst_ip"]), value["dst_port"]),
                "size": value["size"],
                "payload": value["payload"],
            }
        )
    return rows, run.returncode, run.stderr.strip()


def differences(theirs, ours):
    odd = 0
    found = []
    if len(theirs) != len(ours):
        found.append("tshark finds %d datagrams, udpeek %d" % (len(theirs), len(ours)))
    for one, other in zip(theirs, ours):
        keys = ["time", "src", "dst", "size", "payload"]
        # A length that cannot be: Wireshark shows no payload, udpeek what IP leaves for it.
        if one["size"] < 0:
            odd += 1
            keys = ["time", "src", "dst"]
        for key in keys:
            if one[key] != other[key]:
                found.append("frame %s: %s is %s to tshark, %s to udpeek" % (one["frame"], key, one[key], other[key]))
    return found, odd


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in ENDINGS)
    if not files:
        sys.exit("no captures below %s" % folder)
    wrong = 0
    print("%-44s %9s %9s %8s %6s %s" % ("file", "tshark", "udpeek", "tunnels", "odd", "differences"))
    for path in files:
        theirs, tunnels, complaint = by_tshark(path)
        ours, status, warning = by_udpeek(program, path)
        found, odd = differences(theirs, ours)
        name = str(path.relative_to(folder))
        print("%-44s %9d %9d %8d %6d %s" % (name[-44:], len(theirs), len(ours), tunnels, odd, len(found) or "none"))
        for line in found[:5]:
            print("    " + line)
        if found and complaint:
            print("    tshark says: " + complaint)
        if found and warning:
            print("    udpeek says: " + warning.splitlines()[-1])
        if status != 0 and not theirs and not complaint:
            print("    udpeek ended with %d: %s" % (status, warning))
        wrong += bool(found)
    print("%d of %d captures differ" % (wrong, len(files)))
    sys.exit(1 if wrong else 0)


main()
