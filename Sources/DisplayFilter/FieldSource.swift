package import UDPCore

/// The fields that filters may contain, and the way to their values. Formats provide it; the filter language knows no
/// more of them.
package protocol FieldSource: Sendable {
  /// The names of all fields, each also behind the name of its format: `temp`, `meter.temp`.
  var fieldNames: [String] { get }
  /// The names of all formats.
  var formatNames: [String] { get }
  /// Whether a word is the name of a field.
  func hasField(_ name: String) -> Bool
  /// Whether verdicts of a test depend on the peers' encodings.
  func needsEncoding(_ test: FieldTest) -> Bool
  /// Returns a reader of the values that tests compare.
  func reader(of tests: [FieldTest]) -> any FieldReader
  /// Returns a follower of the numbers that formats find, which has seen nothing.
  func follower() -> any NumberFollower
}

/// Follows the numbers of datagrams, one after another in the order of their log, for the word `gap`. It keeps memory
/// between two, so each thread has its own.
package protocol NumberFollower: AnyObject {
  /// Learns a datagram's number, and records in the context whether it follows a gap.
  func follow(_ datagram: Datagram, gapsIn context: inout FilterContext)

  /// Takes note that datagrams were passed over: what they were is no gap.
  func skip()
}

/// Judges the fields of one row after another. It keeps memory between two rows, so each thread has its own.
package protocol FieldReader: AnyObject {
  /// Whether a row passes the test with this index; `nil` if a regular expression reached its limit.
  func holds(_ test: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Bool?

  /// Returns the text of the field of a test; empty where the row has none.
  func text(_ test: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> String
}

/// A row whose fields are judged: its record, which refers to a block, and its number.
package struct FieldRow: BitwiseCopyable, Sendable {
  /// The fixed-size part of the row.
  package let record: Record
  /// The row's number in the log.
  package let number: UInt64

  /// Creates the row of a record.
  @inlinable
  package init(record: Record, number: UInt64) {
    self.record = record
    self.number = number
  }
}

/// A test of a field of a datagram's format, or of the format itself.
package enum FieldTest: Hashable, Sendable {
  /// A field compared with a value; `=`, and the relations of numbers.
  case compare(String, FilterRelation, FieldOperand)
  /// The text of a field compared with a text.
  case text(String, FilterTextRelation, FilterText)
  /// The text of a field searched for a regular expression.
  case regex(String, FilterRegex)
  /// The datagram's format has this name.
  case format(String)
  /// The checksum that the datagram's format has is wrong.
  case badCheck
}

/// The formats among which the names of an expression's fields are looked up. It travels with the expression, whose
/// meaning as a text it is no part of.
package struct FieldOrigin: Hashable, Sendable {
  /// The formats.
  package let source: any FieldSource

  /// Creates the origin of fields.
  package init(_ source: any FieldSource) { self.source = source }

  package static func == (left: FieldOrigin, right: FieldOrigin) -> Bool { true }

  package func hash(into hasher: inout Hasher) {}
}

/// The value that a field is compared with.
package struct FieldOperand: Hashable, Sendable {
  /// The value as it is written.
  package var text: FilterText
  /// The value as a number; `nil` if it is none, or stands in quotes.
  package var number: Double?

  /// Creates a value.
  package init(text: FilterText, number: Double?) {
    self.text = text
    self.number = number
  }
}

extension FilterRelation {
  /// Whether `left` has this relation to `right`.
  @inlinable
  package func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    }
  }
}

extension FilterTextRelation {
  /// Whether a text has this relation to `text`.
  package func holds(_ value: String, _ text: FilterText) -> Bool { TextPattern(self, text).matches(value) }
}

extension FilterRegex {
  /// Whether a text matches; `nil` if the search takes too long.
  package func matches(_ text: String) -> Bool? {
    switch compiled.search(text.utf8Span.span, most: .patient).answer {
    case .found: true
    case .missing: false
    case .overBudget: nil
    }
  }
}

extension FieldTest {
  /// The name of the field; `nil` for a test of the format.
  package var name: String? {
    switch self {
    case .compare(let name, _, _), .text(let name, _, _), .regex(let name, _): name
    case .format, .badCheck: nil
    }
  }
}
