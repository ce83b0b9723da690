import CLinux
import Glibc
import UDPCore

/// The results of the datagrams handed over for sending, read from the log.
struct ReplayOutcome {
  /// Attempts for one datagram while the kernel has no buffer space.
  private static let attempts = 1000

  /// Datagrams that were sent.
  private(set) var sent = 0
  /// Payload bytes of the datagrams sent.
  private(set) var bytes = 0
  /// Datagrams that this host's kernel refused.
  private(set) var refused = 0
  /// The last refusal by this host's kernel.
  private(set) var refusal: TransmitFailure?
  /// Datagrams that the network answered with an error.
  private(set) var unreachable = 0
  /// The last error from the network.
  private(set) var networkFailure: TransmitFailure?
  /// Payloads that found no buffer space in the kernel and must be handed over again.
  private(set) var again: [(payload: [UInt8], socket: UInt16)] = []
  private var retries = 0
  private var next: UInt64 = 1

  /// Datagrams whose result is known.
  var handled: Int { sent + refused }

  /// Reads the new rows.
  mutating func read(_ log: CaptureLog) {
    let snapshot = log.snapshot()
    next = max(next, snapshot.firstNumber)
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next] else { continue }
      switch datagram.kind {
      case .incoming, .alarm: break
      case .outgoing:
        sent += 1
        bytes += datagram.size
        retries = 0
      case .failure: fail(datagram)
      }
    }
  }

  /// Removes and returns the payloads to be handed over again.
  mutating func takeRetries() -> [(payload: [UInt8], socket: UInt16)] {
    defer { again = [] }
    return again
  }

  private mutating func fail(_ datagram: Datagram) {
    guard let failure = datagram.failure else { return }
    if failure.origin == .network {
      unreachable += 1
      networkFailure = failure
    } else if [EAGAIN, ENOBUFS, ENOMEM].contains(failure.code), retries < Self.attempts {
      retries += 1
      again.append((datagram.payload, datagram.local.socket))
    } else {
      refused += 1
      refusal = failure
    }
  }
}
