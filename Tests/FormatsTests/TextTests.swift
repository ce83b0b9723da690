import DisplayFilter
import Formats
import PayloadText
import Testing
import UDPCore

/// Tests formats of text and of notations that say their own structure.
struct TextTests {
  @Test func `the capture of an expression is read out of GBK text, with its place in the bytes`() throws {
    let format = try format("fields = '/温度=(?<temp>[\\d.]+)/'")
    var log = TestLog()
    let payload: [UInt8] = [0xce, 0xc2, 0xb6, 0xc8, 0x3d] + Array("23.50 ok".utf8)
    let datagram = try log.add(payload)
    var chooser = FormatChooser(FormatBook([format]))
    let found = chooser.dissection(of: datagram, in: context(.gbk))
    let dissection = try #require(found)
    let field = try #require(dissection.field(named: "temp"))
    #expect(field.value == .real(23.5))
    #expect(field.range == 5..<10)
  }

  @Test func `three levels of a JSON object are fields`() throws {
    let format = try format(
      "json = { id = '$.id', name = '$.sensor.name', t = '$.sensor.values.t', first = '$.list[0]' }")
    let bytes = Array(#"{"id": 7, "sensor": {"name": "门", "values": {"t": 21.5}}, "list": [1, 2]}"#.utf8)
    #expect(format.lines(bytes) == ["id=7", "name=门", "t=21.5", "first=1"])
    #expect(!format.fits(Array("{\"other\": 1}".utf8)) && !format.fits(Array("{".utf8)))
  }

  @Test func `a tree shows what its notation says`() throws {
    let json = try format("tree = 'json'")
    #expect(
      json.lines(Array(#"{"a": {"b": [true, null, "x\u00e9"]}, "c": -1.5e2}"#.utf8)) == [
        "a", ".a.b", "..a.b.0=yes", "..a.b.1=null", "..a.b.2=xé", "c=-150",
      ])
    let cbor = try format("tree = 'cbor'")
    #expect(cbor.lines(hex("a2 61 61 01 61 62 82 20 f5")) == ["a=1", "b", ".b.0=-1", ".b.1=yes"])
    let pack = try format("tree = 'msgpack'")
    #expect(pack.lines(hex("82 a1 61 01 a1 62 92 ff c3")) == ["a=1", "b", ".b.0=-1", ".b.1=yes"])
    let proto = try format("tree = 'protobuf'")
    #expect(proto.lines(hex("08 9601 12 02 6869 1a 03 08 01 10")) == ["1=150", "2=hi", "3=08 01 10"])
    #expect(proto.lines(hex("1a 04 08 01 10 02")) == ["3", ".3.1=1", ".3.2=2"])
    let ber = try format("tree = 'ber'")
    #expect(ber.lines(hex("30 0b 02 01 01 06 03 2b0601 04 01 41")) == ["0", ".0.0=1", ".0.1=1.3.6.1", ".0.2=A"])
  }

  @Test func `the fields of JSON that is not UTF-8 lie in the datagram`() throws {
    let json = try format("tree = 'json'")
    let bytes: [UInt8] = [0x22, 0x80, 0x80, 0x22]
    #expect(json.dissect(bytes).fields.map(\.range) == [0..<4])
  }

  @Test func `pairs of keys and values, columns and header lines are fields`() throws {
    let pairs = try format("keyvalue = ';='\nnames = ['temp']")
    #expect(pairs.lines(Array("temp=21.5; state=\"on\" ;x".utf8)) == ["temp=21.5", "state=on"])
    #expect(pairs.fields.map(\.name) == ["temp"])
    let columns = try format("csv = ['id', '_', 'temp']\nseparator = ';'")
    #expect(columns.lines(Array("7;x;\"2;1\"\r\n".utf8)) == ["id=7", "temp=2;1"])
    #expect(!columns.fits(Array("7;x".utf8)))
    let sip = try format(
      """
      fields = '/^(?<method>[A-Z]+) \\S+ SIP\\/2\\.0\\r?$/m'
      headers = { call_id = "Call-ID|i", cseq = "CSeq" }
      """)
    #expect(
      sip.lines(Array("INVITE sip:a SIP/2.0\r\nVia: x\r\ni: 77@h\r\nCSEQ: 1 INVITE\r\n\r\nCall-ID: no".utf8)) == [
        "method=INVITE", "call_id=77@h", "cseq=1 INVITE",
      ])
  }

  @Test func `each line of a text may be a record`() throws {
    let statsd = try format("fields = '/^(?<metric>[^:|]+):(?<value>[^|]+)\\|(?<type>ms|[cgh])/'\nlines = true")
    #expect(
      statsd.lines(Array("a:1|c\nb:2.5|ms\n".utf8)) == [
        "line", ".metric=a", ".value=1", ".type=c", "line", ".metric=b", ".value=2.5", ".type=ms",
      ])
    #expect(statsd.lines(Array("a:1|c".utf8)) == ["metric=a", "value=1", "type=c"])
    #expect(!statsd.fits(Array("hello".utf8)))
  }

  @Test func `numbers of a text are computed and have labels`() throws {
    let syslog = try format(
      """
      fields = '/^<(?<pri>\\d{1,3})>(?<message>.*)/'
      compute = { facility = "pri >> 3", severity = "pri & 7" }
      labels.severity = { 3 = "err", 6 = "info" }
      show = "syslog {severity} {message}"
      """)
    let dissection = syslog.dissect(Array("<11>disk full".utf8))
    #expect(dissection.summary == "syslog err disk full")
    #expect(dissection.value(of: "facility") == .signed(1))
  }

  @Test func `a checksum may be hexadecimal digits of the text`() throws {
    let nmea = try format(
      """
      fields = '/^\\$(?<talker>..)(?<kind>...),(?<data>.*)\\*(?<sum>[0-9A-F]{2})/'
      check = "nmea in sum"
      """)
    let good = "$GPGLL,4916.45,N,12311.12,W,225444,A*31"
    #expect(nmea.dissect(Array(good.utf8)).check == .good)
    #expect(nmea.dissect(Array(good.replacing("*31", with: "*30").utf8)).check == .bad(found: 0x30, expected: 0x31))
  }
}
