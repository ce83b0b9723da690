/// A string literal in a source file, as the template of a phrase: `sent %1 to %2`.
struct SourceLiteral {
  /// The line on which the literal begins, from 1.
  let line: Int
  /// The literal's text; a multi-line literal contains its line feeds.
  let template: String
  /// The code before the literal without whitespace, at most its last 40 characters.
  let before: String

  /// The literals of a source file; those inside an interpolation precede the one around it.
  static func all(in source: String) -> [SourceLiteral] {
    var scanner = LiteralScanner(source)
    scanner.scan()
    return scanner.literals
  }

  /// The lines that contain words: two adjacent letters outside of arguments.
  var sentences: [String] { template.split(separator: "\n").map(String.init).filter(Self.hasWords) }

  private static func hasWords(_ text: String) -> Bool {
    var letters = 0
    for byte in text.utf8 {
      letters = (0x41...0x5a).contains(byte & 0xdf) ? letters + 1 : 0
      if letters == 2 { return true }
    }
    return false
  }
}

/// Collects the string literals of Swift source; recognizes comments, escapes, interpolations, multi-line and raw
/// literals, and regular expressions in `#/…/#`.
private struct LiteralScanner {
  private(set) var literals: [SourceLiteral] = []
  private let bytes: [UInt8]
  private var position = 0
  /// The line of the place up to which line feeds are counted.
  private var line = (number: 1, place: 0)

  init(_ source: String) { bytes = Array(source.utf8) }

  mutating func scan() { skipCode(untilParenthesis: false) }

  private func has(_ text: String, at place: Int) -> Bool {
    // The first byte decides nearly always: a build without optimization calls no closure then.
    guard place + text.utf8.count <= bytes.count, bytes[place] == text.utf8[text.utf8.startIndex] else { return false }
    return zip(text.utf8, bytes[place...]).allSatisfy { $0 == $1 }
  }

  /// The line of a place that is not before the last one asked for.
  private mutating func lineNumber(of place: Int) -> Int {
    while line.place < place {
      if bytes[line.place] == UInt8(ascii: "\n") { line.number += 1 }
      line.place += 1
    }
    return line.number
  }

  private mutating func skip(behind text: String) {
    while position < bytes.count, !has(text, at: position) { position += 1 }
    position += text.utf8.count
  }

  /// The bytes at which something begins that is not passed over.
  private static let beginnings = Array("/#\"()".utf8)

  private mutating func skipCode(untilParenthesis: Bool) {
    var depth = 1
    while position < bytes.count {
      guard Self.beginnings.contains(bytes[position]) else {
        position += 1
        continue
      }
      if has("//", at: position) {
        skip(behind: "\n")
      } else if has("/*", at: position) {
        skip(behind: "*/")
      } else if has("#/", at: position) {
        position += 2
        skip(behind: "/#")
      } else if let hashes = hashesBeforeQuote {
        readLiteral(hashes)
      } else {
        if bytes[position] == UInt8(ascii: "(") { depth += 1 }
        if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
        position += 1
        if untilParenthesis, depth == 0 { return }
      }
    }
  }

  /// The number of `#` before the quote of a literal that begins here; `nil` if none begins.
  private var hashesBeforeQuote: Int? {
    var place = position
    while place < bytes.count, bytes[place] == UInt8(ascii: "#") { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: "\"") ? place - position : nil
  }

  private mutating func readLiteral(_ hashes: Int) {
    let start = position
    let line = lineNumber(of: start)
    position += hashes
    let isLong = has("\"\"\"", at: position)
    position += isLong ? 3 : 1
    let marks = String(repeating: "#", count: hashes)
    let (close, escape) = ((isLong ? "\"\"\"" : "\"") + marks, "\\" + marks)
    var text: [UInt8] = []
    var arguments = 0
    while position < bytes.count, !has(close, at: position) {
      if has(escape, at: position) {
        position += escape.utf8.count
        if bytes[position] == UInt8(ascii: "(") {
          position += 1
          skipCode(untilParenthesis: true)
          arguments += 1
          text += Array("%\(arguments)".utf8)
        } else {
          readEscape(into: &text)
        }
      } else {
        if bytes[position] == UInt8(ascii: "%") { text.append(bytes[position]) }
        text.append(bytes[position])
        position += 1
      }
    }
    position += close.utf8.count
    let template = String(decoding: isLong ? Self.unindented(text) : text, as: UTF8.self)
    literals.append(
      SourceLiteral(
        line: line, template: template, before: before(start)))
  }

  /// Reads an escape; an escaped line feed becomes a zero, so that the indentation after it can be removed.
  private mutating func readEscape(into text: inout [UInt8]) {
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "0"): text.append(UInt8(ascii: " "))
    case UInt8(ascii: "u"):
      let digits = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "}") }
      position += digits.count + 2
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
      text += Array(String(Character(Unicode.Scalar(value) ?? "?")).utf8)
    case UInt8(ascii: "\n"): text.append(0)
    default: text.append(byte)
    }
  }

  /// Removes the indentation of a multi-line literal, which its last line determines.
  private static func unindented(_ text: [UInt8]) -> [UInt8] {
    let end = text.lastIndex(of: UInt8(ascii: "\n")) ?? text.startIndex
    let indent = text.count - end - 1
    var lines: [UInt8] = []
    var skipped = 0
    for byte in text[..<end].dropFirst() {
      if skipped < indent, byte == UInt8(ascii: " ") {
        skipped += 1
        continue
      }
      skipped = byte == UInt8(ascii: "\n") || byte == 0 ? 0 : indent
      if byte != 0 { lines.append(byte) }
    }
    return lines
  }

  private func before(_ start: Int) -> String {
    var code: [UInt8] = []
    var place = start - 1
    while place >= 0, code.count < 40 {
      if bytes[place] > 0x20 { code.append(bytes[place]) }
      place -= 1
    }
    return String(decoding: code.reversed(), as: UTF8.self)
  }
}
