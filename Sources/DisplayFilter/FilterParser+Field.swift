import Basics

extension FilterParser {
  /// Whether a word that the next token follows is compared as a field: `temp > 30`, `temp contains "x"`.
  func isFieldTest(_ word: String) -> Bool {
    guard let fields, let next = peek() else { return false }
    switch next.kind {
    case .relation: return fields.hasField(word)
    case .word(FilterField.contains.rawValue), .word(FilterField.startsWith.rawValue),
      .word(FilterField.matches.rawValue):
      return fields.hasField(word)
    default: return false
    }
  }

  /// Parses the test of a field, whose name was read.
  mutating func fieldTest(_ name: String, _ token: FilterToken) throws(FilterError) -> FilterExpression {
    let origin = try origin(token)
    let sign = try next(expecting: "a comparison after '\(name)'")
    switch sign.kind {
    case .relation(let relation):
      let operand = try fieldOperand(after: "\(name) \(relation.rawValue)")
      guard relation == .equal || relation == .notEqual || operand.number != nil else {
        throw FilterError(
          range: sign.range,
          message: "'\(relation.rawValue)' compares numbers: write a number after it, or compare with =")
      }
      // `!=` is the negation of `=`, as everywhere.
      if relation == .notEqual { return .not(.field(.compare(name, .equal, operand), origin)) }
      return .field(.compare(name, relation, operand), origin)
    case .word(FilterField.matches.rawValue): return .field(.regex(name, try regex(after: name)), origin)
    case .word(FilterField.startsWith.rawValue):
      return .field(.text(name, .startsWith, try string(after: "\(name) startswith")), origin)
    default: return .field(.text(name, .contains, try string(after: "\(name) contains")), origin)
    }
  }

  /// The formats that a test of their fields is about.
  func origin(_ token: FilterToken) throws(FilterError) -> FieldOrigin {
    guard let fields else {
      throw FilterError(
        range: token.range,
        message: "'\(Self.name(of: token))' needs formats, and there are none here; quote it to mean text")
    }
    return FieldOrigin(fields)
  }

  private mutating func fieldOperand(after before: String) throws(FilterError) -> FieldOperand {
    let token = try next(expecting: "a value after '\(before)'")
    switch token.kind {
    case .string(let text): return FieldOperand(text: text, number: nil)
    case .word(let word): return FieldOperand(text: FilterText(word, ignoresCase: true), number: Self.number(word))
    default:
      throw FilterError(
        range: token.range, message: "'\(before)' needs a value such as 30 or \"on\", not '\(Self.name(of: token))'")
    }
  }

  /// The number that a word is: `30`, `-2.5`, `0x7e`.
  private static func number(_ word: String) -> Double? {
    if let whole = AddressSyntax.number(word) ?? AddressSyntax.groupedNumber(word) { return Double(whole) }
    guard let first = word.utf8.first, (0x30...0x39).contains(first) || first == 0x2d || first == 0x2e,
      let number = Double(word), number.isFinite
    else { return nil }
    return number
  }

  /// Parses `format meter`: the name of a format.
  mutating func formatTest(_ token: FilterToken) throws(FilterError) -> FilterExpression {
    guard let name = peek(), let word = name.word ?? name.plainString, !word.isEmpty else {
      throw FilterError(
        range: token.range.upperBound..<token.range.upperBound,
        message: "'format' needs the name of a format after it: format dns; quote it to mean text")
    }
    skip()
    let origin = try origin(token)
    if !origin.source.formatNames.contains(word) {
      throw FilterError(
        range: name.range,
        message:
          "there is no format '\(word)'\(Spelling.hint(for: word, among: origin.source.formatNames)); 'udpeek formats' lists them"
      )
    }
    return .field(.format(word), origin)
  }
}
