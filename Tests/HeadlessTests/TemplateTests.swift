import Basics
import CommandCore
import Headless
import PayloadText
import Templates
import Testing

struct TemplateTests {
  private func source(_ text: String, seed: UInt64 = 1) throws -> TemplatePayload {
    let program = try TemplateProgram(try Template(text), as: .utf8)
    return try TemplatePayload(program, TemplateContext(time: 0), TemplateRandom(seed: seed))
  }

  private func payload(_ source: TemplatePayload) throws -> String? {
    guard case .payload(let bytes) = try source.next() else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `each round of a message counts on`() throws {
    let source = try source("ping {n}")
    #expect(try payload(source) == "ping 1" && payload(source) == nil)
    source.restart()
    #expect(try payload(source) == "ping 2" && payload(source) == nil)
  }

  @Test func `the same seed makes the same messages`() throws {
    let (first, second) = (try source("{random:0..999999}"), try source("{random:0..999999}"))
    for _ in 0..<5 {
      #expect(try payload(first) == payload(second))
      first.restart()
      second.restart()
    }
  }

  @Test func `a message that cannot be made is refused before the first`() {
    #expect(throws: TemplateError.field(0..<7, .missing(.local))) { try source("{local}") }
  }

  @Test func `the list names each checksum with its parameters`() {
    let lines = String(decoding: ChecksumListing.lines(isJSON: false), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == ChecksumAlgorithm.all.count)
    #expect(lines.contains { $0.hasPrefix("crc16-modbus ") && $0.contains("poly=0x8005 init=0xffff refin=true") })
    let objects = String(decoding: ChecksumListing.lines(isJSON: true), as: UTF8.self)
    #expect(objects.contains(#"{"name":"sum8","width":8,"check":"0xdd","order":"be","also":""}"#))
  }

  @Test func `the checksum of frames is named by the field that makes it`() throws {
    let one = try ChecksumFinding(["01 03 02 00 05 78 47"])
    #expect(String(decoding: try one.lines(isJSON: false), as: UTF8.self).hasPrefix("{crc16-modbus}"))
    #expect(one.doubt != nil)
    let both = try ChecksumFinding(["01 03 02 00 05 78 47", "01 03 02 00 06 38 46"])
    #expect(String(decoding: try both.lines(isJSON: false), as: UTF8.self) == "{crc16-modbus}  at the end\n")
    #expect(
      String(decoding: try both.lines(isJSON: true), as: UTF8.self)
        == #"{"field":"{crc16-modbus}","name":"crc16-modbus","order":"le","from":0,"size":2,"after":0,"datagrams":2}"#
        + "\n")
    #expect(both.doubt == nil)
  }

  @Test func `bytes that are none, and frames without a checksum, are failures`() {
    let wrong = #expect(throws: CommandFailure.self) { try ChecksumFinding(["7e 1"]) }
    #expect(wrong?.status == .usage && wrong?.message.english.contains("'1' is half a byte") == true)
    let none = #expect(throws: CommandFailure.self) { try ChecksumFinding(["41 42", "43 50"]).lines(isJSON: false) }
    #expect(none?.status == .failed)
  }
}
