import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// A column of the peers, by which they can be sorted.
enum PeerColumn: String, Sendable, Hashable, CaseIterable {
  case address
  /// The name that the name service gives its address.
  case name
  case hardware
  case vendor
  /// The process on this host that has its port.
  case process
  case received
  case receivedBytes
  case sent
  case sentBytes
  case rate
  case first
  case last
  case gap
  case jitter
  /// Numbers of a format that have not come.
  case lost
  /// Datagrams that came after a later one, and such as came twice, by their numbers.
  case reordered
  case doubled
  /// The jitter by the sender's clock.
  case clockJitter
  case encoding
  case errors

  /// Whether it tells what the numbers of a format do.
  var isOfNumbers: Bool {
    switch self {
    case .lost, .reordered, .doubled, .clockJitter: true
    default: false
    }
  }

  /// Whether it tells who a peer is, which is looked up.
  var isOfIdentity: Bool {
    switch self {
    case .name, .hardware, .vendor, .process: true
    default: false
    }
  }

  /// The columns that there are beside some counts of numbers.
  /// - Parameter identities: whether peers are looked up: not those of files, which were of another time or place.
  static func all(with numbers: SequenceTracker?, identities: Bool = true) -> [PeerColumn] {
    allCases.filter { column in
      switch column {
      case .name, .hardware, .vendor, .process: identities
      case .lost, .reordered, .doubled: numbers?.isEmpty == false
      case .clockJitter: numbers?.hasClock == true
      default: true
      }
    }
  }

  /// The heading.
  var heading: Phrase {
    switch self {
    case .address: "Peer"
    case .name: "Name"
    case .hardware: "MAC"
    case .vendor: "Vendor"
    case .process: "Process"
    case .received: "Recv"
    case .receivedBytes: "Bytes"
    case .sent: "Sent"
    case .sentBytes: "Bytes"
    case .rate: "Rate"
    case .first: "First"
    case .last: "Last"
    case .gap: "Gap"
    case .jitter: "Jitter"
    case .lost: "Lost"
    case .reordered: "Late"
    case .doubled: "Twice"
    case .clockJitter: "Clock ±"
    case .encoding: "Enc"
    case .errors: "Err"
    }
  }

  /// The name in the pane's title.
  var title: Phrase {
    switch self {
    case .address: "address"
    case .name: "name"
    case .hardware: "MAC"
    case .vendor: "vendor"
    case .process: "process"
    case .received: "received"
    case .receivedBytes: "bytes received"
    case .sent: "sent"
    case .sentBytes: "bytes sent"
    case .rate: "rate"
    case .first: "first heard"
    case .last: "last heard"
    case .gap: "gap"
    case .jitter: "jitter"
    case .lost: "numbers lost"
    case .reordered: "numbers out of order"
    case .doubled: "numbers that came twice"
    case .clockJitter: "jitter by the sender's clock"
    case .encoding: "encoding"
    case .errors: "errors"
    }
  }

  /// Whether the smallest comes first at first; of figures the largest does.
  var isAscending: Bool { self == .address || self == .encoding || isOfIdentity }

  /// The column of `all` beside it, `step` further on; round at the ends.
  func next(_ step: Int, among all: [PeerColumn]) -> PeerColumn {
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + step + all.count) % all.count]
  }

  /// Returns a peer's figure in this column as a number that sorts so.
  /// - Parameters:
  ///   - numbers: the counts of the peer's numbers; `nil` without any.
  ///   - identity: the peer's identity; `nil` if nothing is known.
  func key(
    _ entry: PeerEntry, _ numbers: SequenceCounts?, _ identity: PeerIdentity?, now: Int64, _ texts: PeerTexts
  ) -> Double {
    switch self {
    case .address: 0
    case .name, .hardware, .vendor, .process: Self.textKey(text(in: identity))
    case .received: Double(entry.received)
    case .receivedBytes: Double(entry.receivedBytes)
    case .sent: Double(entry.sent)
    case .sentBytes: Double(entry.sentBytes)
    case .rate: entry.rate(at: now)
    case .first: entry.times.count > 0 ? Double(entry.times.first) : -.infinity
    case .last: entry.times.count > 0 ? Double(entry.times.last) : -.infinity
    case .gap: entry.times.meanGap.map { Double($0) } ?? -1
    case .jitter: entry.times.hasJitter ? entry.times.jitter : -1
    case .lost: numbers.map { Double($0.lost) } ?? -1
    case .reordered: numbers.map { Double($0.reordered) } ?? -1
    case .doubled: numbers.map { Double($0.doubled) } ?? -1
    case .clockJitter: numbers?.jitter ?? -1
    case .encoding: Self.encodingKey(texts.choice(for: entry.peer))
    case .errors: Double(entry.errors)
    }
  }

  /// The part of a peer's identity in this column; `nil` if it is not known.
  func text(in identity: PeerIdentity?) -> String? {
    switch self {
    case .name: identity?.name
    case .hardware: identity?.hardware
    case .vendor: identity?.vendor
    case .process: identity?.process
    default: nil
    }
  }

  /// A number that sorts as the first six bytes of a text do; peers without one come behind all others.
  private static func textKey(_ text: String?) -> Double {
    guard let text else { return .infinity }
    let bytes = Array(text.lowercased().utf8.prefix(6))
    return Double(bytes.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (6 - bytes.count)))
  }

  private static let encodingPlaces = Dictionary(
    uniqueKeysWithValues: TextEncoding.allCases.sorted { $0.name < $1.name }.enumerated().map { ($1, Double($0)) })

  private static func encodingKey(_ choice: EncodingChoice) -> Double {
    (encodingPlaces[choice.encoding] ?? 0) * 2 + (choice.isGuess ? 1 : 0)
  }
}
