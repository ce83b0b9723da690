package import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// The fields of formats as words of the filter language.
extension FormatBook: FieldSource {
  /// The names of all fields, alone and behind the names of their formats.
  package var fieldNames: [String] {
    let names = formats.flatMap { $0.fields.map(\.name) }
    let qualified = formats.flatMap { format in format.fields.map { "\(format.name).\($0.name)" } }
    var seen: Set<String> = []
    return (names + qualified).filter { seen.insert($0).inserted }
  }

  /// The names of all formats.
  package var formatNames: [String] { formats.map(\.name) }

  /// Whether a word is the name of a field: `temp`, `meter.temp`, or any path in a format whose names only its
  /// datagrams know.
  package func hasField(_ name: String) -> Bool {
    formats.contains { $0.index(ofFilterName: name) != nil }
  }

  /// Whether verdicts of a test depend on the peers' encodings: on the text of a field, or on that of a condition.
  package func needsEncoding(_ test: FieldTest) -> Bool {
    formats.contains { format in
      switch test.name.map({ format.index(ofFilterName: $0) }) {
      case .some(.some(.known(let index))): format.readsText || [.text, .written].contains(format.fields[index].kind)
      case .some(nil): false
      case .some(.some(.open)), nil: format.readsText
      }
    }
  }

  /// Returns a reader of the values that tests compare.
  package func reader(of tests: [FieldTest]) -> any FieldReader { FormatFieldReader(self, tests) }
}

/// A field as a filter names it.
enum FilterFieldPlace: Hashable {
  /// A field by its index in `Format.fields`.
  case known(Int)
  /// A name that only a datagram has.
  case open(String)
}

extension Format {
  /// Whether a filter's word names a field of the format.
  package func hasField(_ name: String) -> Bool { index(ofFilterName: name) != nil }

  /// Whether the format is one of texts, or its condition reads them.
  fileprivate var readsText: Bool { body.program == nil || condition?.needsEncoding ?? false }

  /// The field that a filter's word names; `nil` if the format has no such field.
  func index(ofFilterName name: String) -> FilterFieldPlace? {
    if let index = indices[name] { return .known(index) }
    guard name.hasPrefix(self.name), name.dropFirst(self.name.count).hasPrefix(".") else { return nil }
    let own = String(name.dropFirst(self.name.count + 1))
    if let index = indices[own] { return .known(index) }
    return isOpen && !own.isEmpty ? .open(own) : nil
  }
}

/// Judges tests of fields, row by row. Numbers at fixed places are read without a dissection.
final class FormatFieldReader: FieldReader {
  /// A test, and the fields that it concerns by the index of their format.
  private struct Entry {
    var test: FieldTest
    var places: [FilterFieldPlace?]
    /// The number at a fixed place, by the index of the format.
    var fixed: [StructProgram.FixedNumber?]
    /// The comparison with a number; `nil` for any other test.
    var comparison: (relation: FilterRelation, number: Double)?
  }

  /// A compiled struct behind a reference: a copy of the struct itself would count the references of all its tables.
  private final class Compiled: Sendable {
    let program: StructProgram

    init(_ program: StructProgram) { self.program = program }
  }

  private let book: FormatBook
  private var entries: [Entry]
  private var judges: [FilterJudge?]
  /// The conditions that depend on bytes alone.
  private let plain: [ByteCondition?]
  private let forced: Int?
  /// The structs of the formats, by their index.
  private let structs: [Compiled?]
  /// The row whose format is known, and the index of its format; -1 for none.
  private var known: (number: UInt64, payload: Int, format: Int)?

  init(_ book: FormatBook, _ tests: [FieldTest]) {
    self.book = book
    judges = book.formats.map { $0.condition.map { FilterJudge($0) } }
    plain = book.formats.map { $0.condition.flatMap { ByteCondition($0) } }
    forced = book.forced.flatMap { forced in book.formats.firstIndex { $0 === forced } }
    structs = book.formats.map { $0.body.program.map { Compiled($0) } }
    entries = tests.map { test in
      let places = book.formats.map { format in test.name.flatMap { format.index(ofFilterName: $0) } }
      let fixed = zip(book.formats, places).map { format, place -> StructProgram.FixedNumber? in
        guard case .known(let index)? = place, format.fields[index].kind != .list else { return nil }
        return format.body.fixed(index)
      }
      var comparison: (relation: FilterRelation, number: Double)?
      if case .compare(_, let relation, let operand) = test, let number = operand.number {
        comparison = (relation, number)
      }
      return Entry(test: test, places: places, fixed: fixed, comparison: comparison)
    }
  }

  func holds(_ test: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Bool? {
    let format = self.format(of: row, in: block, context)
    guard format >= 0 else { return false }
    let payload = block.extracting(row.record.payloadBytes)
    if let (relation, number) = entries[test].comparison, let fixed = entries[test].fixed[format],
      let compiled = structs[format]
    {
      guard let value = compiled.program.number(fixed, payload) else { return false }
      if relation.holds(value, number) { return true }
      guard relation == .equal, compiled.program.hasLabels(fixed) else { return false }
    }
    switch entries[test].test {
    case .compare(_, let relation, let operand):
      return fields(test, format, row, payload, block, context).contains { Self.holds($0, relation, operand) }
    case .text(_, let relation, let text):
      return fields(test, format, row, payload, block, context).contains { relation.holds($0.text, text) }
    case .regex(_, let regex):
      var answer: Bool? = false
      for field in fields(test, format, row, payload, block, context) {
        switch regex.matches(field.text) {
        case true?: return true
        case false?: break
        case nil: answer = nil
        }
      }
      return answer
    case .format(let name): return book.formats[format].name == name
    case .badCheck:
      guard book.formats[format].hasCheck else { return false }
      let dissection = book.formats[format].dissect(payload, decoder(row, payload, block, context))
      if case .bad = dissection.check { return true }
      return false
    }
  }

  func text(_ test: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> String {
    let format = self.format(of: row, in: block, context)
    guard format >= 0 else { return "" }
    let payload = block.extracting(row.record.payloadBytes)
    return fields(test, format, row, payload, block, context).first?.text ?? ""
  }

  private static func holds(_ field: Dissection.Field, _ relation: FilterRelation, _ operand: FieldOperand) -> Bool {
    if case .list(let values) = field.value {
      return values.contains { value in
        guard let left = value.number, let right = operand.number else { return value.text == operand.text.string }
        return relation.holds(left, right)
      }
    }
    if let number = operand.number, let value = field.value.number, relation.holds(value, number) { return true }
    guard relation == .equal else { return false }
    if FilterTextRelation.equals.holds(field.text, operand.text) { return true }
    // A flag is also on or off, true or false.
    guard case .flag(let value) = field.value else {
      return field.label != nil && FilterTextRelation.equals.holds(field.value.text, operand.text)
    }
    return (value ? ["on", "true"] : ["off", "false"]).contains { FilterTextRelation.equals.holds($0, operand.text) }
  }

  /// The values of the field of a test.
  private func fields(
    _ test: Int, _ format: Int, _ row: FieldRow, _ payload: RawSpan, _ block: RawSpan, _ context: FilterContext
  ) -> [Dissection.Field] {
    switch entries[test].places[format] {
    case nil: return []
    case .known(let index)?:
      return book.formats[format].values(of: index, payload, decoder(row, payload, block, context))
    case .open(let name)?:
      return book.formats[format].dissect(payload, decoder(row, payload, block, context)).fields
        .filter { $0.name == name && $0.value != .tree }
    }
  }

  private func decoder(
    _ row: FieldRow, _ payload: RawSpan, _ block: RawSpan, _ context: FilterContext
  ) -> PayloadDecoder {
    let reading =
      (row.record.isIncoming ? nil : context.texts.sentReading(row.number))
      ?? context.texts.reading(for: Record.endpoint(at: row.record.peer, in: block))
    return PayloadDecoder(context.texts, reading.textEncoding(of: payload))
  }

  /// The index of the format of a row; -1 if it has none.
  private func format(of row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Int {
    if let forced { return row.record.isFailure ? -1 : forced }
    let start = row.record.payloadBytes.lowerBound
    if let known, known.number == row.number, known.payload == start { return known.format }
    let found = findFormat(of: row, in: block, context)
    known = (row.number, start, found)
    return found
  }

  private func findFormat(of row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Int {
    guard !row.record.isFailure else { return -1 }
    let peer = Record.endpoint(at: row.record.peer, in: block).port
    let local = Record.endpoint(at: row.record.local, in: block).port
    let payload = block.extracting(row.record.payloadBytes)
    for index in book.candidates(peer, local) {
      let format = book.formats[index]
      if !format.ports.isEmpty, !format.hasPort(peer, local) { continue }
      if let condition = plain[index] {
        guard condition.holds(row, in: block) else { continue }
      } else if judges[index] != nil {
        guard (try? judges[index]?.matches(row, in: block, context)) == true else { continue }
      }
      if let compiled = structs[index], compiled.program.isFixed {
        if compiled.program.fitsFixed(payload, isExact: format.isExact) { return index }
      } else if format.fits(payload, decoder(row, payload, block, context)) {
        return index
      }
    }
    return -1
  }
}

extension StructProgram {
  /// Whether the values at a fixed place have texts, with which words are compared.
  func hasLabels(_ fixed: FixedNumber) -> Bool { fixed.shape >= 0 && !shapes[fixed.shape].labels.isEmpty }
}
