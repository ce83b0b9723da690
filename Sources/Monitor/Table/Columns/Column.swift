import Basics
import UDPCore

/// A column of the table. Its raw value is what the configuration and `:columns` call it.
package enum Column: String, Sendable, Hashable, CaseIterable {
  case number
  case time
  /// The time since the row above.
  case delta
  case direction
  case source
  case destination
  /// The remote endpoint, whichever way the datagram went.
  case peer
  /// Our side, whichever way the datagram went.
  case local
  case size
  case encoding
  /// The network interface that it came in by.
  case interface
  /// The user's note on the row.
  case note
  /// Always the last, so that a disagreement about a character's width hurts only the end of the row.
  case text

  /// The name in the configuration and after `:columns`.
  package var name: String { rawValue }

  /// The heading.
  var heading: Phrase {
    switch self {
    case .number: "No."
    case .time: "Time"
    case .delta: "Delta"
    case .direction: ""
    case .source: "Source"
    case .destination: "Destination"
    case .peer: "Peer"
    case .local: "Local"
    case .size: "Size"
    case .encoding: "Enc"
    case .interface: "Iface"
    case .note: "Note"
    case .text: "Text"
    }
  }

  /// Whether its entries stand at the right.
  var isRightAligned: Bool { self == .number || self == .size }

  /// Whether rows can be sorted by it: not by what depends on their order.
  var isSortable: Bool { self != .delta }

  /// The names of all columns, in the order of the help.
  package static let names = allCases.map(\.name)

  /// The names of those that rows can be sorted by.
  static var sortableNames: [String] { allCases.filter(\.isSortable).map(\.name) }
}
