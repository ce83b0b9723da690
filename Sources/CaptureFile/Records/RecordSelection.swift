/// The fields that records of datagrams have, in this order, in place of all of them (`--fields`).
package struct RecordSelection: Sendable {
  /// One field.
  package enum Field: Hashable, Sendable {
    /// A field that records have, whatever the datagram.
    case record(RecordField)
    /// A field of a format of datagrams, by the word of the filter language: `temp` or `meter.temp`.
    case format(String)

    /// The name: the key of JSON, and the head of CSV's column.
    package var name: String {
      switch self {
      case .record(let field): field.rawValue
      case .format(let name): name
      }
    }
  }

  /// A mistake in a list of fields.
  package enum Problem: Error, Hashable, Sendable {
    /// A name is empty, as between two commas.
    case empty
    /// No record and no format has this field.
    case unknown(String)
    /// The list has this field twice.
    case twice(String)
  }

  package let fields: [Field]

  /// Reads names that are separated by commas.
  /// - Parameter isFormatField: returns whether a format has a field with a name.
  package init(_ list: String, isFormatField: (String) -> Bool) throws(Problem) {
    var fields: [Field] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let name = part.filter { $0 != " " }
      if name.isEmpty { throw .empty }
      let field: Field
      if let known = RecordField.ofDatagrams.first(where: { $0.rawValue == name }) {
        field = .record(known)
      } else if isFormatField(name) {
        field = .format(name)
      } else {
        throw .unknown(name)
      }
      if fields.contains(field) { throw .twice(name) }
      fields.append(field)
    }
    self.fields = fields
  }

  /// The first field that only a format knows; `nil` if there is none.
  package var formatField: String? {
    fields.lazy.compactMap { if case .format(let name) = $0 { name } else { nil } }.first
  }
}
