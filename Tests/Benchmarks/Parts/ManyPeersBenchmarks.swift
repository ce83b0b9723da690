import Benchmark
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// Measures what a row costs the screen while more and more peers were seen: as much with a million as with a thousand.
func manyPeersBenchmarks() {
  let rows = 1_000_000
  let views: [(name: String, keys: String)] = [
    ("table", ""), ("text filter", "/text contains \"seq=7\"\n"), ("peers", "P"),
    ("text filter and peers", "/text contains \"seq=7\"\nP"), ("find", "sseq=99\n"), ("marks", "mjmjm"),
    ("sorted by text", ":sort text\n"), ("colour rule", ""),
  ]
  for peers in [1_000, 30_000, rows] {
    let traffic = Fixture { ManyPeers(rows: rows, peers: peers) }
    for (name, keys) in views {
      let cost = BenchmarkMetric.custom("ns a row", polarity: .prefersSmaller, useScalingFactor: false)
      let configuration = Benchmark.Configuration(
        metrics: [.wallClock, cost], timeUnits: .milliseconds, warmupIterations: 0, maxDuration: .seconds(10),
        maxIterations: 3)
      Benchmark("\(peers) peers, \(rows) rows into the screen: \(name)", configuration: configuration) { benchmark in
        let snapshots = traffic.value.snapshots
        let clock = ContinuousClock()
        benchmark.startMeasurement()
        let time = clock.measure {
          var state = ManyPeers.screen(hasColours: name == "colour rule")
          for (index, snapshot) in snapshots.enumerated() {
            // As the screen does 30 times a second.
            _ = state.update(.tick(monotonic: 1_000_000_000 + UInt64(index) * 33_000_000, wall: ManyPeers.start))
            _ = state.update(.log(snapshot))
            while state.wantsMoreTime { _ = state.update(.work) }
            if index == 0 { ManyPeers.type(keys, into: &state) }
            blackHole(state.drawn())
          }
          while state.wantsMoreTime { _ = state.update(.work) }
        }
        benchmark.stopMeasurement()
        benchmark.measurement(cost, Int(time / .nanoseconds(1)) / rows)
      }
    }
  }
}

/// A log of rows from made-up peers, as a screen gets to see it: one snapshot for each frame of traffic.
private final class ManyPeers {
  static let start: Int64 = 1_795_381_665_123_000_000
  /// The rows of a frame at 50,000 a second.
  private static let step = 1_650

  let snapshots: [LogSnapshot]

  init(rows: Int, peers: Int) {
    var writer = LogWriter(limit: 512 << 20)
    var snapshots: [LogSnapshot] = []
    let here = IPAddress(ipv4: 0xc0a8_0105)
    let path = LocalPath(endpoint: Endpoint(here, port: 8_080), replySource: here, interface: 2, socket: 0)
    for index in 0..<rows {
      // Every row differs, and none is ASCII alone, so that each peer's encoding is looked for.
      let payload = Array("温度=23.5 seq=\(index)".utf8)
      let peer = Endpoint(
        IPAddress(ipv4: 0x0a00_0000 + UInt32(index % peers)), port: UInt16(1_024 + index % peers % 60_000))
      let row = LogWriter.Row(
        kind: .incoming, time: Self.start + Int64(index) * 20_000, size: payload.count, peer: peer, local: path)
      writer.append(row, payload: payload.span.bytes)
      if (index + 1) % Self.step == 0 || index + 1 == rows {
        writer.publish()
        snapshots.append(writer.log.snapshot())
      }
    }
    self.snapshots = snapshots
  }

  static func screen(hasColours: Bool) -> State {
    var settings = MonitorSettings(bound: [Endpoint(.anyIPv4, port: 8_080)])
    if hasColours, let filter = try? DisplayFilter("text contains \"seq=7\"") {
      settings.colors = [ColorRule(filter: filter, style: .plain)]
    }
    return State(settings, size: Size(columns: 120, rows: 35))
  }

  static func type(_ keys: String, into state: inout State) {
    for key in keys.unicodeScalars {
      _ = state.update(.key(key == "\n" ? .enter : .character(key)))
      while state.wantsMoreTime { _ = state.update(.work) }
    }
  }
}
