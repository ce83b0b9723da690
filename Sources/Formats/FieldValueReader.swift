package import DisplayFilter
package import UDPCore

/// Reads the values of a few fields of one datagram after another, and nothing else of them: for filters, columns, sorting
/// and graphs. Numbers at fixed places are read without a dissection. It keeps memory between two datagrams, so each
/// thread has its own.
package final class FieldValueReader {
  /// The places of a field in the formats of the book, by the index of the format.
  private struct Lookup {
    var places: [FilterFieldPlace?]
    /// The numbers at fixed places.
    var fixed: [StructProgram.FixedNumber?]

    init(_ name: String?, _ book: FormatBook) {
      places = book.formats.map { format in name.flatMap { format.index(ofFilterName: $0) } }
      fixed = zip(book.formats, places).map { format, place in
        guard case .known(let index)? = place, format.fields[index].kind != .list else { return nil }
        return format.body.fixed(index)
      }
    }
  }

  private let book: FormatBook
  private let chooser: FormatChooser
  private let lookups: [Lookup]
  /// The row whose format is known, and the index of its format; -1 for none.
  private var known: (number: UInt64, payload: Int, format: Int)?

  /// Creates a reader of fields by their names in filters, such as `temp` or `meter.temp`; `nil` stands for none.
  package init(_ book: FormatBook, _ names: [String?]) {
    self.book = book
    chooser = FormatChooser(book)
    lookups = names.map { Lookup($0, book) }
  }

  /// Returns the first value of a field of a datagram; `nil` if it has none.
  /// - Parameter field: the index of its name.
  package func value(_ field: Int, of datagram: Datagram, in context: FilterContext) -> FieldValue? {
    datagram.withRecord { record, block -> FieldValue? in
      let row = FieldRow(record: record, number: datagram.number)
      let format = self.format(of: row, in: block, context)
      guard format >= 0 else { return nil }
      if let fixed = fixed(field, format) {
        return fixed.number(block.extracting(record.payloadBytes)).map { .real($0) }
      }
      return fields(field, format, row, in: block, context).first?.value
    }
  }

  /// Returns the first value of a field of a datagram as a number; `nil` if it has none.
  package func number(_ field: Int, of datagram: Datagram, in context: FilterContext) -> Double? {
    value(field, of: datagram, in: context)?.number
  }

  /// Returns the title of a datagram's format; `nil` if it has none.
  package func title(of datagram: Datagram, in context: FilterContext) -> String? {
    let found = datagram.withRecord { record, block -> Int in
      format(of: FieldRow(record: record, number: datagram.number), in: block, context)
    }
    return found < 0 ? nil : book.formats[found].title
  }

  /// The nanoseconds, roughly, that reading a field takes.
  package func cost(of field: Int) -> Int {
    zip(lookups[field].places, lookups[field].fixed).contains { $0 != nil && $1 == nil } ? 3_000 : 200
  }

  // MARK: Rows

  /// The index of the format of a row; -1 if it has none.
  func format(of row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Int {
    let start = row.record.payloadBytes.lowerBound
    if let known, known.number == row.number, known.payload == start { return known.format }
    let found = chooser.index(of: row, in: block, context)
    known = (row.number, start, found)
    return found
  }

  /// The number of a field at a fixed place of a format; `nil` if it has no such place.
  @inline(__always)
  func fixed(_ field: Int, _ format: Int) -> StructProgram.FixedNumber? { lookups[field].fixed[format] }

  /// The values of a field of a row.
  func fields(
    _ field: Int, _ format: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext
  ) -> [Dissection.Field] {
    let payload = block.extracting(row.record.payloadBytes)
    switch lookups[field].places[format] {
    case nil: return []
    case .known(let index)?:
      return book.formats[format].values(of: index, payload, PayloadDecoder(row, in: block, context))
    case .open(let name)?:
      return book.formats[format].dissect(payload, PayloadDecoder(row, in: block, context)).fields
        .filter { $0.name == name && $0.value != .tree }
    }
  }
}
