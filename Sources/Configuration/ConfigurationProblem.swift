package import Basics

/// An invalid part of the configuration, which is ignored, and the reason.
package struct ConfigurationProblem: Error, Hashable, Sendable {
  /// The location of a problem.
  package enum Location: Hashable, Sendable {
    /// A line of the file, counted from 1; with a column for syntax errors.
    case file(path: String, line: Int, column: Int?)
    /// An environment variable.
    case variable(String)
  }

  /// The location of the problem.
  package var location: Location
  /// The key with its tables, such as `keys.filter`; empty if there is none.
  package var key: String
  /// The problem and its remedy, without the location.
  package var reason: Phrase
}

extension ConfigurationProblem: Phrased {
  /// The message on one line: `/home/me/.config/udpeek/config.toml:3: memry: there is no such key; did you mean
  /// 'memory'?`
  package var phrase: Phrase {
    let start =
      switch location {
      case .file(let path, let line, nil): "\(path):\(line)"
      case .file(let path, let line, let column?): "\(path):\(line):\(column)"
      case .variable(let name): name
      }
    return key.isEmpty ? "\(start): \(reason)" : "\(start): \(key): \(reason)"
  }
}

/// The problems of a file that is not used at all then, in the order of its lines.
package struct ConfigurationProblems: Error, Hashable, Sendable {
  /// The problems; there is at least one.
  package let all: [ConfigurationProblem]

  /// A sentence for each problem.
  package var phrases: [Phrase] { all.map(\.phrase) }
}

/// The reason why a value is invalid. The caller adds the location.
struct ValueProblem: Error, Hashable {
  var reason: Phrase
  /// The path of the invalid part within the value.
  var path: [String] = []
  /// The offset of the mistake in the value's text, in scalars; `nil` if it is the whole value.
  var offset: Int?

  init(_ reason: Phrase, at path: [String] = [], offset: Int? = nil) {
    self.reason = reason
    self.path = path
    self.offset = offset
  }
}
