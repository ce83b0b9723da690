"""What tshark calls the fields of the shipped formats, for compare_formats.py."""
from format_readers import (
    Both, byte, fixed, milliseconds, name, number, octets, quad, raw, seconds, text, whole)

# Format: (the protocols of tshark, {our field: (the fields of tshark, the reading of both)}).
DNS = {
    "id": ("dns.id", number), "qr": ("dns.flags.response", number), "opcode": ("dns.flags.opcode", number),
    "aa": ("dns.flags.authoritative", number), "tc": ("dns.flags.truncated", number),
    "rd": ("dns.flags.recdesired", number), "ra": ("dns.flags.recavail", number),
    "ad": ("dns.flags.authenticated", number), "cd": ("dns.flags.checkdisable", number),
    "rcode": ("dns.flags.rcode", number), "unicast": ("dns.qry.qu", number),
    "cache_flush": ("dns.resp.cache_flush", number), "dnssec_ok": ("dns.resp.z.do", number),
    "extended_rcode": ("dns.resp.ext_rcode", number), "edns_version": ("dns.resp.edns0_version", number),
    # Of a record of a service, tshark shows the parts of the name (`records` in compare_formats.py).
    "service": ("service", name),
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
    "profile": ("rtp.ext.profile", number), "payload": ("rtp.payload", raw),
    "seq": ("rtp.seq", number), "timestamp": ("rtp.timestamp", number), "ssrc": ("rtp.ssrc", number),
}
TFTP = {
    "opcode": ("tftp.opcode", number), "file": ("tftp.source_file tftp.destination_file", text),
    "mode": ("tftp.type", text), "block": ("tftp.block", number), "error": ("tftp.error.code", number),
    "message": ("tftp.error.message", text), "data": ("tftp.data", raw), "option": ("tftp.option.name", text),
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
        "chaddr": ("dhcp.hw.mac_addr", text), "code": ("dhcp.option.type", number),
        "sname": ("dhcp.server", text), "file": ("dhcp.file", text),
        "tftp_server": ("dhcp.option.tftp_server_name", text), "bootfile": ("dhcp.option.bootfile_name", text),
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
        "reference_id": ("ntp.refid", Both(text, octets)), "reference_address": ("ntp.refid", Both(text, quad)),
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
        # Both kinds of traps have the same label.
        "pdu": ("snmp.data", Both(lambda ours: number(ours) & 31, lambda theirs: {4: 7}.get(int(theirs), int(theirs)))),
        "authenticated": ("snmp.v3.flags.auth", number), "encrypted": ("snmp.v3.flags.crypt", number),
        "reportable": ("snmp.v3.flags.report", number), "engine_id": ("snmp.contextEngineID", raw),
        "context": ("snmp.contextName", text),
    }),
    "syslog": (["syslog"], {
        **SYSLOG, "version": ("syslog.version", number), "host": ("syslog.hostname", text),
        "app": ("syslog.appname", text), "procid": ("syslog.procid", text), "msgid": ("syslog.msgid", text)}),
    "syslog-bsd": (["syslog"], SYSLOG),
    "syslog-other": (["syslog"], SYSLOG),
    "sip": (["sip"], {
        "method": ("sip.Method", text), "uri": ("sip.r-uri", text), "status": ("sip.Status-Code", number),
        "reason": ("sip.Status-Line", Both(text, lambda value: text((value.split(" ", 2) + [""] * 2)[2]))),
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
        "delay_sr": ("rtcp.ssrc.dlsr", number), "identifier": ("rtcp.ssrc.identifier", number),
        "item": ("rtcp.sdes.type", number),
    }),
    "osc": (["osc"], {
        "address": ("osc.message.header.path", text), "tags": ("osc.message.header.format", text)}),
    "artnet": (["artnet"], {
        "opcode": ("artnet.header.opcode", number), "version": ("artnet.header.protver", number),
        "seq": ("artnet.output.sequence", number), "physical": ("artnet.output.physical", number),
        "universe": ("artnet.output.universe", number), "length": ("artnet.output.length", number),
        "short_name": ("artnet.poll_reply.short_name", text), "long_name": ("artnet.poll_reply.long_name", text),
        "ip": ("artnet.poll_reply.ip_address", text), "port": ("artnet.poll_reply.port_nr", number),
        "firmware": ("artnet.poll_reply.versinfo", number), "net": ("artnet.poll_reply.netswitch", number),
        "subnet": ("artnet.poll_reply.subswitch", number), "oem": ("artnet.poll_reply.oem", number),
        "ubea": ("artnet.poll_reply.ubea_version", number), "status": ("artnet.poll_reply.status", number),
        "esta": ("artnet.poll_reply.esta_man", number), "report": ("artnet.poll_reply.node_report", text),
        "port_count": ("artnet.poll_reply.num_ports", number),
    }),
    "sacn": (["acn", "e1.31", "acn-e131"], {
        "cid": ("acn.cid", text), "source": ("acn.dmx.source_name", text), "priority": ("acn.dmx.priority", number),
        "seq": ("acn.dmx.seq_number", number), "universe": ("acn.dmx.universe", number),
        "count": ("acn.dmx.count", number), "preview": ("acn.dmx.option_p", number),
        "terminated": ("acn.dmx.option_s", number),
    }),
    "coap": (["coap"], {
        "version": ("coap.version", number), "type": ("coap.type", number),
        "token_length": ("coap.token_len", number), "code": ("coap.code", number), "message_id": ("coap.mid", number),
        "token": ("coap.token", raw), "path": ("coap.opt.uri_path", text), "query": ("coap.opt.uri_query", text),
        "host": ("coap.opt.uri_host", text), "port": ("coap.opt.uri_port", number),
        "max_age": ("coap.opt.max_age", number), "etag": ("coap.opt.etag", raw),
        "location_path": ("coap.opt.location_path", text), "proxy_uri": ("coap.opt.proxy_uri", text),
        "observe": ("coap.opt.observe", number), "size1": ("coap.opt.size1", number),
    }),
    "tftp": (["tftp"], TFTP), "tftp-request": (["tftp"], TFTP), "tftp-options": (["tftp"], TFTP),
    "ssdp": (["ssdp", "http"], {
        "method": ("http.request.method", text), "status": ("http.response.code", number),
        "host": ("http.host", text), "location": ("http.location", text), "server": ("http.server", text),
        "reason": ("http.response.phrase", text), "user_agent": ("http.user_agent", text),
        "cache_control": ("http.cache_control", text),
    }),
    "netflow5": (["cflow"], {
        "count": ("cflow.count", number), "seq": ("cflow.sequence", number),
        "engine_type": ("cflow.engine_type", number), "engine_id": ("cflow.engine_id", number),
        "source": ("cflow.srcaddr", text), "destination": ("cflow.dstaddr", text), "next_hop": ("cflow.nexthop", text),
        "input": ("cflow.inputint", number), "output": ("cflow.outputint", number),
        "packets": ("cflow.packets", number), "bytes": ("cflow.octets", number),
        "source_port": ("cflow.srcport", number), "destination_port": ("cflow.dstport", number),
        "protocol": ("cflow.protocol", number), "version": ("cflow.version", number),
        "time": ("cflow.unix_secs", Both(whole, number)), "tcp_flags": ("cflow.tcpflags", number),
        "tos": ("cflow.tos", number),
        "source_as": ("cflow.srcas", number), "destination_as": ("cflow.dstas", number),
        "source_mask": ("cflow.srcmask", number), "destination_mask": ("cflow.dstmask", number),
    }),
    "netflow9": (["cflow"], {
        "count": ("cflow.count", number), "seq": ("cflow.sequence", number), "source_id": ("cflow.source_id", number),
        "id": ("cflow.flowset_id", number), "length": ("cflow.flowset_length", number),
        "version": ("cflow.version", number), "uptime": ("cflow.sysuptime", milliseconds),
        "time": ("cflow.unix_secs", Both(whole, number)),
    }),
    "ipfix": (["cflow"], {
        "length": ("cflow.len", number), "seq": ("cflow.sequence", number), "domain": ("cflow.od_id", number),
        "id": ("cflow.flowset_id", number), "set_length": ("cflow.flowset_length", number),
        "version": ("cflow.version", number), "time": ("cflow.exporttime", Both(whole, number)),
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
        "address": ("modbus.reference_num", number), "value": ("modbus.regval_uint16", number),
    }),
    "collectd": (["collectd"], {
        "host": ("collectd.data.host", text), "plugin": ("collectd.data.plugin", text),
        "plugin_instance": ("collectd.data.plugin.inst", text), "type": ("collectd.data.type", text),
        "type_instance": ("collectd.data.type.inst", text), "counter": ("collectd.val.counter", number),
        "gauge": ("collectd.val.gauge", number), "derive": ("collectd.val.derive", number),
        "absolute": ("collectd.val.absolute", number), "message": ("collectd.data.message", text),
        "severity": ("collectd.data.severity", number),
    }),
    "stun": (["stun"], {
        "class": ("stun.type.class", Both(number, lambda value: {16: 2, 17: 3}.get(number(value), number(value)))),
        "method": ("stun.type.method", number), "length": ("stun.length", number),
        "transaction": ("stun.id", raw), "attribute": ("stun.att.type", number),
        "username": ("stun.att.username", text), "realm": ("stun.att.realm", text),
        "software": ("stun.att.software", text),
        "error": ("error", number), "reason": ("stun.att.error.reason", text),
        "mapped_port": ("stun.att.port", number), "port": ("stun.att.port", number),
        "address": ("stun.att.ipv4 stun.att.ipv6", text),
    }),
    "dtls": (["dtls"], {
        "type": ("dtls.record.content_type", number), "version": ("dtls.record.version", number),
        "epoch": ("dtls.record.epoch", number), "seq": ("dtls.record.sequence_number", number),
        "length": ("dtls.record.length", number), "handshake": ("dtls.handshake.type", number),
    }),
    "quic": (["quic"], {
        "version": ("quic.version", number), "type": ("quic.long.packet_type", number),
        "destination_id": ("quic.dcid", raw), "source_id": ("quic.scid", raw), "length": ("quic.length", number),
        "draft": ("quic.version", Both(number, lambda value: number(value) & 0xff)),
    }),
    "quic-versions": (["quic"], {
        "destination_id": ("quic.dcid", raw), "source_id": ("quic.scid", raw),
        "version": ("quic.supported_version", number),
    }),
    "gelf": (["gelf", "data"], {}), "gelf-chunk": (["gelf"], {
        "message_id": ("gelf.chunk.msg_id", raw), "number": ("gelf.chunk.number", number),
        "count": ("gelf.chunk.count", number),
    }),
    "statsd": ([], {}), "statsd-event": ([], {}), "statsd-check": ([], {}), "influx": ([], {}), "nmea": ([], {}),
    "mavlink": ([], {}), "mavlink2": ([], {}), "mavlink-other": ([], {}),
}

# Fields of which tshark has several kinds, whose order between kinds is lost.
UNORDERED = {"address", "target", "identifier"}
# Fields for which tshark also shows what it computes from others: from an address that is XORed, the plain one.
CONTAINED = {("stun", "address"), ("stun", "port"), ("stun", "mapped_port")}
# Formats whose fields tshark repeats where they still hold.
REPEATED = {"collectd"}
# Fields of which tshark shows only the first, or some.
FIRST = {"via", "contact", "htype", "length", "version", "type", "destination_id", "source_id", "payload_type",
         "payload", "chaddr", "draft"}
