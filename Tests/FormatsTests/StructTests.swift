import Basics
import Testing

@testable import Formats

/// Tests the struct language: what each letter reads, and what is said where the bytes do not fit.
struct StructTests {
  @Test func `a meter's frame of 14 bytes is described in four lines`() throws {
    let meter = try format(
      """
      when = "hex 7e and size = 14"
      struct = ">x B:kind H:seq h:temp/10 I:time H:flow H:crc"
      check = "crc16-modbus in crc"
      unit = { temp = "°C", flow = "l/h" }
      """)
    #expect(meter.fields.map(\.name) == ["kind", "seq", "temp", "time", "flow", "crc"])
    let frame = hex("7e 02 0102 00d7 5f5e1000 0064 4c5b")
    #expect(
      meter.lines(frame) == [
        "kind=2", "seq=258", "temp=21.5 °C", "time=1600000000", "flow=100 l/h", "crc=19547",
      ])
    #expect(meter.dissect(frame).field(named: "temp")?.range == 4..<6)
    #expect(meter.dissect(frame).check != .good)
  }

  @Test func `a checksum is good, bad or absent`() throws {
    let frames = try format(
      """
      struct = "B:kind H:value <H:crc"
      check = "crc16-modbus in crc"
      """)
    let body = hex("01 0304")
    let crc = CRC16.modbus(body)
    #expect(frames.dissect(body + [UInt8(crc & 0xff), UInt8(crc >> 8)]).check == .good)
    #expect(
      frames.dissect(body + [UInt8(crc & 0xff) ^ 1, UInt8(crc >> 8)]).check == .bad(found: crc ^ 1, expected: crc))
    #expect(frames.dissect(hex("01 03")).check == .absent)
  }

  @Test(arguments: [
    ("b:v", "ff", "-1"), ("B:v", "ff", "255"), ("<h:v", "feff", "-2"), (">H:v", "0102", "258"),
    ("<I:v", "01000000", "1"),
    (">q:v", "ffffffffffffffff", "-1"), (">Q:v", "ffffffffffffffff", "18446744073709551615"),
    (">u24:v", "010203", "66051"),
    (">i24:v", "ffffff", "-1"), (">u48:v", "000000000102", "258"), (">e:v", "3c00", "1"), (">f:v", "3dcccccd", "0.1"),
    (">d:v", "3ff8000000000000", "1.5"), ("?:v", "01", "yes"), ("4s:v", "61620000", "ab"), ("s:v", "616263", "abc"),
    ("z:v", "616200", "ab"), ("z4:v", "61626300", "abc"), ("p:v", "026162", "ab"), (">p2:v", "00026162", "ab"),
    ("line:v", "6162 0d0a 63", "ab"), ("word:v", "6162 20 63", "ab"), ("bytes:v", "0102", "01 02"),
    ("3bytes:v", "010203", "01 02 03"),
    ("ipv4:v", "c0000201", "192.0.2.1"), ("mac:v", "0102030405ff", "01:02:03:04:05:ff"),
    ("ipv6:v", "20010db8000000000000000000000001", "2001:db8::1"),
    ("uuid:v", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"),
    (">unix:v", "5f5e1000", "2020-09-13 12:26:40 UTC"),
    (">unixms:v", "0000000000000001", "1970-01-01 00:00:00.001000 UTC"),
    (">ntp:v", "e2fb5c80 80000000", "2020-09-03 12:13:52.500000 UTC"), (">ntp32:v", "00018000", "1.5"),
    ("varint:v", "ac02", "300"), ("zigzag:v", "03", "-2"), ("quicint:v", "4019", "25"), ("berlen:v", "820100", "256"),
    ("3B:v", "010203", "1, 2, 3"), ("B:v/10+1", "0a", "2"), ("h:v*0.1-40", "0064", "-30"),
    ("B:v{0=off,1-3=on}", "02", "on"),
    ("oid:v[3]", "2b0601", "1.3.6.1"), ("name:v", "03 777777 02 6e6c 00", "www.nl"), ("uint:v[3]", "000102", "258"),
    ("int:v[1]", "ff", "-1"), ("let:v[3*4+1]", "", "13"), ("let:v[(1+2)*3]", "", "9"), ("c:v", "41", "A"),
  ])
  func `each letter reads its bytes`(_ source: String, _ bytes: String, _ value: String) throws {
    let format = try format("struct = '\(source)'")
    #expect(format.dissect(hex(bytes)).field(named: "v")?.text == value)
    #expect(format.dissect(hex(bytes)).problem == nil)
  }

  @Test func `bits have names, ranges and labels`() throws {
    let flags = try format("struct = '>H:flags.15:qr{0=query,1=response}.11-14:opcode.10:aa.0-3:_rcode'")
    #expect(flags.fields.map(\.name) == ["flags", "qr", "opcode", "aa"])
    #expect(flags.lines(hex("8c03")) == ["flags=35843", "qr=response", "opcode=1", "aa=yes"])
    #expect(flags.dissect(hex("8c03")).field(named: "opcode")?.bits == 11...14)
  }

  @Test func `lengths, groups, repetitions and branches follow earlier fields`() throws {
    let records = try format(
      """
      struct = '''
      > B:count                       # how many records follow
      *:record[count]( B:type B:_len [_len]( ?type=1 ( H:temp ) : ?type=2|3 ( s:text ) : ( bytes:data ) ) )
      s:rest
      '''
      """)
    #expect(
      records.lines(hex("03 01 02 00d7 02 02 6869 09 01 ff 21")) == [
        "count=3", "record", ".type=1", ".temp=215", "record", ".type=2", ".text=hi", "record", ".type=9", ".data=ff",
        "rest=!",
      ])
  }

  @Test func `a list of options ends at its mark`() throws {
    let options = try format(
      """
      struct = '*:option( B:code ?code=255 ( stop ) ?code!=0 ( B:_len bytes:value[_len] ) ) bytes:rest'
      """)
    #expect(
      options.lines(hex("35 01 05 00 0c 02 6162 ff 0102")) == [
        "option", ".code=53", ".value=05", "option", ".code=0", "option", ".code=12", ".value=61 62", "option",
        ".code=255", "rest=01 02",
      ])
  }

  @Test func `the characters of a text say what follows, as in OSC`() throws {
    let osc = try format(
      """
      struct = '''
      > z4:address z4:_tags
      *:argument[_tags]( ?_item='i' ( i:value ) ?_item='f' ( f:value ) ?_item='s' ( z4:value ) )
      '''
      show = "OSC {address}[ {value* }]"
      """)
    let message = Array("/a\0\0,if\0".utf8) + hex("00000007 3f000000")
    #expect(osc.dissect(message).summary == "OSC /a 7 0.5")
  }

  @Test func `computed values add up, as in the options of CoAP`() throws {
    let coap = try format(
      """
      struct = '''
      *:option( B:_head=0-254.4-7:_delta.0-3:_len let:number[number+_delta]{11=Uri-Path} s:value[_len] )
      '''
      """)
    #expect(
      coap.lines(hex("b1 61 02 6263")).filter { $0.hasPrefix(".") } == [
        ".number=Uri-Path", ".value=a", ".number=Uri-Path", ".value=bc",
      ])
  }

  @Test func `names of DNS may point back`() throws {
    let dns = try format(
      """
      struct = '> 12x name:qname H:_type H:_class name:answer'
      """)
    let message = hex("00000000 00000000 00000000 01 61 02 6e6c 00 0001 0001 03 777777 c0 0e")
    #expect(dns.lines(message) == ["qname=a.nl", "answer=www.nl"])
  }

  @Test func `parts are used again, and may contain themselves within bounds`() throws {
    let nested = try format(
      """
      struct = '$item'
      parts = { item = ':node( B:kind ?kind=1 ( $item $item ) )' }
      """)
    #expect(nested.lines(hex("01 02 03")) == ["node", ".kind=1", ".node", "..kind=2", ".node", "..kind=3"])
    let endless = try format("struct = '$a'\nparts = { a = '$a' }")
    #expect(endless.dissect([1, 2]).problem?.english == "the groups are nested too deeply")
  }

  @Test func `a value that must be another says so, and bytes that end early say where`() throws {
    let frame = try format("struct = '>B:version=2-3 H:length'")
    #expect(frame.fits(hex("02 0001")))
    #expect(!frame.fits(hex("04 0001")))
    #expect(!frame.fits(hex("02 00")))
    #expect(frame.dissect(hex("04 0001")).problem?.english == "version at 0 is not =2-3")
    #expect(frame.dissect(hex("02 00")).problem?.english == "length needs 2 bytes at 1, and 1 are left")
    #expect(frame.lines(hex("02 00")) == ["version=2"])
    let literal = try format(#"struct = '"Art-Net\0" <H:opcode'"#)
    #expect(literal.fits(Array("Art-Net\0".utf8) + [0, 0x50]))
    #expect(!literal.fits(Array("Art-Nit\0".utf8) + [0, 0x50]))
    let exact = try format("struct = 'B:a'\nexact = true")
    #expect(exact.fits([1]) && !exact.fits([1, 2]))
  }

  @Test(arguments: [
    (
      "struct = 'B:kind K:seq'",
      "/f.toml:3:18: format[1].struct: there is no letter or word 'K'; did you mean 'b'?; put blanks between letters"
    ),
    (
      "struct = 's:a[b]'",
      "/f.toml:3:15: format[1].struct: no field before this one has the name 'b'; did you mean 'a'?"
    ),
    ("struct = 'B:a ( H:b'", "/f.toml:3:15: format[1].struct: this '(' is not closed: add ')'"),
    (
      "struct = 'B:a'\ncheck = 'crc99 in a'",
      "/f.toml:4:9: format[1].check: there is no checksum 'crc99'; did you mean 'crc32'?; see: udpeek checksums"
    ),
    ("struct = 'B:a'\nkind = 'b'", "/f.toml:4:8: format[1].kind: there is no field 'b'; did you mean 'a'?"),
    ("struct = 'B:a.9:b'", "/f.toml:3:15: format[1].struct: a bit of this number goes from 0, the lowest, to 7"),
    ("struct = 'B:a'\nfields = '/(?<b>.)/'", "/f.toml:3:10: format[1].struct: goes without fields; choose one"),
    (
      "fields = '/(?<b>./'",
      "/f.toml:3:18: format[1].fields: this regular expression is wrong: missing closing parenthesis"
    ),
    (
      "stuct = 'B:a'\ntree = 'json'",
      "/f.toml:3:9: format[1].stuct: there is no such key in a format; did you mean 'struct'?"
    ),
    ("struct = '''\nB:a\nq q'''", "nothing"),
    (
      "struct = '''\nB:a\nBB:b'''",
      "/f.toml:5:1: format[1].struct: there is no letter or word 'BB'; did you mean 'b'?; put blanks between letters"
    ),
  ])
  func `a mistake is told with its line, column and key`(_ source: String, _ sentence: String) {
    let all = problems("[[format]]\nname = \"test\"\n" + source)
    #expect(all == (sentence == "nothing" ? [] : [sentence]))
  }

  @Test func `a line that cannot be read moves no later mistake, and padding behind the end is no padding`() throws {
    let said = problems("名称 = 温度\n[[format]]\nname = \"a\"\nstruct = \">x B:kindly kind\"\n")
    #expect(said.count == 2 && said.last?.hasPrefix("/f.toml:4:23: format[1].struct") == true, "\(said)")
    #expect(try format("struct = 'x:a B:b'").dissect([]).fields.isEmpty)
    #expect(try format("struct = 'x:a x:b'").dissect([7]).fields.map(\.name) == ["a"])
  }

  @Test func `a number at a fixed place is read without the rest`() throws {
    let meter = try format("struct = '>x B:kind H:seq h:temp/10 s:name'")
    let bytes = hex("7e 02 0102 00d7 6162")
    #expect(unsafe meter.number(of: 2, bytes.span.bytes, .utf8) == 21.5)
    #expect(unsafe meter.number(of: 1, bytes.span.bytes, .utf8) == 258)
    #expect(unsafe meter.number(of: 1, hex("7e").span.bytes, .utf8) == nil)
  }

  @Test(arguments: [
    (">f:v", "3dcccccd", 0.1), (">f:v*10", "3dcccccd", 1), (">f:v", "7f7fffff", 3.4028235e38),
    (">f:v", "00000001", 1e-45), (">f:v", "4b800001", 16_777_218), ("<e:v", "663c", 1.099609375), ("?:v", "ff", 1),
    (">d:v", "3fb999999999999a", 0.1),
    (">i:v", "ffffffff", -1), (">Q:v", "ffffffffffffffff", 1.8446744073709552e19), ("unix:v", "00000001", 1),
    (">ntp32:v", "00018000", 1.5),
  ])
  func `a number at a fixed place is the one that is shown`(_ source: String, _ bytes: String, _ value: Double) throws {
    let format = try format("struct = '\(source.hasPrefix("unix") ? ">" : "")\(source)'")
    #expect(format.dissect(hex(bytes)).fields.first?.value.number == value)
    #expect(unsafe format.number(of: 0, hex(bytes).span.bytes, .utf8) == value)
  }

  @Test func `the shortest number of four bytes is the one of its digits`() {
    var bits: UInt32 = 0x1234_5678
    for _ in 0..<20_000 {
      bits = bits &* 1_664_525 &+ 1_013_904_223
      let value = Float(bitPattern: bits)
      guard value.isFinite else { continue }
      let digits = Double("\(value)")
      #expect(NumberForm.shortest(Double(value), 4) == digits, "\(value)")
    }
  }

  @Test func `what a value must be holds behind a count too`() throws {
    let format = try format("struct = '1B:a=5 B:b'")
    #expect(format.fits(hex("05 01")) && !format.fits(hex("04 01")))
  }

  @Test(arguments: ["B:a stop B:b", "B:a &( stop ) B:b", "B:a &( 3x ) B:b", "B:a ( ( stop ) ) B:b"])
  func `a number behind the end of the reading is not there`(_ source: String) throws {
    let format = try format("struct = '\(source)'")
    #expect(format.lines(hex("01 02")) == ["a=1"])
    #expect(unsafe format.number(of: 0, hex("01 02").span.bytes, .utf8) == 1)
    #expect(unsafe format.number(of: 1, hex("01 02").span.bytes, .utf8) == nil)
  }

  @Test func `a byte that is yes or no is yes for every number but 0, also where it must be yes`() throws {
    let format = try format("struct = '?:on=1'")
    #expect(format.fits(hex("ff")) && format.fits(hex("01")) && !format.fits(hex("00")))
  }
}

/// A checksum computed bit by bit, to compare with.
enum CRC16 {
  static func modbus(_ bytes: [UInt8]) -> UInt64 {
    var crc: UInt64 = 0xffff
    for byte in bytes {
      crc ^= UInt64(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xa001 }
    }
    return crc
  }
}
