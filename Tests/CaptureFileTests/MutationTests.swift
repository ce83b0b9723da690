import CaptureFile
import Glibc
import TestSupport
import Testing

/// Tests captures damaged the way `editcap -E 0.02` does it: none may crash the reader or stall it.
struct MutationTests {
  private static var samples: [[UInt8]] {
    var classic = CaptureBytes()
    classic.pcapHeader(link: 1)
    var modern = CaptureBytes(isBig: true)
    modern.section()
    modern.interface(options: [(2, Array("eth0".utf8)), (9, [9])])
    let frame = [UInt8](repeating: 2, count: 12) + [0x81, 0, 0, 5]
    for index in 0..<12 {
      let text = Array("number \(index)".utf8)
      classic.pcapPacket(frame + [8, 0] + CaptureBytes.ipv4(text, options: [1, 1, 1, 0]))
      classic.pcapPacket(frame + [0x86, 0xdd] + CaptureBytes.ipv6(text, headers: [(0, [0, 0, 0, 0, 0, 0])]))
      modern.enhanced(
        CaptureBytes.ipv4(text), ticks: UInt64(index),
        options: [(1, text), (2, [0, 0, 0, 1]), (4, [UInt8](repeating: 0, count: 8))])
      modern.enhanced(CaptureBytes.ipv6(text, headers: [(44, [0, 1, 0, 0, 0, 0])]))
      modern.block(3) {
        $0.append32(33)
        $0.padded(CaptureBytes.ipv4())
      }
    }
    let line = #"""
      {"number":1,"time":"2026-11-22T21:07:45.1Z","direction":"in","src_ip":"10.0.3.17","src_port":53412,"dst_ip":"192.168.1.5","dst_port":8080,"size":5,"truncated":false,"text":"he\u4f60","payload":"68656c6c6f"}

      """#
    return [classic.bytes, modern.bytes, Array((line + line + line).utf8)]
  }

  @Test(arguments: [1, 2, 3, 4])
  func `a damaged capture neither crashes the reader nor holds it up`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for sample in Self.samples {
      for _ in 0..<250 {
        var bytes = sample
        for index in bytes.indices where UInt8.random(in: 0..<50, using: &random) == 0 {
          bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
        let before = clock()
        let read = try ReadCapture(bytes)
        #expect(Double(clock() - before) / Double(CLOCKS_PER_SEC) < 1)
        #expect(read.rows.count <= 36 && read.tally.warnings.count <= CaptureTally.keptWarnings)
      }
    }
  }
}
