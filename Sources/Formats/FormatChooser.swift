package import DisplayFilter
import PeerText
package import UDPCore

/// Chooses the format of datagrams one after another; it keeps what the conditions need between two of them, so each
/// thread has its own.
package struct FormatChooser {
  /// The formats.
  package let book: FormatBook
  private let conditions: Conditions
  private let forced: Int?

  /// Creates a chooser.
  package init(_ book: FormatBook) {
    self.book = book
    forced = book.forced.flatMap { forced in book.formats.firstIndex { $0 === forced } }
    conditions = Conditions(book)
  }

  /// Returns the format of a datagram: the forced one, or the first whose ports, condition and body fit; `nil` if none
  /// does.
  package mutating func format(of datagram: Datagram, in context: FilterContext) -> Format? {
    if let forced = book.forced { return forced }
    let found = datagram.withRecord { record, block -> Int in
      index(of: FieldRow(record: record, number: datagram.number), in: block, context)
    }
    return found < 0 ? nil : book.formats[found]
  }

  /// Returns the format of a datagram if it counts its datagrams, else `nil`. Formats that count none are only tried when
  /// one that does would fit: most datagrams cost a look at their ports.
  package mutating func countingFormat(of datagram: Datagram, in context: FilterContext) -> Format? {
    if let forced = book.forced { return forced.sequence == nil ? nil : forced }
    guard book.hasSequences else { return nil }
    let found = datagram.withRecord { record, block -> Int in
      let row = FieldRow(record: record, number: datagram.number)
      guard index(of: row, in: block, context, amongCounting: true) >= 0 else { return -1 }
      return index(of: row, in: block, context)
    }
    return found >= 0 && book.isCounting[found] ? book.formats[found] : nil
  }

  /// Returns what the format of a datagram says of it; `nil` if it has none.
  package mutating func dissection(of datagram: Datagram, in context: FilterContext) -> Dissection? {
    guard let format = format(of: datagram, in: context) else { return nil }
    let decoder = PayloadDecoder(context.texts, datagram)
    return datagram.withPayload { format.dissect($0, decoder) }
  }

  /// Returns the index of the format of a row; -1 if it has none, as a failure never has.
  /// - Parameter isAmongCounting: whether only formats that count their datagrams are tried.
  func index(
    of row: FieldRow, in block: RawSpan, _ context: FilterContext, amongCounting isAmongCounting: Bool = false
  ) -> Int {
    guard row.record.rawKind < 2 else { return -1 }
    if let forced { return forced }
    let peer = Record.endpoint(at: row.record.peer, in: block).port
    let local = Record.endpoint(at: row.record.local, in: block).port
    let payload = block.extracting(row.record.payloadBytes)
    var known: PayloadDecoder?
    var text: PayloadString?
    for index in book.candidates(peer, local) {
      if isAmongCounting, !book.isCounting[index] { continue }
      let format = book.formats[index]
      if !format.ports.isEmpty, !format.hasPort(peer, local) { continue }
      if let condition = book.byteConditions[index] {
        guard condition.holds(row, in: block) else { continue }
      } else if format.condition != nil {
        guard conditions.hold(index, row, in: block, context) else { continue }
      }
      if let compiled = book.structs[index], compiled.isFixed, !format.isChecked {
        if compiled.fits(payload, isExact: format.isExact) { return index }
      } else if format.mayFit(payload) {
        let decoder = known ?? PayloadDecoder(row, in: block, context)
        known = decoder
        if format.fits(payload, decoder, &text) { return index }
      }
    }
    return -1
  }
}

/// The conditions that depend on more than bytes, with what they keep between two datagrams. Behind a reference, so that
/// rows whose formats have none change nothing.
private final class Conditions {
  private var judges: [FilterJudge?]

  init(_ book: FormatBook) {
    judges = zip(book.formats, book.byteConditions).map { format, plain in
      plain == nil ? format.condition.map { FilterJudge($0) } : nil
    }
  }

  /// Whether the condition of a format holds for a row.
  func hold(_ format: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Bool {
    (try? judges[format]?.matches(row, in: block, context)) ?? false
  }
}
