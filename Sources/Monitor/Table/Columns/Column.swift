import Basics
import UDPCore

/// A column of the table.
package enum Column: Sendable, Hashable {
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
  /// The host that it was received or sent on, where several are shown.
  case host
  /// The title of the datagram's format.
  case format
  /// A field of the datagram's format, as filters name it.
  case field(String)
  /// The last values of a field of the peer's datagrams, as a small graph.
  case trail(String)
  /// The time between the row's request and its answer.
  case roundTrip
  /// The answer to the row, or the request that it answers.
  case answer
  /// The user's note on the row.
  case note
  /// Always the last, so that a disagreement about a character's width hurts only the end of the row.
  case text

  /// The columns that are there without any format, with their names, in the order of the help.
  private static let named: [(column: Column, name: String)] = [
    (.number, "number"), (.time, "time"), (.delta, "delta"), (.direction, "direction"), (.source, "source"),
    (.destination, "destination"), (.peer, "peer"), (.local, "local"), (.size, "size"), (.encoding, "encoding"),
    (.interface, "interface"), (.host, "host"), (.format, "proto"), (.roundTrip, "rtt"),
    (.answer, "answer"), (.note, "note"), (.text, "text"),
  ]

  /// The columns that are there without any format, in the order of the help.
  package static let builtIn = named.map(\.column)

  /// The column that the configuration and `:columns` call so; `nil` where it is none of those without any format.
  package init?(builtIn name: String) {
    guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
    self = found.column
  }

  /// The column that the configuration and `:columns` call so: one of those without any format, a field, or the small
  /// graph of a field, `temp~`; `nil` where there is none.
  /// - Parameter hasField: whether a name is that of a field of a format.
  package init?(_ name: String, hasField: (String) -> Bool) {
    if let column = Column(builtIn: name) {
      self = column
    } else if hasField(name) {
      self = .field(name)
    } else if name.hasSuffix(Self.trailSign), hasField(String(name.dropLast(Self.trailSign.count))) {
      self = .trail(String(name.dropLast(Self.trailSign.count)))
    } else {
      return nil
    }
  }

  /// The sign behind a field's name that stands for its small graph.
  private static let trailSign = "~"

  /// The name in the configuration and after `:columns`.
  package var name: String {
    if case .field(let name) = self { return name }
    if case .trail(let name) = self { return name + Self.trailSign }
    return Self.named.first { $0.column == self }?.name ?? ""
  }

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
    case .host: "Host"
    case .format: "Proto"
    case .field, .trail: Phrase(verbatim: name)
    case .roundTrip: "RTT"
    case .answer: "Answer"
    case .note: "Note"
    case .text: "Text"
    }
  }

  /// Whether its entries stand at the right.
  var isRightAligned: Bool { [.number, .size, .roundTrip].contains(self) }

  /// The name of the field that it shows; `nil` for other columns.
  var field: String? {
    if case .field(let name) = self { return name }
    return nil
  }

  /// The name of the field whose small graph it shows; `nil` for other columns.
  var trail: String? {
    if case .trail(let name) = self { return name }
    return nil
  }

  /// The name of the field that it shows in one way or another; `nil` for other columns.
  var fieldName: String? { field ?? trail }

  /// Whether it shows what the datagram's format says.
  var isOfFormat: Bool { fieldName != nil || self == .format }

  /// Whether rows can be sorted by it: not by what depends on their order.
  var isSortable: Bool { self != .delta && self != .answer && trail == nil }

  /// The names of the columns that are there without any format, in the order of the help.
  package static let names = builtIn.map(\.name)

  /// The names of those that rows can be sorted by.
  static var sortableNames: [String] { builtIn.filter(\.isSortable).map(\.name) }
}
