package import Alarms
package import Basics
import DisplayFilter
package import UDPCore

/// Alarms in the words of `--alarm`: the keys of the configuration with their values, as in
/// `silence 90s when net 10.0.0.0/8`. `when` comes last, because a filter is the rest of the text.
package enum AlarmWords {
  /// A mistake in the words.
  package struct Problem: Error, Hashable, Sendable {
    /// The reason, with the key.
    package var phrase: Phrase
  }

  /// Returns the alarms that texts mean.
  /// - Parameters:
  ///   - settings: the names that they may contain, and the alarms whose names they must not have.
  ///   - library: the formats whose fields they may name.
  package static func rules(
    _ texts: [String], _ settings: Settings, library: FormatLibrary, _ interfaces: InterfaceNames
  ) throws(Problem) -> [AlarmRule] {
    let scope = AlarmKeys.Scope(aliases: settings.aliases, interfaces: interfaces, library: library)
    var rules: [AlarmRule] = []
    for text in texts {
      var problems: [(problem: ValueProblem, key: String?)] = []
      let names = (settings.alarms + rules).map(\.name)
      let rule = AlarmKeys.rule(try values(text), scope, besides: names) { problems.append(($0, $1)) }
      if let first = problems.first {
        guard let key = first.key else { throw Problem(phrase: "'\(text)' \(first.problem.reason)") }
        throw Problem(phrase: "\(key): \(first.problem.reason)")
      }
      if let rule { rules.append(rule) }
    }
    guard settings.alarms.count + rules.count <= AlarmRule.limit else {
      throw Problem(phrase: "there are more than \(AlarmRule.limit) alarms")
    }
    return rules
  }

  /// Returns the values of a text by their keys.
  private static func values(_ text: String) throws(Problem) -> [String: TOMLNode] {
    var values: [String: TOMLNode] = [:]
    var rest = text[...]
    while let key = word(&rest) {
      guard values[key] == nil else { throw Problem(phrase: "\(key): it is there twice") }
      if key == "when" {
        values[key] = .string(String(rest.drop { $0 == " " }))
        return values
      }
      guard AlarmKeys.names.contains(key) else {
        throw Problem(
          phrase: "there is no word '\(key)' for an alarm\(Spelling.hint(for: key, among: AlarmKeys.names))")
      }
      if AlarmKeys.isFlag(key) {
        values[key] = .boolean(true)
        continue
      }
      guard var value = word(&rest) else { throw Problem(phrase: "\(key): its value is missing") }
      // The sign of a rate may stand alone.
      if key == "rate", value == ">" || value == "<" { value += word(&rest) ?? "" }
      values[key] = .string(value)
    }
    return values
  }

  /// Removes and returns the first word, or what stands in quotes.
  private static func word(_ rest: inout Substring) -> String? {
    rest = rest.drop { $0 == " " }
    guard let first = rest.first else { return nil }
    if first == "'" || first == "\"" {
      let inner = rest.dropFirst()
      let end = inner.firstIndex(of: first) ?? inner.endIndex
      let word = String(inner[..<end])
      rest = end < inner.endIndex ? inner[inner.index(after: end)...] : inner[end...]
      return word
    }
    let word = rest.prefix { $0 != " " }
    rest = rest[word.endIndex...]
    return String(word)
  }
}
