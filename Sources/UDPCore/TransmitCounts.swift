/// The results of the datagrams that a `BatchTransmitter` sent.
package struct TransmitCounts: Sendable, Hashable {
  /// A failure and the peer that it concerns.
  package struct Report: Sendable, Hashable {
    /// The peer that was sent to.
    package let peer: Endpoint
    /// The failure.
    package let failure: TransmitFailure
  }

  /// Datagrams that the kernel took.
  package internal(set) var sent = 0
  /// Payload bytes of the datagrams that the kernel took.
  package internal(set) var bytes = 0
  /// Errors that the network reported (ICMP), at most one for each datagram and fewer where the peer limits their rate.
  package internal(set) var refused = 0
  /// Datagrams that the kernel had no buffer space for (`ENOBUFS`, sendmsg(2)).
  package internal(set) var unbuffered = 0
  /// Datagrams that this host's kernel did not send for another reason.
  package internal(set) var failed = 0
  /// The last error that the network reported.
  package internal(set) var refusal: Report?
  /// The last failure of this host's kernel.
  package internal(set) var failure: Report?

  /// Datagrams that this host's kernel did not send.
  package var unsent: Int { unbuffered + failed }

  /// Creates counts of nothing.
  package init() {}
}
