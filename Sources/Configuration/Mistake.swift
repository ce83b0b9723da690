package import Basics

/// Something in the configuration that does not count, and why.
package struct Mistake: Error, Hashable, Sendable {
  /// Where it stands.
  package enum Place: Hashable, Sendable {
    /// Line of the file, from 1; with a column for what is no TOML.
    case file(path: String, line: Int, column: Int?)
    /// An environment variable.
    case variable(String)
  }

  package var place: Place
  /// The key with the tables around it: `keys.filter`; empty where there is none.
  package var key: String
  /// What is wrong and what would be right, without its place.
  package var reason: Phrase
}

extension Mistake: Phrased {
  /// One line: `/home/me/.config/udpeek/config.toml:3: memry: there is no such key; did you mean 'memory'?`
  package var phrase: Phrase {
    let start =
      switch place {
      case .file(let path, let line, nil): "\(path):\(line)"
      case .file(let path, let line, let column?): "\(path):\(line):\(column)"
      case .variable(let name): name
      }
    return key.isEmpty ? "\(start): \(reason)" : "\(start): \(key): \(reason)"
  }
}

/// Why a value does not count; its place is the caller's to add.
struct Complaint: Error, Hashable {
  var reason: Phrase
  /// What of the value is meant, below its own path.
  var path: [String] = []

  init(_ reason: Phrase, at path: [String] = []) {
    self.reason = reason
    self.path = path
  }
}
