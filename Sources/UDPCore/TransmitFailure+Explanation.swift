package import Basics
import Glibc

extension TransmitFailure {
  /// The failure for display: a sentence without its full stop, with the next step if there is one.
  package var explanation: Phrase {
    switch origin {
    case .network: "unreachable: \(reason)"
    case .local: "not sent: \(reason)"
    case .file: "not read: \(reason)"
    }
  }

  /// The cause alone, for sentences that already say what was tried: `port closed (ICMP)`.
  ///
  /// Sources: errno(3), udp(7), ip(7); the mapping of ICMP to `errno` is in the kernel's `net/ipv4/icmp.c`
  /// (`icmp_err_convert`) and `net/ipv6/icmp.c` (`tab_unreach`).
  package var reason: Phrase {
    let sentence = Self.sentences[code]
    switch origin {
    case .network: return "\(sentence?.network ?? sentence?.local ?? unknown) (ICMP)"
    case .local: return sentence?.local ?? unknown
    case .file: return "packets of link type \(code) are not understood"
    }
  }

  private var unknown: Phrase { "error \(code)" }

  private struct Sentence: Sendable {
    /// The text if this host's kernel refused.
    var local: Phrase
    /// The text if the network answered; `nil` to use `local`.
    var network: Phrase?
  }

  private static let sentences: [Int32: Sentence] = [
    ECONNREFUSED: Sentence(local: "the peer's port was closed a moment ago", network: "port closed"),
    EHOSTUNREACH: Sentence(local: "no route to that host", network: "no such host, or a router refuses"),
    ENETUNREACH: Sentence(local: "no route to that network", network: "no route to that network"),
    EHOSTDOWN: Sentence(local: "that host does not answer", network: "that host is down"),
    ENETDOWN: Sentence(local: "the network interface is down", network: nil),
    ENOTCONN: Sentence(local: "the host that would send it is not connected", network: nil),
    ENODEV: Sentence(local: "no such network interface any more", network: nil),
    ENOPROTOOPT: Sentence(local: "that host takes no UDP", network: "that host takes no UDP"),
    EPROTO: Sentence(local: "protocol error", network: "protocol error"),
    EMSGSIZE: Sentence(
      local: "too long for one datagram: at most 65,507 bytes over IPv4, 65,527 over IPv6",
      network: "too long for a link on the way"),
    EMFILE: Sentence(local: "too many open files; raise the limit with: ulimit -n", network: nil),
    ENFILE: Sentence(local: "too many open files on this host", network: nil),
    EPERM: Sentence(local: "a local firewall rule forbids it", network: nil),
    EACCES: Sentence(
      local: "not permitted; a broadcast address needs a socket that may broadcast",
      network: "forbidden by a router"),
    EINVAL: Sentence(local: "that destination cannot be used from this socket", network: nil),
    ENOBUFS: Sentence(local: "the interface's queue is full; try again", network: nil),
    ENOMEM: Sentence(local: "the kernel is short of memory; try again", network: nil),
    EAGAIN: Sentence(local: "the socket's send buffer is full; try again", network: nil),
    EADDRNOTAVAIL: Sentence(local: "the local address is gone from this host", network: nil),
    EAFNOSUPPORT: Sentence(local: "no bound socket speaks that address family", network: nil),
    ENETRESET: Sentence(local: "the network was reset", network: nil),
    ECONNRESET: Sentence(local: "the peer reset", network: nil),
  ]
}

extension TransmitFailure {
  /// The failures by their explanations, as exported in records.
  private static let byExplanation: [String: TransmitFailure] = {
    var failures: [String: TransmitFailure] = [:]
    for origin in [Origin.network, .local] {
      // All values that errno(3) defines on Linux.
      for code in 1...133 as ClosedRange<Int32> {
        let failure = TransmitFailure(origin: origin, code: code)
        failures["\(failure.explanation)", default: failure] = failure
      }
    }
    return failures
  }()

  /// Creates the failure with this explanation, as exported in a record; `nil` if no failure has it.
  package init?(explanation: String) {
    guard let failure = Self.byExplanation[explanation] else { return nil }
    self = failure
  }
}

extension TransmitFailure {
  /// Whether the peer's host said that nobody has the port (ICMP).
  package var isConnectionRefused: Bool { origin == .network && code == ECONNREFUSED }
}
