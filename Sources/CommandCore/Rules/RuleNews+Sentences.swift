package import Basics
package import Rules

extension RuleNews {
  /// The news for a person, a sentence each.
  package var sentences: [Phrase] {
    switch self {
    case .loaded(let set) where set.rules.count == 1: ["the rules were read again: 1 rule is in force"]
    case .loaded(let set): ["the rules were read again: \(set.rules.count) rules are in force"]
    case .disarmed(let sentence): [sentence]
    case .refused(let problems): problems + ["the rules before stay in force"]
    case .companion(let sentence, _): [sentence]
    }
  }
}
