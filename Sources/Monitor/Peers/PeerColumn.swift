import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// A column of the peers, by which they can be sorted.
enum PeerColumn: String, Sendable, Hashable, CaseIterable {
  case address
  case received
  case receivedBytes
  case sent
  case sentBytes
  case rate
  case first
  case last
  case gap
  case jitter
  case encoding
  case errors

  /// The heading.
  var heading: Phrase {
    switch self {
    case .address: "Peer"
    case .received: "Recv"
    case .receivedBytes: "Bytes"
    case .sent: "Sent"
    case .sentBytes: "Bytes"
    case .rate: "Rate"
    case .first: "First"
    case .last: "Last"
    case .gap: "Gap"
    case .jitter: "Jitter"
    case .encoding: "Enc"
    case .errors: "Err"
    }
  }

  /// The name in the pane's title.
  var name: Phrase {
    switch self {
    case .address: "address"
    case .received: "received"
    case .receivedBytes: "bytes received"
    case .sent: "sent"
    case .sentBytes: "bytes sent"
    case .rate: "rate"
    case .first: "first heard"
    case .last: "last heard"
    case .gap: "gap"
    case .jitter: "jitter"
    case .encoding: "encoding"
    case .errors: "errors"
    }
  }

  /// Whether the smallest comes first at first; of figures the largest does.
  var isAscending: Bool { self == .address || self == .encoding }

  /// The column beside it, `step` further on; round at the ends.
  func next(_ step: Int) -> PeerColumn {
    let all = Self.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + step + all.count) % all.count]
  }

  /// Returns a peer's figure in this column as a number that sorts so.
  func key(_ entry: PeerEntry, now: Int64, _ texts: PeerTexts) -> Double {
    switch self {
    case .address: 0
    case .received: Double(entry.received)
    case .receivedBytes: Double(entry.receivedBytes)
    case .sent: Double(entry.sent)
    case .sentBytes: Double(entry.sentBytes)
    case .rate: entry.rate(at: now)
    case .first: entry.timed > 0 ? Double(entry.first) : -.infinity
    case .last: entry.timed > 0 ? Double(entry.last) : -.infinity
    case .gap: entry.meanGap.map { Double($0) } ?? -1
    case .jitter: entry.timed > 2 ? entry.jitter : -1
    case .encoding: Self.encodingKey(texts.choice(for: entry.peer))
    case .errors: Double(entry.errors)
    }
  }

  private static let encodingPlaces = Dictionary(
    uniqueKeysWithValues: TextEncoding.allCases.sorted { $0.name < $1.name }.enumerated().map { ($1, Double($0)) })

  private static func encodingKey(_ choice: EncodingChoice) -> Double {
    (encodingPlaces[choice.encoding] ?? 0) * 2 + (choice.isGuess ? 1 : 0)
  }
}
