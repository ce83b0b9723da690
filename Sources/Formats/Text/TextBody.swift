import Basics
import DisplayFilter

/// Fields that regular expressions capture in a text, and values of header lines.
struct TextBody: Sendable {
  /// The most lines of a text.
  static let lineLimit = 200

  /// A regular expression with its named groups.
  struct Pattern: Sendable {
    let regex: FilterRegex
    let groups: [(name: String, number: Int)]
    /// A search for a part of what every match contains; `nil` if none is known.
    let part: PlainSearch?

    init(_ regex: FilterRegex) {
      self.regex = regex
      part = PlainSearch(regex)
      groups = regex.groupNames.sorted { $0.number < $1.number }
    }
  }

  /// The expressions: the first has to match, the others may.
  var patterns: [Pattern]
  /// The fields of header lines, each with the names that the header may have, in lower case.
  var headers: [(name: String, spellings: [String])]
  /// Whether each line is a record of its own.
  var isPerLine: Bool
  /// The fields whose text contains pairs, with the separators of these.
  var pairs: [(name: String, separators: PairSeparators)]

  /// The names of the fields.
  var names: [String] {
    var names: [String] = []
    for name in patterns.flatMap({ $0.groups.map(\.name) }) + headers.map(\.name) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// Adds the fields of a text.
  /// - Returns: whether the first expression matches.
  func read(_ text: PayloadString, _ indices: [String: Int], into builder: inout DissectionBuilder) -> Bool {
    guard isPerLine else { return read(text, text.whole, indices, into: &builder) }
    let lines = text.lines.prefix(Self.lineLimit).filter { !$0.isEmpty }
    var isFirst = true
    for line in lines {
      let opened = lines.count > 1 && builder.wantsEverything ? builder.add("line", nil, .tree, text.bytes(line)) : nil
      if opened != nil { builder.depth += 1 }
      defer { if opened != nil { builder.depth -= 1 } }
      guard read(text, line, indices, into: &builder) || !isFirst else { return false }
      isFirst = false
    }
    return !isFirst
  }

  private func read(
    _ text: PayloadString, _ part: Range<Int>, _ indices: [String: Int], into builder: inout DissectionBuilder
  ) -> Bool {
    let string = part == text.whole ? text.string : text.text(part)
    for (place, pattern) in patterns.enumerated() {
      guard let captures = pattern.regex.captures(in: string) else {
        if place == 0 { return false }
        continue
      }
      for group in pattern.groups where builder.wants(indices[group.name]) {
        guard group.number < captures.count, let range = captures[group.number] else { continue }
        let own = part.lowerBound + range.lowerBound..<part.lowerBound + range.upperBound
        add(group.name, indices[group.name], text, own, into: &builder)
      }
    }
    readHeaders(text, part, indices, into: &builder)
    return true
  }

  private func add(
    _ name: String, _ index: Int?, _ text: PayloadString, _ range: Range<Int>, into builder: inout DissectionBuilder
  ) {
    let value = text.text(range)
    let separators = pairs.first { $0.name == name }?.separators
    guard let separators, builder.wantsEverything else {
      builder.add(name, index, FieldValue(written: value), text.bytes(range))
      return
    }
    builder.add(name, index, .text(value), text.bytes(range))
    builder.depth += 1
    separators.read(text, range, prefix: name + ".", [:], into: &builder)
    builder.depth -= 1
  }

  private func readHeaders(
    _ text: PayloadString, _ part: Range<Int>, _ indices: [String: Int], into builder: inout DissectionBuilder
  ) {
    if headers.isEmpty { return }
    var found: Set<String> = []
    for line in text.lines(in: part).dropFirst().prefix(Self.lineLimit) {
      if line.isEmpty { return }
      guard let colon = text.first(UInt8(ascii: ":"), in: line) else { continue }
      let key = text.text(line.lowerBound..<colon).lowercased().filter { $0 != " " && $0 != "\t" }
      guard let header = headers.first(where: { $0.spellings.contains(key) }), builder.wants(indices[header.name]),
        found.insert(header.name).inserted
      else { continue }
      let value = text.trimmed(colon + 1..<line.upperBound)
      builder.add(header.name, indices[header.name], FieldValue(written: text.text(value)), text.bytes(value))
    }
  }
}

/// The characters between pairs, and between the key and the value of a pair.
struct PairSeparators: Hashable, Sendable {
  /// The most pairs.
  static let limit = 512

  let between: [UInt8]
  let equals: UInt8

  /// Creates separators from a text such as `;=`: the last character stands between a key and its value, the others
  /// stand between pairs. `nil` if it is shorter, or not ASCII.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes.allSatisfy({ $0 < 0x80 }), let last = bytes.last else { return nil }
    between = Array(bytes.dropLast())
    equals = last
  }

  /// Adds the pairs of a part of a text.
  /// - Returns: the number of pairs.
  @discardableResult
  func read(
    _ text: PayloadString, _ part: Range<Int>, prefix: String, _ indices: [String: Int],
    into builder: inout DissectionBuilder
  ) -> Int {
    var count = 0
    var start = part.lowerBound
    while start < part.upperBound, count < Self.limit {
      let end = end(of: start, text, part.upperBound)
      defer { start = end + 1 }
      guard let sign = text.first(equals, in: start..<end) else { continue }
      let key = text.text(text.trimmed(start..<sign))
      guard !key.isEmpty, key.utf8.count <= 64 else { continue }
      count += 1
      let name = prefix + key
      guard builder.wants(indices[name]) else { continue }
      var value = text.trimmed(sign + 1..<end)
      if value.count >= 2, text.byte(value.lowerBound) == UInt8(ascii: "\""),
        text.byte(value.upperBound - 1) == UInt8(ascii: "\"")
      {
        value = value.lowerBound + 1..<value.upperBound - 1
      }
      builder.add(name, indices[name], FieldValue(written: text.text(value)), text.bytes(value))
    }
    return count
  }

  /// The end of the pair that begins at `start`; a separator in double quotes ends none.
  private func end(of start: Int, _ text: PayloadString, _ limit: Int) -> Int {
    var isQuoted = false
    for place in start..<limit {
      let byte = text.byte(place)
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, between.contains(byte) { return place }
    }
    return limit
  }
}

/// Values by their order on a line.
struct ColumnsBody: Sendable {
  /// The names by column; an empty one skips the column.
  var names: [String]
  var separator: UInt8

  /// Adds the values of a text's first line.
  /// - Returns: whether there are as many as names.
  func read(_ text: PayloadString, _ indices: [String: Int], into builder: inout DissectionBuilder) -> Bool {
    let line = text.lines.first ?? text.whole
    var start = line.lowerBound
    var column = 0
    while column < names.count {
      var (end, isQuoted) = (start, false)
      while end < line.upperBound, isQuoted || text.byte(end) != separator {
        if text.byte(end) == UInt8(ascii: "\"") { isQuoted.toggle() }
        end += 1
      }
      let name = names[column]
      if !name.isEmpty, builder.wants(indices[name]) {
        var value = text.trimmed(start..<end)
        if value.count >= 2, text.byte(value.lowerBound) == UInt8(ascii: "\""),
          text.byte(value.upperBound - 1) == UInt8(ascii: "\"")
        {
          value = value.lowerBound + 1..<value.upperBound - 1
        }
        builder.add(name, indices[name], FieldValue(written: text.text(value)), text.bytes(value))
      }
      column += 1
      if end >= line.upperBound { break }
      start = end + 1
    }
    return column == names.count
  }
}
