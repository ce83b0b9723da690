import Basics
import CommandCore
import Monitor
import Plumbing
import UDPCore

/// The source of a screen's rows. The screen's thread may read every property at any time.
enum RowSource {
  /// Live reception on sockets.
  case sockets(Receiver)
  /// Capture files.
  case files(OpenedFiles)

  /// The log that holds the rows.
  var log: CaptureLog {
    switch self {
    case .sockets(let receiver): receiver.log
    case .files(let files): files.log
    }
  }

  /// Signalled after new rows, when armed.
  var changes: WakeUp {
    switch self {
    case .sockets(let receiver): receiver.changes
    case .files(let files): files.changes
    }
  }

  /// Signalled when there are notices to take.
  var attention: WakeUp {
    switch self {
    case .sockets(let receiver): receiver.attention
    case .files(let files): files.attention
    }
  }

  /// The receiver that sends; with files it is `nil` until something is sent.
  private var receiver: Receiver? {
    switch self {
    case .sockets(let receiver): receiver
    case .files(let files): files.receiver
    }
  }

  /// The relay that takes commands and reports; `nil` where nothing is relayed.
  var relay: RelayControl? { receiver?.relay }

  /// The endpoints that are bound.
  var bound: [Endpoint] { receiver?.bound ?? [] }

  /// The places of reception, groups with their interfaces, and those where nothing can arrive at present.
  var boundAddresses: [BoundAddress] { receiver?.boundAddresses ?? [] }

  /// The names of interfaces, including those that no longer exist.
  var interfaceNames: InterfaceNames {
    switch self {
    case .sockets(let receiver): receiver.interfaces.names
    case .files(let files): files.interfaceNames
    }
  }

  /// A number that increases when names of interfaces change.
  var interfaceChanges: UInt64 { receiver?.interfaces.generation ?? 0 }

  /// Datagrams that the kernel has dropped so far; `isLowerBound` if the exact number is unknown.
  var kernelDrops: (count: Int, isLowerBound: Bool) {
    let own = (receiver?.drops.total ?? 0, receiver?.drops.isLowerBound ?? false)
    guard case .files(let files) = self else { return own }
    return (files.kernelDrops + own.0, own.1)
  }

  /// Updates `kernelDrops` to the exact number.
  func refreshDrops() { receiver?.refreshDrops() }

  /// Number of automatic replies withheld so far.
  var withheldCount: Int { receiver?.withheld.reduce(0) { $0 + $1.count } ?? 0 }

  /// Removes and returns the news for the user since the last call.
  func takeAnnouncements() -> [Announcement] {
    var news: [Announcement] = []
    if case .files(let files) = self { news = files.takeSentences().map { Announcement($0) } }
    guard let receiver else { return news }
    let notices = receiver.takeNotices()
    if notices.isEmpty { return news }
    let names = receiver.interfaces.names
    return news + notices.map { Announcement($0.sentence(names), topic: $0.topic) }
  }

  /// Sends a datagram; its result appears as a row.
  func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    switch self {
    case .sockets(let receiver): try receiver.send(request)
    case .files(let files): try files.send(request)
    }
  }

  /// Stops the source. Returns once no more rows can arrive.
  func stop() {
    switch self {
    case .sockets(let receiver): receiver.stop()
    case .files(let files): files.stop()
    }
  }
}

extension Receiver {
  /// The endpoints of the receiver's sockets.
  var bound: [Endpoint] { sockets.map(\.local) }
}
