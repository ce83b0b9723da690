package import CaptureFile
import Configuration
package import Formats

/// A column of a CSV file with a field of formats.
package struct FieldColumn: Hashable, Sendable {
  /// The field's name.
  package let field: String
  /// The column's name, which no other column has.
  package let column: String

  /// The columns of formats, in their order. Formats share the column of a field of the same name.
  package static func all(of formats: [Format]) -> [FieldColumn] {
    var columns: [FieldColumn] = []
    for format in formats {
      for field in format.fields where !columns.contains(where: { $0.field == field.name }) {
        columns.append(FieldColumn(field: field.name, column: RecordField.column(of: field.name, in: format.name)))
      }
    }
    return columns
  }
}

extension Setup {
  /// CSV's columns of fields: those of the format of every datagram, else those of the user's formats.
  package var fieldColumns: [FieldColumn] {
    showsFields ? FieldColumn.all(of: library.book.forced.map { [$0] } ?? library.own) : []
  }

  /// Returns a datagram's fields for its record; `nil` where no fields are shown, or the datagram has no format.
  package func description(_ observation: FormatObserver.Observation?) -> DatagramDescription? {
    guard showsFields, let (dissection, event) = observation else { return nil }
    var lost: Int?
    if case .gap(let count)? = event { lost = count }
    return DatagramDescription(dissection, lost: lost, columns: fieldColumns)
  }
}

extension DatagramDescription {
  /// Creates the description of a dissected datagram.
  /// - Parameter lost: the number of datagrams that are missing before it; `nil` for none.
  package init(_ dissection: Dissection, lost: Int?, columns: [FieldColumn]) {
    self.init(
      format: dissection.format.name, fields: dissection.members, check: dissection.check.word, lost: lost,
      cells: columns.map { column in
        dissection.fields.filter { $0.name == column.field }.map(\.text).joined(separator: "; ")
      })
  }
}

extension Dissection.Check {
  /// The verdict as a word of records; `nil` without one.
  fileprivate var word: String? {
    switch self {
    case .absent: nil
    case .good: "good"
    case .bad: "bad"
    }
  }
}

extension Dissection {
  /// The fields as members of an object: groups are objects, and what occurs several times is a list.
  fileprivate var members: [(name: String, value: DatagramDescription.Value)] {
    var place = 0
    return members(&place, depth: 0)
  }

  private func members(_ place: inout Int, depth: Int) -> [(name: String, value: DatagramDescription.Value)] {
    var members: [(name: String, value: DatagramDescription.Value)] = []
    var repeated: [String: [DatagramDescription.Value]] = [:]
    while place < fields.count, fields[place].depth >= depth {
      let field = fields[place]
      place += 1
      let name = field.ownName
      var value = Self.value(field)
      if place < fields.count, fields[place].depth > depth {
        let inner = self.members(&place, depth: depth + 1)
        // A captured text that contains pairs keeps its own text where it has none.
        if field.value == .tree || !inner.isEmpty { value = .object(inner) }
      }
      if repeated[name] == nil { members.append((name, value)) }
      repeated[name, default: []].append(value)
    }
    return members.map { name, value in
      guard let all = repeated[name], all.count > 1 else { return (name, value) }
      return (name, .list(all))
    }
  }

  private static func value(_ field: Field) -> DatagramDescription.Value {
    if let label = field.label { return .text(label) }
    return value(field.value)
  }

  private static func value(_ value: FieldValue) -> DatagramDescription.Value {
    switch value {
    case .signed, .unsigned: .number(value.text)
    case .real(let number): number.isFinite ? .number(value.text) : .text(value.text)
    case .flag(let flag): .flag(flag)
    case .list(let values): .list(values.map(Self.value))
    case .tree: .object([])
    case .text, .bytes, .time: .text(value.text)
    }
  }
}
