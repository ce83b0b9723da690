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
}
