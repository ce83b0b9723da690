/// The part of longer work that one action does, so that a key that is pressed meanwhile waits no longer than the eye
/// notices. What is left is done in the actions after it (`State.wantsMoreTime`).
enum WorkSlice {
  /// Nanoseconds, roughly. Work is counted, not timed, so that the same action always does the same.
  static let cost = 1_000_000
  /// The same while keys are pressed: all parts of the work together then take about a millisecond.
  static let costBesideKeys = 300_000
  /// How long after a key that lasts, in nanoseconds.
  static let afterKey: UInt64 = 500_000_000
}
