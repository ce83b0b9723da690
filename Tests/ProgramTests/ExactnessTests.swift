import Glibc
import Testing

/// Tests that the datagrams received and those dropped by the kernel add up to those sent, under every fault, and that
/// every output reports the same numbers.
@Suite(.serialized, .waitsInTurn) struct ExactnessTests {
  /// A way to lose datagrams.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var options: [String] = []
    var size = 64
    var count = 20_000
    var sockets = 1
    /// Whether the program is stopped while half of the datagrams are sent.
    var isStopped = false
  }

  static let faults = [
    Fault(testDescription: "full speed"),
    Fault(testDescription: "a buffer of 4 KiB", options: ["--rcvbuf", "4KiB"]),
    Fault(testDescription: "stopped and continued", options: ["--rcvbuf", "64KiB"], isStopped: true),
    Fault(
      testDescription: "65,507 bytes each", options: ["--rcvbuf", "256KiB", "--snap", "16"], size: 65_507, count: 2000),
    Fault(testDescription: "empty ones", options: ["--rcvbuf", "8KiB"], size: 0),
    Fault(testDescription: "several sockets", options: ["--rcvbuf", "16KiB"], sockets: 5, isStopped: true),
  ]

  @Test(arguments: faults)
  func `what was sent is received or counted as dropped`(fault: Fault) throws {
    let (program, ports) = try Self.listen(fault)
    let peer = try LoopbackSocket()
    let payload = [UInt8](repeating: 0x61, count: fault.size)
    if fault.isStopped { try program.pause() }
    for number in 0..<fault.count {
      try peer.send(payload, to: ports[number % ports.count])
      if fault.isStopped, number == fault.count / 2 { program.resume() }
    }
    let ended = try program.end()
    let received = try number("received", in: try #require(ended.lines.last))
    let dropped = try number("kernel_drops", in: try #require(ended.lines.last))
    #expect(received + dropped == fault.count)
    #expect(ended.errors.contains("received \(received), shown \(received), sent 0, kernel drops \(dropped), "))
    #expect((dropped > 0) == ended.errors.contains("for a larger one: --rcvbuf"))
    // Half of the datagrams go to a stopped program, whose buffer holds a few hundred.
    if fault.isStopped { #expect(dropped > 0) }
    let told = try ended.lines.filter { $0.contains(#""direction":"drops""#) }.map {
      try number("kernel_drops", in: $0)
    }
    #expect(told == told.sorted() && (told.last ?? 0) == dropped)
  }

  @Test func `the status line tells the drops that the kernel counted, and the cure`() throws {
    let terminal = try Terminal(columns: 120, rows: 35)
    let port = try terminal.startUdpeek("--rcvbuf 4KiB --no-gro")
    let peer = try LoopbackSocket()
    let count = 20_000
    for _ in 0..<count { try peer.send("x", to: port) }
    var told = 0
    try terminal.waitFor("as many received and dropped as sent") { screen in
      guard let status = screen.first(where: { $0.contains("recv ") }) else { return false }
      told = Self.figure(after: "recv ", in: status) + Self.figure(after: "drops ", in: status)
      return told == count
    }
  }

  private static func listen(_ fault: Fault) throws -> (Program, [UInt16]) {
    let endpoints = Array(repeating: "127.0.0.1:0", count: fault.sockets)
    let program = try Udpeek.start(["listen", "--json", "--no-gro"] + endpoints + fault.options)
    try program.wait("\(fault.sockets) bound sockets") {
      $0.errorText.ranges(of: "listening on ").count == fault.sockets && $0.errorText.hasSuffix("\n")
    }
    let ports = program.errorText.matches(of: #/listening on 127\.0\.0\.1:(\d+)/#).compactMap { UInt16($0.1) }
    return (program, ports)
  }

  /// The number after `word`, with or without thousands separators; 0 if there is none.
  private static func figure(after word: String, in line: String) -> Int {
    guard let start = line.ranges(of: word).last?.upperBound else { return 0 }
    return Int(line[start...].prefix { $0.isNumber || $0 == "," }.filter(\.isNumber)) ?? 0
  }
}
