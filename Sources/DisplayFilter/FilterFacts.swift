package import Basics
import UDPCore

/// What is known where a filter judges, beyond the bytes, addresses and encodings of datagrams.
package struct FilterFacts: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Which rows somebody marked.
  package static let marks = FilterFacts(rawValue: 1 << 0)
  /// Which rule answered.
  package static let rules = FilterFacts(rawValue: 1 << 1)
  /// Before which rows datagrams are missing.
  package static let gaps = FilterFacts(rawValue: 1 << 2)
  /// Which requests nobody answered.
  package static let answers = FilterFacts(rawValue: 1 << 3)
  /// What was sent, could not be sent, and raised an alarm; without it, only received datagrams are judged.
  package static let otherRows = FilterFacts(rawValue: 1 << 4)
  /// How long ago something arrived; without it, datagrams are judged at once.
  package static let ages = FilterFacts(rawValue: 1 << 5)

  /// What a screen knows.
  package static let all: FilterFacts = [.marks, .rules, .gaps, .answers, .otherRows, .ages]
  /// What is known of datagrams while they arrive.
  package static let arriving: FilterFacts = [.gaps, .otherRows]
  /// What is known of recorded rows.
  package static let recorded: FilterFacts = [.gaps, .marks, .otherRows, .ages]
}

extension DisplayFilter {
  /// The reason why the filter holds for no row where only `facts` are known; `nil` if it may hold for one.
  package func objection(knowing facts: FilterFacts) -> Phrase? {
    guard let expression, !facts.isSuperset(of: .all), case .never(let word) = expression.truth(knowing: facts) else {
      return nil
    }
    return "'\(word.text)' holds for no row here: \(word.reason)"
  }
}

extension FilterExpression {
  /// Whether an expression holds, as far as its words decide that alone.
  fileprivate enum Truth {
    /// For no row, because of a word.
    case never(Word)
    /// For every row, because of a word.
    case always(Word)
    /// It depends on the row.
    case open
  }

  /// A part of an expression, and why it holds for no row, or for every one.
  fileprivate struct Word {
    var text: String
    var reason: Phrase

    var negated: Word { Word(text: text.hasPrefix("not ") ? String(text.dropFirst(4)) : "not " + text, reason: reason) }
  }

  fileprivate func truth(knowing facts: FilterFacts) -> Truth {
    switch self {
    case .all(let parts):
      let truths = parts.map { $0.truth(knowing: facts) }
      for case .never(let word) in truths { return .never(word) }
      guard case .always(let word)? = truths.first, truths.allSatisfy(\.isAlways) else { return .open }
      return .always(word)
    case .any(let parts):
      let truths = parts.map { $0.truth(knowing: facts) }
      for case .always(let word) in truths { return .always(word) }
      guard case .never(let word)? = truths.first, truths.allSatisfy(\.isNever) else { return .open }
      return .never(word)
    case .not(let part):
      switch part.truth(knowing: facts) {
      case .never(let word): return .always(word.negated)
      case .always(let word): return .never(word.negated)
      case .open: return .open
      }
    case .rule:
      return facts.contains(.rules)
        ? .open : .never(Word(text: FilterField.rule.word, reason: "only the screen knows which rule answered"))
    case .flag(.udp): return .always(Word(text: FilterFlag.udp.rawValue, reason: "every row is UDP"))
    case .flag(let flag):
      guard let (fact, reason) = flag.need, !facts.contains(fact) else { return .open }
      return .never(Word(text: flag.rawValue, reason: reason))
    case .compare(.age, let relation, let value):
      guard !facts.contains(.ages) else { return .open }
      let word = Word(text: text, reason: "datagrams are judged as they arrive")
      return relation.holds(0, value) ? .always(word) : .never(word)
    case .compare(.size, let relation, let value):
      let word = Word(text: text, reason: "a datagram has 0 to 65535 bytes")
      // Where a comparison changes between two sizes, it does so at its own number.
      let sizes = [0, Self.mostSize] + [value &- 1, value, value &+ 1].filter { $0 <= Self.mostSize }
      let results = Set(sizes.map { relation.holds($0, value) })
      return results.count == 2 ? .open : results.contains(true) ? .always(word) : .never(word)
    default: return .open
    }
  }

  /// The most bytes that a row can have.
  private static let mostSize: UInt64 = 65_535

  private var text: String { CanonicalWriter.text(of: self, InterfaceNames()) }
}

extension FilterExpression.Truth {
  fileprivate var isAlways: Bool { if case .always = self { true } else { false } }
  fileprivate var isNever: Bool { if case .never = self { true } else { false } }
}

extension FilterFlag {
  /// The fact without which the word holds for no row, and why it does then; `nil` for none.
  fileprivate var need: (fact: FilterFacts, reason: Phrase)? {
    switch self {
    case .marked: (.marks, "rows are marked on the screen")
    case .gap: (.gaps, "no numbers of formats are followed")
    case .unanswered: (.answers, "the screen pairs requests with answers, by :pair")
    case .outgoing, .error, .alarm: (.otherRows, "only received datagrams are judged")
    case .ip, .ip6, .udp, .incoming, .multicast, .broadcast, .truncated, .empty, .badText, .auto: nil
    }
  }
}
