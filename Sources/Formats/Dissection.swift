package import Basics

/// The fields that a format finds in one datagram.
package struct Dissection: Sendable {
  /// A field with its value and its place.
  package struct Field: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The field's index in `Format.fields`; `nil` for a name that only this datagram has, as in a tree.
    package var index: Int?
    /// The value, scaled.
    package var value: FieldValue
    /// The text of the value in an enumeration; `nil` where it has none.
    package var label: String?
    /// The unit; `nil` for none.
    package var unit: String?
    /// The bytes of the payload that the value was read from.
    package var range: Range<Int>
    /// The bits of the number in `range` that the value is, counted from the lowest; `nil` for all of them.
    package var bits: ClosedRange<Int>?
    /// The number of groups around the field.
    package var depth: Int

    /// The last part of the name, which is a path in a tree: `t` of `sensor.t`.
    package var ownName: String {
      guard depth > 0, let dot = name.lastIndex(of: ".") else { return name }
      return String(name[name.index(after: dot)...])
    }

    /// Whether a person reads it as a number.
    package var isNumber: Bool { label == nil && value.number != nil }

    /// The value for a person, without its unit: the label where there is one.
    package var text: String { label ?? value.text }
  }

  /// The verdict of a format's checksum.
  package enum Check: Hashable, Sendable {
    /// The format has no checksum, or the datagram ends before it.
    case absent
    case good
    /// The checksum is not the one of the bytes.
    case bad(found: UInt64, expected: UInt64)
  }

  /// The format.
  package let format: Format
  /// The fields, each group before its own fields.
  package let fields: [Field]
  /// The verdict of the checksum.
  package let check: Check
  /// The reason why the bytes do not fit the format; `nil` if they do.
  package let problem: Phrase?
  /// The number of bytes that the format describes.
  package let end: Int
  /// One line about the datagram (`Format.show`); empty if the format has none.
  package let summary: String

  /// The first field with a name.
  package func field(named name: String) -> Field? { fields.first { $0.name == name } }

  /// The first field that a filter's word names: `temp`, or `meter.temp` where the format is called meter.
  package func field(filteredAs word: String) -> Field? {
    switch format.index(ofFilterName: word) {
    case .known(let index)?: fields.first { $0.index == index }
    case .open(let name)?: fields.first { $0.name == name && $0.value != .tree }
    case nil: nil
    }
  }

  /// The first value of a name.
  package func value(of name: String) -> FieldValue? { field(named: name)?.value }

  /// The value of the format's `kind`, for a person; `nil` if the format or the datagram has none.
  package var kind: String? { format.kind.flatMap { field(named: $0)?.text } }

  /// The index of the innermost field that a byte of the payload belongs to; `nil` if no field does.
  package func index(ofFieldAt byte: Int) -> Int? {
    fields.indices.filter { fields[$0].range.contains(byte) }
      .max { (fields[$0].depth, -fields[$0].range.count) < (fields[$1].depth, -fields[$1].range.count) }
  }
}
