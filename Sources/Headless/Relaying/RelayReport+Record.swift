import CaptureFile
import Impairment
import UDPCore

extension RelayReport {
  /// The report as members of the last record of JSON.
  var members: [(name: String, value: DatagramDescription.Value)] {
    [
      ("up", flows.up.value), ("down", flows.down.value), ("clients", .number("\(clientCount)")),
      ("ended_idle", .number("\(endedCount)")), ("refused_datagrams", .number("\(refused)")),
      ("per_client", .list((clients + ended).sorted { $0.ordinal < $1.ordinal }.map(\.value))),
    ]
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
  /// The counts; those in the first row are always there, the others only where something was counted.
  fileprivate var value: DatagramDescription.Value {
    let always = [("in", counts.received), ("out", counts.sent), ("lost", counts.lost)]
    let rare = [
      ("in_bytes", counts.receivedBytes), ("out_bytes", counts.sentBytes), ("copies", counts.copies),
      ("injected", counts.injected), ("dropped", counts.dropped), ("overflowed", counts.overflowed),
      ("unbuffered", counts.unbuffered), ("failed", counts.failed), ("waiting", counts.waiting),
      ("refused", counts.refused), ("delayed", counts.delayed), ("duplicated", counts.duplicated),
      ("corrupted", counts.corrupted), ("truncated", counts.truncated), ("reordered", counts.reordered),
      ("rewritten", counts.rewritten),
    ].filter { $0.1 > 0 }
    var members = (always + rare).map { (name: $0.0, value: DatagramDescription.Value.number("\($0.1)")) }
    if let median { members.append(("delay_p50_us", .number("\(median / 1_000)"))) }
    if let late { members.append(("delay_p99_us", .number("\(late / 1_000)"))) }
    return .object(members)
  }
}
