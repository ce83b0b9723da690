import PayloadText

/// A field of a template: a part that is made anew for each message.
struct TemplateField: Hashable, Sendable {
  /// The value of a field.
  enum Value: Hashable, Sendable {
    case counter(first: Int64, step: Int64, NumberFormat)
    case time(TimeFormat)
    case random(Random)
    case uuid
    /// A value by its place among the names of the scope.
    case capture(Int, NumberFormat?)
    case length(from: Int, NumberFormat)
    case checksum(ChecksumAlgorithm, ChecksumForm, ChecksumRange)
    /// Text, for a message in hexadecimal.
    case text(Message)
    case file(String)
    case address(Address, NumberFormat?)
    case row(NumberFormat)
  }

  /// A random value.
  enum Random: Hashable, Sendable {
    /// A number of a range.
    case integer(ClosedRange<Int64>, NumberFormat)
    /// A number of a range, in units of its last decimal.
    case decimal(ClosedRange<Int64>, decimals: Int, NumberFormat)
    /// So many bytes.
    case bytes(Int)
  }

  /// The form of a checksum.
  enum ChecksumForm: Hashable, Sendable {
    case order(ChecksumAlgorithm.Order)
    /// Decimal digits, so many.
    case decimal(Int)
  }

  /// The bytes that a checksum covers.
  struct ChecksumRange: Hashable, Sendable {
    /// The offset of the first one.
    var start = 0
    /// The end.
    var end = End.here

    enum End: Hashable, Sendable {
      /// The place of the checksum.
      case here
      /// An offset.
      case offset(Int)
      /// The end of the message; the checksum's own bytes count as zero.
      case message
    }
  }

  /// Part of an endpoint.
  enum Address: String, CaseIterable, Hashable, Sendable {
    case peer, local
    case peerHost = "peer.host"
    case peerPort = "peer.port"
    case localHost = "local.host"
    case localPort = "local.port"
  }

  /// The field's range in the source text, in scalars.
  let range: Range<Int>
  /// The value.
  let value: Value
}

/// The values besides time and chance that a template may use.
package struct TemplateScope: Hashable, Sendable {
  /// The names of captures, in the order in which the context has their values. A name takes precedence over a field
  /// of the language.
  package var captures: [String]
  /// Whether the message answers a row, whose number is known.
  package var hasRow: Bool

  /// Creates a scope; by default it has neither captures nor a row.
  package init(captures: [String] = [], hasRow: Bool = false) {
    self.captures = captures
    self.hasRow = hasRow
  }
}
