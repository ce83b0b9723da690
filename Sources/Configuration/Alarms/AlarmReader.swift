import Alarms
import Basics
import Formats
import UDPCore

/// Reads the `[[alarm]]` tables of the file, and collects alarms and problems.
struct AlarmReader {
  private let path: String
  private let outline: TOMLOutline
  private let scope: AlarmKeys.Scope
  private(set) var rules: [AlarmRule] = []
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String, outline: TOMLOutline, scope: AlarmKeys.Scope) {
    self.path = path
    self.outline = outline
    self.scope = scope
  }

  /// Reads the tables; one with a problem is left out.
  mutating func addAlarms(_ node: TOMLNode) {
    let key = Section.alarms.name
    guard case .array(let tables) = node else {
      return report(ValueProblem("needs [[alarm]] tables, not \(node.kind)"), at: [key])
    }
    if tables.count > AlarmRule.limit {
      return report(ValueProblem("there are more than \(AlarmRule.limit) alarms"), at: [key])
    }
    for (index, node) in tables.enumerated() {
      let path = [key, String(index)]
      guard case .table(let table) = node else {
        report(ValueProblem("needs a table, not \(node.kind)"), at: path)
        continue
      }
      var found: [(ValueProblem, String?)] = []
      let rule = AlarmKeys.rule(table, scope, besides: rules.map(\.name)) { found.append(($0, $1)) }
      for (problem, key) in found { report(problem, at: path + (key.map { [$0] } ?? [])) }
      if let rule { rules.append(rule) }
    }
  }

  private mutating func report(_ problem: ValueProblem, at key: [String]) {
    let whole = key + problem.path
    let line = outline.line(of: whole)
    let position = outline.locations[whole].flatMap { outline.position(of: problem.offset, in: $0) }
    let location = ConfigurationProblem.Location.file(
      path: path, line: position?.line ?? line, column: outline.headings[whole] == nil ? position?.column : nil)
    problems.append(ConfigurationProblem(location: location, key: TOMLOutline.text(whole), reason: problem.reason))
  }
}
