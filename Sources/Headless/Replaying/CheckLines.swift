import Basics
import CommandCore
import PayloadText

/// The differences of a check as lines for a person.
struct CheckLines {
  private let console: Console

  init(_ console: Console) { self.console = console }

  /// Returns the lines of the requests whose answers differ.
  func bytes(_ suite: TestSuite) -> [UInt8] {
    suite.cases.flatMap { test -> [UInt8] in
      guard case .failed(let reason) = test.outcome else { return [] }
      let lines = ["\(test.name): \(reason)"] + test.details.map { Phrase(verbatim: "  ") + $0 }
      return lines.flatMap { console.locale.encode(SafeText(console.wording.text($0))) + [UInt8(ascii: "\n")] }
    }
  }
}
