"""Writes small captures of every link type and format that udpeek reads: `make_captures.py FOLDER [SEED [PART]]`, where PART
is 0 to 6: a seventh of those that stand for the others.

The bytes are written by hand; where dpkt and scapy are installed, they write some more, out of packets of their own making.
"""

import io
import ipaddress
import pathlib
import random
import struct
import sys
import tempfile

# Debian's packages of pure Python, also where another python3 comes first in PATH.
sys.path.append("/usr/lib/python3/dist-packages")


def udp(source, target, payload, length=None):
    return struct.pack(">HHHH", source, target, 8 + len(payload) if length is None else length, 0) + payload


def checksum(data):
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ipv4(body, source="10.0.3.17", target="192.168.1.5", options=b"", fragment=0, protocol=17, total=None):
    size = 20 + len(options) + len(body) if total is None else total
    head = struct.pack(">BBHHHBBH", 0x40 | (20 + len(options)) // 4, 0, size, 7, fragment, 64, protocol, 0)
    head += ipaddress.ip_address(source).packed + ipaddress.ip_address(target).packed + options
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + body


def ipv6(body, source="2001:db8::11", target="2001:db8::5", headers=(), first=17):
    chain = b""
    kinds = [kind for kind, _ in headers]
    for index, (_, rest) in enumerate(headers):
        chain += bytes([kinds[index + 1] if index + 1 < len(kinds) else first]) + rest
    start = kinds[0] if kinds else first
    return (
        struct.pack(">IHBB", 0x60000000, len(chain + body), start, 64)
        + ipaddress.ip_address(source).packed
        + ipaddress.ip_address(target).packed
        + chain
        + body
    )


HOP = (0, b"\x00\x01\x04\x00\x00\x00\x00")
# Of an experimental type (RFC 4727), which nobody looks into.
ROUTING = (43, b"\x00\xfd\x00\x00\x00\x00\x00")
OPTIONS = (60, b"\x00\x01\x04\x00\x00\x00\x00")
FRAGMENT = (44, b"\x00\x00\x01\x00\x00\x00\x09")


def packets(chance):
    """(packet, is IPv6) of every kind: most plain, some odd."""
    made = []
    for index in range(30):
        payload = bytes(chance.randrange(256) for _ in range(chance.choice([0, 1, 5, 20, 300, 1200])))
        ports = chance.randrange(1024, 65536), chance.choice([8080, 5000, 40000])
        source = "10.%d.%d.%d" % tuple(chance.randrange(1, 255) for _ in range(3))
        made.append((ipv4(udp(*ports, payload), source), False))
        made.append((ipv6(udp(*ports, payload), "2001:db8::%x" % chance.randrange(1, 65536)), True))
    text = b"temp=23.5"
    made += [
        (ipv4(udp(5000, 8080, text), options=b"\x94\x04\x00\x00"), False),
        # Of two datagrams, with one fragment each.
        (ipv4(udp(5000, 8080, text[:8], 3008), fragment=0x2000), False),
        (ipv4(text, "10.0.3.18", fragment=0x0002), False),
        (ipv4(text, protocol=6), False),
        (ipv4(udp(5000, 8080, text), total=0), False),
        (ipv4(udp(5000, 8080, text, 0)), False),
        (ipv4(udp(5000, 8080, text, 7)), False),
        (ipv4(udp(5000, 8080, text, 12)), False),
        (ipv6(udp(5000, 8080, text), headers=[HOP, OPTIONS]), True),
        (ipv6(udp(5000, 8080, text), headers=[HOP, ROUTING, OPTIONS, OPTIONS]), True),
        (ipv6(udp(5000, 8080, text), headers=[FRAGMENT]), True),
        (ipv6(text, first=58), True),
        (ipv6(udp(5000, 8080, text), "::ffff:10.0.0.1", "::ffff:10.0.0.2"), True),
    ]
    return made


def lite():
    """UDP-Lite with checksums of all, of the header, and of a part."""
    text = b"temp=23.5"
    for coverage in (0, 8, 12, 17):
        yield ipv4(udp(5000, 8080, text, coverage), protocol=136)
        yield ipv6(udp(5000, 8080, text, coverage), first=136)


MAC = b"\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02"


def cooked(six, kind=0):
    return struct.pack(">HHHQ", kind, 1, 6, 0x0202020202020000) + (b"\x86\xdd" if six else b"\x08\x00")


def cooked2(six, kind=0):
    return (b"\x86\xdd" if six else b"\x08\x00") + struct.pack(">HIHBBQ", 0, 2, 1, kind, 6, 0x0202020202020000)


def ethernet(*tags):
    return lambda six: MAC + b"".join(tags) + (b"\x86\xdd" if six else b"\x08\x00")


TAG = b"\x81\x00\x00\x05"
LABELS = b"\x00\x06\x40\x40\x00\x07\x41\x40"
LINKS = {
    "ethernet": (1, ethernet()),
    "vlan": (1, ethernet(TAG)),
    "qinq": (1, ethernet(b"\x88\xa8\x00\x07", TAG)),
    "null-little": (0, lambda six: struct.pack("<I", 30 if six else 2)),
    "null-big": (0, lambda six: struct.pack(">I", 28 if six else 2)),
    "loop": (108, lambda six: struct.pack(">I", 24 if six else 2)),
    "raw-12": (12, lambda six: b""),
    "raw-14": (14, lambda six: b""),
    "raw-101": (101, lambda six: b""),
    "ipv4": (228, lambda six: None if six else b""),
    "ipv6": (229, lambda six: b"" if six else None),
    "cooked": (113, cooked),
    "cooked2": (276, cooked2),
    # tshark knows it for IPv4 alone.
    "null-short": (0, lambda six: None if six else b"\x0f\x00\x02\x00"),
    "vlan-5": (1, ethernet(*[TAG] * 5)),
    "ppp": (9, lambda six: b"\xff\x03" + (b"\x00\x57" if six else b"\x00\x21")),
    "ppp-hdlc": (50, lambda six: b"\xff\x03" + (b"\x00\x57" if six else b"\x00\x21")),
    "chdlc": (104, lambda six: b"\x0f\x00" + (b"\x86\xdd" if six else b"\x08\x00")),
    "pppoe": (1, lambda six: MAC + b"\x88\x64\x11\x00\x00\x01\x05\x00" + (b"\x00\x57" if six else b"\x00\x21")),
    "mpls": (1, lambda six: MAC + b"\x88\x47" + LABELS),
}


def within(number, head=lambda six: b""):
    """A tunnel in IPv4, whose protocol has this number."""
    return lambda packet, six: ipv4(head(six) + packet, "192.0.2.1", "192.0.2.2", protocol=number)


def kind(six):
    return b"\x86\xdd" if six else b"\x08\x00"


def mac(six):
    return MAC + kind(six)


def overlay(port, head):
    return lambda packet, six: ipv4(udp(49152, port, head + mac(six) + packet), "192.0.2.1", "192.0.2.2")


def wireless(control, more=b""):
    """A frame of 802.11 in one of its forms."""
    flags = control >> 8
    fourth = b"\x04" * 6 if flags & 3 == 3 else b""
    return lambda six: struct.pack("<HH", control, 0) + b"\x02" * 18 + b"\0\0" + fourth + more + b"\xaa\xaa\x03\0\0\0" + kind(six)


def radiotap(flags, frame, end=b""):
    head = b"\0\0\x09\0\x02\0\0\0" + bytes([flags])
    return lambda packet, six: head + frame(six) + packet + end


def nflog(packet, six):
    """As a little-endian host writes it, in a file of its byte order: that is where Wireshark looks for it."""
    attributes = b"\x08\0\x05\0\0\0\0\1" + b"\x0a\0\x0a\0alarm\0\0\0"
    return bytes([10 if six else 2, 0, 0, 0]) + attributes + struct.pack("<HH", 4 + len(packet), 9) + packet + bytes(-len(packet) % 4)


def session(packet, six):
    return MAC + b"\x88\x64\x11\0\0\x01" + struct.pack(">H", 2 + len(packet)) + (b"\0\x57" if six else b"\0\x21") + packet


# Encapsulations that need the whole packet: link type, and a function of the packet and whether it is IPv6.
TUNNELS = {
    "gre": (101, within(47, lambda six: b"\0\0" + kind(six))),
    "gre-key": (101, within(47, lambda six: b"\x20\0" + kind(six) + b"\0\0\0\7")),
    "gre-all": (101, within(47, lambda six: b"\xb0\0" + kind(six) + b"\0\0\0\0\0\0\0\7\0\0\0\x09")),
    "gre-ethernet": (101, within(47, lambda six: b"\0\0\x65\x58" + mac(six))),
    "gre-ppp": (101, lambda packet, six: ipv4(
        b"\x30\x01\x88\x0b" + struct.pack(">HHI", len(packet) + 2, 3, 1) + (b"\0\x57" if six else b"\0\x21") + packet,
        "192.0.2.1", "192.0.2.2", protocol=47)),
    "ip-in-ip": (101, lambda packet, six: within(41 if six else 4)(packet, six)),
    "ip-in-ipv6": (101, lambda packet, six: ipv6(packet, first=41 if six else 4)),
    "erspan": (101, within(47, lambda six: b"\x10\0\x88\xbe\0\0\0\1\x10\0\0\x2a\0\0\0\0" + mac(six))),
    "ether-ip": (101, within(97, lambda six: b"\x30\0" + mac(six))),
    "mpls-in-ip": (101, within(137, lambda six: b"\0\6\x41\x40")),
    "wireless": (105, lambda packet, six: wireless(0x0108)(six) + packet),
    "wireless-quality": (105, lambda packet, six: wireless(0x0188, b"\0\0")(six) + packet),
    "wireless-4": (105, lambda packet, six: wireless(0x0308)(six) + packet),
    "radiotap": (127, radiotap(0, wireless(0x0208))),
    "radiotap-fcs": (127, radiotap(0x10, wireless(0x0208), b"\1\2\3\4")),
    "radiotap-padded": (127, radiotap(0x20, wireless(0x0288, b"\0\0\0\0"))),
    "nflog": (239, nflog),
    "pppoe-exact": (1, session),
    "vxlan": (101, overlay(4789, b"\x08\0\0\0\0\0\x2a\0")),
    "geneve": (101, overlay(6081, b"\1\0\x65\x58\0\0\x2a\0\1\2\3\0")),
}


def enclosed(name, chance):
    for packet, six in packets(chance):
        yield TUNNELS[name][1](packet, six)


def fragments(chance, size, options=b""):
    """The fragments of a datagram of IPv4 and of one of IPv6, each a list."""
    identification = chance.randrange(1, 65536)
    ports = (chance.randrange(1024, 65536), 5353)
    whole = udp(*ports, bytes(chance.randrange(256) for _ in range(size)))
    cuts = [(at, min(at + 1480, len(whole))) for at in range(0, len(whole), 1480)]
    four, six = [], []
    for start, end in cuts:
        more = end < len(whole)
        packet = ipv4(whole[start:end], options=options, fragment=start // 8 | (0x2000 if more else 0))
        packet = packet[:4] + struct.pack(">H", identification) + packet[6:10] + b"\0\0" + packet[12:]
        head = packet[: 20 + len(options)]
        four.append(head[:10] + struct.pack(">H", checksum(head)) + packet[12:])
        # The fragment header: next, reserved, place, identification.
        part = struct.pack(">HI", start | more, identification)
        six.append(ipv6(whole[start:end], headers=[(44, b"\0" + part)]))
    return four, six


def fragmented(chance):
    """Packets of which some are fragments: in order, backwards, shuffled, mixed, doubled, and some incomplete."""
    frames = []
    for size in (1473, 4096, 20000, 65507):
        for parts in fragments(chance, size):
            frames += parts
            frames += fragments(chance, size)[0][::-1] + fragments(chance, size)[1][::-1]
            shuffled = fragments(chance, size)[0] + fragments(chance, size)[1]
            chance.shuffle(shuffled)
            frames += shuffled
    # Of these a part is missing.
    for parts in fragments(chance, 5000):
        frames += parts[1:] + [ipv4(udp(5000, 8080, b"between"))]
    for parts in fragments(chance, 5000):
        frames += parts[:1] + parts[2:]
    return frames


def framed(link, chance):
    for index, (packet, six) in enumerate(packets(chance)):
        head = LINKS[link][1](six)
        if head is None:
            continue
        frame = head + packet
        # Ethernet is padded to 60 bytes.
        if LINKS[link][0] == 1 and len(frame) < 60:
            frame += bytes(chance.randrange(256) for _ in range(60 - len(frame)))
        yield frame


def pcap(frames, link, order="<", magic=0xA1B2C3D4, snap=65535):
    out = struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, snap, link)
    for index, frame in enumerate(frames):
        more = b"\0\0\0\1\0\0\0\0" if magic == 0xA1B2CD34 else b""
        kept = frame[:snap]
        out += struct.pack(order + "IIII", 1700000000 + index, 123456, len(kept), len(frame)) + more + kept
    return out


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def block(order, kind, body):
    size = struct.pack(order + "I", 12 + len(body))
    return struct.pack(order + "I", kind) + size + body + size


def pcapng(frames, link, order="<", resolution=None, kind=6):
    out = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    extra = b"" if resolution is None else option(order, 9, bytes([resolution])) + bytes(4)
    out += block(order, 1, struct.pack(order + "HHI", link, 0, 0) + option(order, 2, b"eth0") + extra)
    units = 10**6 if resolution is None else 2 ** (resolution & 127) if resolution & 128 else 10**resolution
    for index, frame in enumerate(frames):
        ticks = 1700000000 * units + index
        padded = frame + bytes(-len(frame) % 4)
        if kind == 6:
            body = struct.pack(order + "IIIII", 0, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame)) + padded
            body += option(order, 2, struct.pack(order + "I", index % 3)) + option(order, 1, b"a note") + bytes(4)
        elif kind == 3:
            body = struct.pack(order + "I", len(frame)) + padded
        else:
            body = struct.pack(order + "HHIIII", 0, 0xFFFF, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame)) + padded
        out += block(order, kind, body)
        if index % 10 == 0:
            out += block(order, 0x0BADCAFE, b"1234") + block(order, 5, struct.pack(order + "III", 0, 0, 0))
    return out


def times(frames):
    """An interface for each unit of time and each offset, and a packet of each at about the same time."""
    order = "<"
    out = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    kinds = [
        (unit, offset)
        for unit in [0, 1, 3, 6, 9, 10] + [0x80 | power for power in (0, 1, 7, 10, 20, 30, 31, 32, 33)]
        for offset in (-1_000_000_000, -1, 0, 1, 1_000, 1_600_000_000)
    ]
    packets = b""
    for index, (unit, offset) in enumerate(kinds):
        extra = option(order, 9, bytes([unit])) + option(order, 14, struct.pack(order + "q", offset)) + bytes(4)
        out += block(order, 1, struct.pack(order + "HHI", 1, 0, 0) + extra)
        units = 2 ** (unit & 127) if unit & 128 else 10**unit
        ticks = (1_700_000_000 - max(0, offset)) * units + units // 3
        if ticks < 2**64:
            frame = frames[index % len(frames)]
            padded = frame + bytes(-len(frame) % 4)
            head = struct.pack(order + "IIIII", index, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
            packets += block(order, 6, head + padded)
    return out + packets


def captures(chance):
    """(name, bytes) of all; those that stand for the others first."""
    few, more = [], []
    for index, (name, (link, _)) in enumerate(LINKS.items()):
        frames = list(framed(name, chance))
        pair = [
            (name + ".pcap", pcap(frames, link, chance.choice("<>"))),
            (name + ".pcapng", pcapng(frames, link, chance.choice("<>"))),
        ]
        few.append(pair[index % 2])
        more.append(pair[1 - index % 2])
    for name, (link, _) in TUNNELS.items():
        few.append((name + ".pcap", pcap(enclosed(name, chance), link, "<" if name == "nflog" else chance.choice("<>"))))
    few.append(("fragments.pcapng", pcapng(fragmented(chance), 101)))
    few.append(("udp-lite.pcap", pcap(lite(), 101)))
    frames = list(framed("ethernet", chance))
    few.append(("sections.pcapng", pcapng(frames[:20], 1, "<") + pcapng(frames[20:40], 1, ">", 9)))
    few.append(("times.pcapng", times(frames)))
    for order, side in (("<", "little"), (">", "big")):
        forms = [("%x-%s.pcap" % (magic, side), pcap(frames, 1, order, magic)) for magic in (0xA1B23C4D, 0xA1B2CD34)]
        for resolution in (3, 9, 0x80 | 20):
            forms.append(("resolution-%d-%s.pcapng" % (resolution, side), pcapng(frames, 1, order, resolution)))
        for kind in (2, 3):
            forms.append(("block-%d-%s.pcapng" % (kind, side), pcapng(frames, 1, order, None, kind)))
        (few if side == "big" else more).extend(forms)
    for snap in (40, 46, 60, 100):
        (few if snap == 46 else more).append(("snap-%d.pcap" % snap, pcap(frames, 1, snap=snap)))
    return few + by_dpkt(frames), more + by_scapy(chance)


def by_dpkt(frames):
    """Packets that dpkt takes apart and puts together, in both formats."""
    try:
        import dpkt
    except ImportError:
        return []
    made = []
    for name, module in (("dpkt.pcap", dpkt.pcap), ("dpkt.pcapng", dpkt.pcapng)):
        stream = io.BytesIO()
        writer = module.Writer(stream, nano=True) if module is dpkt.pcap else module.Writer(stream)
        for index, frame in enumerate(frames):
            writer.writepkt(bytes(dpkt.ethernet.Ethernet(frame)) if index % 2 else frame, 1700000000.25 + index)
        made.append((name, stream.getvalue()))
    return made


def by_scapy(chance):
    """Packets that scapy builds, with its own headers, tags and checksums."""
    try:
        from scapy.layers.inet import IP, UDP
        from scapy.layers.inet6 import IPv6
        from scapy.layers.l2 import Dot1Q, Ether
        from scapy.packet import Raw
        from scapy.utils import PcapNgWriter, PcapWriter
    except ImportError:
        return []
    made = []
    for name, writer, link in (
        ("scapy.pcap", PcapWriter, Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")),
        ("scapy-vlan.pcapng", PcapNgWriter, Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / Dot1Q(vlan=7)),
        ("scapy-raw.pcap", PcapWriter, None),
    ):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            with writer(str(path)) as out:
                for index in range(40):
                    # Raw packets have a link type a family.
                    six = index % 2 and link
                    network = IPv6(src="2001:db8::1", dst="2001:db8::2") if six else IP(src="10.0.3.17", dst="192.168.1.5")
                    payload = bytes(chance.randrange(256) for _ in range(chance.choice([0, 1, 5, 300])))
                    packet = network / UDP(sport=chance.randrange(1024, 65536), dport=8080) / Raw(payload)
                    packet = link / packet if link else packet
                    packet.time = 1700000000.5 + index
                    out.write(packet)
            made.append((name, path.read_bytes()))
    return made


def main():
    folder = pathlib.Path(sys.argv[1])
    few, more = captures(random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1))
    # A part of those that stand for the others, or all.
    chosen = few[int(sys.argv[3]) :: 7] if len(sys.argv) > 3 else few + more
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in chosen:
        (folder / name).write_bytes(content)


main()
