import Glibc
import Testing

/// Tests that no datagram is lost without being counted.
@Suite(.serialized, .waitsInTurn)
struct LoadTests {
  private static let count = 100_000

  @Test func `of 100,000 numbered datagrams each is printed or counted as dropped`() throws {
    let (program, port) = try Udpeek.listen(["--json", "--no-gro"])
    let peer = try LoopbackSocket()
    // 500 every 10 ms make 50,000 per second; a slow machine takes longer, which is not a failure.
    let start = monotonicTime()
    for first in stride(from: 0, to: Self.count, by: 500) {
      for number in first..<first + 500 { try peer.send(Self.payload(number), to: port) }
      let due = start + Int64(first / 500 + 1) * 10_000_000
      repeat { program.pump(milliseconds: 0) } while monotonicTime() < due
    }
    var seen = 0
    try eventually("silence") {
      program.pump(milliseconds: 1000)
      defer { seen = program.output.count }
      return program.output.count == seen
    }
    try program.end()
    let summary = Self.lastLine(of: program.output)
    let printed = Self.numbers(in: program.output)
    let dropped = try number("kernel_drops", in: summary)
    #expect(Set(printed).count == printed.count)
    #expect(printed.count + dropped == Self.count)
    #expect(try number("received", in: summary) == printed.count)
    #expect(try number("shown", in: summary) == printed.count)
    #expect(try number("evicted", in: summary) == 0)
    #expect(dropped > 0 || printed == Array(0..<Self.count))
  }

  @Test func `what waits in the kernel when it ends is printed or counted too`() throws {
    let (program, port) = try Udpeek.listen(["--json", "--no-gro", "--rcvbuf", "64MiB"])
    let peer = try LoopbackSocket()
    try program.pause()
    for number in 0..<40_000 { try peer.send(Self.payload(number), to: port) }
    program.signal(SIGINT)
    program.resume()
    let ended = try program.finish()
    #expect(ended.status == 0)
    let summary = Self.lastLine(of: program.output)
    try #require(summary.contains(#""direction":"summary""#))
    let printed = Self.numbers(in: program.output)
    #expect(try printed.count + number("kernel_drops", in: summary) == 40_000)
  }

  @Test func `records stay whole when it ends while its reader is slow`() throws {
    let (program, port) = try Udpeek.listen(["--json"])
    program.readsOutput = false
    let peer = try LoopbackSocket()
    for number in 0..<2000 { try peer.send(Self.payload(number), to: port) }
    try eventually("a full pipe") { program.unreadOutput >= 65_536 - 4096 }
    program.signal(SIGTERM)
    program.readsOutput = true
    let ended = try program.finish()
    #expect(ended.status == 0)
    // Comparing the output itself would print all of it on failure.
    #expect(program.output.last == 10)
    #expect(Self.lastLine(of: program.output).hasPrefix(#"{"direction":"summary","received":2000,"#))
  }

  /// The last line, complete or not.
  private static func lastLine(of output: [UInt8]) -> String {
    let rest = output.last == 10 ? output.dropLast() : output[...]
    return String(decoding: rest[((rest.lastIndex(of: 10) ?? rest.startIndex - 1) + 1)...], as: UTF8.self)
  }

  /// A payload that holds the number as eight bytes, big-endian.
  private static func payload(_ number: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - $0 * 8)) }
  }

  /// The sequence numbers in the payloads, taken from the objects' last key.
  private static func numbers(in output: [UInt8]) -> [Int] {
    var numbers: [Int] = []
    output.withUnsafeBufferPointer { bytes in
      var line = 0
      while line < bytes.count, let end = memchr(bytes.baseAddress! + line, 10, bytes.count - line) {
        let next = UnsafeRawPointer(end) - UnsafeRawPointer(bytes.baseAddress!) + 1
        // The end of an object: …"payload":"0000000000000001"}
        let digits = bytes[max(line, next - 19)..<next - 3]
        if bytes[next - 3] == UInt8(ascii: "\""), digits.count == 16,
          let number = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        {
          numbers.append(number)
        }
        line = next
      }
    }
    return numbers
  }
}
