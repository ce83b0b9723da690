import Glibc
import Plumbing

/// A capture in a file of its own, deleted after the test.
final class SampleFile {
  let path: String

  init(_ name: String, _ bytes: [UInt8]) throws {
    var template = Array("/tmp/udpeek-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/" + name
    let stream = fopen(path, "w")
    fwrite(bytes, 1, bytes.count, stream)
    fclose(stream)
  }

  deinit {
    unlink(path)
    rmdir(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
  }

  /// A classic pcap of raw IPv4: one datagram per payload, one second apart, from 10.0.3.17:5000 to 192.168.1.5:8080.
  static func pcap(_ payloads: [[UInt8]], first: UInt32 = 1_700_000_000) -> [UInt8] {
    var bytes = little(0xa1b2_c3d4) + [2, 0, 4, 0] + little(0) + little(0) + little(65_535) + little(101)
    for (index, payload) in payloads.enumerated() {
      let length = UInt16(payload.count + 28)
      let packet =
        [0x45, 0] + big(length) + [0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 3, 17, 192, 168, 1, 5] + big(5_000) + big(8_080)
        + big(length - 20) + [0, 0] + payload
      bytes += little(first + UInt32(index)) + little(0) + little(UInt32(length)) + little(UInt32(length)) + packet
    }
    return bytes
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
  private static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)] }
}
