import PayloadText
import UDPCore

/// The encodings of messages whose rows have not come yet, where they differ from the peer's. Bounded: the oldest are
/// forgotten.
struct PendingEncodings: Sendable {
  private static let limit: UInt64 = 4_096
  private var choices: [TransmitID: EncodingChoice] = [:]

  mutating func note(_ choice: EncodingChoice, for id: TransmitID) {
    choices[id] = choice
    if choices.count > Self.limit { choices = choices.filter { $0.key.number + Self.limit > id.number } }
  }

  /// Removes and returns the encoding of a request's row.
  mutating func take(_ id: TransmitID) -> EncodingChoice? { choices.removeValue(forKey: id) }
}
