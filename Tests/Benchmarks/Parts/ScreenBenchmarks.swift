import Benchmark
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// Measures a frame before it reaches curses.
func screenBenchmarks() {
  let microseconds = Benchmark.Configuration(timeUnits: .microseconds)
  for size in [Size(columns: 120, rows: 35), Size(columns: 200, rows: 60)] {
    let state = Fixture { monitor(size, Traffic.holding(100_000)) }
    Benchmark("draw a frame of \(size.columns)x\(size.rows)", configuration: microseconds) { _ in
      blackHole(state.value.drawn())
    }
  }

  // 33 ms of traffic at 200,000 datagrams per second.
  let live = Fixture { (Traffic.holding(100_000), StateBox(Size(columns: 120, rows: 35))) }
  Benchmark("take in 6,600 rows, 120x35", configuration: microseconds) { benchmark in
    let (traffic, box) = live.value
    traffic.append(6_600)
    let snapshot = traffic.snapshot
    benchmark.startMeasurement()
    _ = box.state.update(.log(snapshot))
    while box.state.wantsMoreTime { _ = box.state.update(.work) }
    benchmark.stopMeasurement()
  }

  let still = Fixture { StateBox(monitor(Size(columns: 120, rows: 35), Traffic.holding(100_000))) }
  Benchmark("answer a key and draw, 120x35", configuration: microseconds) { benchmark in
    _ = still.value.state.update(.key(.character(benchmark.currentIteration & 1 == 0 ? "k" : "j")))
    blackHole(still.value.state.drawn())
  }

  let million = Fixture { monitor(Size(columns: 120, rows: 35), Traffic.holding(1_000_000)) }
  for command in ["sort size", "sort source", "sort text"] {
    let longest = BenchmarkMetric.custom("longest turn (µs)", polarity: .prefersSmaller, useScalingFactor: false)
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock, longest], timeUnits: .milliseconds, warmupIterations: 1, maxDuration: .seconds(20),
      maxIterations: 10)
    Benchmark("1,000,000 rows, :\(command)", configuration: configuration) { benchmark in
      let box = StateBox(million.value)
      for key in ":\(command)".unicodeScalars { _ = box.state.update(.key(.character(key))) }
      var worst = Duration.zero
      benchmark.startMeasurement()
      var turn = ContinuousClock.now
      _ = box.state.update(.key(.enter))
      while box.state.wantsMoreTime {
        _ = box.state.update(.work)
        let now = ContinuousClock.now
        worst = max(worst, now - turn)
        turn = now
      }
      benchmark.stopMeasurement()
      benchmark.measurement(longest, Int(worst / .microseconds(1)))
    }
  }

  // One text occurs in every eighth row, the other in none: the longest turn is one slice of the search.
  for text in ["level=info", "nowhere"] {
    let longest = BenchmarkMetric.custom("longest turn (µs)", polarity: .prefersSmaller, useScalingFactor: false)
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock, longest], timeUnits: .milliseconds, warmupIterations: 1, maxDuration: .seconds(20),
      maxIterations: 10)
    Benchmark("1,000,000 rows, find \(text)", configuration: configuration) { benchmark in
      let box = StateBox(million.value)
      for key in "s\(text)".unicodeScalars { _ = box.state.update(.key(.character(key))) }
      var worst = Duration.zero
      benchmark.startMeasurement()
      var turn = ContinuousClock.now
      _ = box.state.update(.key(.enter))
      while box.state.wantsMoreTime {
        _ = box.state.update(.work)
        let now = ContinuousClock.now
        worst = max(worst, now - turn)
        turn = now
      }
      benchmark.stopMeasurement()
      benchmark.measurement(longest, Int(worst / .microseconds(1)))
    }
  }

  let rows = Fixture {
    let traffic = Traffic.holding(4_096)
    var texts = PeerTexts(encodingForAll: nil)
    let datagrams = (1...UInt64(4_096)).compactMap { traffic.snapshot[$0] }
    for datagram in datagrams { texts.observe(datagram) }
    return (texts, Array(datagrams.suffix(57)))
  }
  Benchmark("decode and make safe the text of 57 rows", configuration: microseconds) { _ in
    let (texts, datagrams) = rows.value
    for datagram in datagrams { blackHole(SafeText(table: texts.text(of: datagram, limit: 200))) }
  }
}

/// A box around a state that closures can change.
private final class StateBox {
  var state: State

  init(_ state: State) {
    self.state = state
  }

  convenience init(_ size: Size) {
    self.init(State(MonitorSettings(bound: [Endpoint(.anyIPv4, port: 8_080)]), size: size))
  }
}

/// A screen that has observed all of `traffic` and follows it.
private func monitor(_ size: Size, _ traffic: Traffic) -> State {
  let box = StateBox(size)
  _ = box.state.update(.tick(monotonic: 1_000_000_000, wall: 1_795_381_665_123_000_000))
  _ = box.state.update(.log(traffic.snapshot))
  while box.state.wantsMoreTime { _ = box.state.update(.work) }
  return box.state
}
