import Basics
import Impairment

/// Reads the keys of a profile one after another, and collects problems.
struct ProfileReader {
  private static let kinds = ImpairmentKey.allCases.map(\.rawValue)
  private static let directions = ImpairmentDirection.allCases.map(\.rawValue)
  /// The keys of a file, and those of a step.
  private static let keys = kinds + directions + ["repeat", "step"]
  private static let stepKeys = kinds + directions + ["at"]
  /// The most steps of a file.
  private static let limit = 10_000
  private static let day: Int64 = 86_400_000_000_000

  private let path: String
  private let outline: TOMLOutline
  private(set) var problems: [ConfigurationProblem] = []

  /// The changes that a table makes in each direction.
  private typealias Changes = [ImpairmentDirection: ImpairmentChange]

  init(path: String, outline: TOMLOutline) {
    self.path = path
    self.outline = outline
  }

  // MARK: Problems

  /// Records a syntax error.
  mutating func report(_ error: TOMLDocument.SyntaxError) {
    let location = ConfigurationProblem.Location.file(path: path, line: error.line, column: error.column)
    problems.append(ConfigurationProblem(location: location, key: "", reason: error.reason))
  }

  private mutating func report(_ reason: Phrase, at key: [String], offset: Int? = nil) {
    let position = outline.locations[key].map { outline.position(of: offset, in: $0) } ?? nil
    let location = ConfigurationProblem.Location.file(
      path: path, line: position?.line ?? outline.line(of: key), column: position?.column)
    problems.append(ConfigurationProblem(location: location, key: TOMLOutline.text(key), reason: reason))
  }

  private mutating func reportUnknown(_ table: [String: TOMLNode], _ known: [String], at path: [String]) {
    for key in table.keys.sorted() where !known.contains(key) {
      report("there is no such key here\(Spelling.hint(for: key, among: known))", at: path + [key])
    }
  }

  // MARK: Profile

  /// Reads the root table.
  mutating func profile(_ root: [String: TOMLNode], name: String) -> ImpairmentProfile {
    reportUnknown(root, Self.keys, at: [])
    let start = changes(root, at: [])
    let steps = steps(root["step"])
    let period = period(root["repeat"], steps.map(\.time))
    let timelines = ImpairmentDirection.allCases.map { direction in
      ImpairmentTimeline(
        start: start[direction, default: .init()].applied(to: .none),
        steps: steps.compactMap { step in step.changes[direction].map { .init(at: step.time, $0) } }, period: period)
    }
    let profile = ImpairmentProfile(name: name, up: timelines[0], down: timelines[1])
    checkReorder(profile)
    return profile
  }

  /// Reports a direction that reorders, but never has a delay.
  private mutating func checkReorder(_ profile: ImpairmentProfile) {
    for direction in ImpairmentDirection.allCases {
      let timeline = profile[direction]
      let reordering = ([0] + timeline.steps.map(\.time)).map { timeline.settings(at: $0) }
        .filter { $0.reorder.share > .none }
      if let contradiction = reordering.first?.contradiction, reordering.allSatisfy({ $0.contradiction != nil }) {
        let key = [ImpairmentKey.reorder.rawValue]
        let place = [[direction.rawValue] + key, key].first { outline.locations[$0] != nil } ?? []
        return report(contradiction.phrase, at: place)
      }
    }
  }

  /// Reads the kinds of a table, and those of its directions, which win.
  private mutating func changes(_ table: [String: TOMLNode], at path: [String]) -> Changes {
    let both = change(table, at: path)
    var changes: Changes = both.isEmpty ? [:] : [.up: both, .down: both]
    for direction in ImpairmentDirection.allCases {
      guard let node = table[direction.rawValue] else { continue }
      let path = path + [direction.rawValue]
      guard case .table(let inner) = node else {
        let next: Phrase = direction == .down ? "; for a link that is down write loss = \"100%\"" : ""
        report("needs a table of what holds in this direction, not \(node.kind)\(next)", at: path)
        continue
      }
      reportUnknown(inner, Self.kinds, at: path)
      changes[direction, default: .init()].add(change(inner, at: path))
    }
    return changes
  }

  private mutating func change(_ table: [String: TOMLNode], at path: [String]) -> ImpairmentChange {
    var change = ImpairmentChange()
    for key in ImpairmentKey.allCases {
      guard let node = table[key.rawValue] else { continue }
      let path = path + [key.rawValue]
      switch (node, key) {
      case (.string(let words), _):
        do throws(ImpairmentError) { try change.set(key, to: words) } catch {
          report(error.phrase, at: path, offset: error.offset)
        }
      case (.integer(let number), .truncate):
        do throws(ImpairmentError) { try change.set(key, to: String(number)) } catch { report(error.phrase, at: path) }
      default: report("needs words in quotes, such as \"\(key.example)\", not \(node.kind)", at: path)
      }
    }
    return change
  }

  // MARK: Steps

  private mutating func steps(_ node: TOMLNode?) -> [(time: Int64, changes: Changes)] {
    guard let node else { return [] }
    guard case .array(let tables) = node, tables.count <= Self.limit else {
      report("needs at most \(Self.limit) [[step]] tables", at: ["step"])
      return []
    }
    var steps: [(time: Int64, changes: Changes)] = []
    for (index, node) in tables.enumerated() {
      let path = ["step", String(index)]
      guard case .table(let table) = node else {
        report("needs a table, not \(node.kind)", at: path)
        continue
      }
      reportUnknown(table, Self.stepKeys, at: path)
      let changes = changes(table, at: path)
      guard let at = table["at"] else {
        report("needs at: when it begins, such as \"10s\"", at: path)
        continue
      }
      if changes.isEmpty, table.count == 1 { report("changes nothing; add what it changes, such as loss", at: path) }
      steps.append((time(at, at: path + ["at"]) ?? 0, changes))
    }
    return steps
  }

  /// Reads when everything begins again, and reports steps that are then never reached.
  private mutating func period(_ node: TOMLNode?, _ times: [Int64]) -> Int64? {
    guard let node, let period = time(node, at: ["repeat"]) else { return nil }
    if period < 10_000_000 {
      report("needs a time of at least 10ms", at: ["repeat"])
      return nil
    }
    if times.isEmpty { report("needs [[step]] tables to repeat", at: ["repeat"]) }
    for (index, time) in times.enumerated() where time >= period {
      report(
        "is never reached: everything begins again after \(TimeSpan(nanoseconds: UInt64(period)))",
        at: ["step", String(index), "at"])
    }
    return period
  }

  /// Reads a time: `"10s"`, or a number of seconds.
  private mutating func time(_ node: TOMLNode, at path: [String]) -> Int64? {
    let span: TimeSpan? =
      switch node {
      case .string(let text): TimeSpan(text)
      case .integer(let seconds): TimeSpan(String(seconds))
      case .float(let seconds) where (0...86_400).contains(seconds):
        TimeSpan(nanoseconds: UInt64((seconds * 1e9).rounded()))
      default: nil
      }
    if let span, span.nanoseconds <= UInt64(Self.day) { return Int64(span.nanoseconds) }
    report("needs a time of at most a day, such as \"10s\"", at: path)
    return nil
  }
}
