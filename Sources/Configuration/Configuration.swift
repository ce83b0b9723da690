package import Basics
package import UDPCore

/// The effective configuration: built-in defaults, overridden by the file, overridden by `UDPEEK_…` variables. Invalid
/// values are ignored and reported.
package struct Configuration: Sendable {
  /// The source of a value.
  enum Origin: Hashable, Sendable {
    case builtIn
    /// A line of the file.
    case file(line: Int)
    case variable(String)
  }

  /// The path of the file, whether or not it exists; `nil` without a home directory.
  package let path: String?
  /// The effective values.
  package private(set) var settings = Settings()
  /// The invalid parts, sorted by line; variables come last.
  package private(set) var problems: [ConfigurationProblem] = []
  /// Whether the file exists.
  package let isThere: Bool
  /// Whether the file, if it exists, was readable and has no syntax errors.
  package private(set) var isWhole = true
  private(set) var origins: [[String]: Origin] = [:]

  /// Reads the configuration from a file's text and the environment.
  /// - Parameters:
  ///   - source: the text of the file; `nil` if there is none.
  ///   - problem: the reason why the file cannot be read.
  ///   - formatFiles: the files of formats beside it, each with its path.
  ///   - variables: returns the environment variable with a name, or `nil` if it is unset or empty.
  package init(
    path: String?, source: String?, problem: Phrase? = nil, formatFiles: [(path: String, text: String)] = [],
    variables: (String) -> String?, interfaces: InterfaceNames
  ) {
    self.path = path
    isThere = source != nil || problem != nil
    if let path, let problem {
      problems.append(ConfigurationProblem(location: .file(path: path, line: 1, column: nil), key: "", reason: problem))
      isWhole = false
    }
    if let source { read(source, formatFiles, interfaces) } else { readFormats(formatFiles, interfaces) }
    for setting in Setting.all {
      guard let text = variables(setting.variable) else { continue }
      do throws(ValueProblem) {
        try setting.read(setting.node(variable: text), &settings, interfaces)
        origins[[setting.name]] = .variable(setting.variable)
      } catch {
        problems.append(ConfigurationProblem(location: .variable(setting.variable), key: "", reason: error.reason))
      }
    }
  }

  private mutating func read(
    _ source: String, _ formatFiles: [(path: String, text: String)], _ interfaces: InterfaceNames
  ) {
    let document = TOMLDocument(source)
    var reader = ConfigurationReader(
      path: path ?? "config.toml", outline: document.outline, interfaces: interfaces)
    document.errors.forEach { reader.report($0) }
    isWhole = document.errors.isEmpty
    // Sections come first: filters may contain aliases, and the theme may be defined in the file.
    for section in Section.all {
      // The conditions of formats may contain aliases, and filters the formats' fields.
      if section.name == Section.formats.name { readFormats(formatFiles, interfaces) }
      if let node = document.root[section.name] { section.read(node, &settings, &reader) }
    }
    for setting in Setting.all {
      guard let node = document.root[setting.name] else { continue }
      reader.attempt(at: [setting.name]) { interfaces throws(ValueProblem) in
        try setting.read(node, &settings, interfaces)
        origins[[setting.name]] = .file(line: document.outline.line(of: [setting.name]))
      }
    }
    let known = Setting.all.map(\.name) + Section.all.map(\.name)
    for key in document.root.keys where !known.contains(key) {
      reader.reportUnknownKey(key, at: [key], among: known)
    }
    for (path, location) in document.outline.locations where path.count > 1 {
      origins[path] = .file(line: location.line)
    }
    problems += reader.problems.sorted { $0.line < $1.line }
  }

  /// Reads the files of formats.
  private mutating func readFormats(_ files: [(path: String, text: String)], _ interfaces: InterfaceNames) {
    for file in files {
      let read = FormatFile(file.text, path: file.path, aliases: settings.aliases, interfaces: interfaces)
      problems += read.problems
      settings.library = settings.library.adding(read.formats)
    }
  }

  /// Returns the names of settings that differ from `other` and cannot change while the program runs.
  package func fixedDifferences(from other: Configuration) -> [String] {
    Setting.all.filter { !$0.isLive && $0.text(settings) != $0.text(other.settings) }.map(\.name)
  }
}

extension ConfigurationProblem {
  /// The line in the file; 0 for a variable.
  fileprivate var line: Int {
    if case .file(_, let line, _) = location { line } else { 0 }
  }
}
