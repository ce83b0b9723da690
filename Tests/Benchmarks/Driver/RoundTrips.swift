import CBench
import Glibc

/// Measures the delay of an automatic reply beside that of a plain C echo: one question at a time, 200 µs apart.
struct RoundTrips {
  let tools: Tools
  let rounds: Int

  private static let questions = 5_000
  private static let pause: UInt32 = 200

  /// The command that answers by one rule.
  private static func rule(_ rule: String, _ tools: Tools, _ port: UInt16) -> [String] {
    [tools.udpeek, "listen", "127.0.0.1:\(port)", "-q", "--reply-if", rule, "--reply-rate", "1000000"]
  }

  func table() throws -> Report.Table {
    let contenders: [(name: String, words: (UInt16) -> [String])] = [
      ("C, recvfrom and sendto", { [tools.bench, "echo", "\($0)"] }),
      (
        "udpeek listen --reply",
        {
          [
            tools.udpeek, "listen", "127.0.0.1:\($0)", "-q", "--reply", "0123456789012345", "--reply-rate", "1000000",
          ]
        }
      ),
      ("udpeek listen, a rule of bytes", { Self.rule("size > 0=0123456789012345", tools, $0) }),
      ("udpeek listen, a rule with a regular expression", { Self.rule("/(.)/=012345678901234{1}", tools, $0) }),
    ]
    var all = contenders.map { _ in Latencies() }
    for round in 1...rounds {
      for (index, contender) in contenders.enumerated() {
        progress("round trips, round \(round) of \(rounds): \(contender.name)")
        let port = Tools.anyPort()
        let echo = try Program(contender.words(port))
        KernelTable.waitUntilBound(port)
        var times = [UInt64](repeating: 0, count: Self.questions)
        let count = cbench_round_trips(port, UInt32(times.count), Self.pause, &times)
        for time in times.prefix(Int(max(0, count))) { all[index].record(time) }
        echo.signal(SIGTERM)
        echo.end()
      }
    }
    let ratios = [Report.Column("p50 to C", key: "p50_to_c"), Report.Column("p99 to C", key: "p99_to_c")]
    return Report.Table(
      title: "Round trips: 64 bytes, over loopback", key: "round_trips",
      columns: [.init("who answers", key: "program")] + Latencies.columns + ratios,
      rows: zip(contenders, all).map { contender, latencies in
        [.text(contender.name)] + latencies.cells
          + [50, 99].map { .number(latencies.percentile($0) / max(1, all[0].percentile($0)), digits: 2) }
      })
  }
}
