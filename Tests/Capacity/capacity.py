#!/usr/bin/env python3
"""What a core, a machine, ten and a thousand machines hold: computes and simulates the tables of capacity.md from the
figures below, each measured by the command beside it. `capacity.py` prints the tables; `capacity.py --check FILE` ends
with 1 unless a document has every line of them, in its language. No network is touched; the same seed gives the same tables."""
import collections
import random
import sys

# Measured on two shared cores, 64-byte payloads; nanoseconds of CPU a datagram unless said otherwise.
RECEIVE = 900          # make bench: listen -q, datagrams sent one by one
RECEIVE_JOINED = 170   # make bench: the burst that a sender with segmentation offload sends
SCREEN = 1.3           # make bench: the screen of 120x35, as a multiple of RECEIVE
JSON_LINE = 2_000      # make bench-open: convert to JSON Lines, on a core of its own
JSON_BYTES = 340       # bytes a line of JSON
ROW = 48 + 64          # bytes a row in memory (performance.md)
PCAPNG = 140           # bytes a datagram in a recording
# What the kernel charges for one small datagram, of a buffer that it doubles, in bytes (DrainPause; socket(7)).
CHARGE = 832
DEFAULT_BUFFER, LARGE_BUFFER = 212_992, 8 << 20
# The time in which a sleeping program runs again, and a stall of its core, in nanoseconds. A busy program on the same core
# is none: the kernel wakes the receiver in its place, and of 10,000 datagrams at 370,000/s none was lost.
WAKE, TURN = 50_000, 4_000_000
# The longest pause between two looks at a busy socket, in nanoseconds, and the share of the buffer that it may fill.
PAUSE, PAUSE_SHARE = 1_000_000, 0.25
# Ethernet, IPv4 and UDP headers, preamble and gap, in bytes (IEEE 802.3).
AROUND = 14 + 4 + 8 + 12 + 20 + 8

SEED = 2026


def rounded(value, digits=2):
    """A figure with so many digits that count, as people write it."""
    if value == 0:
        return "0"
    if value < 1:
        return f"{value:.{digits - 1}g}"
    places = digits - 1
    exponent = len(str(int(abs(value)))) - 1 if abs(value) >= 1 else 0
    scale = 10 ** max(0, exponent - places)
    if abs(value) < 10 ** places:
        return f"{value:.{max(0, places - exponent)}f}".rstrip("0").rstrip(".")
    return f"{round(value / scale) * scale:,}"


def rows(header, lines):
    return ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)] + ["| " + " | ".join(l) + " |" for l in lines]


def one_core():
    """The rate at which a core is full, by what it does with each datagram."""
    work = [
        ("receive, stamp, keep, count", RECEIVE), ("the same, joined by the network card or the sender", RECEIVE_JOINED),
        ("with the screen open", RECEIVE * SCREEN), ("a line of JSON each, on a second core", JSON_LINE)]
    return rows(["one core", "CPU a datagram", "full at"],
                [(name, f"{rounded(cost / 1000)} µs", f"{rounded(1e9 / cost)}/s") for name, cost in work])


def one_machine():
    """The bottleneck of a machine, by its link: the link, the core that receives, memory or the disk."""
    lines = []
    for link, bits in [("100 Mbit/s", 1e8), ("1 Gbit/s", 1e9), ("10 Gbit/s", 1e10)]:
        wire = bits / 8 / (64 + AROUND)
        core = 1e9 / RECEIVE
        rate = min(wire, core)
        lines.append((
            link, f"{rounded(wire)}/s", "the link" if wire <= core else "the core that receives",
            f"{rounded(rate)}/s", f"{rounded((256 << 20) / ROW / rate)} s", f"{rounded(rate * PCAPNG / 1e6)} MB/s"))
    return rows(["link", "it brings", "full first", "held", "256 MiB remember", "a recording writes"], lines)


class Socket:
    """A receive buffer that a program empties: it comes `late` ns after the first datagram, takes all that is there, and
    pauses a little while more comes."""

    def __init__(self, buffer, late, rate):
        self.slots, self.late = 2 * buffer // CHARGE, late
        self.pause = min(PAUSE, PAUSE_SHARE * self.slots / rate * 1e9)

    def lost(self, arrivals):
        waiting, lost, last = collections.deque(), 0, arrivals[0] + self.late
        for time in arrivals:
            while waiting and waiting[0] <= time:
                waiting.popleft()
            if len(waiting) >= self.slots:
                lost += 1
                continue
            # Where all was taken, the receiver pauses.
            begin = last if waiting else max(time, last + (self.pause if lost or last > time else 0))
            last = begin + RECEIVE
            waiting.append(last)
        return lost


def together(count, spread, bits=1e9):
    """Devices that report at once: their datagrams within `spread` ns, no faster than the link."""
    randomness = random.Random(SEED)
    gap, last, times = 8e9 * (64 + AROUND) / bits, 0, []
    for time in sorted(randomness.uniform(0, spread) for _ in range(count)):
        last = max(time, last + gap)
        times.append(last)
    return times


def bursts():
    """What is lost of devices that all report at the full second, by the receive buffer and who shares the core."""
    lines = []
    for count in (1_000, 10_000, 100_000):
        for late, words in ((WAKE, "is free"), (TURN, "stalls for 4 ms")):
            arrivals = together(count, 1e6)
            rate = count / (arrivals[-1] - arrivals[0]) * 1e9
            lost = [Socket(size, late, rate).lost(arrivals) for size in (DEFAULT_BUFFER, LARGE_BUFFER)]
            lines.append((f"{count:,}", words, *(f"{rounded(100 * one / count)} %" for one in lost)))
    return rows(["devices at once", "the receiver's core", "lost, 208 KiB", "lost, 8 MiB"], lines)


class Store:
    """A system that takes rows of many hosts at `rate` a second behind a queue for `queue` rows."""

    def __init__(self, rate, queue):
        self.rate, self.queue = rate, queue

    def run(self, hosts, rate, share, seconds=3_600, stop=5):
        """An hour of traffic whose rate wanders, with one stop of the store; the share of rows that found no room."""
        randomness = random.Random(SEED)
        # Ten hosts stand for all, with their part of the store.
        part = min(hosts, 10)
        room_of_part = self.rate * part / hosts
        hosts = part
        held = [0.0] * hosts
        lost = sent = 0.0
        for second in range(seconds):
            is_stopped = 1_800 <= second < 1_800 + stop
            room = 0 if is_stopped else room_of_part
            for host in range(hosts):
                came = rate * share * randomness.uniform(0.5, 1.5)
                sent += came
                held[host] += came
            total = sum(held)
            taken = min(total, room)
            for host in range(hosts):
                held[host] -= taken * held[host] / total if total else 0
                over = max(0.0, held[host] - self.queue)
                lost += over
                held[host] -= over
        return lost / sent


def many(stores):
    """Ten and a thousand hosts into one store: the share of what passes a filter that finds no room."""
    lines = []
    for hosts in (10, 1_000):
        for share, words in ((1.0, "everything"), (0.01, "1 in 100")):
            for name, rate in stores:
                came = hosts * 10_000 * share
                lost = Store(rate, (256 << 20) / ROW).run(hosts, 10_000, share)
                lines.append((
                    f"{hosts:,}", words, f"{rounded(came)}/s", f"{rounded(came * JSON_BYTES / 1e6)} MB/s", name,
                    f"{rounded(came / rate)}", f"{rounded(100 * lost)} %"))
    return rows(["hosts of 10,000/s", "passed on", "rows", "as JSON", "into", "stores needed", "lost with one"], lines)


CHINESE = {
    "one core": "一个核", "CPU a datagram": "每个报文的 CPU", "full at": "满载于",
    "receive, stamp, keep, count": "接收、打时间戳、保存、计数",
    "the same, joined by the network card or the sender": "同上，由网卡或发送方合并",
    "with the screen open": "打开屏幕时", "a line of JSON each, on a second core": "各写一行 JSON，在第二个核上",
    "link": "链路", "it brings": "带来", "full first": "先满的是", "held": "承受", "256 MiB remember": "256 MiB 能记住",
    "a recording writes": "录制写入", "the link": "链路", "the core that receives": "接收的核",
    "devices at once": "同时上报的设备", "the receiver's core": "接收的核", "lost, 208 KiB": "丢失，208 KiB",
    "lost, 8 MiB": "丢失，8 MiB", "is free": "空闲", "stalls for 4 ms": "停顿 4 ms",
    "hosts of 10,000/s": "每秒 10,000 的机器", "passed on": "转发", "rows": "行", "as JSON": "作为 JSON", "into": "进入",
    "stores needed": "需要的存储", "lost with one": "只有一个时丢失", "everything": "全部", "1 in 100": "百分之一",
}


def translated(line):
    return "| " + " | ".join(CHINESE.get(cell, cell) for cell in line[2:-2].split(" | ")) + " |" if " " in line else line


# Rows a second on the same two cores as the sender and udpeek: pipelines.py --rate 200000 --seconds 6 --memory 16MiB.
STORES = [("Redis Streams", 70_000), ("PostgreSQL", 80_000)]


def tables():
    return [one_core(), one_machine(), bursts(), many(STORES)]


def main():
    lines = [line for table in tables() for line in table]
    if sys.argv[1:2] == ["--check"] and "zh-CN" in sys.argv[2]:
        lines = [translated(line) for line in lines]
    if sys.argv[1:2] == ["--check"]:
        with open(sys.argv[2], encoding="utf-8") as document:
            text = document.read().splitlines()
        missing = [line for line in lines if line not in text]
        for line in missing:
            print(f"not in {sys.argv[2]}: {line}")
        return 1 if missing else 0
    for table in tables():
        print("\n".join(table) + "\n")
    return 0


sys.exit(main())
