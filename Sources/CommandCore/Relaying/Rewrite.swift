package import Basics
import DisplayFilter
package import PayloadText
import UDPCore

/// A change of payloads as sed writes it: `s/old/new/`, with `g` for every match, `i` to ignore case, `b` to match
/// bytes. `old` is a regular expression as in filters; in `new`, `&` and `\1` to `\9` are what matched, and `\x00`,
/// `\n`, `\r` and `\t` are bytes. Bytes outside of the matches stay as they are.
package struct Rewrite: Sendable {
  /// Says what is wrong with a change, and what would be right.
  package struct SyntaxError: Error, Hashable, Phrased {
    package let phrase: Phrase
  }

  /// A piece of what takes the place of a match.
  private enum Part: Hashable {
    case text(String)
    case byte(UInt8)
    /// The match of a group; 0 is the whole match.
    case group(Int)
  }

  /// The change as it was written.
  package let source: String
  private let pattern: FilterRegex
  private let parts: [Part]
  private let isGlobal: Bool
  private let isOfBytes: Bool

  /// The most matches that are replaced in one payload.
  private static let limit = 10_000

  /// Parses a change. Any sign may stand in place of the slashes.
  package init(_ source: String) throws(SyntaxError) {
    self.source = source
    let (old, new, flags) = try Self.split(source)
    for flag in flags.unicodeScalars where !"gib".unicodeScalars.contains(flag) {
      throw SyntaxError(phrase: "'\(String(flag))' is no flag; write g for every match, i to ignore case, b for bytes")
    }
    isGlobal = flags.contains("g")
    isOfBytes = flags.contains("b")
    do throws(FilterRegex.SyntaxError) {
      pattern = try FilterRegex(old, ignoresCase: flags.contains("i"))
    } catch {
      throw SyntaxError(phrase: "the regular expression '\(old)' is wrong: \(error.reason)")
    }
    parts = try Self.parts(of: new, groups: pattern.groupCount)
  }

  /// Splits `s/old/new/flags` at its unescaped separators, and takes the backslashes before others away.
  private static func split(_ source: String) throws(SyntaxError) -> (old: String, new: String, flags: String) {
    let mistake = SyntaxError(phrase: "a change is s/old/new/, with g behind it for every match; not '\(source)'")
    var rest = source.unicodeScalars[...]
    guard rest.popFirst() == "s", let separator = rest.popFirst(), separator != "\\", separator.isASCII,
      !separator.properties.isAlphabetic, separator.properties.numericType == nil
    else { throw mistake }
    var pieces = [String.UnicodeScalarView()]
    while let scalar = rest.popFirst() {
      if scalar == separator, pieces.count < 3 {
        pieces.append(.init())
      } else if scalar == "\\", pieces.count < 3, let next = rest.popFirst() {
        pieces[pieces.count - 1] += next == separator ? [next] : [scalar, next]
      } else {
        pieces[pieces.count - 1].append(scalar)
      }
    }
    guard pieces.count == 3, !pieces[0].isEmpty else { throw mistake }
    return (String(pieces[0]), String(pieces[1]), String(pieces[2]))
  }

  private static func parts(of new: String, groups: Int) throws(SyntaxError) -> [Part] {
    var parts: [Part] = []
    var text = ""
    var rest = new.unicodeScalars[...]
    func add(_ part: Part) {
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(part)
    }
    while let scalar = rest.popFirst() {
      if scalar == "&" {
        add(.group(0))
      } else if scalar != "\\" {
        text.unicodeScalars.append(scalar)
      } else if let part = try escape(&rest, groups: groups) {
        add(part)
      } else if let scalar = rest.popFirst() {
        text.unicodeScalars.append(scalar)
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }

  /// Reads what follows a backslash; `nil` if the next sign stands for itself.
  private static func escape(
    _ rest: inout Substring.UnicodeScalarView, groups: Int
  ) throws(SyntaxError) -> Part? {
    guard let scalar = rest.first else { return nil }
    switch scalar {
    case "n", "r", "t":
      rest.removeFirst()
      return .byte(scalar == "n" ? 0x0a : scalar == "r" ? 0x0d : 0x09)
    case "x":
      let digits = rest.dropFirst().prefix(2).compactMap { $0.isASCII ? HexDigits.value(UInt8(ascii: $0)) : nil }
      guard digits.count == 2 else { throw SyntaxError(phrase: "\\x needs two hexadecimal digits, such as \\x0a") }
      rest = rest.dropFirst(3)
      return .byte(digits[0] << 4 | digits[1])
    case "0"..."9":
      rest.removeFirst()
      let group = Int(scalar.value - 0x30)
      guard group <= groups else {
        throw SyntaxError(phrase: "\\\(group) names a group that the expression does not have; it has \(groups)")
      }
      return .group(group)
    default:
      guard !scalar.properties.isAlphabetic else {
        throw SyntaxError(phrase: "'\\\(String(scalar))' means nothing; write \\n, \\r, \\t, \\x00 or \\1")
      }
      return nil
    }
  }
}

extension Rewrite {
  /// Returns a payload with the change made; `nil` if nothing matches, or a search reaches its limit.
  /// - Parameter decoder: reads the payload's encoding; of a payload of bytes (`hex`), bytes are matched.
  /// - Throws: if the encoding cannot write the new text.
  package func applied(
    to payload: [UInt8], by decoder: TextDecoder
  ) throws(TextEncodingError) -> [UInt8]? {
    let text = Reading(of: payload, by: isOfBytes || decoder.encoding == .hex ? nil : decoder)
    var output: [UInt8] = []
    var (copied, start, count) = (0, 0, 0)
    var last = -1
    while start <= text.utf8.count, count < Self.limit, let groups = pattern.captures(in: text.utf8.span, from: start) {
      guard let match = groups[0], match.lowerBound >= start else { break }
      // As in sed, a match of nothing does not follow another match at once.
      if match.isEmpty, match.lowerBound == last {
        start = text.next(after: last)
        continue
      }
      last = match.upperBound
      output += payload[copied..<text.byte(at: match.lowerBound)]
      for part in parts { try append(part, groups, payload, text, to: &output) }
      copied = text.byte(at: match.upperBound)
      count += 1
      guard isGlobal else { break }
      // Behind a match of nothing the search goes on one character further.
      start = match.isEmpty ? text.next(after: match.upperBound) : match.upperBound
    }
    return count == 0 ? nil : output + payload[copied...]
  }

  private func append(
    _ part: Part, _ groups: [Range<Int>?], _ payload: [UInt8], _ text: Reading, to output: inout [UInt8]
  ) throws(TextEncodingError) {
    switch part {
    case .byte(let byte): output.append(byte)
    case .group(let number):
      guard let range = groups[number] else { return }
      output += payload[text.byte(at: range.lowerBound)..<text.byte(at: range.upperBound)]
    case .text(let words):
      if let encoding = text.encoding {
        output += try TextEncoder.encode(words, as: encoding)
      } else {
        output += Array(words.utf8)
      }
    }
  }

  /// A payload as UTF-8 for the expression, with the byte of the payload at which each character begins.
  private struct Reading {
    private(set) var utf8: [UInt8] = []
    /// The encoding that text is written in; `nil` for bytes.
    let encoding: TextEncoding?
    /// The offset in UTF-8 at which each character begins, and that in the payload; at the end, the lengths.
    private var starts: [Int] = []
    private var bytes: [Int] = []

    init(of payload: [UInt8], by decoder: TextDecoder?) {
      encoding = decoder?.encoding
      if let decoder {
        let span = unsafe payload.span.bytes
        var offset = 0
        while offset < payload.count {
          let (range, units) = decoder.character(holding: offset, of: span)
          for unit in units {
            if case .scalar(let scalar) = unit { append(scalar, at: offset) } else { append("\u{fffd}", at: offset) }
          }
          offset = max(offset + 1, range.upperBound)
        }
      } else {
        for (offset, byte) in payload.enumerated() { append(Unicode.Scalar(byte), at: offset) }
      }
      starts.append(utf8.count)
      bytes.append(payload.count)
    }

    private mutating func append(_ scalar: Unicode.Scalar, at offset: Int) {
      starts.append(utf8.count)
      bytes.append(offset)
      utf8 += Array(String(scalar).utf8)
    }

    /// The offset in the payload of a character at this offset in UTF-8.
    func byte(at offset: Int) -> Int { bytes[min(starts.partitioningIndex { $0 >= offset }, bytes.count - 1)] }

    /// The offset in UTF-8 of the next character; beyond the end after the last one.
    func next(after offset: Int) -> Int {
      let index = starts.partitioningIndex { $0 > offset }
      return index < starts.count ? starts[index] : utf8.count + 1
    }
  }
}
