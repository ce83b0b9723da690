/// The contents of an alarm's row: the name of the alarm, and what is wrong, in English.
package struct AlarmNote: Hashable, Sendable {
  /// The most bytes of a name and of a text in a row.
  private static let nameLimit = 256
  private static let textLimit = 1_024

  /// The name of the alarm.
  package var name: String
  /// What is wrong: `silent for 90s`.
  package var text: String

  /// Creates the contents of a row.
  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The bytes in a row: the lengths of both parts, 16 bits each, and the parts in UTF-8.
  var bytes: [UInt8] {
    let parts = [Self.prefix(name, Self.nameLimit), Self.prefix(text, Self.textLimit)]
    return parts.flatMap { [UInt8(truncatingIfNeeded: $0.count), UInt8(truncatingIfNeeded: $0.count >> 8)] }
      + parts.flatMap { $0 }
  }

  /// Reads the bytes of a row, and more behind them.
  init(_ bytes: UnsafeRawBufferPointer) {
    let lengths = [0, 2].map { unsafe Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8 }
    name = unsafe String(
      decoding: UnsafeRawBufferPointer(rebasing: bytes.dropFirst(4).prefix(lengths[0])), as: UTF8.self)
    text = unsafe String(
      decoding: UnsafeRawBufferPointer(rebasing: bytes.dropFirst(4 + lengths[0]).prefix(lengths[1])), as: UTF8.self)
  }

  /// The beginning of a text, of whole characters.
  private static func prefix(_ text: String, _ limit: Int) -> [UInt8] {
    if text.utf8.count <= limit { return Array(text.utf8) }
    var short = text
    while short.utf8.count > limit { short.removeLast() }
    return Array(short.utf8)
  }
}

/// A row for the log about an alarm.
package struct AlarmRow: Hashable, Sendable {
  /// The contents.
  package var note: AlarmNote
  /// The time at which the alarm began, in nanoseconds since the Unix epoch.
  package var time: Int64
  /// The peer that it is about: with port 0 an address, and unspecified for all of them.
  package var peer: Endpoint
  /// Our side of the last datagram that it is about.
  package var local: LocalPath

  /// Creates a row.
  package init(note: AlarmNote, time: Int64, peer: Endpoint, local: LocalPath) {
    self.note = note
    self.time = time
    self.peer = peer
    self.local = local
  }
}
