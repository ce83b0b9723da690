import DisplayFilter
import UDPCore

/// Judges tests of fields, row by row. Numbers at fixed places are read without a dissection.
final class FormatFieldReader: FieldReader {
  /// A test.
  private struct Entry {
    var test: FieldTest
    /// The comparison with a number; `nil` for any other test.
    var comparison: (relation: FilterRelation, number: Double)?
  }

  private let book: FormatBook
  private let entries: [Entry]
  /// The reader of each test's field.
  private let values: FieldValueReader

  init(_ book: FormatBook, _ tests: [FieldTest]) {
    self.book = book
    values = FieldValueReader(book, tests.map(\.name))
    entries = tests.map { test in
      guard case .compare(_, let relation, let operand) = test, let number = operand.number else {
        return Entry(test: test)
      }
      return Entry(test: test, comparison: (relation, number))
    }
  }

  func holds(_ test: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> Bool? {
    let format = values.format(of: row, in: block, context)
    guard format >= 0 else { return false }
    if let (relation, number) = entries[test].comparison, let fixed = values.fixed(test, format) {
      guard let value = fixed.number(block.extracting(row.record.payloadBytes)) else { return false }
      if relation.holds(value, number) { return true }
      guard relation == .equal, fixed.hasLabels else { return false }
    }
    switch entries[test].test {
    case .compare(_, let relation, let operand):
      return values.fields(test, format, row, in: block, context).contains { Self.holds($0, relation, operand) }
    case .text(_, let relation, let text):
      return values.fields(test, format, row, in: block, context).contains { relation.holds($0.text, text) }
    case .regex(_, let regex):
      var answer: Bool? = false
      for field in values.fields(test, format, row, in: block, context) {
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
      let decoder = PayloadDecoder(row, in: block, context)
      let dissection = book.formats[format].dissect(block.extracting(row.record.payloadBytes), decoder)
      if case .bad = dissection.check { return true }
      return false
    }
  }

  func text(_ test: Int, _ row: FieldRow, in block: RawSpan, _ context: FilterContext) -> String {
    let format = values.format(of: row, in: block, context)
    guard format >= 0 else { return "" }
    return values.fields(test, format, row, in: block, context).first?.text ?? ""
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
}
