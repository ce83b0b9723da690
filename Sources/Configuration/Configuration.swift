package import Basics
package import UDPCore

/// The configuration in force: built-in values, under those of the file, under those of `UDPEEK_…` variables. What is
/// wrong does not count, and is told.
package struct Configuration: Sendable {
  /// Where a value came from.
  enum Origin: Hashable, Sendable {
    case builtIn
    /// A line of the file.
    case file(line: Int)
    case variable(String)
  }

  /// Where the file is, or would be; `nil` where there is no home.
  package let path: String?
  package private(set) var settings = Settings()
  package private(set) var mistakes: [Mistake] = []
  /// Whether there is a file.
  package let isThere: Bool
  /// Whether the file, where there is one, could be read and is TOML from end to end.
  package private(set) var isWhole = true
  private(set) var origins: [[String]: Origin] = [:]

  /// The configuration of a file's text and of the environment.
  /// - Parameters:
  ///   - source: what the file holds; `nil` where there is none.
  ///   - problem: why the file cannot be read.
  ///   - variables: the environment variable of a name, `nil` where it is absent or empty.
  package init(
    path: String?, source: String?, problem: Phrase? = nil, variables: (String) -> String?, vocabulary: Vocabulary,
    interfaces: InterfaceNames
  ) {
    self.path = path
    isThere = source != nil || problem != nil
    if let path, let problem {
      mistakes.append(Mistake(place: .file(path: path, line: 1, column: nil), key: "", reason: problem))
      isWhole = false
    }
    let surroundings = Surroundings(vocabulary: vocabulary, interfaces: interfaces)
    if let source { read(source, surroundings) }
    for setting in Setting.all {
      guard let text = variables(setting.variable) else { continue }
      do throws(Complaint) {
        try setting.read(setting.node(variable: text), &settings, surroundings)
        origins[[setting.name]] = .variable(setting.variable)
      } catch {
        mistakes.append(Mistake(place: .variable(setting.variable), key: "", reason: error.reason))
      }
    }
  }

  private mutating func read(_ source: String, _ surroundings: Surroundings) {
    let document = TOMLDocument(source)
    var reading = Reading(path: path ?? "config.toml", outline: document.outline, surroundings: surroundings)
    document.errors.forEach { reading.refuse($0) }
    isWhole = document.errors.isEmpty
    // Sections first: filters hold aliases, and a theme may be one of the file's.
    for section in Section.all {
      if let node = document.root[section.name] { section.read(node, &settings, &reading) }
    }
    for setting in Setting.all {
      guard let node = document.root[setting.name] else { continue }
      reading.trying(at: [setting.name]) { surroundings throws(Complaint) in
        try setting.read(node, &settings, surroundings)
        origins[[setting.name]] = .file(line: document.outline.line(of: [setting.name]))
      }
    }
    let known = Setting.all.map(\.name) + Section.all.map(\.name)
    for key in document.root.keys where !known.contains(key) {
      reading.refuseUnknown(key, at: [key], among: known)
    }
    for (path, place) in document.outline.places where path.count > 1 {
      origins[path] = .file(line: place.line)
    }
    mistakes = reading.mistakes.sorted { $0.line < $1.line }
  }

  /// Names of settings that differ from those of `other` and cannot be changed while the program runs.
  package func fixedDifferences(from other: Configuration) -> [String] {
    Setting.all.filter { !$0.isLive && $0.text(settings) != $0.text(other.settings) }.map(\.name)
  }
}

extension Mistake {
  /// The line of the file; 0 for a variable.
  fileprivate var line: Int {
    if case .file(_, let line, _) = place { line } else { 0 }
  }
}
