/// The kind of the values of a field, known before any datagram.
package enum FieldKind: String, CaseIterable, Hashable, Sendable {
  case signed
  case unsigned
  case real
  case text
  case bytes
  case flag
  case time
  case list
  case tree
  /// A text that another program wrote, and that may be a number.
  case written

  /// Whether values of this kind can be numbers.
  package var isNumeric: Bool {
    switch self {
    case .signed, .unsigned, .real, .flag, .time, .written, .list: true
    case .text, .bytes, .tree: false
    }
  }
}

/// A field of a format: a name and a kind.
package struct FieldDescription: Hashable, Sendable {
  /// The name, by which filters and columns know it.
  package var name: String
  /// The kind.
  package var kind: FieldKind
  /// The unit of the values; `nil` for none.
  package var unit: String?
  /// The texts of the values that have one, in the order of the values; empty for none.
  package var labels: [String] = []
  /// The bits of a whole number, from which a counter wraps; `nil` for any other kind.
  package var bits: Int?

  /// Creates a description.
  package init(name: String, kind: FieldKind, unit: String? = nil, labels: [String] = [], bits: Int? = nil) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.labels = labels
    self.bits = bits
  }
}
