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

  /// The bound place after this one, the first after the last; `nil` if this is none of them, or the only one.
  var next: Target? {
    guard let ordinal, places.count > 1 else { return nil }
    return places[ordinal % places.count]
  }
}

/// A request for an examination, for another thread.
package struct ExaminationRequest: Hashable, Sendable {
  /// The place where datagrams are missed.
  package let target: Target
  /// The host whose datagrams are missed; `nil` if it was not named.
  package let sender: IPAddress?
}
