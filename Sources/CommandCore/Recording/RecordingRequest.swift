package import Basics
package import CaptureFile

/// A recording as asked for.
package struct RecordingRequest: Sendable {
  package var target: RecordingPlan.Target
  package var replaces: Bool
  package var rotation: RecordingRotation?

  /// A recording to `target`.
  /// - Parameter replaces: whether it may take the place of another file.
  package init(target: RecordingPlan.Target, replaces: Bool = false, rotation: RecordingRotation? = nil) {
    self.target = target
    self.replaces = replaces
    self.rotation = rotation
  }

  /// Whether standard output is taken.
  package var isPipe: Bool { if case .descriptor = target { true } else { false } }

  /// What stands in the way of it; `nil` for nothing.
  /// - Parameter printsRecords: whether `--json` or `--hex` asks for standard output too.
  package func objection(printsRecords: Bool) -> Phrase? {
    guard isPipe else { return nil }
    if printsRecords { return "--write - needs standard output for the capture: leave out --json and --hex" }
    if StandardOutput.isTerminal {
      return "--write - would write a capture file onto the terminal; add | or >, or give the file's name"
    }
    return nil
  }
}
