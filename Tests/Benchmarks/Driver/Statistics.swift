import Histogram

extension [Double] {
  /// The median, the upper one of two; 0 for an empty collection.
  var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

/// Times in nanoseconds, up to ten seconds, to three digits (HdrHistogram).
struct Latencies {
  private var histogram = Histogram<UInt32>(
    highestTrackableValue: Latencies.longest, numberOfSignificantValueDigits: .three)

  /// The value recorded for longer times.
  static let longest: UInt64 = 10_000_000_000

  mutating func record(_ nanoseconds: UInt64) {
    histogram.record(min(nanoseconds, Latencies.longest))
  }

  var count: Int { Int(histogram.totalCount) }

  /// The time that `percent` of the samples do not exceed.
  func percentile(_ percent: Double) -> Double { Double(histogram.valueAtPercentile(percent)) }

  /// Cells of a table: number of samples, then median, 99th percentile and maximum in milliseconds.
  var cells: [Report.Cell] {
    guard count > 0 else { return [.number(0, digits: 0), .none, .none, .none] }
    return [.number(Double(count), digits: 0)]
      + [50, 99, 100].map { .number(percentile($0) / 1e6, digits: 3) }
  }

  /// The headings of `cells`.
  static let columns = [
    Report.Column("samples", key: "samples"), Report.Column("p50 ms", key: "p50_ms"),
    Report.Column("p99 ms", key: "p99_ms"), Report.Column("worst ms", key: "worst_ms"),
  ]
}
