import Benchmark
import PayloadText
import PeerText
import UDPCore

@testable import Monitor

/// Measures counting a row for its peer, and sorting as many peers as are kept.
func peerBenchmarks() {
  for (name, peers) in [("8 peers", 8), ("1,000 peers", 1_000), ("every source another", 2 * PeerTraffic.rows)] {
    let traffic = Fixture { PeerTraffic.from(peers) }
    Benchmark(
      "count 100,000 rows, \(name)", configuration: .init(timeUnits: .microseconds, warmupIterations: 1)
    ) { benchmark in
      let log = traffic.value
      var ledger = PeerLedger()
      // The measured ledger already knows the peers, or evicts as many as it adds.
      ledger.count(log, cost: .max)
      benchmark.startMeasurement()
      ledger.count(log, cost: .max)
      benchmark.stopMeasurement()
      if ledger.missed > 0 || ledger.isBehind(log) { benchmark.error("rows were missed") }
    }
  }

  let full = Fixture {
    var ledger = PeerLedger()
    ledger.count(PeerTraffic.from(2 * PeerTraffic.rows), cost: .max)
    return ledger
  }
  for column in [PeerColumn.received, .receivedBytes, .rate, .last, .jitter, .address, .encoding] {
    Benchmark("sort 65,536 peers by \(column.rawValue)", configuration: .init(timeUnits: .microseconds)) { benchmark in
      let ledger = full.value
      if ledger.entries.count != PeerLedger.limit { benchmark.error("\(ledger.entries.count) peers") }
      var list = PeerList()
      list.sort(by: column)
      let texts = PeerTexts(encodingForAll: nil)
      benchmark.startMeasurement()
      list.sort(ledger, nil, monotonic: 0, now: PeerTraffic.start + 5_000_000_000, texts)
      benchmark.stopMeasurement()
      blackHole(list.order)
    }
  }
}

/// Rows of made-up peers, one in four with IPv6; twice as many as are measured.
private enum PeerTraffic {
  static let rows = 100_000
  static let start: Int64 = 1_795_381_665_123_000_000

  static func from(_ count: Int) -> LogSnapshot {
    var writer = LogWriter(limit: 256 << 20)
    let here = IPAddress(ipv4: 0xc0a8_0105)
    let path = LocalPath(endpoint: Endpoint(here, port: 8_080), replySource: here, interface: 2, socket: 0)
    var random = SystemRandomNumberGenerator()
    let peers = (0..<count).map { index in
      let address =
        index & 3 == 0
        ? IPAddress(high: 0x2001_0db8_0000_0000, low: .random(in: 0 ... .max, using: &random))
        : IPAddress(ipv4: 0x0a00_0000 + .random(in: 0...0xff_ffff, using: &random))
      return Endpoint(address, port: .random(in: 1...65_535, using: &random))
    }
    let payload = [UInt8](repeating: 0x2e, count: 64)
    for index in 0..<2 * rows {
      let size = index % 61
      let row = LogWriter.Row(
        kind: .incoming, time: start + Int64(index) * 5_000, size: size, peer: peers[index % count], local: path)
      writer.append(row, payload: payload.span.bytes.extracting(0..<size))
    }
    writer.publish()
    return writer.log.snapshot()
  }
}
