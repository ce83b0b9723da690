package import Templates

/// A field of a protocol that was found in its datagrams.
package struct StructureField: Hashable, Sendable {
  /// The place of a field in a datagram.
  package enum Place: Hashable, Sendable {
    /// An offset from the first byte.
    case front(Int)
    /// A number of bytes from the end: the field begins so many bytes before it.
    case back(Int)
  }

  /// A way in which bytes are read as a number.
  package struct Form: Hashable, Sendable {
    /// The bytes: 1 to 8.
    package var width: Int
    /// Whether the lowest byte comes first.
    package var isLittle = false
    /// Whether the number is in two's complement.
    package var isSigned = false

    package init(width: Int, isLittle: Bool = false, isSigned: Bool = false) {
      self.width = width
      self.isLittle = isLittle
      self.isSigned = isSigned
    }
  }

  /// The units and the epoch of a time.
  package enum Clock: String, Hashable, Sendable, CaseIterable {
    case unix32, unixMilliseconds, unixMicroseconds, unixNanoseconds, unixDouble, ntp32, ntp64
  }

  /// The meaning of a field.
  package enum Meaning: Hashable, Sendable {
    /// The same bytes in every datagram.
    case constant([UInt8])
    /// One of a few values, in ascending order.
    case enumeration(Form, [UInt64])
    /// A number that grows by `step` with each datagram.
    case counter(Form, step: UInt64, Losses)
    /// The bytes of the datagram: the number is `scale` times smaller, and `offset` less.
    case length(Form, Length)
    /// A time of the sender's clock; it is `ahead` nanoseconds ahead of the arrival.
    case time(Form, Clock, ahead: Int64)
    /// A floating-point number of 4 or 8 bytes.
    case float(Form, ClosedRange<Double>)
    /// A number.
    case number(Form, ClosedRange<Int64>)
    /// Printable ASCII, with NUL bytes behind it.
    case text
    /// A checksum of the bytes from `start` to the field.
    case checksum(ChecksumMatch)
    /// Bytes without any order.
    case bytes
  }

  /// The relation between a length and the datagram's bytes: `size = scale × value + offset`.
  package struct Length: Hashable, Sendable {
    package var scale: Int
    package var offset: Int

    package init(scale: Int, offset: Int) {
      self.scale = scale
      self.offset = offset
    }
  }

  /// The place of the first byte.
  package var place: Place
  /// The bytes that it takes; `nil` for all that are left.
  package var width: Int?
  /// The meaning.
  package var meaning: Meaning
  /// Whether few datagrams support the meaning.
  package var isGuess: Bool
  /// The datagrams that agree with the meaning.
  package var held: Int
  /// The datagrams that were examined.
  package var total: Int

  package init(
    place: Place, width: Int?, meaning: Meaning, isGuess: Bool, held: Int, total: Int
  ) {
    self.place = place
    self.width = width
    self.meaning = meaning
    self.isGuess = isGuess
    self.held = held
    self.total = total
  }

  /// The offset from the front; `nil` for a field that is placed from the end.
  package var offset: Int? {
    if case .front(let offset) = place { return offset }
    return nil
  }
}

/// Irregularities of a counter.
package struct Losses: Hashable, Sendable {
  /// The numbers that are missing.
  package var lost = 0
  /// The places at which some are missing.
  package var gaps = 0
  /// The datagrams whose number came before.
  package var doubled = 0
  /// The datagrams that came after a later one.
  package var reordered = 0
  /// The times that the counter began again at its lowest value because it had reached its highest.
  package var wraps = 0
  /// The times that the sender began anew.
  package var restarts = 0

  package init() {}
}
