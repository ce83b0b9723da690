import Glibc
import Testing

/// Tests time limits and signals while rows are judged that take long by design.
@Suite(.serialized, .waitsInTurn)
struct DeadlineTests {
  private static let expression = "/(a+)+[xy]/"
  private static let hostile = [UInt8](repeating: 0x61, count: 2_000) + [0x21]
  /// The longest acceptable end, in nanoseconds, on a machine busy with other tests; the bug took 15 s.
  private static let soon: Int64 = 3_000_000_000

  private func flood(_ port: UInt16) throws {
    let peer = try LoopbackSocket()
    for _ in 0..<3_500 { try peer.send(Self.hostile, to: port) }
  }

  @Test func `--duration holds while an expression tries too many ways`() throws {
    let (program, port) = try Udpeek.listen(["--quiet", "--duration", "2", "--until", Self.expression])
    let start = monotonicTime()
    try flood(port)
    let ended = try program.finish()
    #expect(monotonicTime() - start < 2_000_000_000 + Self.soon)
    #expect(ended.status == 5)
    #expect(ended.errors.components(of: "the regular expression gave up at row 1:") == 1)
    #expect(ended.errors.contains("the regular expression gave up on "))
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal is heeded while an expression tries too many ways`(number: Int32) throws {
    let (program, port) = try Udpeek.listen(["--quiet", "--filter", Self.expression])
    try flood(port)
    let start = monotonicTime()
    let ended = try program.end(by: number)
    #expect(monotonicTime() - start < Self.soon)
    #expect(ended.status == 0)
  }

  @Test(arguments: ["info", "filter", "open", "convert", "replay"])
  func `whoever judges the rows of a file heeds a signal`(command: String) throws {
    let file = try SampleFile("evil.pcap", SampleFile.pcap([[UInt8]](repeating: Self.hostile, count: 6_000)))
    // Many different expressions, each with its own time budget.
    let filter = (0..<60).map { "/(a+)+[xy]\($0)/" }.joined(separator: " or ")
    let words =
      switch command {
      case "filter": ["filter", filter, "--check", file.path]
      case "open": ["open", file.path, "--json", "--filter", filter]
      case "convert": ["convert", file.path, "-", "--format", "csv", "--filter", filter]
      case "replay": ["replay", file.path, "--to", "127.0.0.1:9", "--filter", "not (\(filter))"]
      default: ["info", file.path, "--filter", filter]
      }
    let program = try Udpeek.start(words)
    try eventually("the signal thread") { try Program.threads(of: program.pid).count > 1 || !program.isRunning }
    let start = monotonicTime()
    program.signal(SIGTERM)
    let ended = try program.finish()
    #expect(monotonicTime() - start < Self.soon)
    if command == "replay" { #expect(ended.status != 0) }
  }

  @Test func `info says on how many rows an expression gave up`() throws {
    let file = try SampleFile("evil.pcap", SampleFile.pcap([Self.hostile, Array("aax".utf8), Self.hostile]))
    let ended = try Udpeek.run(["info", file.path, "--filter", Self.expression])
    #expect(ended.status == 0)
    #expect(
      ended.errors == """
        the regular expression gave up at row 1: it tries too many ways to match; make it simpler
        the regular expression gave up on 2 rows in total: they are counted

        """)
  }
}

extension String {
  /// The number of occurrences of `part`.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
