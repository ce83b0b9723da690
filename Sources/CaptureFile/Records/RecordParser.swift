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
  private(set) var payload: [UInt8]?
  private(set) var comments: [ParsedComment] = []
  private let form: Form
  /// The names of the CSV columns, from the first line.
  private var columns: [String]?
  /// The total of kernel drops last reported with a datagram.
  private var drops = 0
  /// Whether nothing has been read.
  private var isAtStart = true

  init(_ form: Form) {
    self.form = form
  }

  func next(_ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool) -> ParserStep {
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
      switch fields.meaning {
      case .datagram(var datagram, let payload):
        if datagram.failure == nil { tally.packets += 1 }
        if let scope = fields.scope {
          datagram.interface = interface(named: scope)
          datagram.isScoped = datagram.interface != 0
        }
        datagram.drops = tally.kernelDrops - drops
        drops = tally.kernelDrops
        comments = fields.note.map { [ParsedComment(text: $0, subject: .note)] } ?? []
        datagram.hasComments = !comments.isEmpty
        self.payload = payload
        return .datagram(datagram)
      case .drops(let total):
        tally.kernelDrops = max(tally.kernelDrops, total)
      case .other: break
      case .unknownFailure:
        tally.packets += 1
        tally.others += 1
      case nil:
        tally.packets += 1
        tally.broken += 1
        let isCut = isLast && !(isJSON && fields.isWhole)
        let next = isCut ? laterRecord(bytes, line) : nil
        if let next { cursor = next }
        tally.warn(isCut && next == nil ? .cutLine : .badRecord, at: base + UInt64(start))
      }
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
      if case .datagram = fields(of: bytes, line)?.meaning { return position }
    }
    return nil
  }

  /// Returns the next line without its line end; a quoted field of CSV may contain line ends. `nil` if the line is
  /// incomplete.
  private func takeLine(_ bytes: RawSpan, _ cursor: inout Int, isEnd: Bool) -> Range<Int>? {
    var isQuoted = false
    var position = cursor
    let hasQuotes = if case .csv = form { true } else { false }
    while position < bytes.byteCount {
      let byte = bytes.byte(position)
      if byte == 0x22, hasQuotes { isQuoted.toggle() }
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

  /// Returns the fields of a line; `nil` for the header.
  private func fields(of bytes: RawSpan, _ line: Range<Int>) -> RecordFields? {
    var fields = RecordFields()
    switch form {
    case .jsonLines:
      var scanner = JSONScanner(bytes, line)
      fields.isWhole = scanner.readObject(bytes) { key, value in fields.set(key, value) }
    case .csv(let separator):
      let values = Self.split(bytes, line, separator)
      guard let columns else {
        columns = values
        return nil
      }
      fields.isWhole = values.count == columns.count
      for (name, value) in zip(columns, values) {
        fields.set(name, name == RecordField.note.rawValue ? CSVGuard.unguarded(value) : value)
      }
    }
    return fields
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
