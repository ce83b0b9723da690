import Basics
import CommandCore
import Monitor
import Plumbing
import UDPCore

/// Where the rows of a screen come from. The screen's thread may ask everything at any time.
enum RowSource {
  case sockets(Receiver)
  case files(OpenedFiles)

  /// The rows.
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

  /// The receiver that sends; beside files there is none until something is sent.
  private var receiver: Receiver? {
    switch self {
    case .sockets(let receiver): receiver
    case .files(let files): files.receiver
    }
  }

  /// The endpoints that are bound.
  var bound: [Endpoint] { receiver?.bound ?? [] }

  /// Where it is received, groups with their interfaces, and where nothing arrives now.
  var places: [BoundPlace] { receiver?.places ?? [] }

  /// The names of interfaces, those that are gone included.
  var interfaceNames: InterfaceNames {
    switch self {
    case .sockets(let receiver): receiver.interfaces.names
    case .files(let files): files.interfaceNames
    }
  }

  /// Rises when names of interfaces changed.
  var interfaceChanges: UInt64 { receiver?.interfaces.generation ?? 0 }

  /// Datagrams that a kernel dropped so far; `isLowerBound` where that is not known exactly.
  var kernelDrops: (count: Int, isLowerBound: Bool) {
    let own = (receiver?.drops.total ?? 0, receiver?.drops.isLowerBound ?? false)
    guard case .files(let files) = self else { return own }
    return (files.kernelDrops + own.0, own.1)
  }

  /// Makes `kernelDrops` exact.
  func refreshDrops() { receiver?.refreshDrops() }

  /// Answers by rule that were withheld so far.
  var withheldCount: Int { receiver?.withheld.reduce(0) { $0 + $1.count } ?? 0 }

  /// Takes what a person should know since the last call.
  func takeNews() -> [Announcement] {
    var news: [Announcement] = []
    if case .files(let files) = self { news = files.takeSentences().map { Announcement($0) } }
    guard let receiver else { return news }
    let notices = receiver.takeNotices()
    if notices.isEmpty { return news }
    let names = receiver.interfaces.names
    return news + notices.map { Announcement($0.sentence(names), topic: $0.topic) }
  }

  /// Sends a datagram; what became of it is a row.
  func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    switch self {
    case .sockets(let receiver): try receiver.send(request)
    case .files(let files): try files.send(request)
    }
  }

  /// Ends it all. Returns when no row comes any more.
  func stop() {
    switch self {
    case .sockets(let receiver): receiver.stop()
    case .files(let files): files.stop()
    }
  }
}

extension Receiver {
  /// The endpoints of its sockets.
  var bound: [Endpoint] { sockets.map(\.local) }
}
