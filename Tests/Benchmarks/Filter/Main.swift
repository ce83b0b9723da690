import DisplayFilter
import Formats
import Glibc
import PayloadText
import PeerText
import UDPCore

/// The benchmark of filters over a full log: `udpeek-bench-filter [DATAGRAMS] [ROUNDS]`. Runs each filter in slices, as
/// the screen does, and prints the processor times of the best round: for all rows, for the longest slice, and for the
/// new rows of a frame at 200,000/s. On a quiet machine they equal the elapsed time.
@main
enum Main {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let count = words.first ?? 1_000_000
    let rounds = words.dropFirst().first ?? 5
    for peers in [10, 1_000, count] {
      var log = try Log(count: count, peers: peers)
      print("\(count) datagrams from \(peers) peers, gb18030, \(log.payloadBytes / count) bytes each")
      let full = log.writer.log.snapshot()
      for (kind, source, goal) in Self.filters {
        try measure(kind, source, goal: goal, full, &log, rounds: rounds)
      }
      print("")
    }
  }

  /// Number of rows between two frames, 33 ms apart, at 200,000 datagrams per second.
  private static let rowsPerFrame = 6_600

  /// The filters to measure, with their goals in milliseconds for a million datagrams.
  private static let filters: [(kind: String, source: String, goal: Double)] = [
    ("address", "host 10.0.0.1", 10),
    ("network", "src net 10.0.0.0/16", 10),
    ("port", "port 5001", 10),
    ("address and port", "src host 10.0.0.1 and not dst port 9", 10),
    ("text, 1 in 100", "温度过高", 100),
    ("text, in all", "\"温度=\"", 100),
    ("text, no case", "\"ALARM 7\"", 100),
    ("text, in none", "服務", 100),
    ("expression with text", "/温度=\\d+\\.5/", 1_000),
    ("expression without", "/\\d{3}\\.\\d+/", 1_000),
    ("expression, no case", "/alarm [7-9]+/i", 1_000),
    ("bytes", "hex ce c2 ?? c8", 100),
    ("encoding", "enc gb18030", 100),
    ("bad text", "badtext", 2_000),
    ("age", "age < 1m", 100),
    ("number at a place", "digit > 53", 100),
    ("number of a format", "report.digit > 53 and not badcheck", 100),
    ("number in a text", "temp > 30", 5_000),
  ]

  /// Formats of the log's datagrams: one of bytes with a condition, one of texts.
  private static func formats() throws -> FormatBook {
    var bytes = FormatSpecification(name: "report", body: .structure("> 5x B:digit B:next"))
    bytes.condition = try DisplayFilter("data[4] = 0x3d and size > 30")
    let text = FormatSpecification(
      name: "text", body: .patterns([try FilterRegex("温度=(?<temp>[\\d.]+)", ignoresCase: false)]))
    return FormatBook([try Format(bytes), try Format(text)])
  }

  private static func measure(
    _ kind: String, _ source: String, goal: Double, _ snapshot: LogSnapshot, _ log: inout Log,
    rounds: Int
  ) throws {
    let filter = try DisplayFilter(source, fields: try formats())
    var best = Int64.max
    var frame = Int64.max
    var longest: Int64 = 0
    var shown = 0
    for _ in 0..<rounds {
      var run = FilterRun(filter)
      var slowest: Int64 = 0
      let start = processorTime()
      repeat {
        let begin = processorTime()
        run.advance(snapshot, budget: .slice, in: log.context)
        slowest = max(slowest, processorTime() - begin)
      } while !run.isComplete
      let time = processorTime() - start
      if time < best { (best, longest) = (time, slowest) }
      shown = run.shownCount
      let before = log.writer.log.snapshot()
      repeat { run.advance(before, budget: .slice, in: log.context) } while !run.isComplete
      log.append(Self.rowsPerFrame)
      let after = log.writer.log.snapshot()
      let begin = processorTime()
      run.advance(after, budget: .slice, in: log.context)
      frame = min(frame, processorTime() - begin)
    }
    let verdict = Double(best) / 1e6 <= goal ? "" : "   above the goal of \(Int(goal)) ms"
    print(
      "  \(padded(kind, 22))\(right(milliseconds(best), 9)) ms   slice \(right(milliseconds(longest), 6)) ms   "
        + "new \(right(milliseconds(frame), 5)) ms   "
        + "shown \(right(String(shown), 8))   \(source)\(verdict)")
  }

  /// The processor time of this thread, in nanoseconds.
  private static func processorTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func milliseconds(_ nanoseconds: Int64) -> String {
    let tenths = (nanoseconds + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

/// A log full of reports from a device.
struct Log: ~Copyable {
  var writer: LogWriter
  var context: FilterContext
  var payloadBytes = 0
  private var number = 0
  private let peers: Int
  private let bodies: [[UInt8]]

  init(count: Int, peers: Int) throws {
    writer = LogWriter(limit: 1 << 30)
    context = FilterContext(texts: PeerTexts(encodingForAll: nil), now: Int64(count) * 1_000_000)
    self.peers = peers
    bodies = try (0..<1_000).map { index in
      let event = index % 100 == 7 ? "温度过高 Alarm \(index % 10)" : "状态正常"
      return try TextEncoder.encode(
        "序号=\(index) 温度=\(index % 40).\(index % 10) 湿度=\(index % 100) \(event)", as: .gb18030)
    }
    append(count)
  }

  /// Appends the given number of datagrams.
  mutating func append(_ count: Int) {
    let local = LocalPath(
      endpoint: Endpoint(IPAddress(ipv4: 0xc0a8_0105), port: 8_080), replySource: IPAddress(ipv4: 0xc0a8_0105),
      interface: 2, socket: 0)
    for _ in 0..<count {
      let address = IPAddress(ipv4: 0x0a00_0000 + UInt32(number % peers) % 0x00ff_ffff)
      let peer = Endpoint(address, port: UInt16(5_000 + number % 100))
      let body = bodies[number % bodies.count]
      payloadBytes += body.count
      let row = LogWriter.Row(
        kind: .incoming, time: Int64(number) * 1_000_000, size: body.count, peer: peer, local: local)
      unsafe writer.append(row, payload: body.span.bytes)
      if number < 1 << 16 { _ = unsafe context.texts.observe(body.span.bytes, from: peer) }
      number += 1
    }
    writer.publish()
  }
}
