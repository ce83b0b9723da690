/// The limits of replying by rule.
package struct ReplyLimits: Sendable, Hashable {
  /// Replies per second to one peer; bursts may reach twice that.
  package var ratePerPeer = 100
  /// Replies per second in total.
  package var rate = 1_000
  /// Whether ports below 1024 and the well-known reflectors may be answered.
  package var allowsServicePorts = false
  /// The peers that may get answers larger than 256 bytes and three times the request.
  package var largeReplies = LargeReplies.never

  /// The peers that may get large answers. A forged source cannot be on loopback, so that nobody else is flooded there.
  package enum LargeReplies: Sendable, Hashable {
    case never
    case onLoopback
    case always

    /// Whether a peer may get them.
    func allows(_ peer: Endpoint) -> Bool {
      switch self {
      case .never: false
      case .onLoopback: peer.address.isLoopback
      case .always: true
      }
    }
  }

  package init() {}

  /// Limits both the total and each peer to `rate` replies per second, as `--reply-rate` does; `nil` keeps the
  /// defaults.
  package init(rate: Int?, allowsServicePorts: Bool) {
    if let rate {
      self.rate = rate
      ratePerPeer = rate
    }
    self.allowsServicePorts = allowsServicePorts
  }
}
