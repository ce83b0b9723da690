import Basics
import CaptureFile
import Testing

struct CompressionTests {
  private static var capture: [UInt8] {
    var capture = CaptureBytes()
    capture.section()
    capture.interface()
    for index in 0..<300 { capture.enhanced(CaptureBytes.ipv4(Array("number \(index)".utf8))) }
    return capture.bytes
  }

  /// Builds a gzip member of stored blocks (RFC 1951, 3.2.4; RFC 1952).
  private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    for start in stride(from: 0, to: bytes.count, by: 9_000) {
      let block = bytes[start..<min(bytes.count, start + 9_000)]
      let count = UInt16(block.count)
      member += [start + 9_000 >= bytes.count ? 1 : 0]
      for value in [count, ~count] { member += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
      member += block
    }
    var sum: UInt32 = .max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
    }
    return member + little(~sum) + little(UInt32(bytes.count))
  }

  /// Builds a Zstandard frame of raw blocks (RFC 8878).
  private static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x40]
    for start in stride(from: 0, to: bytes.count, by: 9_000) {
      let block = bytes[start..<min(bytes.count, start + 9_000)]
      frame += little(UInt32(block.count) << 3 | (start + 9_000 >= bytes.count ? 1 : 0)).prefix(3)
      frame += block
    }
    return frame
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// A compression format.
  enum Packing: CaseIterable {
    case gzip
    case zstandard

    func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
      switch self {
      case .gzip: CompressionTests.gzip(bytes)
      case .zstandard: CompressionTests.zstandard(bytes)
      }
    }
  }

  @Test(arguments: Packing.allCases)
  func `compressed captures are read, in several parts too`(packing: Packing) throws {
    let capture = Self.capture
    let whole = try ReadCapture(packing(capture))
    #expect(whole.payloads == (0..<300).map { "number \($0)" } && whole.tally.warningCount == 0)
    let parts = try ReadCapture(packing(Array(capture.prefix(5_000))) + packing(Array(capture.dropFirst(5_000))))
    #expect(parts.payloads == whole.payloads && parts.tally.warningCount == 0)
  }

  @Test(arguments: Packing.allCases)
  func `a pipe may be compressed`(packing: Packing) throws {
    let read = try ReadCapture(packing(Self.capture), pieces: 1_000)
    #expect(read.payloads.count == 300 && read.tally.warningCount == 0)
  }

  @Test(arguments: Packing.allCases)
  func `what was cut or damaged is read up to there`(packing: Packing) throws {
    let packed = packing(Self.capture)
    let cut = try ReadCapture(Array(packed.prefix(packed.count / 2)))
    #expect(cut.payloads.starts(with: ["number 0", "number 1"]))
    #expect(cut.payloads.count < 300 && cut.warnings.contains(.cutCompression))
    var damaged = packed
    for index in 9_100..<9_200 { damaged[index] = 0xff }
    #expect(!cut.tally.isIncomplete)
    let read = try ReadCapture(damaged)
    #expect(read.payloads.starts(with: ["number 0", "number 1"]))
    #expect(!read.warnings.isEmpty)
  }

  @Test(arguments: [0, 1, 40_000])
  func `frames to be skipped, as pzstd writes them, are passed over wherever they stand`(size: Int) throws {
    let skipped = [0x50, 0x2a, 0x4d, 0x18] + Self.little(UInt32(size)) + [UInt8](repeating: 7, count: size)
    let capture = Self.capture
    let frames = [Array(capture.prefix(5_000)), Array(capture.dropFirst(5_000))].map(Self.zstandard)
    let read = try ReadCapture(skipped + frames[0] + skipped + frames[1] + skipped)
    #expect(read.payloads.count == 300 && read.tally.warningCount == 0)
    let other: [UInt8] = [0x5f] + skipped.dropFirst()
    #expect(try ReadCapture(other + frames[0] + frames[1]).payloads.count == 300)
  }

  @Test func `many members and frames are one capture`() throws {
    let capture = Self.capture
    for packing in Packing.allCases {
      let pieces = stride(from: 0, to: capture.count, by: 700).map {
        packing(Array(capture[$0..<min(capture.count, $0 + 700)]))
      }
      let read = try ReadCapture(pieces.flatMap { $0 })
      #expect(read.payloads.count == 300 && read.tally.warningCount == 0, "\(packing)")
    }
  }

  @Test func `zeros after the last member are passed over`() throws {
    #expect(try ReadCapture(Self.gzip(Self.capture) + [UInt8](repeating: 0, count: 512)).tally.warningCount == 0)
  }
}
