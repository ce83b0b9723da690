import CLinux
import Glibc
import Plumbing
import UDPCore

/// Answers HTTP requests for the figures. One thread uses it, and nobody who connects can make it wait: connections are few,
/// short and small, and when there are too many the oldest one is closed for the new one.
final class MetricsServer {
  /// The most connections at once.
  static let mostConnections = 16
  /// The longest time of a connection, in nanoseconds.
  static let patience: Int64 = 5_000_000_000
  /// The time for which no connection is taken after the system had no room for one, in nanoseconds.
  private static let pause: Int64 = 1_000_000_000

  /// The places of descriptors in a set to wait for.
  struct Slots {
    fileprivate let listener: PollSet.Slot
    fileprivate let connections: [PollSet.Slot]
  }

  private struct Connection {
    enum Phase { case reading, writing, draining }

    let descriptor: Int32
    let deadline: Int64
    var phase = Phase.reading
    var input: [UInt8] = []
    var output: [UInt8] = []
    var sent = 0
  }

  private let listener: StreamListener
  private let isLocal: Bool
  private var connections: [Connection] = []
  /// The time before which no connection is taken.
  private var pausedUntil = Int64.min

  init(_ listener: StreamListener) {
    self.listener = listener
    isLocal = listener.local.address.isLoopback
  }

  deinit { for connection in connections { close(connection.descriptor) } }

  /// The time at which `serve` has something to do although nothing is ready, in nanoseconds of the monotonic clock.
  var nextDue: Int64? {
    let due = connections.map(\.deadline).min()
    return pausedUntil == .min ? due : min(due ?? .max, pausedUntil)
  }

  /// Adds the descriptors to wait for.
  func add(to set: inout PollSet) -> Slots {
    Slots(
      listener: set.add(pausedUntil == .min ? listener.descriptor : nil),
      connections: connections.map { set.add($0.descriptor, for: $0.phase == .writing ? .writable : .readable) })
  }

  /// Does what is possible after a wait.
  /// - Parameter page: makes the figures.
  func serve(_ set: PollSet, _ slots: Slots, page: () -> [UInt8]) {
    let now = SystemClock.monotonic
    var open: [Connection] = []
    for (connection, slot) in zip(connections, slots.connections) {
      var connection = connection
      let isOver = now >= connection.deadline || set.isReady(slot) && proceed(&connection, page) == .over
      if isOver { close(connection.descriptor) } else { open.append(connection) }
    }
    connections = open
    if now >= pausedUntil { pausedUntil = .min }
    if set.isReady(slots.listener) { takeConnections(now) }
  }

  private func takeConnections(_ now: Int64) {
    // Not all at once: the others wait in the kernel, and what is done for those here comes first.
    for _ in 0..<Self.mostConnections {
      switch listener.accept() {
      case .none: return
      case .full:
        pausedUntil = now + Self.pause
        return
      case .connection(let descriptor):
        if connections.count == Self.mostConnections { close(connections.removeFirst().descriptor) }
        connections.append(Connection(descriptor: descriptor, deadline: now + Self.patience))
      }
    }
  }

  private enum Progress { case open, over }

  private func proceed(_ connection: inout Connection, _ page: () -> [UInt8]) -> Progress {
    switch connection.phase {
    case .reading: read(&connection, page)
    case .writing: write(&connection)
    case .draining: drain(connection)
    }
  }

  private func read(_ connection: inout Connection, _ page: () -> [UInt8]) -> Progress {
    var buffer = [UInt8](repeating: 0, count: HTTPRequest.limit - connection.input.count)
    let (count, code) = unsafe (recv(connection.descriptor, &buffer, buffer.count, 0), errno)
    if count < 0 { return code == EAGAIN || code == EINTR ? .open : .over }
    if count == 0 { return .over }
    connection.input += buffer.prefix(count)
    guard let output = HTTPResponse.answer(to: connection.input, isLocal: isLocal, page: page) else { return .open }
    connection.output = output
    connection.phase = .writing
    return write(&connection)
  }

  private func write(_ connection: inout Connection) -> Progress {
    while connection.sent < connection.output.count {
      let (count, code) = unsafe connection.output.withUnsafeBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst(connection.sent))
        return unsafe (send(connection.descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL)), errno)
      }
      if count < 0 { return code == EAGAIN || code == EINTR ? .open : .over }
      connection.sent += count
    }
    // Closed with unread bytes, a connection is reset, and the other side may lose the answer (RFC 9112, 9.6).
    _ = shutdown(connection.descriptor, Int32(SHUT_WR))
    connection.phase = .draining
    connection.output = []
    return drain(connection)
  }

  private func drain(_ connection: Connection) -> Progress {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let (count, code) = unsafe (recv(connection.descriptor, &buffer, buffer.count, 0), errno)
    return count > 0 || count < 0 && (code == EAGAIN || code == EINTR) ? .open : .over
  }
}
