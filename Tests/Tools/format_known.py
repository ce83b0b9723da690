"""The differences from tshark of which the cause is known, for compare_formats.py: each with the reason why udpeek
reads the datagram as it does. A difference that is none of these is a defect."""
import collections

# A frame as tshark reads it: its protocols, its fields, and what it complains of.
Frame = collections.namedtuple("Frame", ["protocols", "fields", "complaints"])
# A field of which the two have other values.
Difference = collections.namedtuple("Difference", ["format", "field", "ours", "theirs", "frame", "payload"])


def stops_early(case):
    """Whether tshark gave up in the middle of the datagram, and all that it read until then is what we read."""
    is_damaged = any("Malformed Packet" in complaint for complaint in case.frame.complaints)
    return is_damaged and case.ours[:len(case.theirs)] == case.theirs


def vendor_is_damaged(case):
    """Whether the attributes within a vendor's attribute of RADIUS (RFC 2865, 5.26) do not fill it."""
    if case.format != "radius":
        return False
    place = 20
    while place + 2 <= len(case.payload):
        kind, length = case.payload[place:place + 2]
        end = place + length
        inner = place + 6
        while kind == 26 and inner + 2 <= end and case.payload[inner + 1] >= 2:
            inner += case.payload[inner + 1]
        if kind == 26 and inner != end:
            return True
        place = max(end, place + 2)
    return False


def takes_too_much(case):
    """Whether the identifier of a message of syslog is read up to the end of the datagram."""
    return case.field == "msgid" and all(theirs.startswith(own + " ") for own, theirs in zip(case.ours, case.theirs))


# (whether a difference is of this kind, its reason).
DIFFERENCES = [
    (
        stops_early,
        "tshark calls the datagram malformed and shows nothing behind that place; what it shows before is equal. The "
        "format's own lengths hold up to the end, and the damage is in a value that it does not read further",
    ),
    (
        vendor_is_damaged,
        "the lengths within a vendor's attribute do not fill it, and tshark goes on where they end; RFC 2865, 5: the "
        "next attribute begins where the length of the attribute itself says",
    ),
    (
        takes_too_much,
        "tshark 4.0 takes what follows MSGID for a part of it; RFC 5424, 6: a blank ends it, and structured data "
        "follow",
    ),
]

# Datagrams that a format claims and for which tshark has another name: (format, that name, reason).
CLAIMS = [
    (
        "rtp-static", "udp:t38",
        "a call that becomes a fax: SDP says T.38 from here on, but these are the last 20 ms of PCMA of the same "
        "stream, with its SSRC and the next numbers, and as T.38 they are malformed",
    ),
    (
        "quic-versions", "udp:rtp",
        "a list of versions (RFC 9000, 17.2.1) without the packet that it answers, whose first byte may be 80 as in "
        "RTP; tshark looks for RTP first, because its heuristic is on here",
    ),
]


def reason(case):
    """The reason for a difference; `None` if it is not known."""
    return next((why for holds, why in DIFFERENCES if holds(case)), None)


def claim_reason(format_, protocol):
    """The reason for a claim that tshark does not share; `None` if it is not known."""
    return next((why for name, other, why in CLAIMS if name == format_ and other == protocol), None)
