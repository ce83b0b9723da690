import Basics

/// Where the keys of a TOML document stand, since TOMLKit does not tell. The document must be one that TOMLKit took: what
/// is right TOML is not judged again here, and what is not gives places that mean nothing, never a trap.
struct TOMLOutline: Hashable, Sendable {
  /// A key and its value.
  struct Place: Hashable, Sendable {
    /// From 1.
    var line: Int
    /// The bytes of the value.
    var value: Range<Int>
  }

  /// By path; the elements of lists are called `0`, `1`, …
  private(set) var places: [[String]: Place] = [:]
  /// Where a heading or a value begins with what begins none, and why that is wrong.
  struct Oddity: Hashable, Sendable {
    /// From 1.
    var line: Int
    var reason: Phrase
  }

  /// The first of those. toml++ 3.4 ends the process at some of them (assertions in `parse_key` and `parse_value`).
  private(set) var oddity: Oddity?
  /// The lines of headings, from 1.
  private(set) var headings: [[String]: Int] = [:]

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// How many tables each `[[list]]` has so far.
  private var counts: [[String]: Int] = [:]
  /// Values in each other, so that a hostile document cannot exhaust the stack.
  private var depth = 0

  init(_ source: String) {
    bytes = Array(source.utf8)
    scan()
  }

  /// The line of a key, or of the nearest thing around it that has one; 1 where there is none.
  func line(of path: [String]) -> Int {
    var path = path[...]
    while !path.isEmpty {
      if let line = places[Array(path)]?.line ?? headings[Array(path)] { return line }
      path.removeLast()
    }
    return 1
  }

  // MARK: Statements

  private mutating func scan() {
    var table: [String] = []
    while position < bytes.count {
      skipBlanks(lines: true)
      guard let byte = peek() else { return }
      if byte == UInt8(ascii: "#") {
        skipLine()
      } else if byte == UInt8(ascii: "[") {
        table = heading()
      } else {
        let start = position
        entry(in: table)
        if position == start { position += 1 }
      }
    }
  }

  private mutating func heading() -> [String] {
    let start = line
    let isList = bytes[position...].starts(with: Array("[[".utf8))
    position += isList ? 2 : 1
    while let byte = peek(), byte == 0x20 || byte == 0x09 { position += 1 }
    if oddity == nil, let byte = peek(), !Self.beginsKey(byte), byte != UInt8(ascii: "]") {
      oddity = Oddity(line: start, reason: "this heading names no table")
    }
    var path: [String] = []
    // A heading below a list goes to the list's last table.
    for key in keys() {
      path.append(key)
      if let count = counts[path] { path.append(String(count - 1)) }
    }
    if isList {
      if let last = path.last, Int(last) != nil, counts[Array(path.dropLast())] != nil { path.removeLast() }
      counts[path, default: 0] += 1
      if headings[path] == nil { headings[path] = start }
      path.append(String((counts[path] ?? 1) - 1))
    }
    headings[path] = start
    skipLine()
    return path
  }

  private static func beginsKey(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f, 0x22, 0x27: true
    default: false
    }
  }

  /// `key = value`; the value's own keys too.
  private mutating func entry(in table: [String]) {
    let start = line
    let path = table + keys()
    skipBlanks(lines: false)
    guard peek() == UInt8(ascii: "=") else { return skipLine() }
    position += 1
    skipBlanks(lines: false)
    let first = position
    value(at: path)
    for length in table.count + 1...max(table.count + 1, path.count) where length < path.count {
      let prefix = Array(path[..<length])
      if places[prefix] == nil { places[prefix] = Place(line: start, value: first..<first) }
    }
    places[path] = Place(line: start, value: first..<position)
  }

  /// Keys with dots between them.
  private mutating func keys() -> [String] {
    var keys: [String] = []
    while true {
      skipBlanks(lines: false)
      guard let byte = peek() else { return keys }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        keys.append(string())
      } else {
        let start = position
        while let byte = peek(), !" \t\r\n.=]#".utf8.contains(byte) { position += 1 }
        keys.append(String(decoding: bytes[start..<position], as: UTF8.self))
      }
      skipBlanks(lines: false)
      guard peek() == UInt8(ascii: ".") else { return keys }
      position += 1
    }
  }

  // MARK: Values

  private mutating func value(at path: [String]) {
    depth += 1
    defer { depth -= 1 }
    let byte = peek() ?? UInt8(ascii: "\n")
    if oddity == nil, byte <= 0x20 || byte >= 0x7f || ",]}#=".utf8.contains(byte) {
      oddity = Oddity(line: line, reason: "a value is missing: text stands in quotes")
    }
    guard depth < 64 else { return }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
    case UInt8(ascii: "["): list(at: path)
    case UInt8(ascii: "{"): inlineTable(at: path)
    default:
      let start = position
      skipWord()
      // A blank may stand between a date and its time.
      if BareValue.isDate(bytes[start..<position]), peek() == 0x20, BareValue.begins(bytes[position...].dropFirst()) {
        position += 1
        skipWord()
      }
      let value = bytes[start..<position]
      if oddity == nil, BareValue.begins(value), !BareValue.isRight(value) {
        oddity = Oddity(line: line, reason: "that is neither a number nor a date: text stands in quotes")
      }
    }
  }

  private mutating func skipWord() {
    while let byte = peek(), !" \t\r\n,]}#".utf8.contains(byte) { position += 1 }
  }

  private mutating func list(at path: [String]) {
    position += 1
    var index = 0
    while skipToElement(), peek() != UInt8(ascii: "]") {
      let (start, first) = (position, line)
      value(at: path + [String(index)])
      places[path + [String(index)]] = Place(line: first, value: start..<position)
      if position == start { position += 1 }
      index += 1
    }
    position = min(bytes.count, position + 1)
  }

  private mutating func inlineTable(at path: [String]) {
    position += 1
    while skipToElement(), peek() != UInt8(ascii: "}") {
      let start = position
      entry(in: path)
      if position == start { position += 1 }
    }
    position = min(bytes.count, position + 1)
  }

  /// Skips blanks, line ends, comments and commas.
  /// - Returns: whether anything is left.
  private mutating func skipToElement() -> Bool {
    while let byte = peek() {
      if byte == UInt8(ascii: "#") {
        skipLine()
      } else if byte == UInt8(ascii: ",") {
        position += 1
      } else if " \t\r\n".utf8.contains(byte) {
        skipBlanks(lines: true)
      } else {
        return true
      }
    }
    return false
  }

  /// A string of any of the four forms, its escapes resolved as far as keys have them.
  private mutating func string() -> String {
    let quote = bytes[position]
    let isLong = bytes[position...].starts(with: [quote, quote, quote])
    let width = isLong ? 3 : 1
    position += width
    var text: [UInt8] = []
    while let byte = peek() {
      if byte == quote, !isLong || bytes[position...].starts(with: [quote, quote, quote]) {
        position += width
        // A long string may end in one or two quotes of its own.
        if isLong { position += bytes[position...].prefix(2).prefix { $0 == quote }.count }
        break
      }
      if byte == UInt8(ascii: "\n") {
        // A short string that is not closed: it is no TOML.
        if !isLong { break }
        line += 1
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        text += escape()
      } else {
        text.append(byte)
        position += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func escape() -> [UInt8] {
    position += 1
    guard let byte = peek() else { return [] }
    position += 1
    let simple: [UInt8: UInt8] = [0x62: 8, 0x74: 9, 0x6e: 10, 0x66: 12, 0x72: 13, 0x65: 27]
    if byte == UInt8(ascii: "u") || byte == UInt8(ascii: "U") {
      let digits = bytes[position...].prefix(byte == UInt8(ascii: "u") ? 4 : 8)
      position += digits.count
      guard let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(number)
      else { return [] }
      return Array(String(scalar).utf8)
    }
    // In a long string, a backslash before a line end.
    if byte == UInt8(ascii: "\n") { line += 1 }
    return [simple[byte] ?? byte]
  }

  // MARK: Bytes

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks(lines: Bool) {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0d || (lines && byte == 0x0a) {
      if byte == 0x0a { line += 1 }
      position += 1
    }
  }

  private mutating func skipLine() {
    while let byte = peek(), byte != 0x0a { position += 1 }
  }
}
