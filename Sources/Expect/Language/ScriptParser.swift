import Basics
import DisplayFilter
import PayloadText
import Templates
import UDPCore

/// A parser of scripts, one statement after another. A mistake ends its line, so that all mistakes are found at once.
struct ScriptParser {
  /// The most mistakes that are reported.
  private static let mostErrors = 20
  /// The most levels of blocks.
  private static let maximumDepth = 16
  /// The most passes of a block.
  private static let mostPasses = 1_000_000_000
  /// The words that begin a statement.
  static let keywords = ["to", "at", "wait", "assert", "let", "repeat", "unordered", "format"]
  /// The variable that counts the passes of the innermost `repeat`.
  static let passName = "pass"

  let path: String
  private let lines: [Substring]
  private var number = 0
  var line = ScriptLine("")
  var scope: ScriptScope
  var endpoints: [ScriptEndpoint] = []
  /// The variables that are known so far, in order; `nil` for a value that only a run knows.
  var variables: [String: ScriptValue?]
  var names: [String]
  /// The endpoints at which a datagram was expected so far: somebody can be answered.
  var heard: Set<Int> = []
  /// The variables in endpoints.
  var endpointNames: Set<String> = []
  /// The number of steps so far.
  var stepCount = 0
  private var errors: [ScriptError] = []
  private var depth = 0

  /// Parses a script.
  /// - Parameter path: the name in errors.
  /// - Throws: all mistakes.
  static func parse(_ text: String, path: String, _ scope: ScriptScope) throws(ScriptErrors) -> Script {
    var parser = ScriptParser(text, path, scope)
    return try parser.script()
  }

  private init(_ text: String, _ path: String, _ scope: ScriptScope) {
    self.path = path
    self.scope = scope
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    variables = scope.variables.mapValues { $0 }
    names = scope.variables.keys.sorted()
  }

  private mutating func script() throws(ScriptErrors) -> Script {
    var statements: [ScriptStatement] = []
    while nextLine() {
      do throws(ScriptMistake) { statements += try self.statements(until: .file) } catch { note(error) }
    }
    if errors.isEmpty, stepCount == 0 {
      note(ScriptMistake(0, "the script does nothing: begin with 'to ENDPOINT', then '> MESSAGE' and '< FILTER'"))
    }
    guard errors.isEmpty else { throw ScriptErrors(errors: errors) }
    return Script(
      path: path, endpoints: endpoints, statements: statements, fields: scope.fields, variables: scope.variables,
      endpointNames: endpointNames)
  }

  private mutating func note(_ mistake: ScriptMistake) {
    guard errors.count < Self.mostErrors else { return }
    errors.append(
      ScriptError(
        path: path, line: max(1, number), column: mistake.offset + 1, reason: mistake.reason, source: line.text))
  }

  private mutating func nextLine() -> Bool {
    guard number < lines.count else { return false }
    line = ScriptLine(String(lines[number]))
    number += 1
    return true
  }

  // MARK: Blocks

  /// The end of a list of statements.
  private enum End {
    /// The end of the line, outside of blocks.
    case file
    /// A brace on the same line.
    case line
    /// A brace at the beginning of a line.
    case lines
  }

  /// Parses the statements of the current line; of a block over several lines, of all its lines.
  private mutating func statements(until end: End) throws(ScriptMistake) -> [ScriptStatement] {
    var statements: [ScriptStatement] = []
    while true {
      if line.isOver() {
        switch end {
        case .file: return statements
        case .line:
          throw ScriptMistake(
            line.position, "this block is not closed: add ' }', or begin its statements on the next line")
        case .lines:
          guard nextLine() else { throw ScriptMistake(0, "a block is not closed: add a line with '}'") }
          continue
        }
      }
      let start = line.position
      if line.scalars[start] == "}" {
        line.position += 1
        guard end != .file else { throw ScriptMistake(start, "this '}' closes no block") }
        return statements
      }
      if line.scalars[start] == ";" {
        line.position += 1
        continue
      }
      do throws(ScriptMistake) {
        statements += try statement(from: start, isInBlock: end == .line)
        try finish(isInBlock: end == .line)
      } catch {
        // The rest of a line with a mistake is not looked at; the lines of a block are.
        guard end == .lines else { throw error }
        note(error)
        line.position = line.scalars.count
      }
    }
  }

  /// Checks that a statement has ended.
  private mutating func finish(isInBlock: Bool) throws(ScriptMistake) {
    if line.isOver() { return }
    let scalar = line.scalars[line.position]
    if scalar == ";" || isInBlock && scalar == "}" { return }
    throw ScriptMistake(line.position, "expected the end of the statement: a new line, or ' ; ' before the next one")
  }

  /// Parses a block, whose brace is next.
  mutating func block() throws(ScriptMistake) -> [ScriptStatement] {
    guard line.next() == "{" else { throw ScriptMistake(line.position, "'{' is missing: a block follows here") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw ScriptMistake(line.position, "blocks are nested too deeply") }
    line.position += 1
    return try statements(until: line.isOver() ? .lines : .line)
  }

  // MARK: Statements

  private mutating func statement(from start: Int, isInBlock: Bool) throws(ScriptMistake) -> [ScriptStatement] {
    let line = number
    let name = self.line.name()
    let sign = self.line.next()
    switch sign {
    case ">", "<", "!":
      let isKeyword = Self.keywords.contains(name.text)
      if isKeyword { break }
      let endpoint = try endpoint(name)
      self.line.position += 1
      return [try exchange(sign ?? ">", at: endpoint, from: start, line, isInBlock: isInBlock)]
    case "=" where !name.text.isEmpty && name.text != "let":
      self.line.position += 1
      try declare(name, line, isInBlock: isInBlock)
      return []
    default: break
    }
    switch name.text {
    case "to", "at":
      try declare(name.text == "to" ? .client : .server, name: nil, line, isInBlock: isInBlock)
      return []
    case "format":
      try chooseFormat(isInBlock: isInBlock)
      return []
    case "wait": return [try wait(from: start, line, isInBlock: isInBlock)]
    case "assert": return [try assertion(from: start, line, isInBlock: isInBlock)]
    case "let": return [try definition(from: start, line, isInBlock: isInBlock)]
    case "repeat": return [try repetition(line, isInBlock: isInBlock)]
    case "unordered": return [try unordered(from: start, line)]
    default: throw unknown(name, start)
    }
  }

  private func unknown(_ name: ScriptLine.Word, _ start: Int) -> ScriptMistake {
    guard !name.text.isEmpty else {
      return ScriptMistake(
        start,
        "a statement begins with > (send), < (expect), ! (must not come), or a word: \(Self.keywords.joined(separator: ", "))"
      )
    }
    let near = Spelling.nearest(to: name.text, among: Self.keywords)
    return ScriptMistake(
      start,
      near.map { "there is no statement '\(name.text)'; did you mean '\($0)'?" }
        ?? "there is no statement '\(name.text)'; to send it, write: > \(name.text)")
  }

  /// Makes a step from the source between `start` and the position.
  mutating func step(_ kind: ScriptStatement.Kind, from start: Int, to end: Int, _ line: Int) -> ScriptStatement {
    defer { stepCount += 1 }
    return ScriptStatement(index: stepCount, line: line, source: self.line.string(start..<max(start, end)), kind: kind)
  }

  private mutating func repetition(_ line: Int, isInBlock: Bool) throws(ScriptMistake) -> ScriptStatement {
    guard let word = self.line.word(isInBlock: isInBlock), let count = Int(word.text),
      (1...Self.mostPasses).contains(count)
    else {
      throw ScriptMistake(self.line.position, "'repeat' needs a number from 1, as in: repeat 5 { > ping ; < pong }")
    }
    let before = variables[Self.passName]
    variables[Self.passName] = .some(nil)
    defer { variables[Self.passName] = before }
    let isNew = !names.contains(Self.passName)
    if isNew { names.append(Self.passName) }
    defer { if isNew { names.removeAll { $0 == Self.passName } } }
    let statements = try block()
    return ScriptStatement(index: 0, line: line, source: "", kind: .repeat(count, statements))
  }

  private mutating func unordered(from start: Int, _ line: Int) throws(ScriptMistake) -> ScriptStatement {
    let statements = try block()
    for statement in statements {
      guard case .expect = statement.kind else {
        throw ScriptMistake(start, "'unordered' takes nothing but '<': the datagrams that come in any order")
      }
    }
    guard !statements.isEmpty else { throw ScriptMistake(start, "there is nothing in this block") }
    return ScriptStatement(index: 0, line: line, source: "", kind: .unordered(statements))
  }
}
