import Benchmark
import PayloadText

/// The inner parts, each in wall-clock time: what `swift package benchmark` runs.
let benchmarks: @Sendable () -> Void = {
  // Widths are the C library's, and need a locale with characters.
  _ = CharacterLocale.activate(forceUTF8: true)
  Benchmark.defaultConfiguration = .init(metrics: [.wallClock], warmupIterations: 3)
  logBenchmarks()
  filterBenchmarks()
  screenBenchmarks()
  peerBenchmarks()
}

/// Something that a benchmark needs, made when it first runs: every benchmark is a process of its own, and registers
/// all of them.
final class Fixture<Value> {
  private let make: () -> Value
  private(set) lazy var value = make()

  init(_ make: @escaping () -> Value) {
    self.make = make
  }
}
