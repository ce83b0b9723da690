package import Basics

/// What became of a step.
package struct StepReport: Sendable {
  /// The step.
  package let step: ScriptStatement
  /// The passes of the blocks around it, the outermost first, each with the number of all.
  package let passes: [(number: Int, of: Int)]
  /// The time that it took, in nanoseconds.
  package let duration: Int64
  /// The reason why it failed; `nil` if it passed.
  package let failure: StepFailure?
}

/// The reason why a step failed.
package struct StepFailure: Hashable, Sendable {
  /// One sentence.
  package let reason: Phrase
  /// Lines that explain it: what was expected and what came instead, the nearest first.
  package let details: [Phrase]

  init(_ reason: Phrase, _ details: [Phrase] = []) {
    self.reason = reason
    self.details = details
  }
}

/// The end of a script.
package enum ScriptOutcome: Hashable, Sendable {
  case passed
  case failed
  /// A signal asked for the end.
  case interrupted
}

/// Times for people.
package enum Elapsed {
  /// Returns a time as in `0.123 ms`, `12.3 ms` or `2.003 s`.
  package static func text(_ nanoseconds: Int64) -> String {
    let microseconds = Int(max(0, nanoseconds)) / 1_000
    switch microseconds {
    case ..<1_000: return decimal(microseconds, digits: 3) + " ms"
    case ..<1_000_000: return decimal(microseconds / 100, digits: 1) + " ms"
    default: return decimal(microseconds / 1_000, digits: 3) + " s"
    }
  }

  private static func decimal(_ value: Int, digits: Int) -> String {
    let text = value.digits(digits + 1)
    return text.dropLast(digits) + "." + text.suffix(digits)
  }
}
