/// The limits of replying by rule.
package struct ReplyLimits: Sendable, Hashable {
  /// Replies per second to one peer; bursts may reach twice that.
  package var ratePerPeer = 100
  /// Replies per second in total.
  package var rate = 1_000
  /// Whether ports below 1024 and the well-known reflectors may be answered.
  package var allowsServicePorts = false

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
