/// The rule by which answers are found to belong to requests.
package enum PairingRule: Hashable, Sendable {
  /// A datagram answers the oldest request that waits on the other side, and has not waited much longer than usual.
  case order
  /// A request and its answers have the same value in the field of this name.
  case field(String)

  /// The word that stands for `order` where a field can be named.
  package static let orderWord = "order"
  /// The nanoseconds after which a request without an answer counts as unanswered.
  package static let patience: Int64 = 2_000_000_000

  /// The rule as a person writes it.
  package var word: String {
    switch self {
    case .order: Self.orderWord
    case .field(let name): name
    }
  }

  /// Creates the rule that a person wrote: `order`, or a field of a format, whose case does not matter.
  /// - Returns: `nil` if no format has such a field.
  package init?(_ word: String, _ book: FormatBook) {
    if word == Self.orderWord {
      self = .order
    } else if let name = [word, word.lowercased()].first(where: { book.hasField($0) }) {
      self = .field(name)
    } else {
      return nil
    }
  }
}

/// The part of a datagram in an exchange of requests and answers.
package enum PairedRow: Hashable, Sendable {
  /// It asks.
  case request
  /// It asks once more what is open: row `of` has the same value and waits for its answer.
  case repetition(of: UInt64)
  /// It answers row `to`.
  /// - Parameters:
  ///   - ordinal: 1 for the first answer to that request.
  ///   - roundTrip: the nanoseconds since the request; `nil` where one of the two has no time.
  case answer(to: UInt64, ordinal: Int, roundTrip: Int64?)
}
