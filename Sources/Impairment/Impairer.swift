/// Decides what becomes of each datagram of one client in one direction. Needs no clock and no system, and allocates
/// only while its queue grows.
///
/// A decision depends on the seed, the client, the direction and the datagram's ordinal, so that the same datagrams are
/// lost, doubled and held as long in each run, whatever their timing. Time decides in two places alone: how full the
/// queue of a rate is, and which settings are in force. Each kind has random numbers of its own, so other settings for
/// one kind leave the others' decisions as they are.
package struct Impairer: Sendable {
  /// The settings for the next datagram. To change them keeps the random numbers, the state of bursts and the queue.
  package var settings: ImpairmentSettings {
    didSet { if settings.rate?.bitsPerSecond != oldValue.rate?.bitsPerSecond { link.rateChanged() } }
  }

  /// The bytes that a rate counts for each datagram beyond its payload: the headers of IP and UDP.
  private let overhead: Int
  private let random: ImpairmentRandom
  /// The datagrams decided so far.
  private var ordinal: UInt64 = 0
  private var isBad = false
  /// The datagrams that were held since one was sent at once.
  private var held = 0
  private var link = ImpairedLink()

  /// Creates an impairer.
  /// - Parameters:
  ///   - client: The ordinal of the client, counted from 0 in the order in which they came.
  ///   - overhead: The bytes of the headers of IP and UDP, 28 for IPv4 and 48 for IPv6.
  package init(
    settings: ImpairmentSettings, seed: UInt64, client: Int, direction: ImpairmentDirection, overhead: Int = 28
  ) {
    self.settings = settings
    self.overhead = overhead
    random = ImpairmentRandom(seed: seed, client: client, direction: direction)
  }

  /// Decides about the next datagram.
  /// - Parameters:
  ///   - size: The payload's length in bytes.
  ///   - now: A monotonic time in nanoseconds.
  package mutating func decide(size: Int, now: Int64) -> Fate {
    let chances = random.chances(of: ordinal)
    ordinal &+= 1
    if isLost(chances) { return Fate(datagram: .lost) }
    let isAtOnce = isSentAtOnce(chances)
    let size = min(size, settings.truncate ?? size)
    let first = pass(chances, .datagram, size: size, now: now, isAtOnce: isAtOnce)
    guard settings.duplicate.includes(chances[.duplicate]) else { return Fate(datagram: first) }
    return Fate(datagram: first, copy: pass(chances, .copy, size: size, now: now, isAtOnce: false))
  }

  /// The datagrams in the queue of the rate, the one that is being sent included.
  package mutating func queued(now: Int64) -> Int { link.queued(now: now) }

  /// Whether the datagram is lost. The loss is that of the state before the change, as in netem.
  private mutating func isLost(_ chances: ImpairmentRandom.Chances) -> Bool {
    switch settings.loss {
    case .independent(let share): return share.includes(chances[.loss])
    case .bursts(let bursts):
      let isLost = (isBad ? bursts.lossInBad : bursts.lossInGood).includes(chances[.loss])
      if (isBad ? bursts.intoGood : bursts.intoBad).includes(chances[.change]) { isBad.toggle() }
      return isLost
    case .every(let count): return ordinal.isMultiple(of: UInt64(max(1, count)))
    }
  }

  /// Whether the datagram overtakes those that are held.
  private mutating func isSentAtOnce(_ chances: ImpairmentRandom.Chances) -> Bool {
    let reorder = settings.reorder
    guard held >= reorder.gap - 1, reorder.share.includes(chances[.reorder]), settings.delay.mean > 0 else {
      // Beyond the gap the count says nothing more; it stays there lest it overflow.
      held = min(held + 1, ImpairmentSettings.Reorder.gaps.upperBound)
      return false
    }
    held = 0
    return true
  }

  private mutating func pass(
    _ chances: ImpairmentRandom.Chances, _ kind: ImpairmentRandom.Kind, size: Int, now: Int64, isAtOnce: Bool
  ) -> Fate.Outcome {
    var passage = Fate.Passage(delay: 0, size: size, isReordered: isAtOnce)
    if size > 0, settings.corrupt.includes(chances[kind.corrupt]) {
      passage.corruptedBit = Int(chances[kind.bit].multipliedFullWidth(by: UInt64(size) * 8).high)
    }
    if isAtOnce { return .passes(passage) }
    if let rate = settings.rate {
      guard let wait = link.send(bytes: size + overhead, rate, now: now) else { return .overflowed }
      passage.delay = wait
    }
    passage.delay += settings.delay.sample(chances, kind)
    return .passes(passage)
  }
}

/// The way of a datagram through a relay.
package enum ImpairmentDirection: String, CaseIterable, Sendable {
  /// From the client to the target.
  case up
  /// From the target to the client.
  case down

  /// The other direction.
  package var opposite: ImpairmentDirection { self == .up ? .down : .up }
}

/// The outcome for a datagram, and for its copy if it is duplicated.
package struct Fate: Hashable, Sendable, BitwiseCopyable {
  package var datagram: Outcome
  /// The outcome for the copy, which is never lost but may overflow; `nil` without one.
  package var copy: Outcome?

  package init(datagram: Outcome, copy: Outcome? = nil) {
    self.datagram = datagram
    self.copy = copy
  }

  package enum Outcome: Hashable, Sendable, BitwiseCopyable {
    case passes(Passage)
    /// Lost on purpose.
    case lost
    /// Found the queue of the rate full.
    case overflowed
  }

  /// The delay of a datagram that passes, and the changes of its bytes.
  package struct Passage: Hashable, Sendable, BitwiseCopyable {
    /// The time for which it is held from now, in nanoseconds. Datagrams leave in the order of these times, so that
    /// jitter changes their order, as in netem.
    package var delay: Int64
    /// The bytes of the payload that remain.
    package var size: Int
    /// The bit that is flipped, counted from the lowest bit of the first byte.
    package var corruptedBit: Int?
    /// Whether it is sent at once because of `reorder`, past those that are held.
    package var isReordered: Bool

    package init(delay: Int64, size: Int, corruptedBit: Int? = nil, isReordered: Bool = false) {
      self.delay = delay
      self.size = size
      self.corruptedBit = corruptedBit
      self.isReordered = isReordered
    }
  }
}
