package import Basics

/// A kind of impairment, by the word that names it: `delay`, `loss`, …
package enum ImpairmentKey: String, CaseIterable, Sendable {
  case delay, loss, duplicate, reorder, corrupt, truncate, rate

  /// A value that the key may have, for messages.
  package var example: String {
    switch self {
    case .delay: "80ms 20ms normal"
    case .loss: "3%"
    case .duplicate, .corrupt: "1%"
    case .reorder: "2% gap 5"
    case .truncate: "512"
    case .rate: "256kbit limit 100"
    }
  }
}

/// Says what is wrong with the words of an impairment, and what would be right.
package struct ImpairmentError: Error, Hashable, Phrased {
  package let phrase: Phrase
  /// The first scalar of the words that the sentence is about.
  package let offset: Int
}

extension ImpairmentSettings {
  /// Sets one kind from netem's words (tc-netem(8)): `80ms 20ms normal`, `gemodel 1% 20%`, `256kbit limit 100`; `off`
  /// takes it off.
  package mutating func set(_ key: ImpairmentKey, to text: String) throws(ImpairmentError) {
    var words = ImpairmentWords(text)
    if words.isEmpty { throw words.mistake("\(key.rawValue) needs a value, such as \(key.example)") }
    let settings = try words.take("off") ? .none : words.settings(key)
    try words.end()
    copy(key, from: settings)
  }

  /// Takes one kind over from other settings.
  package mutating func copy(_ key: ImpairmentKey, from other: ImpairmentSettings) {
    switch key {
    case .delay: delay = other.delay
    case .loss: loss = other.loss
    case .duplicate: duplicate = other.duplicate
    case .reorder: reorder = other.reorder
    case .corrupt: corrupt = other.corrupt
    case .truncate: truncate = other.truncate
    case .rate: rate = other.rate
    }
  }

  /// The words for one kind, which `set` reads; `nil` where it changes nothing.
  package func words(of key: ImpairmentKey) -> String? {
    switch key {
    case .delay: delay.isNone ? nil : delay.description
    case .loss: loss == .none ? nil : loss.description
    case .duplicate: duplicate == .none ? nil : duplicate.description
    case .reorder: reorder.share == .none ? nil : reorder.description
    case .corrupt: corrupt == .none ? nil : corrupt.description
    case .truncate: truncate.map(String.init)
    case .rate: rate?.description
    }
  }

  /// Says what in the settings has no effect without something else, as tc does.
  package var contradiction: ImpairmentError? {
    guard reorder.share > .none, delay.mean == 0 else { return nil }
    return ImpairmentError(
      phrase: "reorder needs a delay: nothing waits that could be overtaken; add a delay such as 10ms",
      offset: 0)
  }
}

extension ImpairmentSettings: CustomStringConvertible {
  /// The settings in netem's words: `delay 80ms 20ms normal loss 3%`; `none` without any.
  package var description: String {
    let parts = ImpairmentKey.allCases.compactMap { key in words(of: key).map { "\(key.rawValue) \($0)" } }
    return parts.isEmpty ? "none" : parts.joined(separator: " ")
  }
}

extension ImpairmentSettings.Delay: CustomStringConvertible {
  package var description: String {
    let mean = TimeSpan(nanoseconds: UInt64(mean)).description
    if jitter == 0 { return mean }
    let both = "\(mean) \(TimeSpan(nanoseconds: UInt64(jitter)))"
    return distribution == .uniform ? both : "\(both) \(distribution.rawValue)"
  }
}

extension ImpairmentSettings.Loss: CustomStringConvertible {
  package var description: String {
    switch self {
    case .independent(let share): share.description
    case .bursts(let bursts): bursts.description
    case .every(let count): "every \(count)"
    }
  }
}

extension ImpairmentSettings.Bursts: CustomStringConvertible {
  package var description: String {
    var words = "gemodel \(intoBad) \(intoGood)"
    if lossInBad != .all || lossInGood != .none { words += " \(lossInBad)" }
    return lossInGood == .none ? words : words + " \(lossInGood)"
  }
}

extension ImpairmentSettings.Reorder: CustomStringConvertible {
  package var description: String { gap == 1 ? "\(share)" : "\(share) gap \(gap)" }
}

extension ImpairmentSettings.Rate: CustomStringConvertible {
  package var description: String {
    let unit = ImpairmentWords.rateUnits.last { bitsPerSecond.isMultiple(of: $0.bits) }
    let words = unit.map { "\(bitsPerSecond / $0.bits)\($0.name)" } ?? "\(bitsPerSecond)bit"
    return limit == Self.usualLimit ? words : "\(words) limit \(limit)"
  }
}
