import UDPCore

/// Where one was when the find line was opened.
struct FindOrigin: Sendable {
  /// What was looked for before.
  var finding: Finding
  /// The peer that was selected.
  var peer: Endpoint?
}
