import Basics
import UDPCore

/// The datagrams and bytes in capture files along the files' own time, from all peers or from one: counted when the
/// graph is opened, and on as rows arrive.
struct FileRates: ReceivedCount, Sendable {
  /// The datagrams of a step, and their bytes.
  struct Amount: StepContent {
    var datagrams = 0
    var bytes = 0

    mutating func merge(_ other: Amount) {
      datagrams = datagrams.addingReportingOverflow(other.datagrams).partialValue
      bytes = bytes.addingReportingOverflow(other.bytes).partialValue
    }
  }

  /// The one peer; `nil` for all.
  let peer: Endpoint?
  /// The time at which the files' rows end: what arrives later is not in the files. `nil` where they have no end.
  private let end: Int64?
  private var steps = TimeSteps<Amount>()
  /// The first row that was not counted.
  var countedThrough: UInt64 = 1
  var countedPeer: Endpoint? { peer }

  /// - Parameter end: in nanoseconds since the Unix epoch.
  init(_ peer: Endpoint?, until end: Int64?) {
    self.peer = peer
    self.end = end
  }

  mutating func add(_ size: Int, at time: Int64) {
    if let end, time >= end { return }
    steps.change(at: time) { $0.merge(Amount(datagrams: 1, bytes: size)) }
  }

  /// The times of the first and of the last datagram; `nil` while there is none.
  var span: ClosedRange<Int64>? { steps.span }

  /// Nanoseconds that a column stands for, where the whole span is to fit into `room` columns.
  func timePerColumn(_ room: Int) -> Int64 { steps.timePerColumn(room) }

  /// The datagrams in each of at most `room` columns.
  func datagrams(in room: Int) -> [Int] { steps.columns(in: room).map(\.datagrams) }

  /// The bytes in each of at most `room` columns.
  func bytes(in room: Int) -> [Int] { steps.columns(in: room).map(\.bytes) }
}
