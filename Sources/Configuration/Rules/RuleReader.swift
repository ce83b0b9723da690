import Basics
import DisplayFilter
import PayloadText
import Rules
import UDPCore

/// Reads the tables of a rule file one after another, and collects rules and problems.
struct RuleReader {
  private let path: String
  private let outline: TOMLOutline
  private let scope: RuleFile.Scope
  private(set) var rules: [Rule] = []
  private(set) var problems: [ConfigurationProblem] = []

  /// A key of a rule, and how its value is read.
  private typealias Key = (
    name: String, read: @Sendable (TOMLNode, inout Rule, RuleFile.Scope) throws(ValueProblem) -> Void
  )

  /// The keys in the order in which they are read: messages may contain what the condition captures.
  private static let keys: [Key] = [
    ("name", { node, rule, _ throws(ValueProblem) in rule.name = try name(node) }),
    ("when", { node, rule, scope throws(ValueProblem) in rule.condition = try condition(node, scope) }),
    ("reply", { node, rule, scope throws(ValueProblem) in rule.steps = try steps(node, rule.condition, scope) }),
    ("delay", { node, rule, _ throws(ValueProblem) in rule.delay = try node.times() }),
    ("once", { node, rule, _ throws(ValueProblem) in rule.limit = try once(node) }),
    ("limit", { node, rule, _ throws(ValueProblem) in rule.limit = .total(try node.integer(in: 1...Int.max)) }),
    ("every", { node, rule, _ throws(ValueProblem) in rule.interval = try interval(node) }),
    ("to", { node, rule, scope throws(ValueProblem) in rule.target = try target(node, scope) }),
    ("continue", { node, rule, _ throws(ValueProblem) in rule.continues = try node.boolean() }),
  ]

  init(path: String, outline: TOMLOutline, scope: RuleFile.Scope) {
    self.path = path
    self.outline = outline
    self.scope = scope
  }

  // MARK: Problems

  /// Records a syntax error.
  mutating func report(_ error: TOMLDocument.SyntaxError) {
    let location = ConfigurationProblem.Location.file(path: path, line: error.line, column: error.column)
    problems.append(ConfigurationProblem(location: location, key: "", reason: error.reason))
  }

  /// Records that the value at `key` is invalid.
  mutating func report(_ problem: ValueProblem, at key: [String]) {
    let whole = key + problem.path
    let place = outline.locations[whole]
    let position = place.flatMap { outline.position(of: problem.offset, in: $0) }
    let isBesideKey = problem.offset != nil || place?.begin.line == place?.line
    let location = ConfigurationProblem.Location.file(
      path: path, line: isBesideKey ? position?.line ?? outline.line(of: whole) : outline.line(of: whole),
      column: isBesideKey ? position?.column : nil)
    problems.append(ConfigurationProblem(location: location, key: TOMLOutline.text(whole), reason: problem.reason))
  }

  // MARK: Rules

  /// Reads one `[[rule]]`; `position` is its number, counted from 1, and names it unless it has a name.
  mutating func addRule(_ node: TOMLNode, at path: [String], _ position: Int) {
    guard case .table(let table) = node else {
      return report(ValueProblem("needs a table, not \(node.kind)"), at: path)
    }
    let known = Self.keys.map(\.name)
    for key in table.keys.sorted() where !known.contains(key) {
      report(ValueProblem("there is no such key in a rule\(Spelling.hint(for: key, among: known))"), at: path + [key])
    }
    var rule = Rule(name: "rule \(position)", condition: .everything, steps: [])
    if table["when"] == nil {
      report(ValueProblem("needs when: the datagrams that it answers, such as 'udp'"), at: path)
    }
    for key in Self.keys {
      guard let value = table[key.name] else { continue }
      do throws(ValueProblem) { try key.read(value, &rule, scope) } catch { report(error, at: path + [key.name]) }
    }
    if table["once"] != nil, table["limit"] != nil {
      report(ValueProblem("goes without limit; choose one"), at: path + ["once"])
    }
    if rules.contains(where: { $0.name == rule.name }) {
      report(
        ValueProblem("another rule has the name '\(rule.name)'"), at: table["name"] == nil ? path : path + ["name"])
    }
    if rule.interval != nil, rule.steps.isEmpty { report(ValueProblem("needs reply"), at: path + ["every"]) }
    rules.append(rule)
  }

  private static func name(_ node: TOMLNode) throws(ValueProblem) -> String {
    let name = try node.string("a name")
    guard Aliases.isName(name) else {
      throw ValueProblem(
        "\"\(name)\" is not a name: use letters, digits, '-' and '_', at least one letter, no spaces")
    }
    return name
  }

  private static func condition(_ node: TOMLNode, _ scope: RuleFile.Scope) throws(ValueProblem) -> DisplayFilter {
    let text = try node.string("a filter")
    let condition: DisplayFilter
    do throws(FilterError) {
      condition = try DisplayFilter(
        text, interfaces: scope.interfaces, aliases: scope.aliases, fields: scope.fields, knowing: .gaps)
    } catch {
      throw ValueProblem(error.message, offset: error.range.lowerBound)
    }
    if condition.needsGaps, scope.fields == nil { throw ValueProblem("gap needs formats, and there are none here") }
    return condition
  }

  /// Reads an answer: a message, or a list of messages and pauses.
  private static func steps(
    _ node: TOMLNode, _ condition: DisplayFilter, _ scope: RuleFile.Scope
  ) throws(ValueProblem) -> [RuleStep] {
    guard case .array(let nodes) = node else { return [try step(node, at: [], condition, scope)] }
    var steps: [RuleStep] = []
    for (index, node) in nodes.enumerated() { steps.append(try step(node, at: [String(index)], condition, scope)) }
    return steps
  }

  private static func step(
    _ node: TOMLNode, at path: [String], _ condition: DisplayFilter, _ scope: RuleFile.Scope
  ) throws(ValueProblem) -> RuleStep {
    do throws(ValueProblem) {
      if case .table(let table) = node, let wait = table["wait"] {
        if let other = table.keys.sorted().first(where: { $0 != "wait" }) {
          throw ValueProblem("goes without wait", at: [other])
        }
        return .pause(try wait.times())
      }
      let written = try node.message()
      let message: RuleMessage
      do throws(MessageSyntaxError) {
        message = try RuleMessage(
          written.text, form: written.form ?? .text, encoding: written.encoding, for: condition, files: scope.bytes)
      } catch {
        throw ValueProblem(error.phrase, offset: error.offset)
      }
      if let path = message.missingFiles.first {
        throw ValueProblem("\(path) cannot be read; name a file that can")
      }
      return .send(message)
    } catch {
      throw ValueProblem(error.reason, at: path + error.path, offset: error.offset)
    }
  }

  private static func once(_ node: TOMLNode) throws(ValueProblem) -> RuleLimit {
    let word = try node.string("\"peer\"")
    guard word == "peer" else { throw ValueProblem("needs \"peer\", not \"\(word)\"; limit = 1 means once in all") }
    return .oncePerPeer
  }

  private static func interval(_ node: TOMLNode) throws(ValueProblem) -> Int64 {
    let times = try node.times()
    guard times.lowerBound == times.upperBound, times.lowerBound >= 1_000_000 else {
      throw ValueProblem("needs one interval of at least 1ms")
    }
    return times.lowerBound
  }

  private static func target(_ node: TOMLNode, _ scope: RuleFile.Scope) throws(ValueProblem) -> RuleTarget {
    let text = try node.string("\"peer\", \"all\" or an endpoint")
    switch text {
    case "peer": return .peer
    case "all": return .everyone
    default:
      guard case .endpoint(let address, let port)? = scope.aliases.target(named: text) ?? AddressTarget(text) else {
        throw ValueProblem("needs \"peer\", \"all\" or an endpoint such as 192.0.2.7:5000, not \"\(text)\"")
      }
      return .endpoint(Endpoint(address, port: port))
    }
  }
}

extension TOMLNode {
  /// Returns a time or a range of times in nanoseconds: `"20ms"`, `"20ms..80ms"`, or a number of seconds.
  fileprivate func times() throws(ValueProblem) -> ClosedRange<Int64> {
    switch self {
    case .integer(let seconds) where (0...86_400).contains(seconds):
      return Int64(seconds) * 1_000_000_000...Int64(seconds) * 1_000_000_000
    case .float(let seconds) where (0...86_400).contains(seconds):
      let time = Int64((seconds * 1e9).rounded())
      return time...time
    case .string(let text):
      let times = text.split(separator: "..", omittingEmptySubsequences: false).map { part in
        TimeSpan(part.filter { $0 != " " }).flatMap { Int64(exactly: $0.nanoseconds) }
      }
      if times.count == 2, let first = times[0], let last = times[1], first > last {
        throw ValueProblem("\"\(text)\" goes from the longer time to the shorter; write the shorter one first")
      }
      if times.count <= 2, let first = times.first ?? nil, let last = times.last ?? nil, first <= last,
        last <= 86_400_000_000_000
      {
        return first...last
      }
      throw ValueProblem("\"\(text)\" is not a time of at most a day; write \(TimeSpan.forms), or 20ms..80ms")
    default:
      throw ValueProblem("needs a time of at most a day, such as \"20ms\" or \"20ms..80ms\", not \(kind)")
    }
  }
}
