import Basics
import PayloadText
import PeerText
import Plumbing
import Testing
import UDPCore

@testable import Expect

/// Tests the scripts that are written from rows: they parse, say what the rows were, and pass against the same peer.
struct WritingTests {
  private static let local = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8_080)
  private static let peer = Endpoint(IPAddress(ipv4: 0x7f00_0002), port: 9_000)

  private typealias Row = (kind: DatagramKind, payload: [UInt8])

  private static func rows(_ rows: [Row], peers: [Endpoint]? = nil, locals: [Endpoint]? = nil) -> [Datagram] {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    for (index, row) in rows.enumerated() {
      let local = locals?[index] ?? local
      writer.append(
        LogWriter.Row(
          kind: row.kind, time: Int64(index) * 1_000_000, size: row.payload.count, peer: peers?[index] ?? peer,
          local: LocalPath(endpoint: local, replySource: local.address, interface: 0, socket: 0)),
        payload: row.payload.span.bytes)
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    return (1..<snapshot.endNumber).compactMap { snapshot[$0] }
  }

  /// The script of rows whose texts are in an encoding.
  private static func script(_ datagrams: [Datagram], _ encoding: TextEncoding? = .utf8) throws -> [String] {
    var texts = PeerTexts(encodingForAll: encoding)
    for datagram in datagrams { texts.observe(datagram) }
    let text = ScriptWriter.script(of: datagrams, texts, InterfaceNames())
    _ = try Script.parsed(text, path: "w", ScriptScope())
    return text.split(separator: "\n").map(String.init)
  }

  @Test func `what was sent first is a client's script, what was heard first a server's`() throws {
    let ask: Row = (.outgoing, Array("temp?\r\n".utf8))
    let answer: Row = (.incoming, Array("ok".utf8))
    #expect(
      try Self.script(Self.rows([ask, answer])) == [
        "to 127.0.0.2:9000 utf-8", "> temp?\\r\\n", "< text == 'ok'",
      ])
    #expect(
      try Self.script(Self.rows([answer, ask])) == [
        "at 8080 utf-8", "< text == 'ok'", "> temp?\\r\\n",
      ])
  }

  @Test func `a conversation of two others is that of the side that spoke first`() throws {
    let rows: [Row] = [(.incoming, [0x3f]), (.incoming, [0x21]), (.incoming, [0x3f])]
    let script = try Self.script(
      Self.rows(rows, peers: [Self.local, Self.peer, Self.local], locals: [Self.peer, Self.local, Self.peer]))
    #expect(script == ["to 127.0.0.2:9000 utf-8", "> ?", "< text == '!'", "> ?"])
  }

  @Test func `numbers that change between the answers to one request match any, others do not`() throws {
    let rows: [Row] = [
      (.outgoing, Array("T?".utf8)), (.incoming, Array("T=23.5;n=1;v=2\r\n".utf8)),
      (.outgoing, Array("T?".utf8)), (.incoming, Array("T=24.0;n=2;v=2\r\n".utf8)),
    ]
    let script = try Self.script(Self.rows(rows))
    #expect(script[2] == #"< /^T=\d+(?:\.\d+)*;n=\d+(?:\.\d+)*;v=2\r\n\z/"#)
  }

  @Test func `the numbers of an answer that came once match any, unless they were asked for`() throws {
    let rows: [Row] = [(.outgoing, Array("ping 7".utf8)), (.incoming, Array("pong 7 after 12 ms".utf8))]
    #expect(try Self.script(Self.rows(rows))[2] == #"< /^pong 7 after \d+(?:\.\d+)* ms\z/"#)
  }

  @Test func `bytes that change match any`() throws {
    let rows: [Row] = [
      (.outgoing, [0x7e, 1]), (.incoming, [0x7e, 0x81, 1, 0xff]), (.outgoing, [0x7e, 1]),
      (.incoming, [0x7e, 0x81, 2, 0xff]),
    ]
    let script = try Self.script(Self.rows(rows), .hex)
    #expect(script[1] == "> {hex 7e 01}")
    #expect(script[2] == "< size = 4 and hex 7e 81 ?? ff")
  }

  static let payloads: [[UInt8]] = [
    Array("plain".utf8), Array(" # a ; b } \\ {n} {{ \"x\" 'y'  ".utf8), [], [0x20], Array("#".utf8), Array(";".utf8),
    Array("a # b\r\n\t\u{0}\u{1b}[2J".utf8), Array("温度=23.5 \u{202e}\u{1f600}".utf8), Array(0...255),
    [0xce, 0xc2, 0xb6, 0xc8], Array("within 2s".utf8), Array("/re/".utf8), Array("{\"a\": 1 }".utf8),
    Array("$^.*+?()[]|/-".utf8), Array(repeating: 0x61, count: 3_000),
  ]

  @Test(arguments: payloads, [TextEncoding.utf8, .gbk, .hex, nil])
  func `the script of any datagram passes against a peer that echoes it`(
    payload: [UInt8], encoding: TextEncoding?
  ) throws {
    let device = try Device { [($0, 0)] }
    defer { device.stop() }
    var texts = PeerTexts(encodingForAll: encoding)
    let port = UInt16(device.endpoint.split(separator: ":")[1]) ?? 0
    let peers = Array(repeating: Endpoint(IPAddress(ipv4: 0x7f00_0001), port: port), count: 2)
    let rows = Self.rows([(.outgoing, payload), (.incoming, payload)], peers: peers)
    for row in rows { texts.observe(row) }
    let script = ScriptWriter.script(of: rows, texts, InterfaceNames())
    let result = try run(script)
    #expect(result.outcome == .passed, "\(script)\n\(result.failure)")
    // And each row alone parses.
    for row in rows {
      _ = try Script.parsed(
        ScriptWriter.script(of: [row], texts, InterfaceNames()), path: "w", ScriptScope())
    }
  }
}
