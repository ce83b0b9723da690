/// A text laid out as JSON, one value per line: only whitespace outside strings changes. Anything that is not JSON
/// comes last, unchanged.
///
/// A datagram is seldom strict RFC 8259, so this is also accepted: several values in a row; control characters, invalid
/// escapes and bad bytes in strings; `NaN` and `Infinity`; a leading byte order mark and trailing zeros.
package struct PrettyJSON: Sendable {
  /// The kind of a piece.
  package enum Kind: UInt8, Sendable, Hashable {
    /// The name of a member, with its quotes.
    case name
    case string
    /// A number, `true`, `false`, `null`.
    case word
    /// One of `{}[],:`. A space follows a colon.
    case mark
    /// Everything from the first mistake on.
    case rest
  }

  /// A stretch of the text.
  package struct Piece: Sendable, Hashable {
    package var kind: Kind
    /// The range in `units`.
    package var units: Range<Int>
  }

  /// A line of pieces.
  package struct Line: Sendable, Hashable {
    /// The number of objects and arrays around the line.
    package var depth: Int
    /// The range in `pieces`.
    package var pieces: Range<Int>
  }

  /// The reason that a text is not JSON.
  package enum Reason: String, Sendable, Hashable {
    case value = "a value is missing"
    case name = "a name in quotes is missing"
    case colon = "a colon is missing"
    case comma = "a comma is missing"
    case close = "another bracket is open"
    case string = "a string does not end"
    case end = "it ends too early"
    case more = "more follows the value"
  }

  /// The first place where the text is not JSON.
  package struct SyntaxError: Sendable, Hashable {
    package var reason: Reason
    /// An index in `units`, or their count.
    package var place: Int
  }

  /// The text.
  package let units: [DecodedText.Unit]
  /// The pieces of all lines, in order.
  package private(set) var pieces: [Piece] = []
  /// The lines, in order.
  package private(set) var lines: [Line] = []
  /// The first mistake; `nil` if all of the text is JSON.
  package private(set) var syntaxError: SyntaxError?

  /// Whether the text is JSON, or certainly begins as an object or an array: `[INFO] started` does not.
  package var isJSON: Bool {
    guard syntaxError != nil else { return !lines.isEmpty }
    return pieces.first?.kind == .mark && pieces.prefix(4).count { $0.kind != .rest } >= 3
  }

  /// Lays out a text, reading each unit once.
  package init(_ text: DecodedText) {
    units = text.units
    read()
  }

  /// The tokens that may come next.
  private enum Expected {
    /// A value; also the end of the array while it is empty.
    case value(orEnd: Bool)
    case name(orEnd: Bool)
    case colon
    case comma
    /// Another value, or the end of the text.
    case another
  }

  private mutating func read() {
    var place = 0
    var expected = Expected.another
    /// The closing brackets that are still missing, innermost last.
    var open: [Unicode.Scalar] = []
    if scalar(0) == "\u{feff}" { place = 1 }
    while true {
      place = afterBlanks(from: place)
      guard let next = scalar(place) else {
        if place == units.count, open.isEmpty { return }
        return fail(place == units.count ? .end : reason(expected), at: place, depth: open.count)
      }
      switch (next, expected) {
      case ("{", .value), ("[", .value), ("{", .another), ("[", .another):
        if case .another = expected { beginLine(depth: 0) }
        add(.mark, place..<place + 1)
        let close: Unicode.Scalar = next == "{" ? "}" : "]"
        open.append(close)
        expected = next == "{" ? .name(orEnd: true) : .value(orEnd: true)
        if scalar(afterBlanks(from: place + 1)) != close { beginLine(depth: open.count) }
        place += 1
      case ("}", .name(orEnd: true)), ("]", .value(orEnd: true)), ("}", .comma), ("]", .comma):
        guard open.last == next else { return fail(.close, at: place, depth: open.count) }
        open.removeLast()
        if case .comma = expected { beginLine(depth: open.count) }
        add(.mark, place..<place + 1)
        expected = open.isEmpty ? .another : .comma
        place += 1
      case (",", .comma):
        add(.mark, place..<place + 1)
        expected = open.last == "}" ? .name(orEnd: false) : .value(orEnd: false)
        beginLine(depth: open.count)
        place += 1
      case (":", .colon):
        add(.mark, place..<place + 1)
        expected = .value(orEnd: false)
        place += 1
      case ("\"", .name):
        guard let end = endOfString(from: place) else { return fail(.string, at: place, depth: open.count) }
        add(.name, place..<end)
        expected = .colon
        place = end
      case (_, .value), (_, .another):
        let isString = next == "\""
        guard let end = isString ? endOfString(from: place) : endOfWord(from: place) else {
          return fail(
            isString ? .string : lines.isEmpty || !open.isEmpty ? .value : .more, at: place, depth: open.count)
        }
        if case .another = expected { beginLine(depth: 0) }
        add(isString ? .string : .word, place..<end)
        expected = open.isEmpty ? .another : .comma
        place = end
      default: return fail(reason(expected), at: place, depth: open.count)
      }
    }
  }

  private func reason(_ expected: Expected) -> Reason {
    switch expected {
    case .value: .value
    case .name: .name
    case .colon: .colon
    case .comma: .comma
    case .another: lines.isEmpty ? .value : .more
    }
  }
}

extension PrettyJSON {
  private mutating func beginLine(depth: Int) {
    if let last = lines.last, last.pieces.isEmpty { lines.removeLast() }
    lines.append(Line(depth: depth, pieces: pieces.count..<pieces.count))
  }

  private mutating func add(_ kind: Kind, _ units: Range<Int>) {
    pieces.append(Piece(kind: kind, units: units))
    lines[lines.count - 1].pieces = lines[lines.count - 1].pieces.lowerBound..<pieces.count
  }

  /// Records a mistake and puts the rest on a line of its own, or after the name whose value it would be.
  private mutating func fail(_ reason: Reason, at place: Int, depth: Int) {
    syntaxError = SyntaxError(reason: reason, place: place)
    if let last = lines.last, last.pieces.isEmpty { lines.removeLast() }
    guard place < units.count else { return }
    if reason == .string || reason == .value, let last = pieces.last, scalar(last.units.lowerBound) == ":" {
      return add(.rest, place..<units.count)
    }
    beginLine(depth: depth)
    add(.rest, place..<units.count)
  }

  private func scalar(_ place: Int) -> Unicode.Scalar? {
    guard place < units.count, case .scalar(let scalar) = units[place] else { return nil }
    return scalar
  }

  /// The next position that is not whitespace. Zeros count as whitespace if nothing else follows them.
  private func afterBlanks(from place: Int) -> Int {
    var place = place
    while let scalar = scalar(place), scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t" { place += 1 }
    guard scalar(place) == "\0" else { return place }
    var end = place
    while let scalar = scalar(end), scalar == "\0" || scalar == "\n" || scalar == "\r" || scalar == " " { end += 1 }
    return end == units.count ? end : place
  }

  /// The position after the closing quote of the string that begins at `place`; `nil` if it is not closed.
  private func endOfString(from place: Int) -> Int? {
    var place = place + 1
    while place < units.count {
      switch scalar(place) {
      case "\"": return place + 1
      case "\\": place += 2
      default: place += 1
      }
    }
    return nil
  }

  /// The position after the number or word that begins at `start`; `nil` if there is neither.
  private func endOfWord(from start: Int) -> Int? {
    var place = start
    var word = ""
    while let scalar = scalar(place), scalar.isASCII, Self.isOfWord(scalar) {
      place += 1
      // Only a number may be longer, and its digits need not be kept.
      if word.utf8.count < 16 { word.unicodeScalars.append(scalar) }
    }
    switch word {
    case "true", "false", "null", "NaN", "Infinity", "-Infinity": return place
    default: return isNumber(start..<place) ? place : nil
    }
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "a"..."z", "A"..."Z", "+", "-", ".", "_": true
    default: false
    }
  }

  /// Whether the range contains a number such as `-12.5e+3`; leading zeros are accepted.
  private func isNumber(_ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    func skipDigits() -> Bool {
      let start = place
      while place < range.upperBound, let scalar = scalar(place), ("0"..."9").contains(scalar) { place += 1 }
      return place > start
    }
    if scalar(place) == "-" { place += 1 }
    guard skipDigits() else { return false }
    if place < range.upperBound, scalar(place) == "." {
      place += 1
      guard skipDigits() else { return false }
    }
    if place < range.upperBound, scalar(place) == "e" || scalar(place) == "E" {
      place += 1
      if place < range.upperBound, scalar(place) == "+" || scalar(place) == "-" { place += 1 }
      guard skipDigits() else { return false }
    }
    return place == range.upperBound
  }
}
