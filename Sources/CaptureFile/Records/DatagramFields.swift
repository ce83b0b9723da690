import Basics
import PayloadText
import PeerText
import UDPCore

/// The fields of a datagram's record, in the order of `RecordField`, for a JSON object or a line of CSV.
struct DatagramFields {
  /// The header of CSV.
  static let csvHeader = Array(RecordField.columns.map(\.rawValue).joined(separator: ",").utf8) + lineEnd

  /// The line end of CSV (RFC 4180, section 2).
  private static let lineEnd: [UInt8] = [UInt8(ascii: "\r"), UInt8(ascii: "\n")]

  private let datagram: Datagram
  private let encoding: String
  private let text: SafeText
  private let note: String?
  private let isMarked: Bool
  private let interfaces: InterfaceNames

  /// Creates the fields of a datagram whose payload is `text` in `choice`'s encoding, with the user's note and mark.
  init(
    _ datagram: Datagram, _ choice: EncodingChoice, _ text: DecodedText, note: String?, isMarked: Bool = false,
    _ interfaces: InterfaceNames
  ) {
    self.datagram = datagram
    encoding = choice.encoding.name
    self.text = SafeText(record: text)
    self.note = note
    self.isMarked = isMarked
    self.interfaces = interfaces
  }

  /// The fields as a JSON object; `error`, `note` and `marks` only if there are any.
  var object: JSONObject {
    var object = JSONObject()
    object.add(.number, Int(clamping: datagram.number))
    object.add(.time, datagram.timestamp.map(UTCTime.text))
    object.add(.direction, direction)
    object.add(.sourceAddress, address(of: datagram.source))
    object.add(.sourcePort, Int(datagram.source.port))
    object.add(.destinationAddress, address(of: datagram.destination))
    object.add(.destinationPort, Int(datagram.destination.port))
    object.add(.size, datagram.size)
    object.add(.truncated, datagram.isTruncated)
    object.add(.encoding, encoding)
    object.add(.text, text)
    datagram.withPayload { object.add(.payload, hex: $0) }
    if let failure = datagram.failure { object.add(.error, failure.explanation.english) }
    if let note { object.add(.note, whole: note) }
    if let marks { object.add(.marks, marks) }
    return object
  }

  private var direction: String { RecordDirection(datagram.kind).rawValue }

  /// The anomalies of the datagram and the user's mark, as words separated by spaces; `nil` if there are none.
  private var marks: String? {
    let names = datagram.marks.names + (isMarked ? [CapturedDatagram.markWord] : [])
    return names.isEmpty ? nil : names.joined(separator: " ")
  }

  /// Returns the fields as a line of CSV.
  func csvRow(_ style: CSVStyle) -> [UInt8] {
    var row: [UInt8] = []
    let text = text.description
    row.reserveCapacity(160 + text.utf8.count + datagram.storedSize * 2)
    row += "\(datagram.number),\(datagram.timestamp.map(UTCTime.text) ?? ""),\(direction),".utf8
    row += "\(address(of: datagram.source)),\(datagram.source.port),".utf8
    row += "\(address(of: datagram.destination)),\(datagram.destination.port),".utf8
    row += "\(datagram.size),\(datagram.isTruncated),\(encoding),".utf8
    Self.append(CSVGuard.guarded(text, guardsFormulas: style.guardsFormulas), to: &row)
    row.append(UInt8(ascii: ","))
    datagram.withPayload { Printable.appendHex($0, to: &row) }
    row.append(UInt8(ascii: ","))
    Self.append(datagram.failure?.explanation.english ?? "", to: &row)
    row.append(UInt8(ascii: ","))
    // The note is read back, so its backslashes are not doubled.
    let note = note.map { SafeText($0).description } ?? ""
    Self.append(CSVGuard.guarded(note, guardsFormulas: style.guardsFormulas), to: &row)
    row += ",\(marks ?? "")".utf8
    return row + Self.lineEnd
  }

  /// Returns an address with its scope. For a row that was read from records, the scope is the name of its interface.
  private func address(of endpoint: Endpoint) -> String {
    guard datagram.marks.contains(.scoped), endpoint.scope == 0, endpoint.address.needsScope else {
      return endpoint.addressText(interfaces)
    }
    // With several files, the name begins with the file's label.
    let name = interfaces.name(of: datagram.local.interface)
    return "\(endpoint.address)%\(name.split(separator: "%").last ?? "")"
  }

  /// Appends a field, in quotes if RFC 4180 requires them.
  private static func append(_ field: String, to row: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard field.utf8.contains(where: { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }) else {
      row += field.utf8
      return
    }
    row.append(quote)
    for byte in field.utf8 {
      if byte == quote { row.append(quote) }
      row.append(byte)
    }
    row.append(quote)
  }
}
