"""Readings of a field's value, as udpeek and as tshark write it, for compare_formats.py.

A reading is a function for the values of both, or a `Both` with one for each."""
import collections
import datetime
import re

Both = collections.namedtuple("Both", ["ours", "theirs"])


class Among:
    """The numbers that one label stands for, such as the drafts of QUIC."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    def __eq__(self, other):
        return isinstance(other, int) and self.low <= other <= self.high

    def __repr__(self):
        return f"{self.low}-{self.high}"


def number(text):
    if isinstance(text, Among):
        return text
    text = str(text).strip()
    if text in ("True", "true", "yes"):
        return 1
    if text in ("False", "false", "no"):
        return 0
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        return round(float(text), 4)
    except ValueError:
        return text


def text(value):
    return str(value).rstrip("\0").strip()


def raw(value):
    return re.sub(r"[^0-9a-f]", "", str(value).lower().removeprefix("0x"))


def escaped(escape, signs):
    """A reading of names whose escapes are a backslash and three digits, or one of `signs`, or the character itself.
    What no screen shows becomes <13>, so that both write it alike."""

    def one(match):
        code = match[1]
        if len(code) == 3:
            return f"<{escape(code)}>"
        return f"<{signs[code]}>" if code in signs else code

    def read(value):
        value = str(value)
        return "." if value == "<Root>" else re.sub(r"\\(\d{3}|.)", one, value)

    return read


# RFC 1035, 5.1, has decimal digits; Wireshark's format_text() octal ones, and the letters of C.
name = Both(
    escaped(int, {}),
    escaped(lambda code: int(code, 8), {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13}))


def seconds(value):
    """A time of ours (nanoseconds) or of tshark's (text) in microseconds."""
    if isinstance(value, int):
        return "NULL" if value == -2_208_988_800_000_000_000 else value // 1000
    match = re.match(r"(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)\.?(\d*) UTC$", str(value))
    if match:
        year, month, day, hour, minute, second = map(int, match.groups()[:6])
        moment = datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.timezone.utc)
        since = int(moment.timestamp()) * 1_000_000 + int((match[7] + "000000")[:6])
        return "NULL" if year == 1900 else since
    match = re.match(r"(\w+) +(\d+), (\d+) (\d+):(\d+):(\d+)\.?(\d*)", str(value))
    if not match:
        return value
    month, day, year, hour, minute, second, fraction = match.groups()
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    moment = datetime.datetime(int(year), months.index(month[:3]) + 1, int(day), int(hour), int(minute), int(second),
                               tzinfo=datetime.timezone.utc)
    return int(moment.timestamp()) * 1_000_000 + int((fraction + "000000")[:6])


def whole(value):
    """A time in whole seconds."""
    value = seconds(value)
    return value // 1_000_000 if isinstance(value, int) else value


def byte(value):
    """A number of one byte with a sign, which tshark shows without."""
    value = number(value)
    return value - 256 if isinstance(value, int) and value > 127 else value


def fixed(value):
    """Seconds in 16.16 bits: tshark shows the whole number."""
    value = float(value) if not isinstance(value, str) or "." in value else int(value)
    return round(value * 65536) if isinstance(value, float) else value


# Milliseconds of ours, which tshark shows as seconds.
milliseconds = Both(number, lambda value: round(float(value) * 1000))


def octets(value):
    """Text of ours, of which tshark shows the bytes."""
    try:
        return bytes.fromhex(raw(value)).decode("utf-8", "replace").rstrip("\0").strip()
    except ValueError:
        return str(value)


def quad(value):
    """An IPv4 address as bytes with colons."""
    digits = raw(value)
    return ".".join(str(int(digits[i:i + 2], 16)) for i in range(0, len(digits), 2))


def is_plain(value):
    """Whether a text can be compared: tshark writes bytes that are no text in a way of its own."""
    return not isinstance(value, str) or all(" " <= c <= "~" for c in value) and "\\" not in value
