package import Diagnosis
package import UDPCore

/// The report of why nothing arrives, while it is open: what is examined, and how far it is scrolled.
struct Doctor: Sendable {
  /// The place where datagrams are missed.
  let target: Target
  /// The host whose datagrams are missed; `nil` if it was not named.
  let sender: IPAddress?
  /// The places that are bound, in their order.
  var places: [Target] = []
  /// The result; `nil` while the examination runs.
  var diagnosis: Diagnosis?
  /// Lines, wrapped to the width, that are scrolled out above.
  var offset = 0

  /// The number of the place among those that are bound, from 1; `nil` if it is another one.
  var ordinal: Int? { places.firstIndex(of: target).map { $0 + 1 } }

  /// The place after this one, the first after the last; `nil` if there is no other.
  var next: Target? {
    let next = places.dropFirst((ordinal ?? 0) % max(1, places.count)).first
    return next == target ? nil : next
  }
}

/// A request for an examination, for another thread.
package struct ExaminationRequest: Hashable, Sendable {
  /// The place where datagrams are missed.
  package let target: Target
  /// The host whose datagrams are missed; `nil` if it was not named.
  package let sender: IPAddress?
}
