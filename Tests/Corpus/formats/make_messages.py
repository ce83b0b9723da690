#!/usr/bin/env python3
"""Writes made.pcap: messages made by hand after the specifications, for fields that no public capture at hand has.

    make_messages.py FILE"""
import ipaddress
import struct
import sys


def hexadecimal(text):
    return bytes.fromhex(text.replace(" ", ""))


def label(text):
    return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".")) + b"\0"


def record(name, kind, class_, data):
    return label(name) + struct.pack(">HHIH", kind, class_, 60, len(data)) + data


def dns(flags, question, records):
    head = struct.pack(">HHHHHH", 1, flags, 1 if question else 0, len(records), 0, 0)
    return head + question + b"".join(records)


def soa(name):
    return label("ns." + name) + label("root." + name) + struct.pack(">IIIII", 7, 3600, 600, 86400, 300)


def options(values):
    """The options of CoAP, in ascending order (RFC 7252, 3.1)."""
    message, last = b"", 0
    for number, value in values:
        nibbles, rest = 0, b""
        for size in (number - last, len(value)):
            nibbles = nibbles << 4 | min(size, 13)
            rest += bytes([size - 13]) if size >= 13 else b""
        message += bytes([nibbles]) + rest + value
        last = number
    return message


def part(kind, data):
    """A part of collectd's binary protocol."""
    return struct.pack(">HH", kind, 4 + len(data)) + data


def ber(tag, *contents):
    contents = b"".join(contents)
    return bytes([tag, len(contents)]) + contents


def integer(number):
    return ber(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def snmp(tag, *numbers):
    names = ber(0x30, ber(6, hexadecimal("2b060102010101")), ber(5))
    return ber(tag, *map(integer, numbers), ber(0x30, names))


def messages():
    # RFC 2782: SRV. RFC 1035: MX, TXT, SOA. RFC 4795. RFC 6762.
    srv = struct.pack(">HHH", 10, 20, 5060) + label("sip.example.com")
    yield 53, dns(0x8180, label("_sip._udp.example.com") + struct.pack(">HH", 33, 1),
                  [record("_sip._udp.example.com", 33, 1, srv)])
    yield 53, dns(0x8580, label("example.com") + struct.pack(">HH", 255, 1), [
        record("example.com", 15, 1, struct.pack(">H", 5) + label("mail.example.com")),
        record("example.com", 16, 1, b"\x05v=one\x03two"), record("example.com", 6, 1, soa("example.com"))])
    yield 5355, dns(0x8000, label("host") + struct.pack(">HH", 1, 1), [
        record("host", 1, 1, bytes([192, 0, 2, 7])), record("host", 16, 1, b"\x02ok"),
        record("host", 15, 1, struct.pack(">H", 5) + label("mail")), record("host", 33, 1, srv),
        record("host", 5, 1, label("other")), record("host", 6, 1, soa("host"))])
    yield 5353, dns(0x8400, b"", [
        record("_http._tcp.local", 12, 1, label("a._http._tcp.local")), record("a._http._tcp.local", 33, 0x8001, srv),
        record("a.local", 6, 1, soa("local")), record("a.local", 15, 1, struct.pack(">H", 1) + label("m.local"))])
    # RFC 1350, 5; RFC 2348.
    yield 69, hexadecimal("0003 0001") + b"hello"
    yield 69, hexadecimal("0005 0001") + b"File not found\0"
    yield 69, hexadecimal("0001") + b"f.bin\0octet\0blksize\x001432\0"
    # UPnP Device Architecture 2.0, 1.3.3.
    yield 1900, (b"HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: http://192.0.2.1/d.xml\r\n"
                 b"SERVER: Linux UPnP/2.0 p/1\r\nST: upnp:rootdevice\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n")
    yield 5683, hexadecimal("42 01 0001 aabb") + options([
        (3, b"example.com"), (4, b"\1\2\3"), (6, b"\5"), (7, b"\x16\x33"), (11, b"a"), (14, b"\x3c"), (15, b"x=1"),
        (35, b"coap://example.com/a")])
    # collectd.org/wiki, "Binary protocol": a counter and an absolute number, a notification.
    yield 25826, (part(0, b"h\0") + part(8, struct.pack(">Q", 1_600_000_000 << 30)) + part(2, b"p\0") + part(4, b"t\0")
                  + part(6, struct.pack(">H", 2) + b"\0\3" + struct.pack(">QQ", 7, 9)))
    yield 25826, (part(0, b"h\0") + part(1, struct.pack(">Q", 1_600_000_000)) + part(0x101, struct.pack(">Q", 2))
                  + part(2, b"p\0") + part(4, b"t\0") + part(0x100, b"disk full\0"))
    # RFC 3416, 3 (get-bulk); RFC 3412, 6, without a cipher.
    yield 161, ber(0x30, integer(1), ber(4, b"public"), snmp(0xa5, 131_327, 0, 10))
    yield 161, ber(
        0x30, integer(3), ber(0x30, integer(12_345), integer(65_507), ber(4, b"\4"), integer(3)),
        ber(4, ber(0x30, ber(4), integer(0), integer(0), ber(4), ber(4), ber(4))),
        ber(0x30, ber(4, hexadecimal("8000000001")), ber(4, b"c"), snmp(0xa0, 11, 0, 0)))
    # Modbus Application Protocol 1.1b3, 6.6.
    yield 502, hexadecimal("0002 0000 0006 11 06 0001 0003")
    # Art-Net 4, ArtPollReply.
    yield 6454, (b"Art-Net\0" + hexadecimal("0021 c0000209 3619 0102 01 02 1234 07 e0 5241") + b"desk".ljust(18, b"\0")
                 + b"a long desk".ljust(64, b"\0") + b"#0001 [0000] ok".ljust(64, b"\0")
                 + hexadecimal("0002 80800000 80000000 80000000 01020000 03040000") + bytes(31))
    # GELF 1.1, "Chunking".
    yield 12201, hexadecimal("1e0f 0102030405060708 00 02") + b'{"version":"1.1",'
    yield 12201, hexadecimal("1e0f 0102030405060708 01 02") + b'"host":"a","short_message":"b"}'
    # RFC 951 and RFC 2132, 9.4, 9.5, 9.9: names of servers and files.
    yield 68, (hexadecimal("02 01 06 00 00000007 0000 0000 00000000 c0000207 c0000201 00000000 00059e42ab01")
               + bytes(10) + b"server".ljust(64, b"\0") + b"boot.img".ljust(128, b"\0")
               + hexadecimal("63825363 350105") + b"\x42\x06tftp.x\x43\x04b.im\x38\x02ok\xff")
    # RFC 3550, 5.3.1.
    yield 5004, hexadecimal("90e0 0001 00000320 deadbeef bede 0001 10aa0000") + b"\1" * 40


def checksum(head):
    total = sum(struct.unpack(f">{len(head) // 2}H", head))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff


def main(path):
    with open(path, "wb") as file:
        # Raw IP (LINKTYPE_RAW).
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65_535, 101))
        for number, (port, payload) in enumerate(messages()):
            source = port if port == 5353 else 42_000 + number
            datagram = struct.pack(">HHHH", source, port, 8 + len(payload), 0) + payload
            ends = ipaddress.IPv4Address("192.0.2.1").packed + ipaddress.IPv4Address("192.0.2.9").packed
            head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(datagram), 0, 0, 64, 17, 0) + ends
            packet = head[:10] + struct.pack(">H", checksum(head)) + head[12:] + datagram
            file.write(struct.pack("<IIII", 1_700_001_000 + number, 0, len(packet), len(packet)) + packet)


if __name__ == "__main__":
    main(sys.argv[1])
