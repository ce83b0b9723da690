/// A datagram whose structure is looked for: its bytes and its time.
package struct StructureSample: Hashable, Sendable {
  /// The payload.
  package let bytes: [UInt8]
  /// The time of arrival, in nanoseconds since the Unix epoch; 0 if it is not known.
  package let time: Int64

  /// Creates a sample.
  package init(bytes: [UInt8], time: Int64) {
    self.bytes = bytes
    self.time = time
  }
}
