#!/usr/bin/env python3
"""Compares the fields of the shipped formats with Wireshark's: compare_formats.py PROGRAM FOLDER [NAME…].

Every capture below FOLDER is converted by `PROGRAM convert` (one packet a datagram), read by `PROGRAM open --json` and by
tshark, and compared datagram by datagram: the values of each field in TABLE, all that one name has, in their order. Prints
a line for each format: datagrams, those that both know, values compared, equal ones; then the differences, and the
datagrams that we claim for another protocol than Wireshark does. NAMEs choose formats. Needs tshark."""
import collections
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib

SEPARATOR = "\x1f"
SHOWN = 12

# The preferences and heuristics with which tshark knows what a format knows.
HEURISTICS = ["rtp_udp", "osc_udp", "acn", "rtcp_udp"]


def number(text):
    text = str(text).strip()
    if text in ("True", "true"):
        return 1
    if text in ("False", "false"):
        return 0
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        return round(float(text), 4)
    except ValueError:
        return text


def name(text):
    text = str(text)
    return "." if text == "<Root>" else re.sub(r"\\(.)", r"\1", text)


def text(value):
    return str(value).rstrip("\0").strip()


def raw(value):
    return re.sub(r"[^0-9a-f]", "", str(value).lower().removeprefix("0x"))


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


def byte(value):
    """A number of one byte with a sign, which tshark shows without."""
    value = number(value)
    return value - 256 if isinstance(value, int) and value > 127 else value


def fixed(value):
    """Seconds in 16.16 bits: tshark shows the whole number."""
    value = float(value) if not isinstance(value, str) or "." in value else int(value)
    return round(value * 65536) if isinstance(value, float) else value


def is_plain(value):
    """Whether a text can be compared: tshark writes bytes that are no text in a way of its own."""
    return not isinstance(value, str) or all(" " <= c <= "~" for c in value) and "\\" not in value


# Format: (the protocols of tshark, {our field: (tshark's fields, how both are read)}).
DNS = {
    "id": ("dns.id", number), "qr": ("dns.flags.response", number), "opcode": ("dns.flags.opcode", number),
    "aa": ("dns.flags.authoritative", number), "tc": ("dns.flags.truncated", number),
    "rd": ("dns.flags.recdesired", number), "ra": ("dns.flags.recavail", number),
    "ad": ("dns.flags.authenticated", number), "rcode": ("dns.flags.rcode", number),
    "questions": ("dns.count.queries", number), "answers": ("dns.count.answers", number),
    "authorities": ("dns.count.auth_rr", number), "additionals": ("dns.count.add_rr", number),
    "qname": ("dns.qry.name", name), "qtype": ("dns.qry.type", number), "qclass": ("dns.qry.class", number),
    "name": ("dns.resp.name", name), "type": ("dns.resp.type", number), "class": ("dns.resp.class", number),
    "ttl": ("dns.resp.ttl", number), "udp_size": ("dns.rr.udp_payload_size", number),
    "address": ("dns.a dns.aaaa", text),
    "target": ("dns.ns dns.cname dns.ptr.domain_name dns.mx.mail_exchange dns.srv.target dns.dname", name),
    "preference": ("dns.mx.preference", number), "priority": ("dns.srv.priority", number),
    "weight": ("dns.srv.weight", number), "port": ("dns.srv.port", number), "txt": ("dns.txt", text),
    "mname": ("dns.soa.mname", name), "rname": ("dns.soa.rname", name), "serial": ("dns.soa.serial_number", number),
    "refresh": ("dns.soa.refresh_interval", number), "retry": ("dns.soa.retry_interval", number),
    "expire": ("dns.soa.expire_limit", number), "minimum": ("dns.soa.minimum_ttl", number),
}
SYSLOG = {"facility": ("syslog.facility", number), "severity": ("syslog.level", number)}
RTP = {
    "version": ("rtp.version", number), "padding": ("rtp.padding", number), "extension": ("rtp.ext", number),
    "csrc_count": ("rtp.cc", number), "marker": ("rtp.marker", number), "payload_type": ("rtp.p_type", number),
    "seq": ("rtp.seq", number), "timestamp": ("rtp.timestamp", number), "ssrc": ("rtp.ssrc", number),
}
TFTP = {
    "opcode": ("tftp.opcode", number), "file": ("tftp.source_file tftp.destination_file", text),
    "mode": ("tftp.type", text), "block": ("tftp.block", number), "error": ("tftp.error.code", number),
    "message": ("tftp.error.message", text), "option": ("tftp.option.name", text),
    "value": ("tftp.option.value", text),
}
TABLE = {
    "dns": (["dns"], DNS),
    "mdns": (["mdns", "dns"], DNS),
    "llmnr": (["llmnr"], DNS),
    "dhcp": (["dhcp"], {
        "op": ("dhcp.type", number), "htype": ("dhcp.hw.type", number), "hlen": ("dhcp.hw.len", number),
        "hops": ("dhcp.hops", number), "xid": ("dhcp.id", number), "secs": ("dhcp.secs", number),
        "broadcast": ("dhcp.flags.bc", number), "ciaddr": ("dhcp.ip.client", text),
        "yiaddr": ("dhcp.ip.your", text), "siaddr": ("dhcp.ip.server", text), "giaddr": ("dhcp.ip.relay", text),
        "message_type": ("dhcp.option.dhcp", number),
        "requested_ip": ("dhcp.option.requested_ip_address", text), "netmask": ("dhcp.option.subnet_mask", text),
        "router": ("dhcp.option.router", text), "dns_server": ("dhcp.option.domain_name_server", text),
        "server_id": ("dhcp.option.dhcp_server_id", text), "hostname": ("dhcp.option.hostname", text),
        "domain": ("dhcp.option.domain_name", text), "vendor_class": ("dhcp.option.vendor_class_id", text),
        "lease_time": ("dhcp.option.ip_address_lease_time", number),
        "renewal_time": ("dhcp.option.renewal_time_value", number),
        "rebinding_time": ("dhcp.option.rebinding_time_value", number),
        "max_size": ("dhcp.option.dhcp_max_message_size", number),
        "broadcast_address": ("dhcp.option.broadcast_address", text), "ntp_server": ("dhcp.option.ntp_server", text),
        "parameter": ("dhcp.option.request_list_item", number), "message": ("dhcp.option.message", text),
    }),
    "ntp": (["ntp"], {
        "leap": ("ntp.flags.li", number), "version": ("ntp.flags.vn", number), "mode": ("ntp.flags.mode", number),
        "stratum": ("ntp.stratum", number), "precision": ("ntp.precision", byte),
        "poll": ("ntp.ppoll", number), "reference_time": ("ntp.reftime", seconds), "origin_time": ("ntp.org", seconds),
        "receive_time": ("ntp.rec", seconds), "transmit_time": ("ntp.xmt", seconds),
        "root_delay": ("ntp.rootdelay", fixed), "root_dispersion": ("ntp.rootdispersion", fixed),
    }),
    "snmp": (["snmp"], {
        "version": ("snmp.version snmp.msgVersion", number), "community": ("snmp.community", text),
        "request_id": ("snmp.request_id", number), "error_status": ("snmp.error_status", number),
        "error_index": ("snmp.error_index", number), "oid": ("snmp.name", text),
        "enterprise": ("snmp.enterprise", text), "agent": ("snmp.agent_addr", text),
        "generic_trap": ("snmp.generic_trap", number), "specific_trap": ("snmp.specific_trap", number),
        "uptime": ("snmp.time_stamp", number), "message_id": ("snmp.msgID", number),
        "max_size": ("snmp.msgMaxSize", number), "security_model": ("snmp.msgSecurityModel", number),
        "non_repeaters": ("snmp.non_repeaters", number), "max_repetitions": ("snmp.max_repetitions", number),
    }),
    "syslog": (["syslog"], {
        **SYSLOG, "version": ("syslog.version", number), "host": ("syslog.hostname", text),
        "app": ("syslog.appname", text), "procid": ("syslog.procid", text)}),
    "syslog-bsd": (["syslog"], SYSLOG),
    "syslog-other": (["syslog"], SYSLOG),
    "sip": (["sip"], {
        "method": ("sip.Method", text), "uri": ("sip.r-uri", text), "status": ("sip.Status-Code", number),
        "call_id": ("sip.Call-ID", text), "cseq": ("sip.CSeq", text), "from": ("sip.From", text),
        "to": ("sip.To", text), "via": ("sip.Via", text), "contact": ("sip.Contact", text),
        "user_agent": ("sip.User-Agent", text), "content_type": ("sip.Content-Type", text),
        "content_length": ("sip.Content-Length", number),
    }),
    "rtp": (["rtp"], RTP),
    "rtp-static": (["rtp"], RTP),
    "rtcp": (["rtcp"], {
        "type": ("rtcp.pt", number), "version": ("rtcp.version", number), "padding": ("rtcp.padding", number),
        "rtp_time": ("rtcp.timestamp.rtp", number), "packets": ("rtcp.sender.packetcount", number),
        "octets": ("rtcp.sender.octetcount", number), "fraction_lost": ("rtcp.ssrc.fraction", number),
        "lost": ("rtcp.ssrc.cum_nr", number), "jitter": ("rtcp.ssrc.jitter", number),
        "highest": ("rtcp.ssrc.ext_high", number), "last_sr": ("rtcp.ssrc.lsr", number),
        "delay_sr": ("rtcp.ssrc.dlsr", number),
    }),
    "osc": (["osc"], {
        "address": ("osc.message.header.path", text), "tags": ("osc.message.header.format", text)}),
    "artnet": (["artnet"], {
        "opcode": ("artnet.header.opcode", number), "version": ("artnet.header.protver", number),
        "seq": ("artnet.output.sequence", number), "physical": ("artnet.output.physical", number),
        "universe": ("artnet.output.universe", number), "length": ("artnet.output.length", number),
        "short_name": ("artnet.poll_reply.short_name", text), "long_name": ("artnet.poll_reply.long_name", text),
        "ip": ("artnet.poll_reply.ip_address", text),
    }),
    "sacn": (["acn", "e1.31", "acn-e131"], {
        "cid": ("acn.cid", text), "source": ("acn.dmx.source_name", text), "priority": ("acn.dmx.priority", number),
        "seq": ("acn.dmx.seq_number", number), "universe": ("acn.dmx.universe", number),
    }),
    "coap": (["coap"], {
        "version": ("coap.version", number), "type": ("coap.type", number),
        "token_length": ("coap.token_len", number), "code": ("coap.code", number), "message_id": ("coap.mid", number),
        "token": ("coap.token", raw), "path": ("coap.opt.uri_path", text), "query": ("coap.opt.uri_query", text),
        "host": ("coap.opt.uri_host", text), "port": ("coap.opt.uri_port", number),
        "max_age": ("coap.opt.max_age", number), "etag": ("coap.opt.etag", raw),
        "location_path": ("coap.opt.location_path", text), "proxy_uri": ("coap.opt.proxy_uri", text),
    }),
    "tftp": (["tftp"], TFTP), "tftp-request": (["tftp"], TFTP), "tftp-options": (["tftp"], TFTP),
    "ssdp": (["ssdp", "http"], {
        "method": ("http.request.method", text), "status": ("http.response.code", number),
        "host": ("http.host", text), "location": ("http.location", text), "server": ("http.server", text),
        "user_agent": ("http.user_agent", text), "cache_control": ("http.cache_control", text),
    }),
    "netflow5": (["cflow"], {
        "count": ("cflow.count", number), "seq": ("cflow.sequence", number), "engine_type": ("cflow.engine_type", number),
        "engine_id": ("cflow.engine_id", number), "source": ("cflow.srcaddr", text),
        "destination": ("cflow.dstaddr", text), "next_hop": ("cflow.nexthop", text),
        "input": ("cflow.inputint", number), "output": ("cflow.outputint", number),
        "packets": ("cflow.packets", number), "bytes": ("cflow.octets", number),
        "source_port": ("cflow.srcport", number), "destination_port": ("cflow.dstport", number),
        "protocol": ("cflow.protocol", number),
    }),
    "netflow9": (["cflow"], {
        "count": ("cflow.count", number), "seq": ("cflow.sequence", number), "source_id": ("cflow.source_id", number),
        "id": ("cflow.flowset_id", number), "length": ("cflow.flowset_length", number),
    }),
    "ipfix": (["cflow"], {
        "length": ("cflow.len", number), "seq": ("cflow.sequence", number), "domain": ("cflow.od_id", number),
        "id": ("cflow.flowset_id", number), "set_length": ("cflow.flowset_length", number),
    }),
    "radius": (["radius"], {
        "code": ("radius.code", number), "id": ("radius.id", number), "length": ("radius.length", number),
        "authenticator": ("radius.authenticator", raw), "attribute": ("radius.avp.type", number),
        "user_name": ("radius.User_Name", text), "nas_ip": ("radius.NAS_IP_Address", text),
        "nas_port": ("radius.NAS_Port", number), "framed_ip": ("radius.Framed-IP-Address", text),
        "calling_station": ("radius.Calling_Station_Id", text), "called_station": ("radius.Called_Station_Id", text),
        "nas_identifier": ("radius.NAS_Identifier", text), "reply_message": ("radius.Reply_Message", text),
        "acct_status": ("radius.Acct_Status_Type", number), "acct_session": ("radius.Acct_Session_Id", text),
    }),
    "modbus": (["mbtcp", "mbudp", "modbus"], {
        "transaction": ("mbtcp.trans_id", number), "length": ("mbtcp.len", number), "unit": ("mbtcp.unit_id", number),
        "function": ("modbus.func_code", number), "error": ("modbus.exception_code", number),
    }),
    "collectd": (["collectd"], {
        "host": ("collectd.data.host", text), "plugin": ("collectd.data.plugin", text),
        "plugin_instance": ("collectd.data.plugin.inst", text), "type": ("collectd.data.type", text),
        "type_instance": ("collectd.data.type.inst", text), "counter": ("collectd.val.counter", number),
        "gauge": ("collectd.val.gauge", number), "derive": ("collectd.val.derive", number),
        "absolute": ("collectd.val.absolute", number),
    }),
    "stun": (["stun"], {
        "class": ("stun.type.class", lambda value: {16: 2, 17: 3}.get(number(value), number(value))), "method": ("stun.type.method", number), "length": ("stun.length", number),
        "transaction": ("stun.id", raw), "attribute": ("stun.att.type", number), "username": ("stun.att.username", text),
        "realm": ("stun.att.realm", text), "software": ("stun.att.software", text),
    }),
    "dtls": (["dtls"], {
        "type": ("dtls.record.content_type", number), "version": ("dtls.record.version", number),
        "epoch": ("dtls.record.epoch", number), "seq": ("dtls.record.sequence_number", number),
        "length": ("dtls.record.length", number), "handshake": ("dtls.handshake.type", number),
    }),
    "quic": (["quic"], {
        "version": ("quic.version", number), "type": ("quic.long.packet_type", number),
        "destination_id": ("quic.dcid", raw), "source_id": ("quic.scid", raw), "length": ("quic.length", number),
    }),
    "quic-versions": (["quic"], {}),
    "gelf": (["gelf", "data"], {}), "gelf-chunk": (["gelf"], {}),
    "statsd": ([], {}), "statsd-event": ([], {}), "statsd-check": ([], {}), "influx": ([], {}), "nmea": ([], {}),
    "mavlink": ([], {}), "mavlink2": ([], {}), "mavlink-other": ([], {}),
}
# Fields of which tshark has several kinds, whose order between kinds is lost.
UNORDERED = {"address", "target"}
# Fields that tshark repeats where they still hold.
REPEATED = {"collectd"}
# Fields of which tshark shows only the first, or some.
FIRST = {"via", "contact", "htype", "length", "version", "type", "destination_id", "source_id"}


def tshark(path):
    """The protocols of each frame, and its fields by name."""
    names = sorted({f for _, fields in TABLE.values() for key, _ in fields.values() for f in key.split()})
    known = tshark.known or set(
        line.split("\t")[2] for line in subprocess.run(
            ["tshark", "-G", "fields"], capture_output=True, text=True).stdout.splitlines() if line.startswith("F"))
    tshark.known = known
    names = [f for f in names if f in known]
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a",
               "-E", f"aggregator={SEPARATOR}", "-e", "frame.number", "-e", "frame.protocols"]
    for heuristic in HEURISTICS:
        command += ["--enable-heuristic", heuristic]
    for field in names:
        command += ["-e", field]
    lines = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace").stdout.split("\n")
    frames = {}
    for line in lines:
        cells = line.split("\t")
        if len(cells) == len(names) + 2:
            frames[int(cells[0])] = (cells[1].split(":"), {f: c.split(SEPARATOR) for f, c in zip(names, cells[2:]) if c})
    return frames


tshark.known = None


def numbers():
    """The numbers of the shipped formats' labels: {format: {field: {text: number}}}."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Resources/formats")
    found = {}
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), "rb") as source:
            for format_ in tomllib.load(source)["format"]:
                found[format_["name"]] = {
                    field: {str(text): int(key, 0) for key, text in labels.items() if "-" not in key[1:]}
                    for field, labels in format_.get("labels", {}).items()}
                for field, inline in re.findall(r":(\w+)\{([^}@]*)\}", str(format_.get("struct", ""))):
                    found[format_["name"]][field] = {
                        text: int(key, 0) for key, text in (pair.split("=") for pair in inline.split(","))}
    return found


def flatten(name_, value, into, labels):
    """Collects the values of each name below an object, in their order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            flatten(key, inner, into, labels)
    elif isinstance(value, list):
        for inner in value:
            flatten(name_, inner, into, labels)
    else:
        into[name_].append(labels.get(name_, {}).get(value, value) if isinstance(value, str) else value)


def ours(program, path):
    """What the program says: (row, format, fields with their values)."""
    command = [program, "open", path, "--json", "--format", "auto"]
    lines = subprocess.run(command, capture_output=True, encoding="utf-8").stdout.splitlines()
    for line in lines:
        row = json.loads(line)
        if row.get("format"):
            fields = collections.defaultdict(list)
            flatten("", row["fields"], fields, LABELS.get(row["format"], {}))
            yield row["number"], row["format"], fields


LABELS = numbers()


class Tally:
    def __init__(self):
        self.datagrams = self.known = self.values = self.equal = 0


def compare(name_, found, protocols, theirs, tally, differences, place):
    expected, fields = TABLE.get(name_, ([], {}))
    tally.datagrams += 1
    if not any(p in protocols for p in expected):
        return
    tally.known += 1
    for field, (key, read) in fields.items():
        other = [read(v) for k in key.split() for v in theirs.get(k, [])]
        own = [read(v) for v in found.get(field, [])]
        if not own or not other or not all(map(is_plain, own + other)):
            continue
        if name_ in REPEATED:
            own, other = sorted(set(map(str, own))), sorted(set(map(str, other)))
        if field in UNORDERED:
            own, other = sorted(map(str, own)), sorted(map(str, other))
        if field in FIRST:
            own, other = own[:1], other[:1]
        tally.values += max(len(own), len(other))
        same = sum(a == b for a, b in zip(own, other))
        tally.equal += same
        if same < max(len(own), len(other)):
            differences[(name_, field)].append(f"{place}: {own[:4]} is {other[:4]}")


def main(program, folder, wanted):
    tallies, differences = collections.defaultdict(Tally), collections.defaultdict(list)
    claims, missed = collections.Counter(), collections.Counter()
    examples = {}
    with tempfile.TemporaryDirectory(prefix="udpeek-") as scratch:
        for path in sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files):
            plain = os.path.join(scratch, "one.pcapng")
            if subprocess.run([program, "convert", path, plain, "--force"], capture_output=True).returncode > 1:
                continue
            frames = tshark(plain)
            claimed = set()
            for row, format_, fields in ours(program, plain):
                if wanted and format_ not in wanted or row not in frames:
                    continue
                claimed.add(row)
                protocols, theirs = frames[row]
                place = f"{os.path.basename(path)}:{row}"
                compare(format_, fields, protocols, theirs, tallies[format_], differences, place)
                top = protocols[-1]
                if not set(TABLE.get(format_, ([], {}))[0]) & set(protocols):
                    claims[(format_, ":".join(protocols[2:]))] += 1
                    examples.setdefault((format_, ":".join(protocols[2:])), place)
            for row, (protocols, _) in frames.items():
                if row not in claimed:
                    for format_, (expected, _) in TABLE.items():
                        if expected and expected[0] in protocols:
                            missed[expected[0]] += 1
                            break
    print(f"{'format':16} {'datagrams':>9} {'tshark too':>10} {'values':>9} {'equal':>9}")
    total = Tally()
    for format_, tally in sorted(tallies.items()):
        share = f"{100 * tally.equal / tally.values:.2f} %" if tally.values else "-"
        print(f"{format_:16} {tally.datagrams:9} {tally.known:10} {tally.values:9} {tally.equal:9} {share:>9}")
        total.values += tally.values
        total.equal += tally.equal
    print(f"{'all':16} {'':9} {'':10} {total.values:9} {total.equal:9}")
    for (format_, field), places in sorted(differences.items()):
        print(f"\n{format_}.{field}: {len(places)} datagrams differ")
        for place in places[:SHOWN]:
            print("  " + place)
    print("\nclaimed, although tshark says otherwise (data: it does not know):")
    for key, count in claims.most_common():
        print(f"  {count:6} {key[0]:16} {key[1]:30} {examples[key]}")
    print("\nnot claimed, although tshark knows it:")
    for key, count in missed.most_common():
        print(f"  {count:6} {key}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
