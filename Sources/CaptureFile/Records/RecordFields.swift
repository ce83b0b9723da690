import Basics
import UDPCore

/// The parsed fields of a line of JSON Lines or CSV.
struct RecordFields {
  /// The meaning of a line.
  enum Meaning {
    case datagram(CapturedDatagram, payload: [UInt8])
    /// An error whose explanation is not one that udpeek writes.
    case unknownFailure
    /// Kernel drops so far.
    case drops(Int)
    /// The summary, or anything else that is not a row.
    case other
  }

  /// Whether the line could be parsed to its end.
  var isWhole = false
  private var values: [RecordField: String] = [:]

  /// Stores a field if it is one that is read back.
  mutating func set(_ name: String, _ value: String) {
    if let field = RecordField.read[name] { values[field] = value }
  }

  /// The meaning of the line; `nil` if it is invalid.
  var meaning: Meaning? {
    guard isWhole else { return nil }
    switch values[.direction].flatMap(RecordDirection.init(rawValue:)) {
    case .incoming: return datagram(.incoming)
    case .outgoing: return datagram(.outgoing)
    case .failure: return failedDatagram
    case .drops: return values[.kernelDrops].flatMap { Int($0) }.map { .drops(max(0, $0)) }
    case .summary: return .other
    case nil: return nil
    }
  }

  private func datagram(_ direction: CapturedDatagram.Direction) -> Meaning? {
    guard let source = endpoint(.sourceAddress, .sourcePort),
      let destination = endpoint(.destinationAddress, .destinationPort),
      let payload = values[.payload].flatMap(Self.bytes), let size = values[.size].flatMap({ UInt16($0) }),
      payload.count <= size
    else { return nil }
    var datagram = CapturedDatagram(
      source: source, destination: destination, size: Int(size), payload: 0..<payload.count, direction: direction)
    if let time = values[.time], !time.isEmpty {
      guard let time = RecordTime.nanoseconds(time) else { return nil }
      datagram.time = time
    }
    if let marks = values[.marks]?.split(separator: " ") {
      datagram.marks = DatagramMarks(names: marks)
      datagram.isMarked = marks.contains { $0 == CapturedDatagram.markWord }
    }
    datagram.isBeyondSize = values[.truncated] == "true" && payload.count == size
    return .datagram(datagram, payload: payload)
  }

  /// The meaning of a record of one of our datagrams that could not be sent.
  private var failedDatagram: Meaning? {
    guard let failure = values[.error].flatMap({ TransmitFailure(explanation: $0) }) else { return .unknownFailure }
    guard case .datagram(var datagram, let payload) = datagram(.outgoing) else { return nil }
    datagram.failure = failure
    return .datagram(datagram, payload: payload)
  }

  /// The user's note on the row, which may contain anything; `nil` if it is empty.
  var note: String? { values[.note].flatMap { $0.isEmpty ? nil : $0 } }

  /// The name of the interface given as the scope of an address; `nil` if neither address has one.
  var scope: String? {
    for field in [RecordField.sourceAddress, .destinationAddress] {
      if let place = values[field]?.firstIndex(of: "%") {
        return values[field].map { String($0[place...].dropFirst()) }
      }
    }
    return nil
  }

  /// Returns an endpoint without its scope, which names an interface of another host.
  private func endpoint(_ address: RecordField, _ port: RecordField) -> Endpoint? {
    guard let text = values[address], let address = IPAddress(text.prefix { $0 != "%" }),
      let port = values[port].flatMap({ UInt16($0) })
    else { return nil }
    return Endpoint(address, port: port)
  }

  private static func bytes(_ hex: String) -> [UInt8]? {
    let digits = Array(hex.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = HexDigits.value(digits[index]), let low = HexDigits.value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
