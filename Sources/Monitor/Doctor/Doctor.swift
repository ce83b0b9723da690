package import Diagnosis
package import UDPCore

/// The report of why nothing arrives, while it is open: what is examined, and how far it is scrolled.
struct Doctor: Sendable {
  /// The place where datagrams are missed.
  let target: Target
  /// The host whose datagrams are missed; `nil` if it was not named.
  let sender: IPAddress?
  /// The result; `nil` while the examination runs.
  var diagnosis: Diagnosis?
  /// Lines, wrapped to the width, that are scrolled out above.
  var offset = 0
}

/// A request for an examination, for another thread.
package struct ExaminationRequest: Hashable, Sendable {
  /// The place where datagrams are missed.
  package let target: Target
  /// The host whose datagrams are missed; `nil` if it was not named.
  package let sender: IPAddress?
}
