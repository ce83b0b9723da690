import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the structure that is found by itself, on the screen.
@Suite struct StructureTests {
  private static let meter = Session.endpoint("10.0.0.2", 5_000)

  /// The checksum of Modbus, as its specification has it (Modbus over serial line V1.02, 6.2.2).
  private static func crc(_ bytes: [UInt8]) -> [UInt8] {
    var crc: UInt16 = 0xffff
    for byte in bytes {
      crc ^= UInt16(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xa001 }
    }
    return [UInt8(crc & 0xff), UInt8(crc >> 8)]
  }

  private static func big(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
  }

  /// A meter that nobody described: 40 frames of 14 bytes, of which 3 were lost and the last one is damaged.
  private func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(
      columns, rows, configure: { if chinese { $0.catalogue = Language.simplifiedChinese.catalogue } })
    for index in 0..<43 where ![7, 20, 21].contains(index) {
      var frame: [UInt8] = [0x7e, [1, 2, 5][index * 7 % 3]] + Self.big(1_000 + index, 2)
      frame += Self.big(214 + index * 11 % 27, 2)
      frame += Self.big(Int(Session.start / 1_000_000_000) + index / 3, 4) + Self.big(300 + index * 577 % 600, 2)
      frame += Self.crc(frame)
      if index == 42 { frame[5] ^= 0x40 }
      session.add(.incoming, frame, peer: Self.meter, time: Session.start + Int64(index) * 333_000_000)
    }
    return session.deliver().tick(seconds: 20)
  }

  @Test func `the detail's rule says what the bytes are`() {
    let line = session(200).type("<enter>").lines.first { $0.contains("detail of 40") } ?? ""
    #expect(line.contains("14 bytes"))
    let fields = "7e const · kind{1,2,5} · u16be counter (2 gaps) · u16be 153…240 · unix32be · u16be 30"
    #expect(line.contains(fields), "\(line)")
    #expect(line.contains("crc16-modbus ✓ 39 of 40"), "\(line)")
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the structure is drawn at every size`(size: Size) {
    let session = session(size.columns, size.rows).type("<enter>")
    expectScreen(session, "structure-line-\(size.columns)x\(size.rows)")
    expectScreen(session.type(":structure<enter>"), "structure-\(size.columns)x\(size.rows)")
  }

  @Test func `the structure is in Chinese`() {
    expectScreen(session(80, 24, chinese: true).type("<enter>:structure<enter>"), "structure-chinese-80x24")
  }

  @Test func `the list counts what was lost, and enter goes to the bytes`() {
    let session = session().type(":structure<enter>")
    #expect(session.shows("structure of 40 datagrams of 14 bytes"))
    #expect(session.lines.contains { $0.contains("0x0002") && $0.contains("seq") && $0.contains("lost 3") })
    #expect(session.lines.contains { $0.contains("0x000c") && $0.contains("crc") && $0.contains("39 of 40") })
    session.type("jj<enter>")
    #expect(session.state.focus == .detail && session.shows("0x0002 = 2"))
  }

  @Test func `keep-format asks for a file with a format that finds the same`() throws {
    let session = session().type("<enter>:keep-format meter<enter>")
    let kept = session.takeEffects().compactMap { effect -> (String, String, Bool)? in
      if case .keepFormat(let name, let text, let replaces) = effect { (name, text, replaces) } else { nil }
    }
    let (name, text, replaces) = try #require(kept.first)
    #expect(name == "meter" && !replaces)
    #expect(text.contains("when = \"size = 14 and data[0] = 0x7e\""))
    #expect(text.contains("struct = '> B=0x7e B:kind H:seq H:n1 unix:time H:n2 < H:crc'"))
    #expect(text.contains("check = \"crc16-modbus in crc\"") && text.contains("sequence = \"seq\""))
    session.type(":keep-format meter!<enter>")
    #expect(
      session.takeEffects().contains { if case .keepFormat("meter", _, replaces: true) = $0 { true } else { false } })
    session.type(":keep-format ../x<enter>")
    #expect(session.shows("a format's name is a letter"))
  }

  @Test func `a text has no structure`() {
    let session = Session(120, 35)
    for index in 0..<20 { session.receive("row \(index)", from: Self.meter) }
    session.type("<enter>:structure<enter>")
    #expect(session.message.contains("row 20 is no whole binary datagram"))
  }

  @Test func `texts between binary datagrams are no part of their structure`() {
    let session = session()
    for index in 0..<10 {
      session.add(.incoming, Array("STATUS ok".utf8.prefix(6 + index % 4)), peer: Self.meter)
      session.add(.incoming, [0x7e, 9, UInt8(index), 0xfe, 0x80], peer: Self.meter)
    }
    session.deliver().tick(seconds: 20).type("<enter>:structure<enter>")
    #expect(session.shows("structure of 10 datagrams of 5 bytes"), "\(session.lines.joined(separator: "\n"))")
  }

  @Test func `what does not change is looked at more and more seldom`() {
    let session = session().type("<enter>")
    var asked = 0
    for second in 0..<120 {
      var frame: [UInt8] = [0x7e, 1] + Self.big(1_043 + second, 2) + [0, 214]
      frame += Self.big(Int(Session.start / 1_000_000_000) + 15 + second, 4) + [0x11, 0x22]
      session.add(.incoming, frame + Self.crc(frame), peer: Self.meter)
      session.writer.publish()
      asked += session.state.update(.log(session.writer.log.snapshot())).count {
        guard case .findStructure(let request) = $0 else { return false }
        _ = session.state.update(.structureFound(request.answer(in: session.writer.log.snapshot())))
        return true
      }
      session.tick(seconds: 1)
    }
    #expect(asked > 1 && asked < 12)
  }
}
