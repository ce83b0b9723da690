package import UDPCore

/// The value of a capture.
package enum TemplateValue: Hashable, Sendable {
  /// Text, sent in the peer's encoding.
  case text(String)
  /// Bytes, sent as they are.
  case bytes([UInt8])
  /// A whole number.
  case integer(Int64)
  /// A number with decimals.
  case real(Double)
}

/// The values that a message is made from, besides chance.
package struct TemplateContext: Sendable {
  /// The most bytes of a datagram over IPv4.
  package static let largest = 65_507

  /// The time, in nanoseconds since 1970.
  package var time: Int64
  /// The local time's seconds ahead of UTC.
  package var utcOffset = 0
  /// The number of messages before this one: what `{n}` counts.
  package var index: UInt64 = 0
  /// The values of the scope's captures.
  package var captures: [TemplateValue] = []
  /// The recipient.
  package var peer: Endpoint?
  /// The endpoint from which the message leaves.
  package var local: Endpoint?
  /// The number of the row that is answered.
  package var row: UInt64?
  /// The names of the interfaces, for addresses.
  package var interfaces = InterfaceNames()
  /// The most bytes of the message.
  package var limit = TemplateContext.largest

  /// Creates a context at a time.
  package init(time: Int64) { self.time = time }
}
