import CaptureFile
import Impairment
import UDPCore

extension RelayReport {
  /// The report as members of the last record of JSON.
  var members: [(name: String, value: DatagramDescription.Value)] {
    [
      ("up", flows.up.value), ("down", flows.down.value), ("clients", .number("\(clientCount)")),
      ("ended_idle", .number("\(endedCount)")), ("refused_datagrams", .number("\(refused)")),
      ("seed", .number("\(seed)")), ("targets", .list(zip(targets, targetCounts).map(Self.value))),
      ("per_client", .list((clients + ended).sorted { $0.ordinal < $1.ordinal }.map(\.value))),
    ]
  }
}

extension RelayReport {
  fileprivate static func value(of target: Endpoint, _ counts: Target) -> DatagramDescription.Value {
    .object([
      ("target", .text(target.description)), ("out", .number("\(counts.sent)")),
      ("failed", .number("\(counts.failed)")), ("refused", .number("\(counts.refused)")),
    ])
  }
}

extension RelayReport.Client {
  fileprivate var value: DatagramDescription.Value {
    .object([
      ("client", .text(peer.description)), ("ended", .flag(isEnded)), ("up", flows.up.value),
      ("down", flows.down.value),
    ])
  }
}

extension RelayReport.Flow {
  /// The counts. `in`, `copies` and `injected` add up to `out`, `lost`, `dropped`, `overflowed`, `unbuffered`, `failed` and
  /// `waiting`.
  fileprivate var value: DatagramDescription.Value {
    let numbers = [
      ("in", counts.received), ("out", counts.sent), ("lost", counts.lost),
      ("in_bytes", counts.receivedBytes), ("out_bytes", counts.sentBytes), ("copies", counts.copies),
      ("injected", counts.injected), ("dropped", counts.dropped), ("overflowed", counts.overflowed),
      ("unbuffered", counts.unbuffered), ("failed", counts.failed), ("waiting", counts.waiting),
      ("refused", counts.refused), ("delayed", counts.delayed), ("duplicated", counts.duplicated),
      ("corrupted", counts.corrupted), ("truncated", counts.truncated), ("reordered", counts.reordered),
      ("rewritten", counts.rewritten),
    ]
    var members = numbers.map { (name: $0.0, value: DatagramDescription.Value.number("\($0.1)")) }
    if let median { members.append(("delay_p50_us", .number("\(median / 1_000)"))) }
    if let late { members.append(("delay_p99_us", .number("\(late / 1_000)"))) }
    return .object(members)
  }
}
