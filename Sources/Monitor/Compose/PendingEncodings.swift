import PayloadText
import UDPCore

/// How messages are read whose rows have not come yet, where that is not as the peer is. Bounded: the oldest are
/// forgotten.
struct PendingEncodings: Sendable {
  private static let limit: UInt64 = 4_096
  private var choices: [TransmitID: EncodingChoice] = [:]

  mutating func note(_ choice: EncodingChoice, for id: TransmitID) {
    choices[id] = choice
    if choices.count > Self.limit { choices = choices.filter { $0.key.number + Self.limit > id.number } }
  }

  /// How the row of a request is read, once.
  mutating func take(_ id: TransmitID) -> EncodingChoice? { choices.removeValue(forKey: id) }
}
