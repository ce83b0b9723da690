#!/usr/bin/env python3
"""A plain meter that speaks GBK: says its port, answers `temp?` with a temperature and a counter, `ping N` with `pong N`,
`bad` with something else, and a binary poll with its counter, until it is ended.

usage: gbk_meter.py ADDRESS PORT      (port 0: the system chooses)
"""
import socket
import struct
import sys


def main() -> None:
    address, port = sys.argv[1], int(sys.argv[2])
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as meter:
        meter.bind((address, port))
        print("port:", meter.getsockname()[1])
        count = 0
        while True:
            payload, peer = meter.recvfrom(65535)
            count += 1
            if payload.startswith(b"temp?"):
                meter.sendto(f"温度={20 + count % 10}.5;n={count}\r\n".encode("gbk"), peer)
            elif payload.startswith(b"ping"):
                meter.sendto(payload.replace(b"ping", b"pong"), peer)
            elif payload.startswith(b"bad"):
                meter.sendto("温度=故障".encode("gbk"), peer)
            elif payload[:1] == b"\x7e":
                meter.sendto(b"\x7e\x81" + struct.pack(">HI", count, 0xDEADBEEF), peer)


main()
