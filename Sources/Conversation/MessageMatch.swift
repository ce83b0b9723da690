/// The sense in which two messages are equal.
package enum MessageMatch: String, CaseIterable, Sendable {
  /// All bytes are the same.
  case exact
  /// All bytes are the same but for those that vary: counters, times, lengths, checksums, identifiers.
  case varying
  /// The texts are the same but for what varies, whatever their encodings, letter case, and spaces and line ends around
  /// them. Bytes that are no text are compared as in `varying`.
  case text
  /// The messages are of the same kind, whatever they say.
  case kind
}
