package import Basics
package import DisplayFilter
import PayloadText
import PeerText
package import UDPCore

/// The difference between a datagram and the filter that it does not match: how near it is, and where it departs.
package struct Mismatch {
  /// The conditions that hold, as a share of all, and of the first that does not how much of it is there.
  package let nearness: (held: Double, part: Double)
  /// Lines that show the datagram and mark the difference.
  package let lines: [Phrase]

  /// The most characters and bytes of a datagram that are shown.
  private static let shownText = 160
  private static let shownBytes = 48
  /// The most beginnings of a regular expression that are tried.
  private static let mostPrefixes = 400

  private let datagram: Datagram
  private let context: FilterContext
  private let interfaces: InterfaceNames

  /// Compares a datagram with a filter.
  package init(_ datagram: Datagram, _ filter: DisplayFilter, _ context: FilterContext, _ interfaces: InterfaceNames) {
    self.init(datagram, Self.conditions(of: filter), context, interfaces)
  }

  private static func conditions(of filter: DisplayFilter) -> [FilterExpression] {
    guard let expression = filter.expression else { return [] }
    if case .all(let parts) = expression { return parts }
    return [expression]
  }

  private init(
    _ datagram: Datagram, _ conditions: [FilterExpression], _ context: FilterContext, _ interfaces: InterfaceNames
  ) {
    self.datagram = datagram
    self.context = context
    self.interfaces = interfaces
    let failing = conditions.filter { condition in
      var judge = FilterJudge(DisplayFilter(condition, interfaces: interfaces))
      return (try? judge.matches(datagram, in: context)) != true
    }
    let text = context.texts.string(of: datagram)
    let payload = datagram.payload
    let marks = failing.compactMap { Self.mark($0, text, payload) }
    let held = conditions.isEmpty ? 1 : Double(conditions.count - failing.count) / Double(conditions.count)
    nearness = (held, marks.map(\.share).max() ?? 0)
    lines =
      Self.lines(datagram, context, text, payload, marks)
      + failing.compactMap { Self.fact($0, datagram, context, interfaces) }.map { Phrase(verbatim: "  ") + $0 }
  }

  // MARK: Marks

  /// The place at which a text or the bytes depart from a condition.
  private struct Mark {
    /// The offset of the first difference: in characters, or in bytes.
    let place: Int
    let isByte: Bool
    /// How much of the condition is there, from 0 to 1.
    let share: Double
    /// The rest of the condition, which was expected there.
    let rest: String
  }

  private static func mark(_ condition: FilterExpression, _ text: String, _ payload: [UInt8]) -> Mark? {
    switch condition {
    case .text(let relation, let wanted): return mark(relation, wanted, text)
    case .regex(let regex): return mark(regex, text)
    case .hex(let bytes): return mark(bytes, payload)
    case .any(let parts): return parts.compactMap { mark($0, text, payload) }.max { $0.share < $1.share }
    default: return nil
    }
  }

  private static func mark(_ relation: FilterTextRelation, _ wanted: FilterText, _ text: String) -> Mark? {
    let fold = { (scalars: String.UnicodeScalarView) in
      scalars.map { wanted.ignoresCase && ("A"..."Z").contains($0) ? $0.value | 0x20 : $0.value }
    }
    let (needle, hay) = (fold(wanted.string.unicodeScalars), fold(text.unicodeScalars))
    guard !needle.isEmpty || relation == .equals else { return nil }
    var best = (place: 0, length: 0)
    let starts = relation == .contains ? Array(hay.indices.prefix(4_096)) : [0]
    for start in starts where start < hay.count {
      var length = 0
      while length < needle.count, start + length < hay.count, needle[length] == hay[start + length] { length += 1 }
      if length > best.length { best = (start, length) }
    }
    // Of a text that occurs nowhere, no place is better than another.
    if relation == .contains, best.length == 0 { return nil }
    let rest = String(String.UnicodeScalarView(Array(wanted.string.unicodeScalars)[best.length...]))
    let share = Double(best.length) / Double(max(needle.count, relation == .equals ? hay.count : 1))
    return Mark(place: best.place + best.length, isByte: false, share: share, rest: rest)
  }

  /// Finds the longest beginning of a regular expression that is found in the text.
  private static func mark(_ regex: FilterRegex, _ text: String) -> Mark? {
    let pattern = Array(regex.pattern.unicodeScalars)
    for length in (1..<max(1, min(pattern.count, mostPrefixes))).reversed() {
      let beginning = String(String.UnicodeScalarView(pattern[..<length]))
      guard let part = try? FilterRegex(beginning, ignoresCase: regex.ignoresCase),
        let range = part.captures(in: text)?.first ?? nil, !range.isEmpty
      else { continue }
      let place = String(decoding: Array(text.utf8.prefix(range.upperBound)), as: UTF8.self).unicodeScalars.count
      let rest = String(String.UnicodeScalarView(pattern[length...]))
      return Mark(place: place, isByte: false, share: Double(length) / Double(pattern.count), rest: rest)
    }
    return nil
  }

  private static func mark(_ wanted: [UInt8?], _ payload: [UInt8]) -> Mark? {
    var best = (place: 0, length: 0)
    for start in payload.indices.prefix(4_096) {
      var length = 0
      while length < wanted.count, start + length < payload.count,
        wanted[length] == nil || wanted[length] == payload[start + length]
      {
        length += 1
      }
      if length > best.length { best = (start, length) }
    }
    if best.length == 0 { return nil }
    let rest = wanted[best.length...].map { $0.map { $0.digits(2, radix: 16) } ?? "??" }.joined(separator: " ")
    return Mark(
      place: best.place + best.length, isByte: true, share: Double(best.length) / Double(wanted.count), rest: rest)
  }

  // MARK: Lines

  private static func lines(
    _ datagram: Datagram, _ context: FilterContext, _ text: String, _ payload: [UInt8], _ marks: [Mark]
  ) -> [Phrase] {
    if !datagram.kind.isDatagram { return [] }
    let mark = marks.max { $0.share < $1.share }
    let isBytes = mark?.isByte ?? (context.texts.choice(of: datagram).encoding == .hex)
    if payload.isEmpty { return [Phrase(verbatim: "  ") + "it is empty"] }
    let shown: String
    let width: Int?
    if isBytes {
      shown = payload.prefix(shownBytes).map { $0.digits(2, radix: 16) }.joined(separator: " ")
      width = mark.flatMap { $0.isByte && $0.place <= shownBytes ? $0.place * 3 : nil }
    } else {
      let scalars = text.unicodeScalars
      shown = SafeText(String(String.UnicodeScalarView(scalars.prefix(shownText)))).description
      width = mark.flatMap { mark in
        mark.place <= shownText
          ? SafeText(String(String.UnicodeScalarView(scalars.prefix(mark.place)))).width : nil
      }
    }
    let isCut = isBytes ? payload.count > shownBytes : text.unicodeScalars.count > shownText
    var lines = [Phrase(verbatim: "  " + shown + (isCut ? " …" : ""))]
    if let mark, let width {
      let caret = "  " + String(repeating: " ", count: width) + "^"
      lines.append(
        mark.rest.isEmpty
          ? "\(caret) nothing more was expected" : "\(caret) from here it differs: expected \(mark.rest)")
    }
    return lines
  }

  /// A line about a condition that does not hold and marks no place.
  private static func fact(
    _ condition: FilterExpression, _ datagram: Datagram, _ context: FilterContext, _ interfaces: InterfaceNames
  ) -> Phrase? {
    let canonical = DisplayFilter(condition, interfaces: interfaces).canonical
    switch condition {
    case .text, .regex, .hex: return nil
    case .compare(.size, _, _): return "not \(canonical): it has \(datagram.size) bytes"
    case .field(let test, let origin):
      guard let name = test.name else { return "not \(canonical)" }
      let text = datagram.withRecord { record, block in
        origin.source.reader(of: [test]).text(
          0, FieldRow(record: record, number: datagram.number), in: block, context)
      }
      return text.isEmpty ? "not \(canonical): it has no \(name)" : "not \(canonical): \(name) is \(text)"
    default: return "not \(canonical)"
    }
  }
}
