import Basics
import Templates

/// The checksum of a format: `crc16-modbus in crc`, `x25 in crc from 1 plus extra[msgid]`.
struct FormatCheck: Sendable {
  /// The name of the field that holds the checksum.
  let field: String
  private let checksum: Checksum
  /// The first byte that the checksum covers.
  private let start: Expression?
  /// The end of the bytes that it covers; `nil` for where its field begins.
  private let end: Expression?
  /// A byte after them, by a table of labels and a field.
  private let extra: (table: [FormatSpecification.Label], field: String)?

  /// Parses the text of a check.
  init(
    _ text: String, _ program: StructProgram?, _ tables: [String: [FormatSpecification.Label]]
  ) throws(FormatSpecification.Mistake) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 3, words.count % 2 == 1, words[1] == "in" else {
      throw FormatSpecification.Mistake("check", "needs a checksum and its field, such as \"crc16-modbus in crc\"")
    }
    guard let algorithm = ChecksumAlgorithm.named(words[0]) else {
      let hint = Spelling.hint(for: words[0], among: ChecksumAlgorithm.all.map(\.name))
      throw FormatSpecification.Mistake("check", "there is no checksum '\(words[0])'\(hint); see: udpeek checksums")
    }
    checksum = Checksum(algorithm)
    field = words[2]
    var (start, end): (Expression?, Expression?) = (nil, nil)
    var extra: (table: [FormatSpecification.Label], field: String)?
    for place in stride(from: 3, to: words.count, by: 2) {
      let operand = words[place + 1]
      switch words[place] {
      case "from": start = try Self.expression(operand, program)
      case "to": end = try Self.expression(operand, program)
      case "plus":
        guard let bracket = operand.firstIndex(of: "["), operand.hasSuffix("]"),
          let table = tables[String(operand[..<bracket])]
        else { throw FormatSpecification.Mistake("check", "'plus' needs a table of labels and a field: extra[msgid]") }
        extra = (table, String(operand[operand.index(after: bracket)...].dropLast()))
      default:
        throw FormatSpecification.Mistake(
          "check", "expected from, to or plus, not '\(words[place])': \"x25 in crc from 1\"")
      }
    }
    (self.start, self.end, self.extra) = (start, end, extra)
  }

  private static func expression(
    _ text: String, _ program: StructProgram?
  ) throws(FormatSpecification.Mistake) -> Expression {
    do throws(FormatError) { return try StructParser.expression(text, names: program?.names ?? []) } catch {
      throw FormatSpecification.Mistake("check", error.reason)
    }
  }

  /// The verdict on a payload.
  func verdict(_ fields: [Dissection.Field], _ run: StructRun?, _ payload: RawSpan, _ format: Format)
    -> Dissection.Check
  {
    let found: UInt64
    let place: Range<Int>
    if let slot = run?.program.slot(named: field), let run {
      place = run.ranges[slot]
      if let text = fields.first(where: { $0.name == field }), case .text(let digits) = text.value {
        guard let number = UInt64(digits, radix: 16) else { return .absent }
        found = number
      } else {
        found = UInt64(bitPattern: run.slots[slot])
      }
    } else {
      guard let value = fields.first(where: { $0.name == field }) else { return .absent }
      place = value.range
      let digits = String(decoding: payload.bytes(place), as: UTF8.self)
      guard let number = UInt64(digits, radix: 16) else { return .absent }
      found = number
    }
    let slots = run?.slots ?? []
    let first = start?.value(slots) { special in special == .size ? Int64(payload.byteCount) : 0 } ?? 0
    let last =
      end?.value(slots) { special in special == .size ? Int64(payload.byteCount) : 0 } ?? Int64(place.lowerBound)
    guard place.lowerBound >= 0, first >= 0, first <= last, last <= Int64(payload.byteCount) else { return .absent }
    var bytes = payload.bytes(Int(first)..<Int(last))
    if let extra {
      guard let number = fields.first(where: { $0.name == extra.field })?.value.number,
        let label = extra.table.first(where: { $0.values.contains(Int64(exactly: number) ?? -1) }),
        let byte = UInt8(label.text)
      else { return .absent }
      bytes.append(byte)
    }
    let width = UInt64(checksum.algorithm.width)
    let expected = checksum.value(of: bytes) & (UInt64.max >> (64 - width))
    return expected == found & (UInt64.max >> (64 - width)) ? .good : .bad(found: found, expected: expected)
  }
}

/// The field that counts the datagrams of a format, and the fields that tell the streams of a peer apart.
package struct FormatSequence: Hashable, Sendable {
  /// The field that counts.
  package let field: String
  /// The fields whose values tell streams apart; empty for one stream of each peer.
  package let streams: [String]

  /// Parses `seq` or `seq by ssrc`.
  init(_ text: String) throws(FormatSpecification.Mistake) {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    guard let first = words.first, words.count == 1 || words.count > 2 && words[1] == "by" else {
      throw FormatSpecification.Mistake("sequence", "needs the field that counts, such as \"seq\" or \"seq by ssrc\"")
    }
    field = first
    streams = Array(words.dropFirst(2))
  }
}

/// The field with the sender's clock, from which the jitter of arrivals is computed (RFC 3550, 6.4.1).
package struct FormatClock: Hashable, Sendable {
  /// The field.
  package let field: String
  /// The ticks of a second; `nil` if a table says them.
  package let rate: Double?
  /// The table of rates, and the field that it is looked up by.
  let table: [FormatSpecification.Label]
  let key: String?

  /// Parses `timestamp at 8000` or `timestamp at rates[pt]`; a time needs no rate.
  init(
    _ text: String, _ tables: [String: [FormatSpecification.Label]]
  ) throws(FormatSpecification.Mistake) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, words.count == 1 || words.count == 3 && words[1] == "at" else {
      throw FormatSpecification.Mistake("clock", "needs a field and its rate, such as \"timestamp at 8000\"")
    }
    field = first
    guard words.count == 3 else {
      (rate, table, key) = (1, [], nil)
      return
    }
    if let number = Double(words[2]), number > 0, number.isFinite {
      (rate, table, key) = (number, [], nil)
    } else if let bracket = words[2].firstIndex(of: "["), words[2].hasSuffix("]"),
      let found = tables[String(words[2][..<bracket])]
    {
      (rate, table, key) = (nil, found, String(words[2][words[2].index(after: bracket)...].dropLast()))
    } else {
      throw FormatSpecification.Mistake(
        "clock", "'\(words[2])' is neither a rate nor a table of labels with a field: rates[pt]")
    }
  }
}
