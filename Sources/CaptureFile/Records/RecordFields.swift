import Basics
import UDPCore

/// The fields of a line of JSON Lines or CSV, as their places in the bytes of the file: almost all are read from there.
struct RecordFields {
  /// The meaning of a line.
  enum Meaning {
    case datagram(CapturedDatagram)
    /// An alarm, whose name and text are read by themselves; in CSV the name is an error, and `nil` in JSON.
    case alarm(CapturedDatagram, name: String?)
    /// An error whose explanation is not one that udpeek writes.
    case unknownFailure
    /// Kernel drops so far.
    case drops(Int)
    /// The summary, evicted rows, or anything else that is not a row.
    case other
  }

  /// Whether the line could be parsed to its end.
  var isWhole = false
  /// The places of the values that the file holds as they are; `nil` for fields that are missing or in `texts`.
  private var places = Places()
  /// The values that had escapes or quotation marks.
  private var texts: [ReadField: String] = [:]

  /// A place for each field, small because it is copied for each line.
  private struct Places {
    private var starts = InlineArray<14, UInt32>(repeating: .max)
    private var ends = InlineArray<14, UInt32>(repeating: 0)

    subscript(_ field: ReadField) -> Range<Int>? {
      @inline(__always)
      get {
        let (start, end) = (starts[field.rawValue], ends[field.rawValue])
        return start <= end ? Int(start)..<Int(end) : nil
      }
      @inline(__always)
      set {
        starts[field.rawValue] = newValue.map { UInt32($0.lowerBound) } ?? .max
        ends[field.rawValue] = newValue.map { UInt32($0.upperBound) } ?? 0
      }
    }
  }

  /// Sets the place of a field's value.
  mutating func set(_ field: ReadField, at place: Range<Int>) {
    places[field] = place
    if !texts.isEmpty { texts[field] = nil }
  }

  /// Sets a field's value.
  mutating func set(_ field: ReadField, to text: String) {
    places[field] = nil
    texts[field] = text
  }

  /// Returns the meaning of the line; `nil` if it is invalid.
  /// - Parameters:
  ///   - bytes: the bytes in which the places are.
  ///   - payload: the payload of the datagram, if it is one; its memory is used again.
  func meaning(_ bytes: RawSpan, payload: inout [UInt8]) -> Meaning? {
    guard isWhole, let direction = direction(bytes) else { return nil }
    switch direction {
    case .incoming: return datagram(.incoming, bytes, &payload)
    case .outgoing: return datagram(.outgoing, bytes, &payload)
    case .failure: return failedDatagram(bytes, &payload)
    case .alarm: return alarm(bytes)
    case .drops: return text(.kernelDrops, bytes).flatMap { Int($0) }.map { .drops(max(0, $0)) }
    case .evicted, .summary: return .other
    }
  }

  private func direction(_ bytes: RawSpan) -> RecordDirection? {
    if let place = places[.direction] {
      if bytes.holds("in", at: place) { return .incoming }
      if bytes.holds("out", at: place) { return .outgoing }
    }
    return text(.direction, bytes).flatMap(RecordDirection.init(rawValue:))
  }

  private func datagram(
    _ direction: CapturedDatagram.Direction, _ bytes: RawSpan, _ payload: inout [UInt8]
  ) -> Meaning? {
    guard let source = endpoint(.sourceAddress, .sourcePort, bytes),
      let destination = endpoint(.destinationAddress, .destinationPort, bytes),
      readPayload(bytes, into: &payload), let size = number(.size, bytes), payload.count <= size
    else { return nil }
    var datagram = CapturedDatagram(
      source: source, destination: destination, size: Int(size), payload: 0..<payload.count, direction: direction)
    switch time(bytes) {
    case .some(let time): datagram.time = time
    case nil: return nil
    }
    if places[.marks]?.isEmpty != true, let marks = text(.marks, bytes)?.split(separator: " "), !marks.isEmpty {
      datagram.marks = DatagramMarks(names: marks)
      datagram.isMarked = marks.contains { $0 == CapturedDatagram.markWord }
    }
    datagram.isBeyondSize = payload.count == size && isTruncated(bytes)
    return .datagram(datagram)
  }

  private func isTruncated(_ bytes: RawSpan) -> Bool {
    if let place = places[.truncated] { return bytes.holds("true", at: place) }
    return text(.truncated, bytes) == "true"
  }

  /// The meaning of a record of one of our datagrams that could not be sent.
  private func failedDatagram(_ bytes: RawSpan, _ payload: inout [UInt8]) -> Meaning? {
    guard let failure = text(.error, bytes).flatMap({ TransmitFailure(explanation: $0) }) else {
      return .unknownFailure
    }
    guard case .datagram(var datagram) = datagram(.outgoing, bytes, &payload) else { return nil }
    datagram.failure = failure
    return .datagram(datagram)
  }

  /// The meaning of a record of an alarm, which may be about no peer.
  private func alarm(_ bytes: RawSpan) -> Meaning? {
    guard let time = time(bytes) else { return nil }
    var alarm = CapturedDatagram()
    alarm.time = time
    alarm.isAlarm = true
    if let address = text(.sourceAddress, bytes).flatMap({ IPAddress($0.prefix { $0 != "%" }) }) {
      alarm.source = Endpoint(address, port: number(.sourcePort, bytes) ?? 0)
    }
    if let local = endpoint(.destinationAddress, .destinationPort, bytes) { alarm.destination = local }
    alarm.isMarked = text(.marks, bytes)?.split(separator: " ").contains { $0 == CapturedDatagram.markWord } ?? false
    return .alarm(alarm, name: text(.error, bytes))
  }

  /// Returns the user's note on the row, which may contain anything; `nil` if it is empty.
  func note(_ bytes: RawSpan) -> String? { words(.note, bytes) }

  /// Returns the words about what carried the datagram; `nil` if nothing did.
  func encapsulation(_ bytes: RawSpan) -> String? { words(.encapsulation, bytes) }

  /// Returns the name of the interface given as the scope of an address; `nil` if neither address has one.
  func scope(_ bytes: RawSpan) -> String? {
    for field in [ReadField.sourceAddress, .destinationAddress] where mayHaveScope(field, bytes) {
      guard let text = text(field, bytes), let place = text.firstIndex(of: "%") else { continue }
      return String(text[place...].dropFirst())
    }
    return nil
  }

  // MARK: Values

  /// Returns a field's value as text; `nil` if the line has none.
  private func text(_ field: ReadField, _ bytes: RawSpan) -> String? {
    if let place = places[field] { return bytes.text(place) }
    return texts.isEmpty ? nil : texts[field]
  }

  /// Returns a field's value as text; `nil` if it is empty or the line has none.
  private func words(_ field: ReadField, _ bytes: RawSpan) -> String? {
    if places[field]?.isEmpty == true { return nil }
    return text(field, bytes).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Returns a number of 16 bits.
  private func number(_ field: ReadField, _ bytes: RawSpan) -> UInt16? {
    if let place = places[field], (1...5).contains(place.count) {
      var number = 0
      var isPlain = true
      for offset in place {
        let digit = bytes.byte(offset) &- 0x30
        isPlain = isPlain && digit < 10
        number = number * 10 + Int(digit)
      }
      if isPlain { return UInt16(exactly: number) }
    }
    return text(field, bytes).flatMap { UInt16($0) }
  }

  /// Returns the time, which is `nil` if the line has none; `nil` if it is invalid.
  private func time(_ bytes: RawSpan) -> Int64?? {
    if let place = places[.time] {
      return place.isEmpty ? .some(nil) : RecordTime.nanoseconds(bytes.extracting(place)).map { .some($0) }
    }
    guard let text = text(.time, bytes), !text.isEmpty else { return .some(nil) }
    return RecordTime.nanoseconds(text).map { .some($0) }
  }

  /// Returns an endpoint without its scope, which names an interface of another host.
  private func endpoint(_ address: ReadField, _ port: ReadField, _ bytes: RawSpan) -> Endpoint? {
    guard let port = number(port, bytes) else { return nil }
    if let place = places[address], let bits = bytes.dottedAddress(at: place) {
      return Endpoint(IPAddress(ipv4: bits), port: port)
    }
    guard let text = text(address, bytes), let address = IPAddress(text.prefix { $0 != "%" }) else { return nil }
    return Endpoint(address, port: port)
  }

  private func mayHaveScope(_ address: ReadField, _ bytes: RawSpan) -> Bool {
    guard let place = places[address] else { return true }
    return bytes.first(0x25, in: place) != nil
  }

  /// Reads the payload.
  /// - Returns: whether it is one.
  private func readPayload(_ bytes: RawSpan, into payload: inout [UInt8]) -> Bool {
    payload.removeAll(keepingCapacity: true)
    if let place = places[.payload] { return HexDigits.append(bytes.extracting(place), to: &payload) }
    guard let digits = text(.payload, bytes).map({ Array($0.utf8) }) else { return false }
    return unsafe HexDigits.append(digits.span.bytes, to: &payload)
  }
}

extension RawSpan {
  /// Returns the bits of an IPv4 address in its usual form, of four numbers without leading zeros; `nil` for anything
  /// else.
  fileprivate func dottedAddress(at place: Range<Int>) -> UInt32? {
    var bits: UInt32 = 0
    var number: UInt32 = 0
    var (digits, dots) = (0, 0)
    for offset in place {
      let byte = byte(offset)
      if byte == UInt8(ascii: ".") {
        guard digits > 0, dots < 3 else { return nil }
        bits = bits << 8 | number
        (number, digits, dots) = (0, 0, dots + 1)
      } else {
        guard byte &- 0x30 < 10, digits == 0 || number > 0 else { return nil }
        number = number * 10 + UInt32(byte &- 0x30)
        digits += 1
        guard number < 256 else { return nil }
      }
    }
    return dots == 3 && digits > 0 ? bits << 8 | number : nil
  }
}

extension HexDigits {
  /// The value of each byte as a digit; 255 for one that is none.
  private static let values: [UInt8] = (0...0xff).map { value($0) ?? .max }

  /// Appends the bytes that hexadecimal digits stand for.
  /// - Returns: `false` if any is not a digit, or one is left over.
  fileprivate static func append(_ digits: RawSpan, to bytes: inout [UInt8]) -> Bool {
    guard digits.byteCount % 2 == 0 else { return false }
    let values = values
    var isWrong = false
    bytes.append(addingCapacity: digits.byteCount / 2) { room in
      for place in 0..<digits.byteCount / 2 {
        let (high, low) = (values[Int(digits.byte(2 &* place))], values[Int(digits.byte(2 &* place &+ 1))])
        isWrong = isWrong || (high | low) > 15
        room.append(high << 4 | low)
      }
    }
    return !isWrong
  }
}
