import Monitor
import PayloadText
import Templates
import TerminalUI
import Testing
import UDPCore

/// Tests `#` in the detail.
@Suite struct ChecksumTests {
  private func frame(_ text: String) throws -> [UInt8] {
    var random = TemplateRandom(seed: 1)
    return try TemplateProgram(try Template(text, form: .hex), as: .utf8).bytes(TemplateContext(time: 0), &random)
  }

  @Test func `the checksum at the cursor is named`() throws {
    let session = Session(100, 24).append(.incoming, try frame("7e 01 05 22 {crc16-modbus} 0d 0a 31 32 33 34 35"))
    session.type("<up><enter><tab>llll#")
    #expect(session.message.contains("at 0x0004: {crc16-modbus}"), "\(session.message)")
  }

  @Test func `where none stands at the cursor, it goes to the one at the end`() throws {
    let session = Session(100, 24).append(.incoming, try frame("7e 01 05 22 33 44 {crc32:be from 1}"))
    session.type("<up><enter><tab>#")
    #expect(session.message.contains("at 0x0006: {crc32:be from 1}"), "\(session.message)")
    #expect(session.shows("0x0006 = 6"))
  }

  @Test func `a datagram without a checksum is said to have none`() {
    let session = Session(100, 24).append(.incoming, Array(repeating: 0x41, count: 9) + [9, 7, 3, 1])
    #expect(session.type("<up><enter><tab>#").message.contains("no checksum that has a name"), "\(session.message)")
  }

  @Test func `the checksum of selected bytes is named where it follows them`() throws {
    let session = Session(100, 24).append(.incoming, try frame("aa bb 7e 01 05 22 {crc16-modbus from 2 to 5} 0d 0a"))
    session.type("<up><enter><tab>llv")
    #expect(session.message.contains("moving selects bytes: # names their checksum"), "\(session.message)")
    session.type("ll#")
    #expect(session.message.contains("no checksum that has a name follows the selected 3 bytes"), "\(session.message)")
  }

  @Test func `a checksum in the middle is found by selecting what it covers`() throws {
    let session = Session(100, 24)
    session.append(.incoming, [0xaa, 0xbb, 0xcc] + (try frame("7e 01 05 22 {crc16-modbus}")) + [1, 2, 3, 4, 5, 6])
    session.type("<up><enter><tab>lllvlll#")
    #expect(session.message.contains("at 0x0007: {crc16-modbus from 3}"), "\(session.message)")
    #expect(session.shows("4 bytes selected, 0x0003 to 0x0006"), "\(session.lines)")
    session.type("v#")
    #expect(!session.shows("selected, 0x"))
  }

  @Test func `bytes are selected backwards too, and a step back drops the selection before it closes the detail`() {
    let session = Session(100, 24).append(.incoming, Array(0..<40)).type("<up><enter><tab>llllvhh")
    #expect(session.shows("3 bytes selected, 0x0002 to 0x0004"))
    session.type("<esc>")
    #expect(!session.shows("selected, 0x") && session.shows("detail of 1"))
    session.type("<esc>")
    #expect(!session.shows("detail of 1"))
  }

  @Test func `selected bytes are marked in the dump and in the text beside it`() {
    let session = Session(100, 24).append(.incoming, Array("temperature=21".utf8)).type("<up><enter><tab>vlll")
    let canvas = session.state.drawn()
    let row = canvas.lines.firstIndex { $0.contains("74 65 6d 70") } ?? 0
    let line = Array(canvas.lines[row])
    for (text, count) in [("74 65 6d 70", 11), ("tempera", 4)] {
      let first = line.indices.first { line[$0...].starts(with: text) } ?? 0
      for column in first..<first + count {
        #expect(canvas[column, row].style.attributes.contains(.reverse), "\(text) \(column)")
      }
      #expect(!canvas[first + count, row].style.attributes.contains(.reverse))
    }
  }

  @Test func `a selection belongs to its row, and reaches to what follows it`() {
    let session = Session(100, 24).append(.incoming, Array(0..<20)).append(.incoming, Array(0..<20))
    session.type("<up><enter><tab>vlG#")
    #expect(session.message.contains("nothing follows the selected bytes"), "\(session.message)")
    session.type("<tab><down><tab>")
    #expect(!session.shows("selected, 0x"))
  }

  @Test func `two digits of a checksum are no more certain than a byte`() {
    // A tail of two digits that happens to be the digits of a CRC.
    let payload: [UInt8] = [
      0xaa, 0x55, 0, 9, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 1, 3, 0, 0x10, 0, 2, 0xc5, 0xce, 0x74, 0x61, 0x69, 0x6c,
      0x31, 0x32,
    ]
    let session = Session(100, 24).append(.incoming, payload).type("<up><enter><tab>#")
    #expect(session.message.contains("{crc8-bluetooth:HEX from 1}; a single byte may agree by chance"))
  }
}
