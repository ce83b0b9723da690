import UDPCore

/// The search and the selection at the time when the find line was opened.
struct FindOrigin: Sendable {
  /// The search before.
  var finding: Finding
  /// The peer that was selected.
  var peer: Endpoint?
}
