"""Reads every capture below a folder with udpeek and with tshark, and prints what differs: `compare.py UDPEEK FOLDER`.

Compared are the number of UDP and UDP-Lite datagrams, fragments joined, and of each time, addresses, ports, length and
payload; with `--inner` also what VXLAN and GENEVE carry. Ends with 1 where something differs. Not compared, but counted:
what lies in encapsulations that udpeek does not know, first fragments whose others are missing, and the lengths and
payloads of datagrams whose UDP header has a length that cannot be.
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
    "udp.dstport", "udp.length", "udp.payload", "ip.flags.mf", "ipv6.fraghdr.more", "ip.fragment.count",
    "ipv6.fragment.count",
]
ENDINGS = {".pcap", ".pcapng", ".cap", ".dmp", ".ntar", ".gz", ".zst"}
KNOWN = {
    "frame", "eth", "eth_maybefcs", "ethertype", "vlan", "ieee8021ad", "llc", "sll", "null", "raw", "ip", "ipv6",
    "ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "ah", "mipv6", "shim6", "hip", "pkth", "loop", "rawip",
    "ppp", "pppoes", "mpls", "chdlc", "gre", "etherip", "erspan", "fixed", "nflog", "wlan", "wlan_radio", "wlan_aggregate",
    "radiotap", "prism", "avs", "ppi", "pcap_pktdata", "pwethheuristic", "pwethcw", "ppp_hdlc", "hdlc",
}
OVERLAYS = {"vxlan": (4789, 8472), "geneve": (6081,)}


def address(text):
    value = ipaddress.ip_address(text)
    mapped = getattr(value, "ipv4_mapped", None)
    return str(mapped or value)


def by_tshark(path, inner):
    command = ["tshark", "-n", "-r", str(path), "-Y", "(udp || udplite) && !icmp && !icmpv6", "-T", "fields"]
    command += ["-E", "occurrence=a", "-E", "aggregator=;"]
    for field in FIELDS:
        command += ["-e", field]
    for preference in ("ip.defragment:TRUE", "ipv6.defragment:TRUE", "udp.check_checksum:FALSE", "ip.check_checksum:FALSE"):
        command += ["-o", preference]
    if inner:
        # Decoding all other ports as data would win over these.
        for name, ports in OVERLAYS.items():
            for port in ports:
                command += ["-d", "udp.port==%d,%s" % (port, name)]
    else:
        command += ["-d", "udp.port==1-65535,data"]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace")
    known = KNOWN | {"udp"} | set(OVERLAYS) if inner else KNOWN
    rows, others = [], 0
    for line in run.stdout.splitlines():
        value = dict(zip(FIELDS, line.split("\t")))
        layers = value["frame.protocols"].split(":")
        places = [index for index, layer in enumerate(layers) if layer in ("udp", "udplite")]
        nth_udp = 0
        while inner and nth_udp < len(places) - 1 and layers[places[nth_udp] + 1] in OVERLAYS:
            nth_udp += 1
        place = places[nth_udp]
        # What is not UDP in a network in datagrams is left out by udpeek.
        if inner and layers[place + 1 : place + 2] and layers[place + 1] in OVERLAYS:
            continue
        before = layers[:place]
        if not set(before) <= known:
            others += 1
            continue

        def field(name, which):
            values = value[name].split(";")
            return values[which] if -len(values) <= which < len(values) else ""

        if not field("udp.srcport", nth_udp):
            continue
        last = [layer for layer in before if layer in ("ip", "ipv6")][-1]
        nth = before.count(last) - 1
        more, count = ("ip.flags.mf", "ip.fragment.count") if last == "ip" else ("ipv6.fraghdr.more", "ipv6.fragment.count")
        if field(more, nth if last == "ip" else -1) in ("1", "True") and not value[count]:
            continue
        payload = field("udp.payload", nth_udp).replace(":", "")
        lite = layers[place] == "udplite"
        length = 8 + len(payload) // 2 if lite else int(field("udp.length", nth_udp) or 0)
        rows.append(
            {
                "frame": value["frame.number"],
                "time": Decimal(value["frame.time_epoch"]) if value["frame.time_epoch"] else None,
                "src": address(field(last + ".src", nth)) + " " + field("udp.srcport", nth_udp),
                "dst": address(field(last + ".dst", nth)) + " " + field("udp.dstport", nth_udp),
                "size": length - 8,
                # Wireshark's payload goes on to the end of the packet, whatever the UDP header says.
                "payload": payload[: max(0, length - 8) * 2],
            }
        )
    complaint = [line for line in run.stderr.splitlines() if not line.startswith("Running as user")]
    return rows, others, " ".join(complaint)


def nanoseconds(text):
    whole, fraction = text.rstrip("Z").split(".")
    moment = datetime.datetime.fromisoformat(whole + "+00:00")
    return Decimal(int(moment.timestamp())) + Decimal(int(fraction)) / 10**9


def by_udpeek(program, path, inner):
    command = [program, "open", str(path), "--json"] + ["--inner"] * inner
    run = subprocess.run(command, capture_output=True, text=True)
    rows = []
    for line in run.stdout.splitlines():
        value = json.loads(line)
        if value["direction"] not in ("in", "out") or "first-fragment" in value.get("marks", ""):
            continue
        rows.append(
            {
                "time": nanoseconds(value["time"]) if value["time"] else None,
                "src": "%s %d" % (address(value["src_ip"]), value["src_port"]),
                "dst": "%s %d" % (address(value["dst_ip"]), value["dst_port"]),
                "size": value["size"],
                "payload": value["payload"],
                "is_odd": "wrong-length" in value.get("marks", ""),
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
        # A length beyond the packet: Wireshark shows what the header says, udpeek what there was.
        elif other["is_odd"] and one["size"] > other["size"]:
            odd += 1
            keys = ["time", "src", "dst", "payload"]
        for key in keys:
            if one[key] != other[key]:
                found.append("frame %s: %s is %.80s to tshark, %.80s to udpeek" % (one["frame"], key, one[key], other[key]))
    return found, odd


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--inner"]
    inner = "--inner" in sys.argv
    program, folder = arguments[0], pathlib.Path(arguments[1])
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in ENDINGS)
    if not files:
        sys.exit("no captures below %s" % folder)
    wrong = 0
    print("%-44s %9s %9s %8s %6s %s" % ("file", "tshark", "udpeek", "others", "odd", "differences"))
    for path in files:
        theirs, others, complaint = by_tshark(path, inner)
        ours, status, warning = by_udpeek(program, path, inner)
        found, odd = differences(theirs, ours)
        name = str(path.relative_to(folder))
        print("%-44s %9d %9d %8d %6d %s" % (name[-44:], len(theirs), len(ours), others, odd, len(found) or "none"))
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
