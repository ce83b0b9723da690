import Basics
import CommandCore
import Glibc
import Plumbing
import UDPCore

/// The requests on standard input of `listen --control`, and the reports about them on standard error. Belongs to the
/// thread of `Listening`.
final class ControlDesk {
  /// The longest line: the largest datagram in hexadecimal, with a space between two bytes.
  private static let longestLine = 512 << 10
  /// The longest time between two requests for the clock, in nanoseconds, unless told otherwise.
  private static let silence: Int64 = 60_000_000_000

  private let receiver: Receiver
  private let console: Console
  private let input: Int32
  private let silence: Int64
  private var lines = LineSplitter(limit: ControlDesk.longestLine)
  /// The next row to look at, and the failures before it.
  private var next: UInt64 = 1
  private var failures = 0
  /// Whether standard input has ended, or the clock is asked for no more: whoever asked is gone.
  private(set) var isOver = false
  /// The time at which whoever asks for the clock counts as gone, on the monotonic clock. A connection that is cut off
  /// somewhere ends for this side much later, and would hold the ports meanwhile.
  private(set) var deadline = Int64.max

  /// Prepares to take requests from a descriptor, and reports that it receives.
  init(_ receiver: Receiver, _ console: Console, input: Int32 = STDIN_FILENO, silence: Int64 = silence) {
    self.silence = silence
    self.receiver = receiver
    self.console = console
    self.input = input
    console.report(ControlReport.ready.line)
  }

  /// The descriptor of requests to wait for; `nil` once it has ended.
  var descriptor: Int32? { isOver ? nil : input }

  // MARK: Requests

  /// Takes what there is to read.
  func read() {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
      count = max(0, unsafe Glibc.read(input, buffer.baseAddress, buffer.count))
    }
    if bytes.isEmpty { isOver = true }
    lines.take(bytes) { line, isCut in
      if line.isEmpty { return }
      guard !isCut, let request = ControlRequest(line) else {
        if let id = ControlRequest.number(of: line) {
          return refuse(id, "not sent: the request needs \"to\", \"from\" and \"payload\"")
        }
        let text = String(decoding: line.prefix(200), as: UTF8.self)
        return console.say("--control: this line is no request: \(text)", .warning)
      }
      take(request)
    }
  }

  private func take(_ request: ControlRequest) {
    switch request {
    case .clock(let number):
      console.report(ControlReport.clock(number, time: SystemClock.wall).line)
      deadline = SystemClock.monotonic + silence
    case .send(let message):
      let path: LocalPath
      switch self.path(of: message) {
      case .success(let found): path = found
      case .failure(let reason): return refuse(message.id, reason.phrase)
      }
      do throws(TransmitRefusal) {
        try receiver.send(
          TransmitRequest(to: message.peer, by: path, payload: message.payload, id: message.id))
      } catch {
        refuse(message.id, error.phrase)
      }
    }
  }

  private func refuse(_ id: TransmitID, _ reason: Phrase) {
    console.report(ControlReport.refused(id, reason: reason.english).line)
  }

  /// The reason why there is no way to a peer.
  private struct NoPath: Error {
    let phrase: Phrase
  }

  /// The path of the peer's newest datagram to our end; where the log has none, the socket that our end belongs to.
  private func path(of message: ControlRequest.Message) -> Result<LocalPath, NoPath> {
    let snapshot = receiver.log.snapshot()
    // The request does not say which interface is meant: with two of them, the wrong device could be answered.
    let needsLink = message.peer.address.needsScope
    var newest: LocalPath?
    for segment in snapshot.segments.reversed() {
      for number in segment.numbers.reversed() {
        let row = segment[number]
        guard row.kind == .incoming, row.peer.isAlike(message.peer), row.local.endpoint.isAlike(message.local) else {
          continue
        }
        guard needsLink else { return .success(row.local) }
        if let newest, newest.interface != row.local.interface {
          return .failure(
            NoPath(
              phrase:
                "not sent: \(message.peer.address.description) wrote through two interfaces of that host, and it is not known which is meant"
            ))
        }
        newest = row.local
      }
    }
    if let newest { return .success(newest) }
    let local = message.local
    let place = receiver.sockets.firstIndex {
      $0.local.port == local.port && $0.family == message.peer.address.family
        && ($0.local.address.isUnspecified || $0.local.address == local.address)
    }
    guard let place else {
      let text = Endpoint(local.address, port: local.port).description
      return .failure(NoPath(phrase: "not sent: nothing is bound at \(text) here"))
    }
    let isGroup = local.address.isMulticast || local.address.isLimitedBroadcast
    let everywhere: IPAddress = local.address.isIPv4 ? .anyIPv4 : .anyIPv6
    return .success(
      LocalPath(
        endpoint: local, replySource: isGroup ? everywhere : local.address, interface: 0, socket: UInt16(place)))
  }

  // MARK: Reports

  /// Reports the rows that say what failed. A recording has no packets for them.
  func look() {
    if SystemClock.monotonic >= deadline { isOver = true }
    let snapshot = receiver.log.snapshot()
    defer { next = snapshot.endNumber }
    guard snapshot.counters.failed != failures else { return }
    failures = snapshot.counters.failed
    for segment in snapshot.segments where segment.numbers.upperBound > next {
      for number in max(next, segment.numbers.lowerBound)..<segment.numbers.upperBound {
        let row = segment[number]
        guard let failure = row.failure else { continue }
        console.report(
          ControlReport.failed(
            .init(
              id: row.transmitID?.rule == nil ? row.transmitID : nil, time: row.time, peer: row.peer,
              local: row.local.endpoint, failure: failure)
          ).line)
      }
    }
  }
}

extension Endpoint {
  /// Whether address and port are the same; the scope of an address is not known on another host.
  fileprivate func isAlike(_ other: Endpoint) -> Bool { address == other.address && port == other.port }
}
