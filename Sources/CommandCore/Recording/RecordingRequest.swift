package import Basics
package import CaptureFile

/// The parameters of a recording that the user requested.
package struct RecordingRequest: Sendable {
  package var target: RecordingPlan.Target
  package var replaces: Bool
  package var rotation: RecordingRotation?
  /// Whether what a request became carries its number (`RecordingPlan.namesRequests`).
  package var namesRequests = false

  /// Creates the parameters of a recording to `target`.
  /// - Parameter replaces: whether an existing file may be replaced.
  package init(target: RecordingPlan.Target, replaces: Bool = false, rotation: RecordingRotation? = nil) {
    self.target = target
    self.replaces = replaces
    self.rotation = rotation
  }

  /// Whether the recording goes to standard output.
  package var isPipe: Bool { if case .descriptor = target { true } else { false } }

  /// Returns the reason why the recording cannot start; `nil` if there is none.
  /// - Parameter printsRecords: whether `--json` or `--hex` also writes to standard output.
  package func objection(printsRecords: Bool) -> Phrase? {
    guard isPipe else { return nil }
    if printsRecords { return "--write - needs standard output for the capture: leave out --json and --hex" }
    if StandardOutput.isTerminal {
      return "--write - would write a capture file onto the terminal; add | or >, or give the file's name"
    }
    return nil
  }
}
