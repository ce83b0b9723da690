import Configuration
import DisplayFilter
import Formats
import TestSupport
import Testing
import UDPCore

/// Tests the shipped formats with messages from their specifications, each with the chapter that it is from, or made by
/// hand after it.
struct ShippedTests {
  /// The specification, a port, the datagram, its format and its summary.
  private static let messages: [(String, UInt16, [UInt8], String, String)] = [
    (
      "RFC 1035, 4.1", 53, hex("123401000001000000000000076578616d706c6503636f6d0000010001"), "dns",
      "DNS query A example.com"
    ),
    (
      "RFC 1035, 4.1.4", 53,
      hex(
        "123481800001000200000000076578616d706c6503636f6d0000010001c00c000100010000003c00045db8d822c00c000500010000003c000603777777c00c"
      ), "dns", "DNS response A example.com → 93.184.216.34 → www.example.com"
    ),
    (
      "RFC 1035, 4.1.1", 53, hex("123481830001000000000000076578616d706c6503636f6d0000010001"), "dns",
      "DNS response A example.com NXDOMAIN"
    ),
    (
      "RFC 6762, 18", 5353, hex("000000000001000000000000055f68747470045f746370056c6f63616c00000c8001"), "mdns",
      "mDNS query PTR _http._tcp.local"
    ),
    (
      "RFC 2131, figure 1", 68,
      hex(
        "010106003903f326000000000000000000000000000000000000000000059e42ab0100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000638253633501013204c0a801640c027063ff"
      ), "dhcp", "DHCP discover 00:05:9e:42:ab:01 pc wants 192.168.1.100"
    ),
    (
      "RFC 3416, 3", 161, hex("302902010104067075626c6963a01c02040000002a020100020100300e300c06082b060102010101000500"),
      "snmp", "SNMP v2c get 1.3.6.1.2.1.1.1.0"
    ),
    (
      "RFC 1157, 4.1.6", 162,
      hex(
        "303402010004067075626c6963a42706082b06010401bf080a4004c000020102010302010043020100300b300906042b060102020107"),
      "snmp", "SNMP v1 trap 1.3.6.1.2 = 7"
    ),
    (
      "RFC 5424, 6.5", 514,
      Array(
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{feff}'su root' failed for lonvick on /dev/pts/8"
          .utf8), "syslog", "syslog crit su: 'su root' failed for lonvick on /dev/pts/8"
    ),
    (
      "RFC 5424, 6.5", 9000,
      Array(
        "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
          .utf8), "syslog", "syslog notice evntslog: "
    ),
    (
      "RFC 3164, 5.4", 9000, Array("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8".utf8),
      "syslog-bsd", "syslog crit su: 'su root' failed for lonvick on /dev/pts/8"
    ),
    ("RFC 3164, 4.3.3", 514, Array("<0>no time stamp".utf8), "syslog-other", "syslog emerg no time stamp"),
    ("StatsD, metric types", 8125, hex("676f726574733a317c63"), "statsd", "StatsD gorets 1 c"),
    (
      "StatsD, metric types", 9000, Array("glork:320|ms|@0.1\nuniques:765|s".utf8), "statsd", "StatsD glork 320 ms @0.1"
    ),
    (
      "DogStatsD", 8125, Array("page.views:1|c|@0.5|#country:china,env:prod".utf8), "statsd",
      "StatsD page.views 1 c @0.5 #country:china,env:prod"
    ),
    (
      "DogStatsD", 8125,
      Array("_e{21,36}:An exception occurred|Cannot parse CSV file from 10.0.0.17|t:warning|#err_type:bad_file".utf8),
      "statsd-event", "DogStatsD event An exception occurred: Cannot parse CSV file from 10.0.0.17"
    ),
    (
      "DogStatsD", 8125, Array("_sc|Redis connection|2|#env:dev|m:Redis connection timed out after 10s".utf8),
      "statsd-check", "DogStatsD check Redis connection critical: Redis connection timed out after 10s"
    ),
    (
      "OSC 1.0", 9000, hex("2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000"), "osc",
      "OSC /oscillator/4/frequency 440"
    ),
    (
      "OSC 1.0", 9000, hex("2f666f6f000000002c69697366660000000003e8ffffffff68656c6c6f0000003f9df3b640b5b22d"), "osc",
      "OSC /foo 1000 -1 hello 1.234 5.678"
    ),
    ("OSC 1.0", 9000, hex("2362756e646c650000000000000000010000000c2f612f62000000002c540000"), "osc", "OSC /a/b true"),
    (
      "RFC 3261, 4", 5060,
      Array(
        "INVITE sip:bob@biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds\r\nTo: Bob <sip:bob@biloxi.com>\r\nFrom: Alice <sip:alice@atlanta.com>;tag=1928301774\r\nCall-ID: a84b4c76e66710@pc33.atlanta.com\r\nCSeq: 314159 INVITE\r\nContent-Length: 0\r\n\r\n"
          .utf8), "sip", "SIP INVITE sip:bob@biloxi.com (314159 INVITE)"
    ),
    (
      "RFC 3261, 7.2", 5060, Array("SIP/2.0 180 Ringing\r\ni: 1@a\r\nCSeq: 1 INVITE\r\n\r\n".utf8), "sip",
      "SIP 180 Ringing (1 INVITE)"
    ),
    (
      "RFC 3550, 5.1", 16384,
      hex(
        "8000123400000320deadbeefd5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5"
      ), "rtp-static", "RTP PCMU seq 4660 time 800 ssrc 3735928559"
    ),
    (
      "RFC 3550, 5.1", 5004,
      hex(
        "80e0000100000320deadbeef010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101"
      ), "rtp", "RTP 96 seq 1 time 800 ssrc 3735928559"
    ),
    (
      "RFC 3550, 6.4.1", 5005,
      hex("80c80006deadbeefe2fb5c80800000000000032000000001000000a081ca0003deadbeef01056140622e6300"), "rtcp",
      "RTCP sender report, source description ssrc 3735928559"
    ),
    (
      "RFC 1350, 5", 69, hex("0001726663313335302e747874006f6374657400"), "tftp-request",
      "TFTP read rfc1350.txt (octet)"
    ),
    ("RFC 2347", 40001, hex("0006626c6b73697a65003134333200"), "tftp-options", "TFTP options blksize"),
    ("RFC 1350, 5", 69, hex("0003000168656c6c6f"), "tftp", "TFTP data block 1"),
    ("RFC 7252, A (figure 16)", 5683, hex("40017d34bb74656d7065726174757265"), "coap", "CoAP CON GET /temperature"),
    ("RFC 7252, A (figure 16)", 5683, hex("60457d34ff32322e332043"), "coap", "CoAP ACK 2.05 Content"),
    (
      "UPnP 2.0, 1.3.2", 1900,
      Array(
        "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 2\r\nST: upnp:rootdevice\r\n\r\n"
          .utf8), "ssdp", "SSDP M-SEARCH upnp:rootdevice"
    ),
    (
      "UPnP 2.0, 1.2.2", 1900,
      Array(
        "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nLOCATION: http://192.0.2.1/d.xml\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n"
          .utf8), "ssdp", "SSDP NOTIFY upnp:rootdevice (ssdp:alive) http://192.0.2.1/d.xml"
    ),
    (
      "NetFlow, table B-3", 2055,
      hex(
        "00050001000003e85f5e1000000000000000000700000000c0000201c0000202c0000203000100020000000a000003e80000000100000002c0000035001811000000000018180000"
      ), "netflow5", "NetFlow 5: 1 flows from 2020-09-13 12:26:40 UTC, seq 7"
    ),
    (
      "RFC 3954, 5.1", 2055, hex("00090001000003e85f5e100000000007000000010000000800000000"), "netflow9",
      "NetFlow 9: 1 records from 2020-09-13 12:26:40 UTC, seq 7"
    ),
    (
      "RFC 7011, 3.1", 4739, hex("000a00185f5e100000000007000000010002000801000000"), "ipfix",
      "IPFIX: 24 bytes from 2020-09-13 12:26:40 UTC, seq 7, domain 1"
    ),
    (
      "RFC 2865, 7.1", 1812,
      hex(
        "010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003"
      ), "radius", "RADIUS access request id 0 nemo"
    ),
    (
      "Modbus, 6.3", 502, hex("0001000000061103006b0003"), "modbus",
      "Modbus unit 17 read holding registers at 107 count 3"
    ),
    (
      "Modbus, 6.3", 502, hex("000100000009110306022b00000064"), "modbus",
      "Modbus unit 17 read holding registers = 555, 0, 100"
    ),
    ("Modbus, 7", 502, hex("000100000003118302"), "modbus", "Modbus unit 17 read holding registers illegal address"),
    (
      "RFC 5769, 2.1", 40001,
      hex(
        "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
      ), "stun", "STUN binding request evtj:h6vY"
    ),
    (
      "RFC 6347, 4.1", 40001, hex("16fefd0000000000000000000d0100000100000000000000010a"), "dtls",
      "DTLS 1.2 handshake client hello"
    ),
    (
      "RFC 9000, 17.2.2", 443,
      hex("c000000001088394c8f03e515708000040205555555555555555555555555555555555555555555555555555555555555555"),
      "quic", "QUIC v1 initial"
    ),
    ("RFC 9000, 17.2.1", 443, hex("800000000004010203040000000001"), "quic-versions", "QUIC version negotiation"),
    (
      "NMEA 0183, GGA", 10110, Array("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n".utf8),
      "nmea", "NMEA GPGGA 4807.038N 01131.000E 123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"
    ),
    (
      "NMEA 0183, VTG", 10110, Array("$GPVTG,054.7,T,034.4,M,005.5,N,010.2,K*48\r\n".utf8), "nmea",
      "NMEA GPVTG 005.5 kn 054.7,T,034.4,M,005.5,N,010.2,K"
    ),
    (
      "MAVLink, heartbeat", 14550, hex("fe094e0101000000000002035104031c7f"), "mavlink",
      "MAVLink HEARTBEAT sys 1: active"
    ),
    (
      "MAVLink 2, attitude", 14550, hex("fd1000000001011e0000e80300000000003f000080be0000c03fe076"), "mavlink2",
      "MAVLink ATTITUDE sys 1"
    ),
    (
      "MAVLink 2, status text", 14550, hex("fd060000000101fd00000661726d6564a550"), "mavlink2",
      "MAVLink STATUSTEXT sys 1: armed"
    ),
    (
      "collectd, binary protocol", 25826,
      hex(
        "00000009686f7374000008000c17d78400000000000009000c0000000280000000000200096c6f616400000400096c6f6164000006001800020102000000000000e03f0000000000000007"
      ), "collectd", "collectd host load load = 0.5 7"
    ),
    (
      "GELF 1.1", 12201,
      Array(
        "{\"version\":\"1.1\",\"host\":\"example.org\",\"short_message\":\"A short message\",\"level\":5,\"_user_id\":9001}"
          .utf8), "gelf", "GELF notice example.org: A short message"
    ),
    ("GELF, chunking", 12201, hex("1e0f010203040506070800027878"), "gelf-chunk", "GELF chunk 0 of 2"),
    (
      "InfluxDB, line protocol", 8089,
      Array("weather,location=us-midwest temperature=82,humidity=71i 1465839830100400200".utf8), "influx",
      "Influx weather,location=us-midwest temperature=82,humidity=71i"
    ),
    (
      "Art-Net 4, ArtDmx", 6454, hex("4172742d4e6574000050000e070001000004ff800000"), "artnet",
      "Art-Net DMX universe 1: 4 channels"
    ),
    ("Art-Net 4, ArtPoll", 6454, hex("4172742d4e6574000020000e0200"), "artnet", "Art-Net poll"),
    (
      "E1.31-2018, table 4-1", 5568,
      hex(
        "001000004153432d45312e3137000000707000000004000102030405060708090a0b0c0d0e0f705a000000026465736b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000064000005000001700d02a100000001000300ff80"
      ), "sacn", "sACN universe 1 from desk, priority 100: 2 slots"
    ),
  ]

  @Test(arguments: messages)
  func `a message of a specification is known, and its summary says what it is`(
    _ specification: String, _ port: UInt16, _ payload: [UInt8], _ format: String, _ summary: String
  ) throws {
    var chooser = FormatChooser(FormatBook(ShippedFormats.all))
    var log = TestLog()
    let datagram = try log.add(payload, to: port)
    let found = chooser.dissection(of: datagram, in: context())
    let dissection = try #require(found, "\(specification): no format knows it")
    #expect(dissection.format.name == format && dissection.summary == summary, "\(specification)")
    #expect(dissection.problem == nil)
    #expect(dissection.check == .absent || dissection.check == .good)
  }

  @Test(arguments: messages)
  func `a message that is cut short is another one's or nobody's, and traps nothing`(
    _ specification: String, _ port: UInt16, _ payload: [UInt8], _ format: String, _ summary: String
  ) throws {
    var chooser = FormatChooser(FormatBook(ShippedFormats.all))
    var forced = FormatChooser(FormatBook(ShippedFormats.all, forced: format))
    for size in stride(from: 0, to: payload.count, by: max(1, payload.count / 24)) {
      var log = TestLog()
      let datagram = try log.add(Array(payload.prefix(size)), to: port)
      _ = chooser.dissection(of: datagram, in: context())
      _ = forced.dissection(of: datagram, in: context())
    }
  }

  @Test(arguments: messages)
  func `a quick look turns down nothing that fits, and most of what does not`(
    _ specification: String, _ port: UInt16, _ payload: [UInt8], _ format: String, _ summary: String
  ) throws {
    var variants = (0...min(24, payload.count)).map { Array(payload.prefix($0)) } + [payload, payload + [0]]
    for index in payload.indices.prefix(12) {
      for bits: UInt8 in [1, 0x28, 0x80] {
        var changed = payload
        changed[index] ^= bits
        variants.append(changed)
      }
    }
    for candidate in ShippedFormats.all {
      for variant in variants where unsafe !candidate.mayFit(variant.span.bytes) {
        #expect(!candidate.fits(variant), "\(specification): \(candidate.name) fits \(variant)")
      }
    }
  }

  @Test func `a quick look at a message in text turns down the formats that count their datagrams`() {
    let text = Array("temperature=23.5".utf8)
    for format in ShippedFormats.all where format.sequence != nil {
      #expect(unsafe !format.mayFit(text.span.bytes), "\(format.name)")
    }
  }

  @Test func `options of CoAP with a length that they cannot have are nobody's`() throws {
    // A port of seven bytes behind a port of two (RFC 7252, 5.4.3 and table 4).
    let coap = try #require(ShippedFormats.all.first { $0.name == "coap" })
    #expect(
      coap.lines(hex("40017d34 72 1633 07 00010203040506")).suffix(3) == [
        "port=5683", "option=7", "value=00 01 02 03 04 05 06",
      ])
    #expect(coap.fits(hex("40017d34 72 1633 07 00010203040506")))
  }

  @Test func `a message of STUN may end with its last attribute, and says where it was sent from`() throws {
    let stun = try #require(ShippedFormats.all.first { $0.name == "stun" })
    // The attribute has three bytes, and nothing fills up the fourth.
    let bare = hex("0003 0007 2112a442 000102030405060708090a0b 4000 0003 aabbcc")
    #expect(stun.fits(bare) && stun.lines(bare).suffix(2) == [".attribute=16384", ".value=aa bb cc"])
    #expect(!stun.fits(bare.dropLast()) && !stun.fits(bare + [0]))
    let origin = hex("0101 000c 2112a442 000102030405060708090a0b 802b 0008 0001 0d96 c0000201")
    #expect(
      stun.fits(origin)
        && stun.lines(origin).suffix(3) == [".attribute=RESPONSE-ORIGIN", ".port=3478", ".address=192.0.2.1"])
  }

  @Test func `the ports of an Art-Net node are counted, highest byte first`() throws {
    let artnet = try #require(ShippedFormats.all.first { $0.name == "artnet" })
    let reply =
      Array("Art-Net\0".utf8) + hex("0021 c0000209 3619 0102 01 02 1234 07 e0 5241")
      + [UInt8](repeating: 0x61, count: 146)
    let lines = artnet.lines(reply + hex("0002 80800000 80000000 80000000 01020000 03040000"))
    #expect(lines.contains("port=6454") && lines.contains("esta=16722") && lines.contains("port_count=2"), "\(lines)")
  }

  @Test func `QUIC names the draft`() throws {
    let quic = try #require(ShippedFormats.all.first { $0.name == "quic" })
    let initial = hex("c0 ff000020 04 01020304 00 00 4019") + [UInt8](repeating: 1, count: 25)
    #expect(quic.fits(initial) && quic.dissect(initial).summary == "QUIC draft-32 initial")
  }

  @Test func `random bytes are of no format`() throws {
    var random = SeededGenerator(seed: 260)
    var chooser = FormatChooser(FormatBook(ShippedFormats.all))
    var log = TestLog()
    for _ in 0..<2_000 {
      let size = Int.random(in: 0...300, using: &random)
      let payload = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
      let datagram = try log.add(payload, port: 40_001, to: 40_000)
      #expect(chooser.format(of: datagram, in: context())?.name == nil, "\(payload)")
    }
  }

  @Test func `a group of an expression that takes no part is no field`() throws {
    let format = try format("fields = '/^(?<a>x)?(?<b>y)/'")
    #expect(format.lines(Array("y".utf8)) == ["b=y"])
  }

  @Test func `a datagram is of a format that is checked only if its checksum is good`() throws {
    let format = try format(
      """
      struct = "B:kind H:value <H:crc"
      check = "crc16-modbus in crc"
      checked = true
      """)
    let body = hex("01 0304")
    let crc = CRC16.modbus(body)
    #expect(format.fits(body + [UInt8(crc & 0xff), UInt8(crc >> 8)]))
    #expect(!format.fits(body + [UInt8(crc & 0xff) ^ 1, UInt8(crc >> 8)]))
  }

  @Test func `a text is compared without what ends it`() throws {
    let format = try format(#"struct = 'z:mode="octet"|"mail" z4:_tags *:tag[_tags]( let:code[_item] )'"#)
    #expect(format.fits(Array("mail\0ab\0\0".utf8)) && !format.fits(Array("male\0ab\0\0".utf8)))
    #expect(format.lines(Array("octet\0ab\0\0".utf8)) == ["mode=octet", "tag", ".code=97", "tag", ".code=98"])
  }
}
