package import Basics

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

  /// What a screen knows.
  package static let all: FilterFacts = [.marks, .rules, .gaps, .answers, .otherRows]
  /// What is known of datagrams while they arrive.
  package static let arriving: FilterFacts = [.gaps, .otherRows]
  /// What is known of recorded rows.
  package static let recorded: FilterFacts = [.gaps, .marks, .otherRows]
}

extension DisplayFilter {
  /// The reason why the filter holds for no row where only `facts` are known; `nil` if it may hold for one.
  package func objection(knowing facts: FilterFacts) -> Phrase? {
    guard let expression, !facts.isSuperset(of: .all), case .never(let word) = expression.truth(knowing: facts) else {
      return nil
    }
    switch word.fact {
    case .marks: return "'\(word.text)' holds for no row here: rows are marked on the screen"
    case .rules: return "'\(word.text)' holds for no row here: only the screen knows which rule answered"
    case .gaps: return "'\(word.text)' holds for no row here: no numbers of formats are followed"
    case .answers:
      return "'\(word.text)' holds for no row here: the screen pairs requests with answers, by :pair"
    default: return "'\(word.text)' holds for no row here: only received datagrams are judged"
    }
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

  /// A word of the language, and the fact without which it holds for no row.
  fileprivate struct Word {
    var text: String
    var fact: FilterFacts
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
      case .never(let word): return .always(word)
      case .always(let word): return .never(word)
      case .open: return .open
      }
    default:
      guard let word, !facts.contains(word.fact) else { return .open }
      return .never(word)
    }
  }

  /// The word that needs a fact; `nil` for what needs none.
  private var word: Word? {
    switch self {
    case .rule: Word(text: FilterField.rule.word, fact: .rules)
    case .flag(let flag): flag.fact.map { Word(text: flag.rawValue, fact: $0) }
    default: nil
    }
  }
}

extension FilterExpression.Truth {
  fileprivate var isAlways: Bool { if case .always = self { true } else { false } }
  fileprivate var isNever: Bool { if case .never = self { true } else { false } }
}

extension FilterFlag {
  /// The fact without which the word holds for no row; `nil` for none.
  fileprivate var fact: FilterFacts? {
    switch self {
    case .marked: .marks
    case .gap: .gaps
    case .unanswered: .answers
    case .outgoing, .error, .alarm: .otherRows
    case .ip, .ip6, .udp, .incoming, .multicast, .broadcast, .truncated, .empty, .badText, .auto: nil
    }
  }
}
