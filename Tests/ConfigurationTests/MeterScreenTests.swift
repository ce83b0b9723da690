import Configuration
import DisplayFilter
import Formats
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests what a user sees of a format that the configuration describes, from the file to the screen.
struct MeterScreenTests {
  private static let meter = """
    [[format]]
    name = "meter"
    when = "hex 7e and size = 14"
    struct = ">x B:kind H:seq h:temp/10 I:time H:flow H:crc"
    check = "crc16-modbus in crc"
    sequence = "seq"
    unit = { temp = "°C", flow = "l/h" }
    show = "meter {kind}: {temp} °C, {flow} l/h"
    [columns]
    show = ["number", "seq", "temp", "flow", "text"]
    """
  private static let locale = CharacterLocale.activate(forceUTF8: true)

  /// A frame of 14 bytes with its checksum.
  private static func frame(seq: UInt16, temperature: Int16, flow: UInt16) -> [UInt8] {
    func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
    let frame =
      [0x7e, 1] + bytes(seq) + bytes(UInt16(bitPattern: temperature)) + [0x69, 0x2a, 0x10, UInt8(seq & 0xff)]
      + bytes(flow)
    let crc = frame.reduce(0xffff as UInt16) { crc, byte in
      (0..<8).reduce(crc ^ UInt16(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xa001 : crc >> 1 }
    }
    return frame + bytes(crc)
  }

  /// A screen with the datagrams of a meter.
  private static func screen(_ frames: [[UInt8]]) throws -> State {
    try #require(locale == .utf8)
    let configuration = configuration(meter)
    #expect(configuration.sentences == [])
    let here = Endpoint(try #require(IPAddress("192.168.1.5")), port: 9_000)
    var settings = MonitorSettings(bound: [here])
    settings.apply(configuration, theme: nil, encodings: ChosenEncodings())
    var state = State(settings, size: Size(columns: 140, rows: 35))
    _ = state.update(.tick(monotonic: 1_000_000_000, wall: 1_795_381_665_000_000_000))
    var writer = LogWriter(limit: 8 << 20)
    for (index, frame) in frames.enumerated() {
      let row = LogWriter.Row(
        kind: .incoming, time: 1_795_381_665_000_000_000 + Int64(index) * 1_000_000_000, size: frame.count,
        peer: Endpoint(try #require(IPAddress("10.0.3.17")), port: 5_000),
        local: LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0))
      unsafe writer.append(row, payload: frame.span.bytes)
    }
    writer.publish()
    _ = state.update(.log(writer.log.snapshot()))
    return state
  }

  private static func type(_ text: String, into state: inout State) {
    for scalar in text.unicodeScalars {
      _ = state.update(.key(scalar == "\n" ? .enter : .character(scalar)))
    }
    while state.wantsMoreTime { _ = state.update(.work) }
  }

  private static func filter(_ text: String, _ state: inout State) {
    type("/", into: &state)
    _ = state.update(.key(.control("u")))
    type(text + "\n", into: &state)
  }

  @Test func `a meter that a few lines describe has columns, a filter, a graph, lost datagrams, and red checksums`()
    throws
  {
    var wrong = Self.frame(seq: 6, temperature: 220, flow: 310)
    wrong[13] ^= 1
    var state = try Self.screen([
      Self.frame(seq: 1, temperature: 215, flow: 300), Self.frame(seq: 2, temperature: 305, flow: 305),
      Self.frame(seq: 5, temperature: 310, flow: 320), wrong,
    ])
    var lines: [String] { state.drawn().lines }
    #expect(lines.contains { $0.contains("  2  30.5 °C  305 l/h  meter 1: 30.5 °C, 305 l/h") }, "\(lines)")
    let canvas = state.drawn()
    let row = try #require(canvas.lines.firstIndex { $0.contains("meter 1: 22 °C") })
    let failure = state.configuration.theme.failure.foreground
    #expect(canvas.cells(ofRow: row).contains { $0.style.foreground == failure })
    #expect(!canvas.cells(ofRow: row - 1).contains { $0.style.foreground == failure })
    Self.filter("temp > 30", &state)
    #expect(lines[0].contains("temp > 30   2 of 4"), "\(lines[0])")
    Self.filter("badcheck", &state)
    #expect(lines[0].contains("badcheck   1 of 4"), "\(lines[0])")
    Self.filter("gap", &state)
    #expect(lines[0].contains("gap   1 of 4"), "\(lines[0])")
    Self.filter("udp", &state)
    Self.type("V", into: &state)
    #expect(lines.contains { $0.contains("─ seq, temp, flow from 10.0.3.17:5000") }, "\(lines)")
    Self.type(":graph temp\n", into: &state)
    #expect(lines.contains { $0.contains("temp  22 °C  min 21.5  mean 26.25  max 31") }, "\(lines)")
    Self.type("VP", into: &state)
    #expect(
      lines.contains { $0.contains("10.0.3.17:5000") && $0.contains("       2       0       0  hex") }, "\(lines)")
  }
}
