import DisplayFilter
import UDPCore

/// What one rule knows: the peers that it watches, and their alarms in force.
struct RuleWatch {
  /// The most subjects of a rule; further ones are not watched.
  static let subjectLimit = 4_096
  /// The most addresses of which a rule knows whether they are new.
  static let addressLimit = 65_536
  /// The alarms that a rule raises at once, and those that it may raise in a second afterwards.
  static let burst: Int64 = 256
  static let perSecond: Int64 = 10

  /// A peer, an address, or everything.
  struct Subject {
    /// Our side of its last datagram.
    var local: LocalPath
    /// The time at which it was heard last, in nanoseconds of the monotonic clock.
    var heard: Int64
    /// The time at which the condition was met last.
    var met: Int64
    /// The number of its alarm in force; `nil` if there is none.
    var alarm: UInt64?
    /// The datagrams of the last moments, for a rate.
    var rate: RateWindow?
  }

  let rule: AlarmRule
  private var judge: FilterJudge
  var subjects: [Endpoint: Subject] = [:]
  /// The addresses that were heard, for `newPeer`.
  private(set) var addresses: Set<Endpoint> = []
  /// The time before which nothing happens by itself, in nanoseconds of the monotonic clock.
  var due = Int64.max
  /// Whether it was said that there are too many subjects.
  var hasSaidLimit = false
  /// Whether it was said that the filter could not judge.
  var hasSaidFailure = false
  /// The first row that the filter could not judge.
  private(set) var failure: FilterFailure?
  /// Alarms that may be raised now, in thousandths, and when that was counted.
  private var budget = RuleWatch.burst * 1_000
  private var budgetTime = Int64.min
  /// The alarms that began since the rule is in force, and those in force now.
  var (begun, inForce) = (0, 0)
  /// Whether alarms were left out since there was a budget.
  var isCurbed = false

  init(_ rule: AlarmRule) {
    self.rule = rule
    judge = FilterJudge(rule.filter)
  }

  /// Whether the rule looks at a datagram.
  mutating func matches(_ datagram: Datagram, in context: FilterContext) -> Bool {
    if rule.filter.isEverything { return true }
    do throws(FilterFailure) { return try judge.matches(datagram, in: context) } catch {
      failure = failure ?? error
      return false
    }
  }

  /// The subject of a datagram.
  func key(of datagram: Datagram) -> Endpoint {
    switch rule.scope {
    case .peer: datagram.peer
    case .address: Endpoint(datagram.peer.address, port: 0, scope: datagram.peer.scope)
    case .all: Endpoint(.anyIPv4, port: 0)
    }
  }

  /// Takes note of an address.
  /// - Returns: whether it is new; `nil` if there are too many.
  mutating func isNew(_ address: Endpoint) -> Bool? {
    if addresses.contains(address) { return false }
    if addresses.count >= Self.addressLimit { return nil }
    addresses.insert(address)
    return true
  }

  /// Makes room for another subject where some have nothing to tell.
  mutating func makeRoom(at now: Int64) {
    guard subjects.count >= Self.subjectLimit, case .rate = rule.condition else { return }
    for key in Array(subjects.keys) {
      subjects[key]?.rate?.advance(to: now)
      if subjects[key]?.alarm == nil, subjects[key]?.rate?.total == 0 { subjects[key] = nil }
    }
  }

  /// Takes one alarm from the budget.
  /// - Returns: whether it may be raised.
  mutating func mayRaise(at now: Int64) -> Bool {
    if budgetTime != .min {
      let passed = min(max(0, now - budgetTime), 3_600_000_000_000)
      budget = min(Self.burst * 1_000, budget + passed / 1_000_000 * Self.perSecond)
      budgetTime += passed / 1_000_000 * 1_000_000
    }
    if budgetTime == .min || now - budgetTime > 1_000_000 { budgetTime = now }
    guard budget >= 1_000 else { return false }
    budget -= 1_000
    isCurbed = false
    return true
  }
}
