import Glibc
import UDPCore

/// A parser for the lines that udpeek itself writes: JSON Lines and CSV (`listen --json`, `w`, `convert`). Fields may
/// be in any order and mixed with others, so that the output of a log pipeline can also be read.
final class RecordParser: PacketParser {
  /// The format of the lines.
  enum Form {
    case jsonLines
    /// Fields separated by commas or another separator.
    case csv(separator: UInt8)
  }

  /// The longest line, in bytes: a datagram of 65,527 bytes takes less than half.
  static let longestLine = 1 << 20

  var tally = CaptureTally()
  private(set) var interfaceNames = [""]
  private var interfaces: [String: Int] = [:]
  private var encapsulationTable = EncapsulationTable()
  /// The payload of the last datagram.
  private var lastPayload: [UInt8] = []
  var payload: [UInt8]? { lastPayload }
  private(set) var comments: [ParsedComment] = []
  private(set) var alarm: AlarmNote?
  private let form: Form
  /// The fields that the CSV columns hold, from the first line; `nil` for a column that is not read.
  private var columns: [ReadField?]?
  /// The column of the text, which is read of alarms alone.
  private var textColumn: Int?
  /// The names of the last object's members, in their order: those of the next one are usually the same.
  private var members: [Member] = []
  /// The total of kernel drops last reported with a datagram.
  private var drops = 0
  /// Whether the line that was taken last has no quotation marks for certain.
  private var isPlain = false
  /// Whether nothing has been read.
  private var isAtStart = true

  init(_ form: Form) {
    self.form = form
  }

  var encapsulations: [Encapsulation] { encapsulationTable.all }

  func next(
    _ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool, into datagram: inout CapturedDatagram
  ) -> ParserStep {
    if !comments.isEmpty { comments = [] }
    passMark(bytes, &cursor)
    while true {
      let start = cursor
      guard let line = takeLine(bytes, &cursor, isEnd: isEnd) else {
        if bytes.byteCount - cursor >= Self.longestLine {
          tally.warn(.longLine, at: base + UInt64(cursor))
          return .end
        }
        return isEnd ? .end : .needs(bytes.byteCount - cursor + 1)
      }
      if line.isEmpty { continue }
      guard var fields = fields(of: bytes, line) else { continue }
      let isLast = isEnd && line.upperBound == bytes.byteCount
      if isLast, isOpen(bytes, line) { fields.isWhole = false }
      switch fields.meaning(bytes, payload: &lastPayload) {
      case .datagram(let found):
        datagram = found
        if datagram.failure == nil { tally.packets += 1 }
        if let scope = fields.scope(bytes) {
          datagram.interface = interface(named: scope)
          datagram.isScoped = datagram.interface != 0
        }
        if let words = fields.encapsulation(bytes) {
          datagram.encapsulation = encapsulationTable.number(
            of: Encapsulation(words: String(words.prefix(Encapsulation.mostCharacters))))
        }
        datagram.drops = tally.kernelDrops - drops
        drops = tally.kernelDrops
        comments = fields.note(bytes).map { [ParsedComment(text: $0, subject: .note)] } ?? []
        datagram.hasComments = !comments.isEmpty
        datagram.isElsewhere = true
        return .datagram
      case .alarm(let found, let name):
        alarm = note(bytes, line, name)
        datagram = found
        comments = fields.note(bytes).map { [ParsedComment(text: $0, subject: .note)] } ?? []
        datagram.hasComments = !comments.isEmpty
        return .datagram
      case .drops(let total):
        tally.kernelDrops = max(tally.kernelDrops, total)
      case .other: break
      case .unknownFailure:
        tally.packets += 1
        tally.count(.record)
      case nil:
        tally.packets += 1
        tally.count(.damaged)
        let isCut = isLast && !(isJSON && fields.isWhole)
        let next = isCut ? laterRecord(bytes, line) : nil
        if let next { cursor = next }
        tally.warn(isCut && next == nil ? .cutLine : .badRecord, at: base + UInt64(start))
      }
    }
  }

  /// Returns the name and the text of an alarm.
  private func note(_ bytes: RawSpan, _ line: Range<Int>, _ name: String?) -> AlarmNote {
    switch form {
    case .jsonLines:
      let members = JSONMembers.read(line.map { bytes.byte($0) }) ?? [:]
      return AlarmNote(
        name: members[RecordField.alarm.rawValue] ?? "", text: members[RecordField.text.rawValue] ?? "")
    case .csv(let separator):
      let cells = Self.split(bytes, line, separator)
      let text = textColumn.flatMap { $0 < cells.count ? cells[$0] : nil }
      return AlarmNote(name: name.map { CSVGuard.unguarded($0) } ?? "", text: CSVGuard.unguarded(text ?? ""))
    }
  }

  /// Skips a byte order mark.
  private func passMark(_ bytes: RawSpan, _ cursor: inout Int) {
    guard isAtStart else { return }
    isAtStart = false
    cursor += CaptureSignature.byteOrderMark((cursor..<min(cursor + 3, bytes.byteCount)).map { bytes.byte($0) })
  }

  /// Returns the index of the interface that a scope names; 0 beyond the maximum.
  private func interface(named name: String) -> Int {
    if let known = interfaces[name] { return known }
    guard interfaces.count < PcapngParser.mostInterfaces else { return 0 }
    interfaceNames.append(name)
    interfaces[name] = interfaceNames.count - 1
    return interfaceNames.count - 1
  }

  private var isJSON: Bool { if case .jsonLines = form { true } else { false } }

  /// Returns whether a line of CSV ends inside quotation marks.
  private func isOpen(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    !isJSON && line.count { bytes.byte($0) == 0x22 } % 2 == 1
  }

  /// Returns the start of the first datagram inside a CSV record that a quotation mark keeps open to the end of the
  /// file; `nil` if there is none, so that the file merely ends early.
  private func laterRecord(_ bytes: RawSpan, _ record: Range<Int>) -> Int? {
    var position = record.lowerBound
    while let end = (position..<record.upperBound).first(where: { bytes.byte($0) == 0x0a }) {
      position = end + 1
      var cursor = position
      guard let line = takeLine(bytes, &cursor, isEnd: true) else { return nil }
      var payload: [UInt8] = []
      if case .datagram = fields(of: bytes, line)?.meaning(bytes, payload: &payload) { return position }
    }
    return nil
  }

  /// Returns the next line without its line end; a quoted field of CSV may contain line ends. `nil` if the line is
  /// incomplete.
  private func takeLine(_ bytes: RawSpan, _ cursor: inout Int, isEnd: Bool) -> Range<Int>? {
    guard !isJSON else { return takePlainLine(bytes, &cursor, isEnd: isEnd) }
    let limit = min(bytes.byteCount, cursor + Self.longestLine)
    isPlain = false
    if let feed = bytes.first(0x0a, in: cursor..<limit), bytes.first(0x22, in: cursor..<feed) == nil {
      isPlain = true
      return takePlainLine(bytes, &cursor, isEnd: isEnd)
    }
    var isQuoted = false
    var position = cursor
    while position < bytes.byteCount {
      let byte = bytes.byte(position)
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x0a, !isQuoted {
        let end = position > cursor && bytes.byte(position - 1) == 0x0d ? position - 1 : position
        let line = cursor..<end
        cursor = position + 1
        return line
      }
      position += 1
      if position - cursor >= Self.longestLine { return nil }
    }
    guard isEnd, cursor < bytes.byteCount else { return nil }
    defer { cursor = bytes.byteCount }
    return cursor..<bytes.byteCount
  }

  /// Returns the next line, whose end nothing quotes, without its line end; `nil` if it is incomplete.
  private func takePlainLine(_ bytes: RawSpan, _ cursor: inout Int, isEnd: Bool) -> Range<Int>? {
    let start = cursor
    let limit = min(bytes.byteCount, start + Self.longestLine)
    if let feed = bytes.first(0x0a, in: start..<limit) {
      cursor = feed + 1
      return start..<(feed > start && bytes.byte(feed - 1) == 0x0d ? feed - 1 : feed)
    }
    guard limit - start < Self.longestLine, isEnd, start < bytes.byteCount else { return nil }
    cursor = bytes.byteCount
    return start..<bytes.byteCount
  }

  /// Returns the fields of a line; `nil` for the header.
  private func fields(of bytes: RawSpan, _ line: Range<Int>) -> RecordFields? {
    var fields = RecordFields()
    switch form {
    case .jsonLines:
      var scanner = JSONScanner(bytes, line)
      var count = 0
      fields.isWhole = scanner.readObject(bytes) { name, value in
        defer { count += 1 }
        guard let field = field(named: name, bytes, member: count) else { return }
        if value.hasEscapes { fields.set(field, to: value.text(bytes)) } else { fields.set(field, at: value.range) }
      }
    case .csv(let separator):
      guard let columns else {
        let names = Self.split(bytes, line, separator)
        columns = names.map { ReadField(name: $0) }
        textColumn = names.firstIndex(of: RecordField.text.rawValue)
        return nil
      }
      fields.isWhole = readCells(bytes, line, separator, columns, into: &fields) == columns.count
    }
    return fields
  }

  /// The name of an object's member.
  private struct Member {
    var name: [UInt8]
    /// The field of that name; `nil` if it is not read.
    var field: ReadField?

    func isNamed(_ bytes: RawSpan, at range: Range<Int>) -> Bool {
      guard name.count == range.count else { return false }
      for offset in name.indices where name[offset] != bytes.byte(range.lowerBound &+ offset) { return false }
      return true
    }
  }

  /// The most members whose names are remembered.
  private static let mostMembers = 64

  /// Returns the field of the name of an object's member; `nil` if it is not read.
  private func field(named name: JSONScanner.Token, _ bytes: RawSpan, member: Int) -> ReadField? {
    if name.hasEscapes { return ReadField(name: name.text(bytes)) }
    if member < members.count, members[member].isNamed(bytes, at: name.range) { return members[member].field }
    let found = ReadField(name: bytes.text(name.range))
    let known = Member(name: name.range.map { bytes.byte($0) }, field: found)
    if member < members.count {
      members[member] = known
    } else if member < Self.mostMembers {
      members.append(known)
    }
    return found
  }

  /// Reads the cells of a line of CSV (RFC 4180).
  /// - Returns: their number.
  private func readCells(
    _ bytes: RawSpan, _ line: Range<Int>, _ separator: UInt8, _ columns: [ReadField?], into fields: inout RecordFields
  ) -> Int {
    if isPlain || bytes.first(0x22, in: line) == nil {
      return readPlainCells(bytes, line, separator, columns, into: &fields)
    }
    var count = 0
    var start = line.lowerBound
    var (isQuoted, hasQuotes) = (false, false)
    for position in line.lowerBound...line.upperBound {
      if position < line.upperBound {
        let byte = bytes.byte(position)
        if byte == 0x22 { (isQuoted, hasQuotes) = (!isQuoted, true) }
        guard byte == separator, !isQuoted else { continue }
      }
      if count < columns.count, let field = columns[count] {
        set(field, to: start..<position, hasQuotes: hasQuotes, bytes, separator, in: &fields)
      }
      count += 1
      (start, hasQuotes) = (position + 1, false)
    }
    return count
  }

  /// Takes the value of a cell: its place, or its text where that is not what stands there.
  @inline(__always)
  private func set(
    _ field: ReadField, to cell: Range<Int>, hasQuotes: Bool, _ bytes: RawSpan, _ separator: UInt8,
    in fields: inout RecordFields
  ) {
    if !hasQuotes, field != .note || cell.isEmpty { return fields.set(field, at: cell) }
    let text = Self.split(bytes, cell, separator).first ?? ""
    fields.set(field, to: field == .note ? CSVGuard.unguarded(text) : text)
  }

  /// Reads the cells of a line of CSV without quotation marks, eight bytes at a time.
  /// - Returns: their number.
  private func readPlainCells(
    _ bytes: RawSpan, _ line: Range<Int>, _ separator: UInt8, _ columns: [ReadField?], into fields: inout RecordFields
  ) -> Int {
    var count = 0
    var start = line.lowerBound
    func end(at position: Int) {
      if count < columns.count, let field = columns[count] {
        set(field, to: start..<position, hasQuotes: false, bytes, separator, in: &fields)
      }
      count &+= 1
      start = position &+ 1
    }
    let separators = UInt64(separator) &* 0x0101_0101_0101_0101
    var position = line.lowerBound
    while position &+ 8 <= line.upperBound {
      let eight = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian ^ separators
      // The high bit of each byte that is zero (Warren, Hacker's Delight, 6-1), without carries between them.
      let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
      var hits = ~(((eight & low) &+ low) | eight | low)
      while hits != 0 {
        end(at: position &+ hits.trailingZeroBitCount / 8)
        hits &= hits &- 1
      }
      position &+= 8
    }
    while position < line.upperBound {
      if bytes.byte(position) == separator { end(at: position) }
      position &+= 1
    }
    end(at: line.upperBound)
    return count
  }

  /// Splits a line of CSV into fields (RFC 4180).
  static func split(_ bytes: RawSpan, _ line: Range<Int>, _ separator: UInt8) -> [String] {
    var values: [String] = []
    var value: [UInt8] = []
    var isQuoted = false
    var position = line.lowerBound
    while position < line.upperBound {
      let byte = bytes.byte(position)
      position += 1
      switch byte {
      case 0x22 where isQuoted && position < line.upperBound && bytes.byte(position) == 0x22:
        value.append(byte)
        position += 1
      case 0x22: isQuoted.toggle()
      case separator where !isQuoted:
        values.append(String(decoding: value, as: UTF8.self))
        value.removeAll(keepingCapacity: true)
      default: value.append(byte)
      }
    }
    return values + [String(decoding: value, as: UTF8.self)]
  }
}

extension RawSpan {
  /// Returns the position of the first such byte in `range`; `nil` if there is none.
  func first(_ byte: Int32, in range: Range<Int>) -> Int? {
    unsafe extracting(range).withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let found = unsafe memchr(start, byte, bytes.count) else { return nil }
      return unsafe range.lowerBound + (UnsafeRawPointer(found) - start)
    }
  }
}
