import Glibc
import Testing

/// Nothing is lost without being counted.
@Suite(.serialized)
struct LoadTests {
  private static let count = 100_000

  @Test func `of 100,000 numbered datagrams each is printed or counted as dropped`() throws {
    let (program, port) = try Udpeek.listen(["--json", "--no-gro"])
    let peer = try LoopbackSocket()
    // 500 every 10 ms are 50,000 a second; a slow machine takes longer, and that is no fault.
    let start = monotonicTime()
    for first in stride(from: 0, to: Self.count, by: 500) {
      for number in first..<first + 500 { try peer.send(Self.payload(number), to: port) }
      let due = start + Int64(first / 500 + 1) * 10_000_000
      repeat { program.pump(milliseconds: 0) } while monotonicTime() < due
    }
    var seen = 0
    try program.wait("silence") { program in
      defer { seen = program.output.count }
      return program.output.count == seen
    }
    let ended = try program.end()
    let summary = try #require(ended.output.split(separator: "\n").last.map(String.init))
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
    program.signal(SIGSTOP)
    for number in 0..<40_000 { try peer.send(Self.payload(number), to: port) }
    program.signal(SIGINT)
    program.signal(SIGCONT)
    let ended = try program.finish()
    #expect(ended.status == 0)
    let summary = try #require(ended.output.split(separator: "\n").last.map(String.init))
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
    // Not the output itself: a failure would print it all.
    let last = ended.output.split(separator: "\n", omittingEmptySubsequences: false).suffix(2)
    #expect(last.last == "")
    #expect(last.first?.hasPrefix(#"{"direction":"summary","received":2000,"#) == true)
  }

  /// Eight bytes, big-endian.
  private static func payload(_ number: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - $0 * 8)) }
  }

  /// The sequence numbers of the payloads, from the objects' last key.
  private static func numbers(in output: [UInt8]) -> [Int] {
    var numbers: [Int] = []
    output.withUnsafeBufferPointer { bytes in
      var line = 0
      while line < bytes.count, let end = memchr(bytes.baseAddress! + line, 10, bytes.count - line) {
        let next = UnsafeRawPointer(end) - UnsafeRawPointer(bytes.baseAddress!) + 1
        // …"payload":"0000000000000001"}
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
