package import Basics
import PayloadText

/// A mistake in a script, and its place.
package struct ScriptError: Error, Hashable, Sendable {
  /// The path of the script.
  package let path: String
  /// The line, from 1.
  package let line: Int
  /// The column in characters, from 1.
  package let column: Int
  /// One sentence, with what was meant or what to write instead.
  package let reason: Phrase
  /// The line of the script.
  package let source: String
}

extension ScriptError: Phrased {
  /// The place and the reason; then the line with the place marked.
  package var phrase: Phrase {
    let before = String(String.UnicodeScalarView(source.unicodeScalars.prefix(column - 1)))
    let caret = String(repeating: " ", count: SafeText(before).width) + "^"
    return "\(path):\(line):\(column): \(reason)" + Phrase(verbatim: "\n  \(source)\n  \(caret)")
  }
}

/// The mistakes of a script, in the order of its lines.
package struct ScriptErrors: Error, Sendable {
  /// The mistakes; there is at least one.
  package let errors: [ScriptError]

  /// The mistakes as sentences.
  package var phrases: [Phrase] { errors.map(\.phrase) }
}

/// A mistake in the line that is being parsed, before its place is known to a person.
struct ScriptMistake: Error {
  /// The offset in scalars of the line, from 0.
  let offset: Int
  let reason: Phrase

  init(_ offset: Int, _ reason: Phrase) {
    self.offset = offset
    self.reason = reason
  }
}
