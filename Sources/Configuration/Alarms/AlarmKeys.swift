import Alarms
import Basics
import DisplayFilter
import Formats
import UDPCore

/// The keys of an alarm, the same in a `[[alarm]]` table and in the words of `--alarm`.
enum AlarmKeys {
  /// The names that an alarm may contain.
  struct Scope {
    var aliases: Aliases
    var interfaces: InterfaceNames
    var library: FormatLibrary
  }

  /// An alarm that is being read.
  struct Draft {
    var name: String?
    var filter = DisplayFilter.everything
    /// The conditions, each with its key: one is needed.
    var conditions: [(key: String, condition: AlarmCondition)] = []
    var field: String?
    var range: ClosedRange<Double>?
    var scope = AlarmScope.peer
    var rings = false
    var command: String?
    var recordedTime: Int64?
  }

  /// A key, and how its value is read.
  private typealias Key = (
    name: String, isFlag: Bool, read: @Sendable (TOMLNode, inout Draft, Scope) throws(ValueProblem) -> Void
  )

  /// The keys in the order of the manual.
  private static let keys: [Key] = [
    ("name", false, { node, draft, _ throws(ValueProblem) in draft.name = try name(node) }),
    ("when", false, { node, draft, scope throws(ValueProblem) in draft.filter = try filter(node, scope) }),
    (
      "silence", false,
      { node, draft, _ throws(ValueProblem) in
        draft.conditions.append(("silence", .silence(try time(node, from: 100_000_000, "90s"))))
      }
    ),
    ("rate", false, { node, draft, _ throws(ValueProblem) in draft.conditions.append(("rate", try rate(node))) }),
    ("gap", true, { node, draft, _ throws(ValueProblem) in try flag("gap", .gap, node, &draft) }),
    ("field", false, { node, draft, scope throws(ValueProblem) in draft.field = try field(node, scope) }),
    ("outside", false, { node, draft, _ throws(ValueProblem) in draft.range = try range(node) }),
    ("badcheck", true, { node, draft, _ throws(ValueProblem) in try flag("badcheck", .badChecksum, node, &draft) }),
    ("new-peer", true, { node, draft, _ throws(ValueProblem) in try flag("new-peer", .newPeer, node, &draft) }),
    (
      "of", false,
      { node, draft, _ throws(ValueProblem) in
        draft.scope = AlarmScope(rawValue: try node.word(of: AlarmScope.allCases.map(\.rawValue))) ?? .peer
      }
    ),
    ("bell", true, { node, draft, _ throws(ValueProblem) in draft.rings = try node.boolean() }),
    ("exec", false, { node, draft, _ throws(ValueProblem) in draft.command = try command(node) }),
    (
      "record", false,
      { node, draft, _ throws(ValueProblem) in draft.recordedTime = try time(node, from: 1_000_000_000, "2m") }
    ),
  ]

  /// The names of the keys.
  static let names = keys.map(\.name)

  /// Whether a key is written alone in `--alarm`, without a value.
  static func isFlag(_ name: String) -> Bool { keys.contains { $0.name == name && $0.isFlag } }

  /// Reads the values of an alarm's keys.
  /// - Parameters:
  ///   - names: the names of the other alarms, which this one's must not be.
  ///   - report: takes each problem, with the key that it is about; `nil` for the alarm as a whole.
  /// - Returns: the rule; `nil` if there are problems.
  static func rule(
    _ values: [String: TOMLNode], _ scope: Scope, besides names: [String], report: (ValueProblem, String?) -> Void
  ) -> AlarmRule? {
    var draft = Draft()
    var isWhole = true
    func fail(_ problem: ValueProblem, _ key: String?) {
      isWhole = false
      report(problem, key)
    }
    for key in values.keys.sorted() where !Self.names.contains(key) {
      fail(ValueProblem("there is no such key in an alarm\(Spelling.hint(for: key, among: Self.names))"), key)
    }
    for key in keys {
      guard let value = values[key.name] else { continue }
      do throws(ValueProblem) { try key.read(value, &draft, scope) } catch { fail(error, key.name) }
    }
    guard isWhole else { return nil }
    do throws(Misplaced) { return try rule(draft, besides: names) } catch {
      report(error.problem, error.key)
      return nil
    }
  }

  /// A problem of keys that do not go together.
  private struct Misplaced: Error {
    var problem: ValueProblem
    var key: String?

    init(_ reason: Phrase, _ key: String? = nil) {
      problem = ValueProblem(reason)
      self.key = key
    }
  }

  private static func rule(_ draft: Draft, besides names: [String]) throws(Misplaced) -> AlarmRule {
    var conditions = draft.conditions
    if let field = draft.field {
      guard let range = draft.range else { throw Misplaced("needs outside, such as outside = \"5..60\"", "field") }
      conditions.append(("field", .field(field, outside: range)))
    } else if draft.range != nil {
      throw Misplaced("goes with field, such as field = \"temp\"", "outside")
    }
    guard let first = conditions.first else {
      throw Misplaced("needs a condition: silence, rate, gap, field, badcheck or new-peer")
    }
    if conditions.count > 1 {
      throw Misplaced("goes without \(first.key): an alarm has one condition; write another alarm", conditions[1].key)
    }
    if first.condition == .newPeer, draft.scope != .peer {
      throw Misplaced("goes without new-peer, which is about each address", "of")
    }
    var rule = AlarmRule(
      name: "", filter: draft.filter, condition: first.condition, scope: draft.scope, rings: draft.rings,
      command: draft.command, recordedTime: draft.recordedTime)
    if let name = draft.name, names.contains(name) { throw Misplaced("another alarm has the name '\(name)'", "name") }
    rule.name = draft.name ?? free(rule.defaultName, besides: names)
    return rule
  }

  /// Returns a name that no other alarm has.
  private static func free(_ name: String, besides names: [String]) -> String {
    if !names.contains(name) { return name }
    return (2...).lazy.map { "\(name) \($0)" }.first { !names.contains($0) } ?? name
  }
}

// MARK: Values

extension AlarmKeys {
  private static func name(_ node: TOMLNode) throws(ValueProblem) -> String {
    let name = try node.string("a name")
    let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    guard !name.isEmpty, name.count <= 64, isPlain, !name.contains(":"), name.first != " ", name.last != " " else {
      throw ValueProblem("needs a name of 1 to 64 characters without ':' and without control characters")
    }
    return name
  }

  private static func filter(_ node: TOMLNode, _ scope: Scope) throws(ValueProblem) -> DisplayFilter {
    let text = try node.string("a filter")
    guard text.contains(where: { $0 != " " }) else {
      throw ValueProblem("needs a filter; leave it out for every datagram")
    }
    do throws(FilterError) {
      return try DisplayFilter(
        text, interfaces: scope.interfaces, aliases: scope.aliases, fields: scope.library, knowing: .gaps)
    } catch {
      throw ValueProblem(error.message, offset: error.range.lowerBound)
    }
  }

  /// Returns a time from `least` nanoseconds to 30 days.
  private static func time(_ node: TOMLNode, from least: Int64, _ example: String) throws(ValueProblem) -> Int64 {
    let text: String
    switch node {
    case .string(let written): text = written
    case .integer(let seconds): text = String(seconds)
    case .float(let seconds): text = "\(seconds)"
    default: throw ValueProblem("needs a time such as \"\(example)\", not \(node.kind)")
    }
    let longest: Int64 = 30 * 86_400_000_000_000
    guard let time = TimeSpan(text).flatMap({ Int64(exactly: $0.nanoseconds) }), time >= least, time <= longest else {
      throw ValueProblem(
        "needs a time from \(TimeSpan(nanoseconds: UInt64(least))) to 30d, such as \"\(example)\", not \"\(text)\"")
    }
    return time
  }

  private static func rate(_ node: TOMLNode) throws(ValueProblem) -> AlarmCondition {
    let text = try node.string("a rate such as \"> 100/s\"")
    let plain = text.filter { $0 != " " }
    if plain.hasPrefix("<") {
      throw ValueProblem("\"\(text)\": an alarm is about too many datagrams; for too few use silence")
    }
    let parts = plain.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard plain.hasPrefix(">"), parts.count == 2, let limit = Int(parts[0]), (1...1_000_000_000).contains(limit),
      let window = AlarmWindow(rawValue: String(parts[1]))
    else { throw ValueProblem("needs a rate such as \"> 100/s\", \"> 5/min\" or \"> 1/h\", not \"\(text)\"") }
    return .rate(limit: limit, window: window)
  }

  private static func flag(
    _ name: String, _ condition: AlarmCondition, _ node: TOMLNode, _ draft: inout Draft
  ) throws(ValueProblem) {
    guard try node.boolean() else { throw ValueProblem("needs true; leave it out for none") }
    draft.conditions.append((name, condition))
  }

  private static func field(_ node: TOMLNode, _ scope: Scope) throws(ValueProblem) -> String {
    let name = try node.string("the name of a field")
    guard scope.library.hasField(name) else {
      throw ValueProblem(
        "no format has a field \"\(name)\"\(Spelling.hint(for: name, among: scope.library.fieldNames))")
    }
    return name
  }

  private static func range(_ node: TOMLNode) throws(ValueProblem) -> ClosedRange<Double> {
    let text = try node.string("a range such as \"5..60\"")
    guard let range = AlarmRange.range(text) else {
      throw ValueProblem("needs a range such as \"5..60\", \"..60\" or \"5..\", not \"\(text)\"")
    }
    return range
  }

  private static func command(_ node: TOMLNode) throws(ValueProblem) -> String {
    let command = try node.string("a command")
    guard command.contains(where: { $0 != " " }), !command.unicodeScalars.contains("\0") else {
      throw ValueProblem("needs a command, such as \"notify-send 'a meter is silent'\"")
    }
    return command
  }
}
