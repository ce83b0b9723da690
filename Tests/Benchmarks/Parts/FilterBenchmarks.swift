import Benchmark
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Measures applying another filter to a log that is already full.
func filterBenchmarks() {
  let rows = 1_000_000
  let traffic = Fixture { Traffic.holding(rows) }
  let context = Fixture {
    var texts = PeerTexts(encodingForAll: nil)
    for number in 1...UInt64(8_192) { if let datagram = traffic.value.snapshot[number] { texts.observe(datagram) } }
    return FilterContext(texts: texts, now: 0)
  }
  let filters = [
    ("address", "net 10.0.0.0/16"), ("address and port", "src net 10.0.0.0/16 and port 8080"),
    ("text of many encodings", "温度"), ("bytes", "hex c2 b6"),
  ]
  for (name, source) in filters {
    let filter = Fixture { try? DisplayFilter(source) }
    Benchmark(
      "refilter 1,000,000 by \(name)",
      configuration: .init(timeUnits: .milliseconds, warmupIterations: 1, maxDuration: .seconds(3))
    ) { benchmark in
      guard let filter = filter.value else { return benchmark.error("not understood: \(source)") }
      var run = FilterRun(filter)
      run.advance(traffic.value.snapshot, budget: FilterBudget(rows: rows), in: context.value)
      if !run.isComplete || run.shownCount == 0 { benchmark.error("\(source) shows nothing") }
      blackHole(run)
    }
  }
}
