import Basics
import Monitor
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Where the rows of a screen come from: sockets, or capture files. Everything may be asked by the screen's thread at any
/// time.
protocol RowSource: Sendable {
  /// The rows.
  var log: CaptureLog { get }
  /// Signalled after new rows, when armed.
  var changes: WakeUp { get }
  /// Signalled when there are notices to take.
  var attention: WakeUp { get }
  /// What is bound.
  var bound: [Endpoint] { get }
  /// Where it is received, groups with their interfaces, and where nothing arrives now.
  var places: [BoundPlace] { get }
  /// The names of interfaces, those that are gone included.
  var interfaceNames: InterfaceNames { get }
  /// Rises when names of interfaces changed.
  var interfaceChanges: UInt64 { get }
  /// Datagrams that a kernel dropped so far; `isLowerBound` where that is not known exactly.
  var kernelDrops: (count: Int, isLowerBound: Bool) { get }
  /// Answers by rule that were withheld so far.
  var withheldCount: Int { get }

  /// The capture files that the rows come from, and what is known of them; `nil` for sockets.
  var files: FileStatus? { get }

  /// How peers write, as far as files have said since the last call; without a peer for all.
  func takeEncodings() -> [(peer: Endpoint?, encoding: PresetEncoding)]
  /// What files have said of rows since the last call: a row's whole note, `nil` where it was taken back.
  func takeNotes() -> [(row: UInt64, note: String?)]
  /// Makes `kernelDrops` exact.
  func refreshDrops()
  /// What a person should know, since the last call.
  func takeNews() -> [Announcement]
  /// Sends a datagram; what became of it is a row.
  func send(_ request: TransmitRequest) throws(TransmitRefusal)
  /// Ends it all. Returns when no row comes any more.
  func stop()
}

extension Receiver: RowSource {
  var bound: [Endpoint] { sockets.map(\.local) }

  var kernelDrops: (count: Int, isLowerBound: Bool) { (drops.total, drops.isLowerBound) }

  var withheldCount: Int { withheld.reduce(0) { $0 + $1.count } }

  var interfaceNames: InterfaceNames { interfaces.names }

  var interfaceChanges: UInt64 { interfaces.generation }

  var files: FileStatus? { nil }

  func takeEncodings() -> [(peer: Endpoint?, encoding: PresetEncoding)] { [] }

  func takeNotes() -> [(row: UInt64, note: String?)] { [] }

  func takeNews() -> [Announcement] {
    let notices = takeNotices()
    if notices.isEmpty { return [] }
    let names = interfaceNames
    return notices.map { Announcement($0.sentence(names), topic: $0.topic) }
  }
}
