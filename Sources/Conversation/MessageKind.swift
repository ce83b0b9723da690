/// The sign by which messages are of one kind.
package enum MessageKind: Hashable, Sendable {
  /// A kind that a format names.
  case format(String)
  /// Texts that are alike but for their numbers.
  case text([UInt8])
  /// Bytes of one size that begin with the same bytes, but for what varies.
  case bytes(size: Int, start: [UInt8])
}
