import PayloadText
import TestSupport
import Testing

@testable import Templates

struct ChecksumSearchTests {
  @Test func `the checksum at the end of a frame is found first`() throws {
    let frame = try render("7e 01 05 {crc16-modbus}", .hex)
    #expect(ChecksumSearch.matches(in: [frame]).first?.field == "{crc16-modbus}")
    let sentence = try render("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*{nmea}\\r\\n")
    #expect(ChecksumSearch.matches(in: [sentence]).first?.algorithm.name == "nmea")
    #expect(ChecksumSearch.matches(in: [sentence]).first?.trailing == 2)
  }

  @Test(arguments: ChecksumAlgorithm.all.filter { $0.width > 8 && $0.width % 8 == 0 })
  func `each checksum is found in both byte orders and from a later byte`(algorithm: ChecksumAlgorithm) throws {
    var random = SeededGenerator(seed: 5)
    for field in ["{\(algorithm.name)}", "{\(algorithm.name):be from 3}", "{\(algorithm.name):HEX from 1}"] {
      let frames = try (0..<3).map { _ in
        let hex = Message.hexText(of: random.bytes(20))
        return try render("{hex \(hex)}\(field){hex 03}")
      }
      let matches = ChecksumSearch.matches(in: frames)
      let bytes = try frames.map { frame in
        let match = try #require(matches.first)
        return try render("{hex \(Message.hexText(of: Array(frame.prefix(20))))}\(match.field){hex 03}")
      }
      #expect(bytes == frames, "\(field): \(matches.map(\.field))")
    }
  }

  @Test func `frames without a checksum have none, and short ones do not trap`() throws {
    var random = SeededGenerator(seed: 99)
    var found = 0
    for _ in 0..<30 { found += ChecksumSearch.matches(in: (0..<3).map { _ in random.bytes(24) }).count }
    #expect(found == 0)
    for count in 0..<12 { _ = ChecksumSearch.matches(in: [random.bytes(count)]) }
    #expect(ChecksumSearch.matches(in: []) == [] && ChecksumSearch.matches(in: [[]]) == [])
  }

  @Test func `the checksum at a place is found, whatever follows it`() throws {
    let frame = try render("7e 01 05 {crc16-modbus} 0d 0a 7e 7f 80 81 82", .hex)
    #expect(ChecksumSearch.matches(at: 3, in: frame).first?.field == "{crc16-modbus}")
    #expect(ChecksumSearch.matches(at: 3, in: frame).filter { $0.byteCount > 1 }.count == 1)
    #expect(
      ChecksumSearch.matches(at: 4, in: frame).allSatisfy { $0.byteCount == 1 }
        && ChecksumSearch.matches(at: 99, in: frame) == [])
    #expect(ChecksumSearch.matches(at: 0, in: frame) == [])
  }
}
