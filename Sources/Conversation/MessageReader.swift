import Basics
import DisplayFilter
package import Formats
package import PayloadText
package import PeerText
import Structure
package import UDPCore

/// Reads datagrams by the formats in force. For one thread at a time.
package final class MessageReader {
  /// The most nanoseconds by which a time that a format reads may differ from the arrival: one farther away is content.
  private static let mostAhead: UInt64 = 86_400_000_000_000

  private var chooser: FormatChooser
  private var context: FilterContext
  /// The log of the datagram that is read as one between other endpoints.
  private var scratch = LogWriter(limit: CaptureLog.minimumLimit)
  /// The numbers of the rules of fields, below zero, by format and field.
  private var numbers: [String: Int] = [:]
  /// Whether a field has its lowest byte first, by format and field, once a value has shown it.
  private var orders: [String: Bool] = [:]

  /// Creates a reader.
  /// - Parameter texts: the peers' texts, with the encodings chosen for them.
  package init(_ book: FormatBook, _ texts: PeerTexts) {
    chooser = FormatChooser(book)
    context = FilterContext(texts: texts, now: 0)
  }

  /// Learns the encoding of a recorded datagram's peer.
  package func observe(_ datagram: Datagram) { context.texts.observe(datagram) }

  /// Sets the encoding that a recording names for a peer.
  package func set(_ preset: PresetEncoding, for peer: Endpoint?) {
    if let peer { context.texts.set(preset.encoding, for: peer) } else { context.texts.setAll(preset.encoding) }
  }

  /// Reads a recorded datagram.
  package func message(of datagram: Datagram) -> PeerMessage {
    var message = PeerMessage(datagram.payload, time: datagram.timestamp)
    message.encoding = context.texts.textEncoding(of: datagram)
    guard let dissection = chooser.dissection(of: datagram, in: context) else { return message }
    message.format = dissection.format
    message.formatKind = dissection.kind.map { "\(dissection.format.name) \($0)" }
    message.formatParts = parts(of: dissection, message)
    return message
  }

  /// Reads a datagram as if it went between other endpoints: those of the recording, whose ports choose its format.
  /// - Parameters:
  ///   - source: the endpoint whose encoding it is in.
  ///   - stranger: the encoding to expect while that of the source is not certain.
  package func message(
    of datagram: Datagram, from source: Endpoint, to destination: Endpoint, stranger: PeerMessage? = nil
  ) -> PeerMessage {
    let path = LocalPath(endpoint: destination, replySource: destination.address, interface: 0, socket: 0)
    let row = LogWriter.Row(
      kind: .incoming, time: datagram.time, size: datagram.size, isTruncated: datagram.isTruncated, peer: source,
      local: path)
    datagram.withPayload { payload in _ = scratch.append(row, payload: payload) }
    guard let copy = scratch.last else { return PeerMessage(datagram.payload, time: datagram.time) }
    context.texts.observe(copy)
    var message = message(of: copy)
    if let stranger, !context.texts.choice(for: source).isSure { message.encoding = stranger.encoding }
    return message
  }

  /// Returns the text of a payload in an encoding.
  func text(_ bytes: [UInt8], as encoding: TextEncoding) -> String {
    unsafe context.texts.string(bytes.span.bytes, as: encoding)
  }

  /// Returns the characters of a payload in an encoding, each with its bytes.
  package func characters(of bytes: [UInt8], as encoding: TextEncoding) -> [(bytes: ArraySlice<UInt8>, text: String)] {
    var characters: [(bytes: ArraySlice<UInt8>, text: String)] = []
    var place = 0
    while place < bytes.count {
      let found = unsafe context.texts.character(holding: place, of: bytes.span.bytes, as: encoding)?.bytes
      let end = max(place + 1, found?.upperBound ?? 0)
      let own = bytes[place..<min(end, bytes.count)]
      characters.append((own, text(Array(own), as: encoding)))
      place = end
    }
    return characters
  }

  /// Returns the bytes with the checksum that the message's format computes, if it has one in `range`.
  func corrected(_ bytes: [UInt8], _ format: Format, _ range: Range<Int>) -> [UInt8] {
    let dissection = unsafe format.dissect(bytes.span.bytes, .utf8)
    guard case .bad(let found, let expected) = dissection.check, let name = format.checkField,
      dissection.field(named: name)?.range == range
    else { return bytes }
    let old = bytes[range]
    let notation = [false, true].map { NumberNotation.whole(isLittle: $0, bytes: range.count) }
      .first { $0.value(in: old) == found & $0.mask }
    var bytes = bytes
    if range.count <= 8, let notation {
      bytes.replaceSubrange(range, with: notation.bytes(of: expected, insteadOf: old))
    } else {
      let isLower = old.contains { (0x61...0x66).contains($0) }
      let digits = Int(truncatingIfNeeded: expected).digits(range.count, radix: 16)
      bytes.replaceSubrange(range, with: Array((isLower ? digits.lowercased() : digits.uppercased()).utf8))
    }
    return bytes
  }

  // MARK: Fields

  private func parts(of dissection: Dissection, _ message: PeerMessage) -> [VaryingPart] {
    let format = dissection.format
    var parts: [VaryingPart] = []
    func add(_ field: Dissection.Field?, _ meaning: (NumberNotation) -> VaryingPart.Meaning?) {
      guard let field, !field.range.isEmpty, field.range.upperBound <= message.bytes.count,
        let notation = notation(of: field, format, message.bytes), let meaning = meaning(notation)
      else { return }
      parts.add([VaryingPart(range: field.range, meaning: meaning, rule: number(field.name, format))])
    }
    if dissection.check == .good, let name = format.checkField, let field = dissection.field(named: name),
      field.range.upperBound <= message.bytes.count
    {
      parts.add([VaryingPart(range: field.range, meaning: .checksum(nil), rule: number(name, format))])
    }
    if let sequence = format.sequence {
      add(dissection.field(named: sequence.field)) { .counter($0, step: 1) }
    }
    if let clock = format.clock, let field = dissection.field(named: clock.field) {
      if case .time = field.value {
      } else {
        add(field) { notation in clock.rate.map { .ticks(notation, perSecond: $0) } }
      }
    }
    for field in dissection.fields {
      guard case .time(let time) = field.value, let arrival = message.time,
        (time &- arrival).magnitude <= Self.mostAhead, field.range.upperBound <= message.bytes.count
      else { continue }
      if let (notation, clock) = Self.clock(message.bytes[field.range], time) {
        parts.add([VaryingPart(range: field.range, meaning: .time(notation, clock), rule: number(field.name, format))])
      } else if MomentText(message.bytes, at: field.range.lowerBound, end: field.range.upperBound)?.range == field.range
      {
        parts.add([VaryingPart(range: field.range, meaning: .moment, rule: number(field.name, format))])
      }
    }
    return parts.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The way in which the number of a field stands there; `nil` if it is none.
  private func notation(of field: Dissection.Field, _ format: Format, _ bytes: [UInt8]) -> NumberNotation? {
    let old = bytes[field.range]
    let decimal = NumberNotation.decimal(isPadded: old.first == 0x30 && old.count > 1)
    if let value = decimal.value(in: old), field.value.number == Double(value) { return decimal }
    guard field.range.count <= 8, let number = field.value.number else { return nil }
    let (low, count) = field.bits.map { ($0.lowerBound, $0.count) } ?? (0, 8 * field.range.count)
    let forms = [false, true].map { NumberNotation.binary(isLittle: $0, low: low, count: count) }
    let fitting = forms.filter { form in form.value(in: old).map { Double($0) == number } ?? false }
    let key = "\(format.name) \(field.name)"
    if fitting.count == 1 { orders[key] = fitting[0] == forms[1] }
    guard let first = fitting.first else { return nil }
    return orders[key].map { forms[$0 ? 1 : 0] } ?? first
  }

  /// The clock of a time that some bytes say.
  private static func clock(_ bytes: ArraySlice<UInt8>, _ time: Int64) -> (NumberNotation, StructureField.Clock)? {
    let notations =
      bytes.count <= 8
      ? [false, true].map { NumberNotation.whole(isLittle: $0, bytes: bytes.count) } : []
    for notation in notations + [.decimal(isPadded: false)] {
      guard let value = notation.value(in: bytes) else { continue }
      for clock in StructureField.Clock.allCases {
        guard let own = clock.nanoseconds(value), (own &- time).magnitude <= 1_000 else { continue }
        return (notation, clock)
      }
    }
    return nil
  }

  private func number(_ field: String, _ format: Format) -> Int {
    let key = "\(format.name) \(field)"
    if let known = numbers[key] { return known }
    numbers[key] = -1 - numbers.count
    return -numbers.count
  }
}
