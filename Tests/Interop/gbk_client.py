#!/usr/bin/env python3
"""A plain datagram client that writes GBK: sends one text, prints the answer as text and as bytes.

usage: gbk_client.py ADDRESS PORT TEXT
"""
import socket
import sys


def main() -> None:
    address, port, text = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect((address, port))
        client.settimeout(20)
        client.send(text.encode("gbk"))
        print("sent from", client.getsockname()[1])
        answer = client.recv(65535)
        print("answer:", answer.decode("gbk"))
        print("bytes:", answer.hex())


main()
