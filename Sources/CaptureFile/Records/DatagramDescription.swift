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

  /// Returns the value of a field by the word of the filter language: `temp`, `meter.temp`, or a path in a group;
  /// `nil` if the datagram does not have it.
  func value(of name: String) -> Value? {
    if let value = Self.value(of: name[...], in: fields) { return value }
    guard name.hasPrefix(format + ".") else { return nil }
    return Self.value(of: name.dropFirst(format.count + 1), in: fields)
  }

  private static func value(of name: Substring, in members: [(name: String, value: Value)]) -> Value? {
    for member in members {
      if name == member.name { return member.value }
      guard name.hasPrefix(member.name + "."), case .object(let inner) = member.value else { continue }
      if let value = value(of: name.dropFirst(member.name.count + 1), in: inner) { return value }
    }
    return nil
  }
}

extension DatagramDescription.Value {
  /// The value as the text of a cell; groups are JSON.
  var text: String {
    switch self {
    case .number(let text), .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .list(let values): values.map(\.text).joined(separator: "; ")
    case .object(let members): JSONObject(members).text
    }
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
