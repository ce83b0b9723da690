import Basics
import PayloadText
import PeerText
import UDPCore

/// The fields of a datagram's record, in the order of `RecordField`, for a JSON object or a line of CSV.
struct DatagramFields {
  /// The header of CSV.
  /// - Parameter names: the names of the columns.
  static func csvHeader(_ names: [String], _ style: CSVStyle) -> [UInt8] {
    var row = ByteBuffer()
    for (place, name) in names.enumerated() {
      if place > 0 { row.append(UInt8(ascii: ",")) }
      var cell = ByteBuffer()
      cell.append(SafeText(name).description)
      append(cell, style, to: &row)
    }
    var bytes: [UInt8] = []
    row.append(to: &bytes)
    return bytes + lineEnd
  }

  /// The line end of CSV (RFC 4180, section 2).
  private static let lineEnd: [UInt8] = [UInt8(ascii: "\r"), UInt8(ascii: "\n")]

  /// The datagram.
  let datagram: Datagram
  /// The encoding in which its payload is shown.
  let choice: EncodingChoice
  /// The name of the rule that sent it; `nil` if no rule did.
  let rule: String?
  /// The user's note on it.
  let note: String?
  /// Whether the user marked it.
  let isMarked: Bool
  /// The names of the interfaces, for scopes.
  let interfaces: InterfaceNames
  /// The fields of its format; `nil` if it has none.
  let description: DatagramDescription?
  /// Its part in an exchange of requests and answers; `nil` if it has none.
  let pair: RecordedPair?
  /// The name of what carried it in its file; `nil` if nothing did.
  let encapsulation: String?
  /// The host that it was received or sent on; `nil` where no others are shown.
  let host: String?

  /// Adds the fields to a JSON object; `rule`, `relay`, `error`, `note`, `marks`, `encapsulation`, `host` and the fields of `pair`
  /// only if there are any.
  /// - Parameter text: the whole payload in the encoding of `choice`, if it is needed.
  func add(to object: inout JSONObject, text: () -> DecodedText) {
    object.add(.number, Int(clamping: datagram.number))
    object.add(.time, time: datagram.timestamp)
    object.add(.direction, direction)
    if let alarm = datagram.alarm { return add(alarm, to: &object) }
    object.add(.sourceAddress) { appendAddress(of: datagram.source, to: &$0) }
    object.add(.sourcePort, Int(datagram.source.port))
    object.add(.destinationAddress) { appendAddress(of: datagram.destination, to: &$0) }
    object.add(.destinationPort, Int(datagram.destination.port))
    object.add(.size, datagram.size)
    object.add(.truncated, datagram.isTruncated)
    object.add(.encoding, choice.encoding.name)
    object.add(.text) { appendText(text, as: .json, to: &$0) }
    object.add(.payload) { bytes in datagram.withPayload { bytes.append(hex: $0) } }
    if let description { object.add(description) }
    if let pair {
      object.add(.request, Int(clamping: pair.request))
      if let answer = pair.answer { object.add(.answer, answer) }
      if let time = pair.roundTrip { object.add(.roundTrip, Int(time)) }
    }
    if let rule { object.add(.rule, rule) }
    if let verdict = datagram.relayVerdict { object.add(.relay, verdict.phrase.english) }
    if let failure = datagram.failure { object.add(.error, failure.explanation.english) }
    if let note { object.add(.note, whole: note) }
    if let marks { object.add(.marks, marks) }
    if let encapsulation { object.add(.encapsulation, encapsulation) }
    if let host { object.add(.host, host) }
  }

  /// Adds the fields of an alarm: the peer that it is about, if it is about one, its name and what is wrong.
  private func add(_ alarm: AlarmNote, to object: inout JSONObject) {
    if !datagram.peer.address.isUnspecified {
      object.add(.sourceAddress) { appendAddress(of: datagram.peer, to: &$0) }
      if datagram.peer.port != 0 { object.add(.sourcePort, Int(datagram.peer.port)) }
    }
    object.add(.destinationAddress) { appendAddress(of: datagram.destination, to: &$0) }
    object.add(.destinationPort, Int(datagram.destination.port))
    object.add(.alarm, alarm.name)
    object.add(.text, alarm.text)
    if let note { object.add(.note, whole: note) }
    if let marks { object.add(.marks, marks) }
    if let host { object.add(.host, host) }
  }

  /// Appends the text of the payload. For the hexadecimal digits of bytes and for plain ASCII, the payload is enough.
  func appendText(_ text: () -> DecodedText, as form: RecordText.Form, to output: inout ByteBuffer) {
    let isWritten = datagram.withPayload { payload in
      switch choice.reader {
      case .hex: output.append(spacedHex: payload)
      case .utf8 where payload.isASCII, .ascii where payload.isASCII:
        RecordText.append(ascii: payload, as: form, to: &output)
      default: return false
      }
      return true
    }
    if !isWritten { RecordText.append(text(), as: form, to: &output) }
  }

  var direction: String { RecordDirection(datagram.kind).rawValue }

  /// The anomalies of the datagram and the user's mark, as words separated by spaces; `nil` if there are none.
  var marks: String? {
    if datagram.marks.isEmpty, !isMarked { return nil }
    let names = datagram.marks.names + (isMarked ? [CapturedDatagram.markWord] : [])
    return names.isEmpty ? nil : names.joined(separator: " ")
  }

  /// Appends the fields as a line of CSV.
  /// - Parameters:
  ///   - text: the whole payload in the encoding of `choice`, if it is needed.
  ///   - cell: memory for one cell.
  ///   - second: the text of the second that was written last.
  ///   - columns: the number of columns of fields.
  func addRow(
    _ style: CSVStyle, columns: Int, to row: inout ByteBuffer, text: () -> DecodedText, cell: inout ByteBuffer,
    second: inout SecondText
  ) {
    let comma = UInt8(ascii: ",")
    row.append(decimal: Int(clamping: datagram.number))
    row.append(comma)
    if let time = datagram.timestamp { second.append(time, to: &row) }
    row.append(comma)
    row.append(direction)
    row.append(comma)
    appendEndpoint(datagram.source, to: &row)
    appendEndpoint(datagram.destination, to: &row)
    row.append(decimal: datagram.size)
    row.append(datagram.isTruncated ? ",true," : ",false,")
    if datagram.kind != .alarm { row.append(choice.encoding.name) }
    row.append(comma)
    cell.removeAll()
    if let alarm = datagram.alarm {
      cell.append(SafeText(alarm.text).description)
    } else {
      appendText(text, as: .plain, to: &cell)
    }
    Self.append(cell, style, to: &row)
    row.append(comma)
    datagram.withPayload { row.append(hex: $0) }
    row.append(comma)
    cell.removeAll()
    if let failure = datagram.failure { cell.append(failure.explanation.english) }
    if let alarm = datagram.alarm { cell.append(SafeText(alarm.name).description) }
    Self.append(cell, style, to: &row)
    row.append(comma)
    // The note is read back, so its backslashes are not doubled.
    cell.removeAll()
    if let note = note ?? datagram.relayVerdict?.phrase.english { cell.append(SafeText(note).description) }
    Self.append(cell, style, to: &row)
    row.append(comma)
    if let marks { row.append(marks) }
    for column in 0..<columns {
      row.append(comma)
      guard let description, column < description.cells.count else { continue }
      cell.removeAll()
      cell.append(SafeText(description.cells[column]).description)
      Self.append(cell, style, to: &row)
    }
    if let host {
      row.append(comma)
      cell.removeAll()
      cell.append(SafeText(host).description)
      Self.append(cell, style, to: &row)
    }
    row.append("\r\n")
  }

  /// Appends the cells of an endpoint.
  private func appendEndpoint(_ endpoint: Endpoint, to row: inout ByteBuffer) {
    appendAddress(of: endpoint, to: &row)
    row.append(UInt8(ascii: ","))
    row.append(decimal: Int(endpoint.port))
    row.append(UInt8(ascii: ","))
  }

  /// Appends an address with its scope. For a row that was read from records, the scope is the name of its interface.
  func appendAddress(of endpoint: Endpoint, to output: inout ByteBuffer) {
    if let bits = endpoint.address.ipv4Bits {
      output.append(octet: UInt8(truncatingIfNeeded: bits >> 24))
      output.append(UInt8(ascii: "."))
      output.append(octet: UInt8(truncatingIfNeeded: bits >> 16))
      output.append(UInt8(ascii: "."))
      output.append(octet: UInt8(truncatingIfNeeded: bits >> 8))
      output.append(UInt8(ascii: "."))
      output.append(octet: UInt8(truncatingIfNeeded: bits))
    } else if datagram.marks.contains(.scoped), endpoint.scope == 0, endpoint.address.needsScope {
      // With several files, the name begins with the file's label.
      let name = interfaces.name(of: datagram.local.interface)
      output.append("\(endpoint.address)%\(name.split(separator: "%").last ?? "")")
    } else {
      output.append(endpoint.addressText(interfaces))
    }
  }

  /// Appends a cell, in quotes if RFC 4180 requires them, and guarded if `style` requires that.
  static func append(_ cell: ByteBuffer, _ style: CSVStyle, to row: inout ByteBuffer) {
    let quote = UInt8(ascii: "\"")
    cell.withBytes { bytes in
      let isGuarded = CSVGuard.needsApostrophe(bytes, guardsFormulas: style.guardsFormulas)
      let isQuoted = bytes.byteOffsets.contains { offset in
        let byte = bytes.byte(offset)
        return byte == quote || byte == UInt8(ascii: ",") || byte == 10 || byte == 13
      }
      if isQuoted { row.append(quote) }
      if isGuarded { row.append(UInt8(ascii: "'")) }
      guard isQuoted else { return row.append(bytes) }
      for offset in bytes.byteOffsets {
        if bytes.byte(offset) == quote { row.append(quote) }
        row.append(bytes.byte(offset))
      }
      row.append(quote)
    }
  }
}

/// The text of the second that was written last: of records that follow each other, most are of the same one.
struct SecondText: Sendable {
  private var second: Int64 = -1
  private var text = ByteBuffer()

  /// Creates a text of no second.
  init() {}

  /// Appends a time in nanoseconds since the Unix epoch, as `UTCTime.text` writes it.
  mutating func append(_ time: Int64, to row: inout ByteBuffer) {
    guard time >= 0 else { return row.append(time: time) }
    let (second, nanoseconds) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    if second != self.second {
      self.second = second
      text.removeAll()
      text.append(second: CalendarTime(time, offset: 0))
    }
    row.append(text)
    row.append(Int(nanoseconds), digits: 9)
    row.append(UInt8(ascii: "Z"))
  }
}

extension ByteBuffer {
  /// Appends a time in nanoseconds since the Unix epoch, as `UTCTime.text` writes it.
  mutating func append(time: Int64) {
    let moment = CalendarTime(time, offset: 0)
    append(second: moment)
    append(moment.nanosecond, digits: 9)
    append(UInt8(ascii: "Z"))
  }

  /// Appends a time up to its second, and the dot behind it.
  fileprivate mutating func append(second moment: CalendarTime) {
    append(moment.year, digits: 4)
    for (separator, number) in [
      ("-", moment.month), ("-", moment.day), ("T", moment.hour), (":", moment.minute), (":", moment.second),
    ] as [(Unicode.Scalar, Int)] {
      append(separator)
      append(number, digits: 2)
    }
    append(UInt8(ascii: "."))
  }
}
