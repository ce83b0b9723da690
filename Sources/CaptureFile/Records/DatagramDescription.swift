import Basics

/// The meaning of a datagram's bytes, for records: the fields that a format found in it.
package struct DatagramDescription: Sendable {
  /// A value of a field.
  package indirect enum Value: Sendable {
    /// A number in the notation of JSON.
    case number(String)
    case text(String)
    case flag(Bool)
    case list([Value])
    case object([(name: String, value: Value)])
  }

  /// The name of the format.
  package var format: String
  /// The fields.
  package var fields: [(name: String, value: Value)]
  /// The verdict of the format's checksum: `good` or `bad`; `nil` without one.
  package var check: String?
  /// The number of datagrams that are missing before this one; `nil` for none.
  package var lost: Int?
  /// The values of CSV's columns of fields, in the order of `RecordFormatter.columns`.
  package var cells: [String]

  /// Creates a description.
  package init(
    format: String, fields: [(name: String, value: Value)], check: String? = nil, lost: Int? = nil, cells: [String] = []
  ) {
    self.format = format
    self.fields = fields
    self.check = check
    self.lost = lost
    self.cells = cells
  }
}

extension JSONObject {
  /// Adds the members of a description.
  mutating func add(_ description: DatagramDescription) {
    add(.format, description.format)
    add(RecordField.fields.rawValue, description.fields)
    if let check = description.check { add(.check, check) }
    if let lost = description.lost { add(.lost, lost) }
  }
}
