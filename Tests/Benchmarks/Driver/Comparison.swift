import CBench
import Glibc
import Histogram

/// All contenders under all loads, in turn, several rounds; medians.
struct Comparison {
  let udpeek: String
  let rounds: Int

  private struct Row {
    var load: String
    var contender: String
    var lostPercent: Double
    var nanoseconds: Double
    var ratio: Double?
    var memory: Int
    var rate: Double
  }

  func run() throws {
    let loads = [
      Load(name: "200,000/s for 3 s", total: 600_000, rate: 200_000, segments: 1),
      Load(name: "200,000/s, --no-gro", total: 600_000, rate: 200_000, segments: 1, flags: ["--no-gro"]),
      Load(name: "4 million joined, 900,000/s", total: 4_000_000, rate: 900_000, segments: 32),
    ]
    var rows: [Row] = []
    for load in loads {
      let contenders = Contender.allCases.filter {
        $0.isInstalled() && (load.flags.isEmpty || [.plainC, .listen].contains($0))
      }
      var runs: [Contender: [Contender.Run]] = [:]
      for round in 1...rounds {
        for contender in contenders {
          progress("\(load.name), round \(round) of \(rounds): \(contender.rawValue)")
          runs[contender, default: []].append(
            try contender.run(load, bench: "/proc/self/exe", udpeek: udpeek, port: UInt16.random(in: 20_000...30_000)))
        }
      }
      rows += contenders.compactMap { contender in
        guard let all = runs[contender] else { return nil }
        func cost(_ run: Contender.Run) -> Double { run.cpuSeconds * 1e9 / Double(max(1, run.sent - run.dropped)) }
        let ratios = zip(all, runs[.plainC] ?? []).map { cost($0) / cost($1) }
        return Row(
          load: load.name, contender: contender.rawValue,
          lostPercent: median(all.map { 100 * Double($0.dropped) / Double($0.sent) }),
          nanoseconds: median(all.map(cost)),
          ratio: ratios.isEmpty ? nil : median(ratios), memory: all.map(\.memory).max() ?? 0,
          rate: median(all.map { Double($0.sent) / $0.seconds }))
      }
    }
    print(rows)
    let trips = try roundTrips()
    try writeJSON(rows, trips)
  }

  private func progress(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  private func print(_ rows: [Row]) {
    Swift.print(
      pad("load", 30) + pad("receiver", 24) + pad("sent/s", 12) + pad("lost %", 9) + pad("ns CPU each", 13)
        + pad("to C", 7) + "memory")
    for row in rows {
      Swift.print(
        pad(row.load, 30) + pad(row.contender, 24) + pad(String(Int(row.rate)), 12) + pad(fixed(row.lostPercent, 2), 9)
          + pad(String(Int(row.nanoseconds)), 13) + pad(row.ratio.map { fixed($0, 2) } ?? "-", 7)
          + "\(row.memory >> 20) MiB")
    }
  }

  // MARK: Round trips

  private func roundTrips() throws -> [(String, p50: UInt64, p99: UInt64)] {
    let port = UInt16.random(in: 20_000...30_000)
    let contenders: [(String, [String])] = [
      ("C echo", ["/proc/self/exe", "echo", "\(port)"]),
      (
        "udpeek listen --reply",
        [udpeek, "listen", "127.0.0.1:\(port)", "-q", "--reply", "0123456789012345", "--reply-rate", "1000000"]
      ),
    ]
    var histograms: [Histogram<UInt32>] = contenders.map { _ in
      Histogram(highestTrackableValue: 10_000_000_000, numberOfSignificantValueDigits: .three)
    }
    for _ in 1...rounds {
      for (index, contender) in contenders.enumerated() {
        let echo = try Program(contender.1, processor: 0)
        KernelTable.waitUntilBound(port)
        cbench_pin(1)
        var times = [UInt64](repeating: 0, count: 5000)
        let count = cbench_round_trips(port, UInt32(times.count), 200, &times)
        for time in times.prefix(Int(max(0, count))) { histograms[index].record(time) }
        echo.signal(SIGTERM)
        _ = echo.end()
      }
    }
    Swift.print("\n" + pad("round trip", 30) + pad("answers", 10) + pad("p50 us", 10) + pad("p99 us", 10) + "p99 to C")
    return zip(contenders, histograms).map { contender, histogram in
      let (p50, p99) = (histogram.valueAtPercentile(50), histogram.valueAtPercentile(99))
      let reference = Double(histograms[0].valueAtPercentile(99))
      Swift.print(
        pad(contender.0, 30) + pad("\(histogram.totalCount)", 10) + pad(fixed(Double(p50) / 1000, 1), 10)
          + pad(fixed(Double(p99) / 1000, 1), 10) + fixed(Double(p99) / reference, 2))
      return (contender.0, p50, p99)
    }
  }

  private func writeJSON(_ rows: [Row], _ trips: [(String, p50: UInt64, p99: UInt64)]) throws {
    let objects =
      rows.map {
        "{\"load\":\"\($0.load)\",\"receiver\":\"\($0.contender)\",\"lost_percent\":\($0.lostPercent),\"cpu_ns\":\($0.nanoseconds),\"memory\":\($0.memory),\"sent_per_second\":\($0.rate)}"
      } + trips.map { "{\"round_trip\":\"\($0.0)\",\"p50_ns\":\($0.p50),\"p99_ns\":\($0.p99)}" }
    guard let file = fopen("bench.json", "w") else { throw BenchError("bench.json", errno) }
    fputs("[\n" + objects.joined(separator: ",\n") + "\n]\n", file)
    fclose(file)
    Swift.print("\nwritten to bench.json")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = digits == 1 ? 10.0 : 100.0
    let rounded = Int((value * scale).rounded())
    let fraction = String(rounded % Int(scale))
    return "\(rounded / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
