import Basics
import PayloadText
import UDPCore

/// The chosen fields of a datagram, for JSON and CSV: each of them, also where the datagram does not have it.
extension DatagramFields {
  /// Adds the chosen fields to a JSON object, each under its name; null for what the datagram does not have.
  /// - Parameters:
  ///   - tree: the tree that a dissector made of it; `nil` for none.
  ///   - text: the whole payload in the encoding of `choice`, if it is needed.
  func add(
    _ selection: RecordSelection, tree: ProtocolTree?, to object: inout JSONObject, text: () -> DecodedText
  ) {
    for field in selection.fields {
      switch field {
      case .format(let name): object.add(member: name, description?.value(of: name))
      case .record(.wireshark):
        if let tree { object.add(.wireshark, tree) } else { object.add(.wireshark, nil as String?) }
      case .record(let field): add(field, to: &object, text: text)
      }
    }
  }

  /// Adds one field, or null.
  private func add(_ field: RecordField, to object: inout JSONObject, text: () -> DecodedText) {
    let alarm = datagram.alarm
    switch field {
    case .number: object.add(field, Int(clamping: datagram.number))
    case .time: object.add(field, time: datagram.timestamp)
    case .direction: object.add(field, direction)
    case .sourceAddress where hasSource: object.add(field) { appendAddress(of: source, to: &$0) }
    case .sourcePort where hasSource && (alarm == nil || source.port != 0): object.add(field, Int(source.port))
    case .destinationAddress: object.add(field) { appendAddress(of: datagram.destination, to: &$0) }
    case .destinationPort: object.add(field, Int(datagram.destination.port))
    case .alarm: object.add(field, alarm?.name)
    case .text where alarm != nil: object.add(field, alarm?.text)
    case .size where alarm == nil: object.add(field, datagram.size)
    case .truncated where alarm == nil: object.add(field, datagram.isTruncated)
    case .encoding where alarm == nil: object.add(field, choice.encoding.name)
    case .text: object.add(field) { appendText(text, as: .json, to: &$0) }
    case .payload where alarm == nil: object.add(field) { bytes in datagram.withPayload { bytes.append(hex: $0) } }
    case .format: object.add(field, description?.format)
    case .fields: object.add(member: field.rawValue, description.map { .object($0.fields) })
    case .check: object.add(field, description?.check)
    case .lost: object.add(field, optional: description?.lost)
    case .request: object.add(field, optional: pair.map { Int(clamping: $0.request) })
    case .answer: object.add(field, optional: pair?.answer)
    case .roundTrip: object.add(field, optional: pair?.roundTrip.map { Int($0) })
    case .rule: object.add(field, rule)
    case .relay: object.add(field, datagram.relayVerdict?.phrase.english)
    case .error: object.add(field, datagram.failure?.explanation.english)
    case .note where note != nil: object.add(field, whole: note ?? "")
    case .marks: object.add(field, marks)
    case .encapsulation: object.add(field, encapsulation)
    case .host: object.add(field, host)
    default: object.add(field, nil as String?)
    }
  }

  /// The source; that of an alarm is the peer that it is about.
  private var source: Endpoint { datagram.alarm == nil ? datagram.source : datagram.peer }

  /// Whether there is a source: an alarm may be about no peer.
  private var hasSource: Bool { datagram.alarm == nil || !datagram.peer.address.isUnspecified }

  /// Appends the chosen fields as a line of CSV; what the datagram does not have is empty.
  /// - Parameters:
  ///   - text: the whole payload in the encoding of `choice`, if it is needed.
  ///   - cell: memory for one cell.
  func addRow(
    _ style: CSVStyle, _ selection: RecordSelection, to row: inout ByteBuffer, text: () -> DecodedText,
    cell: inout ByteBuffer
  ) {
    for (place, field) in selection.fields.enumerated() {
      if place > 0 { row.append(UInt8(ascii: ",")) }
      cell.removeAll()
      switch field {
      case .format(let name):
        if let value = description?.value(of: name) { cell.append(SafeText(value.text).description) }
      case .record(let field): append(field, to: &cell, text: text)
      }
      Self.append(cell, style, to: &row)
    }
    row.append("\r\n")
  }

  /// Appends one field as the text of a cell.
  private func append(_ field: RecordField, to cell: inout ByteBuffer, text: () -> DecodedText) {
    let alarm = datagram.alarm
    switch field {
    case .number: cell.append(decimal: Int(clamping: datagram.number))
    case .time: if let time = datagram.timestamp { cell.append(time: time) }
    case .direction: cell.append(direction)
    case .sourceAddress where hasSource: appendAddress(of: source, to: &cell)
    case .sourcePort where hasSource && (alarm == nil || source.port != 0): cell.append(decimal: Int(source.port))
    case .destinationAddress: appendAddress(of: datagram.destination, to: &cell)
    case .destinationPort: cell.append(decimal: Int(datagram.destination.port))
    case .alarm: cell.append(SafeText(alarm?.name ?? "").description)
    case .text where alarm != nil: cell.append(SafeText(alarm?.text ?? "").description)
    case .size where alarm == nil: cell.append(decimal: datagram.size)
    case .truncated where alarm == nil: cell.append(datagram.isTruncated ? "true" : "false")
    case .encoding where alarm == nil: cell.append(choice.encoding.name)
    case .text: appendText(text, as: .plain, to: &cell)
    case .payload: datagram.withPayload { cell.append(hex: $0) }
    case .format: cell.append(description?.format ?? "")
    case .fields: if let description { cell.append(SafeText(JSONObject(description.fields).text).description) }
    case .check: cell.append(description?.check ?? "")
    case .lost: if let lost = description?.lost { cell.append(decimal: lost) }
    case .request: if let pair { cell.append(decimal: Int(clamping: pair.request)) }
    case .answer: if let answer = pair?.answer { cell.append(decimal: answer) }
    case .roundTrip: if let time = pair?.roundTrip { cell.append(decimal: Int(time)) }
    case .rule: cell.append(SafeText(rule ?? "").description)
    case .relay: cell.append(datagram.relayVerdict?.phrase.english ?? "")
    case .error: cell.append(datagram.failure?.explanation.english ?? "")
    case .note: cell.append(SafeText(note ?? "").description)
    case .marks: cell.append(marks ?? "")
    case .encapsulation: cell.append(encapsulation ?? "")
    case .host: cell.append(host ?? "")
    default: break
    }
  }
}
