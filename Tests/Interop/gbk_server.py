#!/usr/bin/env python3
"""A plain datagram server that reads and writes GBK: says its port, prints one text, answers it, ends.

usage: gbk_server.py ADDRESS PORT ANSWER      (port 0: the system chooses)
"""
import socket
import sys


def main() -> None:
    address, port, answer = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, port))
        server.settimeout(20)
        print("port:", server.getsockname()[1])
        payload, peer = server.recvfrom(65535)
        print("received:", payload.decode("gbk"))
        server.sendto(answer.encode("gbk"), peer)


main()
