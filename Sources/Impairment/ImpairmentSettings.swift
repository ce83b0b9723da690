/// The impairments of datagrams on their way, in netem's terms (tc-netem(8)). Each kind is one `ImpairmentKey`.
package struct ImpairmentSettings: Hashable, Sendable {
  package var delay = Delay()
  package var loss = Loss.none
  /// The share of datagrams that arrive twice.
  package var duplicate = Percentage.none
  package var reorder = Reorder()
  /// The share of datagrams in which one bit is flipped.
  package var corrupt = Percentage.none
  /// The greatest payload in bytes; the rest of a longer one is cut off. `nil` leaves all whole.
  package var truncate: Int?
  /// The bandwidth; `nil` is unlimited.
  package var rate: Rate?

  /// Creates settings that change nothing.
  package init() {}

  /// Settings that change nothing.
  package static let none = ImpairmentSettings()

  /// Whether the settings change nothing.
  package var isNone: Bool { self == .none }

  /// The time for which datagrams are held.
  package struct Delay: Hashable, Sendable {
    /// The mean, in nanoseconds.
    package var mean: Int64
    /// The variation of delays, in nanoseconds: the standard deviation, or for `uniform` the greatest distance from the
    /// mean.
    package var jitter: Int64
    package var distribution: Distribution

    /// The longest delay, and the longest jitter: a minute.
    package static let limit: Int64 = 60_000_000_000

    /// Creates a delay; times out of range become the nearest in it.
    package init(mean: Int64 = 0, jitter: Int64 = 0, distribution: Distribution = .uniform) {
      self.mean = min(max(mean, 0), Self.limit)
      self.jitter = min(max(jitter, 0), Self.limit)
      self.distribution = distribution
    }

    /// Whether nothing is held.
    package var isNone: Bool { mean == 0 && jitter == 0 }
  }

  /// The distribution of delays around their mean. A delay below 0 becomes 0.
  package enum Distribution: String, CaseIterable, Sendable {
    /// Sums of 16 uniform numbers, which a normal distribution resembles to 3.5 standard deviations.
    case normal
    /// A few long delays among many short ones: shape 3 as in netem's table, cut off at 5.5 standard deviations.
    case pareto
    /// Equally likely from `mean - jitter` to `mean + jitter`; what netem does without a table.
    case uniform
  }

  /// The choice of the datagrams that are lost.
  package enum Loss: Hashable, Sendable {
    /// Each with the same probability, whatever became of others.
    case independent(Percentage)
    /// In bursts.
    case bursts(Bursts)
    /// One in so many, at equal distances: with 3 each third datagram. netem has no such model.
    case every(Int)

    /// Nothing is lost.
    package static let none = Loss.independent(.none)

    /// The distances at which datagrams can be lost.
    package static let counts = 2...100_000

    /// The share that is lost in the long run, from 0 to 1.
    package var mean: Double {
      switch self {
      case .independent(let share): share.fraction
      case .bursts(let bursts): bursts.mean
      case .every(let count): 1 / Double(max(1, count))
      }
    }
  }

  /// The model of Gilbert and Elliott: a link that changes between a good and a bad state before each datagram.
  package struct Bursts: Hashable, Sendable {
    /// The probability of going from the good state to the bad one, netem's p.
    package var intoBad: Percentage
    /// The probability of going back, netem's r: a burst lasts 1/r datagrams on average.
    package var intoGood: Percentage
    /// The loss in the bad state, netem's 1-h.
    package var lossInBad: Percentage
    /// The loss in the good state, netem's 1-k.
    package var lossInGood: Percentage

    /// Creates a model; the defaults are netem's.
    package init(
      intoBad: Percentage, intoGood: Percentage? = nil, lossInBad: Percentage = .all, lossInGood: Percentage = .none
    ) {
      self.intoBad = intoBad
      self.intoGood = intoGood ?? intoBad.rest
      self.lossInBad = lossInBad
      self.lossInGood = lossInGood
    }

    /// The share that is lost in the long run, from 0 to 1. A link that never changes stays good, as it starts.
    package var mean: Double {
      let (p, r) = (intoBad.fraction, intoGood.fraction)
      guard p > 0 else { return lossInGood.fraction }
      return (p * lossInBad.fraction + r * lossInGood.fraction) / (p + r)
    }
  }

  /// The choice of the datagrams that are sent at once and so overtake those that are held; it needs a delay.
  package struct Reorder: Hashable, Sendable {
    package var share: Percentage
    /// One in how many datagrams may be sent at once: after one that was, `gap - 1` are held.
    package var gap: Int

    package static let gaps = 1...10_000

    /// Creates a choice of datagrams.
    package init(share: Percentage = .none, gap: Int = 1) {
      self.share = share
      self.gap = min(max(gap, Self.gaps.lowerBound), Self.gaps.upperBound)
    }
  }

  /// A bandwidth, with a queue in front of it.
  package struct Rate: Hashable, Sendable {
    package var bitsPerSecond: UInt64
    /// The datagrams that fit into the queue, the one that is being sent included; further ones overflow.
    package var limit: Int

    package static let range: ClosedRange<UInt64> = 1_000...100_000_000_000
    package static let limits = 1...100_000
    /// netem's default.
    package static let usualLimit = 1_000

    /// Creates a bandwidth; values out of range become the nearest in it.
    package init(bitsPerSecond: UInt64, limit: Int = Self.usualLimit) {
      self.bitsPerSecond = min(max(bitsPerSecond, Self.range.lowerBound), Self.range.upperBound)
      self.limit = min(max(limit, Self.limits.lowerBound), Self.limits.upperBound)
    }
  }

  /// The lengths to which payloads can be cut.
  package static let truncations = 0...65_535
}
