import Basics
import PayloadText
import UDPCore

extension FilterParser {
  /// Parses `size > 100`: the relation and the number after a quantity.
  mutating func comparison(of quantity: FilterQuantity, _ token: FilterToken) throws(FilterError) -> FilterExpression {
    let name = FilterParser.name(of: token)
    guard let sign = peek(), case .relation(let relation) = sign.kind else {
      throw FilterError(
        range: token.range, message: "'\(name)' needs a comparison, as in \(name) > 100; quote it to mean text")
    }
    skip()
    let value = try number(after: "\(name) \(relation.rawValue)")
    return .compare(quantity, relation, value)
  }

  private mutating func number(after before: String) throws(FilterError) -> UInt64 {
    let token = try next(expecting: "a number after '\(before)'")
    guard let value = token.word.flatMap({ AddressSyntax.number($0) ?? AddressSyntax.groupedNumber($0) }) else {
      throw FilterError(
        range: token.range, message: "'\(before)' needs a number such as 100 or 0x7e, not '\(Self.name(of: token))'")
    }
    return value
  }

  /// Parses `data[0:2] & 0xfff = 3`; `word` starts with `data[`.
  mutating func dataTest(_ word: String, _ token: FilterToken) throws(FilterError) -> FilterExpression {
    let inside = word.dropFirst(5)
    let parts = inside.dropLast().split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { AddressSyntax.number($0) }.filter { $0 <= 65_535 }
    guard inside.hasSuffix("]"), (1...2).contains(parts.count), numbers.count == parts.count else {
      throw FilterError(
        range: token.range, message: "write data[n] or data[n:2] with an offset from 0 to 65535, without spaces")
    }
    let width = numbers.count == 2 ? numbers[1] : 1
    guard [1, 2, 4].contains(width) else {
      throw FilterError(range: token.range, message: "data[n:…] takes 1, 2 or 4 bytes, not \(width)")
    }
    var mask: UInt64?
    if peek()?.kind == .ampersand {
      skip()
      mask = try number(after: "\(word) &")
    }
    return try comparison(of: .data(offset: Int(numbers[0]), width: Int(width), mask: mask), token)
  }

  /// Parses the test after `text`.
  mutating func textTest(_ token: FilterToken) throws(FilterError) -> FilterExpression {
    guard let first = peek() else {
      throw FilterError(
        range: token.range.upperBound..<token.range.upperBound,
        message: "'text' needs a string after it: text \"hello\"")
    }
    switch first.kind {
    case .relation(let relation):
      skip()
      guard relation == .equal || relation == .notEqual else {
        throw FilterError(
          range: first.range,
          message:
            "text can be compared with ==, !=, contains, startswith and matches, not with '\(relation.rawValue)'")
      }
      let test = FilterExpression.text(.equals, try string(after: "text \(relation.rawValue)"))
      return relation == .equal ? test : .not(test)
    case .word(FilterField.contains.rawValue):
      skip()
      return .text(.contains, try string(after: "text contains"))
    case .word(FilterField.startsWith.rawValue):
      skip()
      return .text(.startsWith, try string(after: "text startswith"))
    case .word(FilterField.matches.rawValue):
      skip()
      return .regex(try regex(after: "text"))
    case .regex(let regex):
      skip()
      return .regex(regex)
    case .word(let word):
      if case .string = peek(1)?.kind,
        let field = FilterField.nearMiss(of: word, among: [.contains, .startsWith, .matches], isLoose: true)
      {
        throw FilterError(range: first.range, message: "did you mean '\(field.word)' instead of '\(word)'?")
      }
      return .text(.contains, try string(after: "text"))
    default: return .text(.contains, try string(after: "text"))
    }
  }

  /// Parses the string after some words.
  mutating func string(after before: String) throws(FilterError) -> FilterText {
    let token = try next(expecting: "a string after '\(before)'")
    switch token.kind {
    case .string(let text): return text
    case .word(let word):
      if token.field == nil, RejectedWord.reason(for: word) == nil { return FilterText(word, ignoresCase: true) }
      throw FilterError(range: token.range, message: "'\(word)' is a word of the language: write \(before) \"\(word)\"")
    default:
      throw FilterError(
        range: token.range, message: "'\(before)' needs a string such as \"hello\", not '\(Self.name(of: token))'")
    }
  }

  /// Parses the expression after `text matches`: a string, slashes, or a word, which ignores case.
  mutating func regex(after name: String) throws(FilterError) -> FilterRegex {
    let token = try next(expecting: "a regular expression after '\(name) matches'")
    switch token.kind {
    case .regex(let regex): return regex
    case .word(let word) where token.field == nil && RejectedWord.reason(for: word) == nil:
      do throws(FilterRegex.SyntaxError) {
        return try FilterRegex(word, ignoresCase: true)
      } catch {
        throw FilterError(range: token.range, message: "this regular expression is wrong: \(error.reason)")
      }
    default:
      throw FilterError(
        range: token.range,
        message: "'\(name) matches' needs a regular expression such as 'temp=\\d+', not '\(Self.name(of: token))'")
    }
  }

  /// Parses `enc gbk`: the name of an encoding or one of its aliases.
  mutating func encodingTest(_ token: FilterToken) throws(FilterError) -> FilterExpression {
    guard let name = peek(), let word = name.word ?? name.plainString else {
      throw FilterError(
        range: token.range.upperBound..<token.range.upperBound,
        message: "'enc' needs the name of an encoding after it: enc gb18030")
    }
    skip()
    guard let encoding = TextEncoding(label: word) else {
      throw FilterError(
        range: name.range, message: "there is no encoding '\(word)': 'udpeek encodings' lists them all")
    }
    return .encoding(encoding)
  }

  /// Parses `rule temperature`: the name of a rule, which need not be in force.
  mutating func ruleTest(_ token: FilterToken) throws(FilterError) -> FilterExpression {
    guard let name = peek(), let word = name.word ?? name.plainString, !word.isEmpty else {
      throw FilterError(
        range: token.range.upperBound..<token.range.upperBound,
        message: "'rule' needs the name of a rule after it: rule temperature; quote it to mean text")
    }
    skip()
    return .rule(word)
  }

  /// Parses `age < 30s`: a number of seconds, or one followed by ms, s, m, h or d.
  mutating func ageTest(_ token: FilterToken) throws(FilterError) -> FilterExpression {
    guard let sign = peek(), case .relation(let relation) = sign.kind else {
      throw FilterError(
        range: token.range, message: "'age' needs a comparison, as in age < 30s; quote it to mean text")
    }
    guard relation != .equal, relation != .notEqual else {
      throw FilterError(range: sign.range, message: "an age keeps changing: compare it with < or >")
    }
    skip()
    let value = try next(expecting: "a time such as 30s after 'age \(relation.rawValue)'")
    guard let nanoseconds = value.word.flatMap({ TimeSpan($0)?.nanoseconds }) else {
      throw FilterError(
        range: value.range,
        message: "'\(Self.name(of: value))' is not a time: write \(TimeSpan.forms)")
    }
    return .compare(.age, relation, nanoseconds)
  }

  /// Parses the bytes after `hex`: pairs of digits or `??`, together, apart, or in one string.
  mutating func hexTest(_ token: FilterToken) throws(FilterError) -> FilterExpression {
    var bytes: [UInt8?] = []
    if let first = peek(), case .string(let text) = first.kind {
      skip()
      for part in text.string.split(whereSeparator: \.isWhitespace) { bytes += try Self.bytes(String(part), first) }
    } else {
      while let next = peek(), let word = next.word, next.field == nil {
        bytes += try Self.bytes(word, next)
        skip()
      }
    }
    guard !bytes.isEmpty else {
      throw FilterError(
        range: token.range.upperBound..<token.range.upperBound, message: "'hex' needs bytes after it: hex 7e 01 ?? 05")
    }
    return .hex(bytes)
  }

  private static func bytes(_ word: String, _ token: FilterToken) throws(FilterError) -> [UInt8?] {
    var bytes: [UInt8?] = []
    var rest = Array(word.utf8)[...]
    while !rest.isEmpty {
      let pair = rest.prefix(2)
      rest = rest.dropFirst(2)
      if pair.elementsEqual("??".utf8) {
        bytes.append(nil)
      } else if pair.count == 2, let high = pair.first.flatMap(HexDigits.value),
        let low = pair.last.flatMap(HexDigits.value)
      {
        bytes.append(high << 4 | low)
      } else {
        throw FilterError(
          range: token.range,
          message: "'\(word)' is not bytes: each is two hexadecimal digits or ??; what follows needs 'and'")
      }
    }
    return bytes
  }
}
