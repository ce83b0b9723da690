package import Basics
package import Impairment

/// The parameters of a relay.
package struct RelayPlan: Sendable {
  /// The most clients at a time unless the user asks for another number.
  package static let defaultClientLimit = 1_024
  /// The time after which an idle client ends unless the user asks for another, in nanoseconds.
  package static let defaultIdleTime: Int64 = 60_000_000_000

  /// The endpoints that everything from clients goes to. The first one names the rows of what clients send.
  package var targets: [Destination]
  /// Whether answers go back to the clients.
  package var passesAnswers = true
  /// The most clients at a time.
  package var clientLimit = defaultClientLimit
  /// The time in nanoseconds after which a client without datagrams ends.
  package var idleTime = defaultIdleTime
  /// The memory for datagrams that are delayed or held, in bytes.
  package var queueLimit = 64 << 20
  /// The impairments.
  package var profile = ImpairmentProfile.none
  /// The start of what is random.
  package var seed: UInt64 = 0
  /// Creates what judges datagrams; `nil` if nothing does.
  package var judge: (@Sendable () -> any RelayJudge)?
  /// The options that `judge` obeys, and their values.
  package var judged: [(option: String, text: String)] = []
  /// Returns what `judge` has to say at the end.
  package var ending: @Sendable () -> [Phrase] = { [] }

  /// Creates the parameters of a relay to `targets`, of which there is at least one.
  package init(to targets: [Destination]) { self.targets = targets }

  /// Whether a target is one of the sockets that the relay receives on, so that everything would come back for ever.
  package static func isLoop(_ target: Endpoint, sockets: [BoundSocket]) -> Bool {
    sockets.contains { socket in
      guard socket.local.port == target.port, socket.family == target.address.family else { return false }
      if socket.local.address == target.address { return true }
      return socket.local.address.isUnspecified
        && (target.address.isUnspecified || target.address.isLoopback
          || RoutingTable.sourceAddress(toward: target) == target.address)
    }
  }
}

/// Judges datagrams before a relay passes them on. Called on the receiver thread.
package protocol RelayJudge: AnyObject {
  /// Judges a datagram.
  /// - Parameters:
  ///   - datagram: its row, which readers do not see yet; `nil` if the log had no memory for it.
  ///   - payload: its whole payload, of which the log may keep a part.
  func judge(_ datagram: Datagram?, payload: RawSpan, direction: ImpairmentDirection) -> RelayJudgement
}

/// The decision of a `RelayJudge` about a datagram.
package struct RelayJudgement: Sendable {
  /// Whether the datagram is swallowed.
  package var isDropped: Bool
  /// Whether the impairments apply to it.
  package var isImpaired: Bool
  /// The bytes to pass on in its place; `nil` leaves it as it is.
  package var replacement: [UInt8]?

  package init(isDropped: Bool = false, isImpaired: Bool = true, replacement: [UInt8]? = nil) {
    self.isDropped = isDropped
    self.isImpaired = isImpaired
    self.replacement = replacement
  }
}
