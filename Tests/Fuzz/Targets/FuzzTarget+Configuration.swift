import Basics
import Configuration
import PayloadText
import UDPCore

extension FuzzTarget {
  /// Reads any configuration file; each mistake must be reported with its line.
  static let configuration = FuzzTarget(name: "configuration") { bytes in
    let source = bytes.text
    let lines = source.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
    for problem in read(source).problems {
      guard case .file(_, let line, _) = problem.location else { continue }
      precondition((1...lines + 1).contains(line) && !problem.description.isEmpty, "\(problem)")
    }
  }

  /// Saves a message in the configuration file; this must be refused or add no mistake.
  static let edits = FuzzTarget(name: "edits") { bytes in
    let source = bytes.text
    guard let edited = try? ConfigurationEdit.saving(message: #"a "quoted" \x1b"#, as: "fuzz 1", in: source) else {
      return
    }
    precondition(read(edited).problems.count <= read(source).problems.count, "spoilt: \(edited)")
  }

  private static func read(_ source: String) -> Configuration {
    Configuration(
      path: "/c", source: source, variables: { _ in nil }, interfaces: InterfaceNames())
  }
}
