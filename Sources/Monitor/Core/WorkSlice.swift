/// The part of longer work that one action does: about a millisecond, so that a key that is pressed meanwhile waits no
/// longer than the eye notices. What is left is done in the actions after it (`State.wantsMoreTime`).
enum WorkSlice {
  /// Nanoseconds, roughly. Work is counted, not timed, so that the same action always does the same.
  static let cost = 1_000_000
  /// The same before a key is drawn.
  static let costOfKey = 300_000
}
