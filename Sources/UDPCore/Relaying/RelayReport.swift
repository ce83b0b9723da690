import Basics
package import Impairment

/// The counts and settings of a relay at a moment.
package struct RelayReport: Sendable, Equatable {
  /// One direction, of one client or of all.
  package struct Flow: Sendable, Equatable {
    package var counts = RelayCounts()
    /// The time in nanoseconds that half of the datagrams delayed on purpose waited at most; `nil` without any.
    package var median: Int64?
    /// The time in nanoseconds that 99 % of them waited at most.
    package var late: Int64?
    /// The impairments chosen; they are in force unless all are switched off.
    package var settings = ImpairmentSettings.none

    package init(
      counts: RelayCounts = RelayCounts(), median: Int64? = nil, late: Int64? = nil,
      settings: ImpairmentSettings = .none
    ) {
      (self.counts, self.median, self.late, self.settings) = (counts, median, late, settings)
    }

    init(_ counts: RelayCounts, _ delays: TimeHistogram, _ settings: ImpairmentSettings) {
      self.init(counts: counts, median: delays.quantile(0.5), late: delays.quantile(0.99), settings: settings)
    }
  }

  /// What became of the datagrams to one target.
  package struct Target: Sendable, Equatable {
    /// Datagrams that the kernel took.
    package var sent = 0
    /// Datagrams that this host did not send.
    package var failed = 0
    /// Errors that the network reported (ICMP).
    package var refused = 0

    package init(sent: Int = 0, failed: Int = 0, refused: Int = 0) {
      (self.sent, self.failed, self.refused) = (sent, failed, refused)
    }
  }

  /// One client.
  package struct Client: Sendable, Equatable {
    /// Its place in the order in which clients came, from 0.
    package var ordinal: Int
    /// Its endpoint.
    package var peer: Endpoint
    /// The endpoint that it writes to.
    package var own: Endpoint
    /// Our endpoint toward each target; `nil` where no socket could be opened.
    package var outer: [Endpoint?]
    package var flows: BothWays<Flow>
    /// Whether it has ended.
    package var isEnded: Bool
    /// Whether impairments were chosen for it alone.
    package var hasOwnSettings: Bool

    package init(
      ordinal: Int, peer: Endpoint, own: Endpoint, outer: [Endpoint?], flows: BothWays<Flow>, isEnded: Bool = false,
      hasOwnSettings: Bool = false
    ) {
      (self.ordinal, self.peer, self.own, self.outer) = (ordinal, peer, own, outer)
      (self.flows, self.isEnded, self.hasOwnSettings) = (flows, isEnded, hasOwnSettings)
    }
  }

  /// The targets.
  package var targets: [Endpoint]
  /// The sums over all clients.
  package var flows = BothWays(up: Flow(), down: Flow())
  /// The clients at this moment, in the order in which they came.
  package var clients: [Client] = []
  /// The clients that ended last, the first one first; at most `mostEnded`.
  package var ended: [Client] = []
  /// The clients so far, and those of them that ended because they were idle.
  package var clientCount = 0
  package var endedCount = 0
  /// The datagrams that were not passed on because there were too many clients.
  package var refused = 0
  /// Whether each direction is held.
  package var isHeld = BothWays(up: false, down: false)
  /// Whether impairments are in force, rather than switched off.
  package var isImpaired = true
  /// The bytes that delayed and held datagrams occupy.
  package var queuedBytes = 0
  /// The commands obeyed so far.
  package var commandCount = 0
  /// The start of what is random.
  package var seed: UInt64 = 0
  /// What became of the datagrams to each target.
  package var targetCounts: [Target] = []
  /// The time by which everything that waits now is due, except in directions that are held; in nanoseconds of the
  /// monotonic clock.
  package var lastDue = Int64.min
  /// The nanoseconds until the profile changes next; `nil` for never.
  package var nextChange: Int64?

  /// The number of clients that have ended and are still listed.
  package static let mostEnded = 1_024

  package init(targets: [Endpoint]) { self.targets = targets }

  /// The datagrams that are delayed or held.
  package var waiting: Int { flows.up.counts.waiting + flows.down.counts.waiting }

  /// Whether every datagram is accounted for.
  package var isExact: Bool {
    flows.up.counts.isExact && flows.down.counts.isExact
      && (clients + ended).allSatisfy { $0.flows.up.counts.isExact && $0.flows.down.counts.isExact }
  }
}
