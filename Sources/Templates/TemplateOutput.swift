/// A buffer in which messages are made: use the same one again, and it allocates nothing.
package struct TemplateOutput: Sendable {
  /// The bytes of the message.
  package internal(set) var bytes: [UInt8] = []
  /// The places of lengths and checksums in it.
  var places: [Int] = []

  /// Creates an empty buffer.
  package init() {}

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }
}
