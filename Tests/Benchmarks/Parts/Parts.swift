import Benchmark
import PayloadText

/// The benchmarks of the inner parts in wall-clock time, run by `swift package benchmark`.
let benchmarks: @Sendable () -> Void = {
  // Widths come from the C library and require a Unicode locale.
  _ = CharacterLocale.activate(forceUTF8: true)
  Benchmark.defaultConfiguration = .init(metrics: [.wallClock], warmupIterations: 3)
  logBenchmarks()
  filterBenchmarks()
  screenBenchmarks()
  peerBenchmarks()
  manyPeersBenchmarks()
}

/// A value that a benchmark needs, created on first use: each benchmark runs in a process of its own, and each process
/// registers all benchmarks.
final class Fixture<Value> {
  private let make: () -> Value
  private(set) lazy var value = make()

  init(_ make: @escaping () -> Value) {
    self.make = make
  }
}
