import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// The key by which rows are sorted: each row's entry in a column as a sequence of numbers, so that rows compare as
/// these do.
struct SortKey {
  let column: Column
  let texts: PeerTexts
  let interfaces: InterfaceNames
  let notes: [UInt64: String]
  /// The round trips.
  let pairs: PairedRows
  /// The reader of what the column shows of a format; `nil` for other columns.
  let fields: FieldValueReader?
  /// The context in which it reads.
  let context: FilterContext

  /// Bytes of a text that are compared at most; rows that are equal so far stay as they came.
  private static let longestText = 256

  /// The greatest count of numbers.
  var wordCount: Int {
    switch column {
    case .number, .time, .delta, .direction, .size, .trail, .roundTrip, .answer: 1
    case .source, .destination, .peer, .local: 3
    case .encoding, .interface, .host, .note, .text, .format: Self.longestText / 8
    case .field: 1 + Self.longestText / 8
    }
  }

  /// About how long one number takes to find, in nanoseconds.
  var cost: Int { column == .text ? 600 : fields?.cost(of: 0) ?? 100 }

  /// The first number of a row whose field is a text, and that of one without the field: behind all numbers.
  private static let (textField, noField) = (UInt64.max - 1, UInt64.max)

  /// Whether rows whose last number was this one may differ in further ones.
  func continues(after word: UInt64, at index: Int) -> Bool {
    // No text is all ones: what has no entry is equal.
    guard index + 1 < wordCount, wordCount <= 3 || word != .max else { return false }
    if column.field != nil, index == 0 { return word == Self.textField }
    // A text ends where a number does not end with a byte of it.
    return wordCount <= 3 || word & 0xff != 0
  }

  /// The number at `index`.
  func word(_ index: Int, of datagram: Datagram) -> UInt64 {
    switch column {
    case .number, .delta, .trail, .answer: datagram.number
    // A request that still waits counts as the longest; a row without a round trip as the shortest.
    case .roundTrip: pairs.roundTrip(of: datagram.number)?.ordered ?? (pairs.isOpen(datagram.number) ? .max : 0)
    case .field: fieldWord(index, of: datagram)
    case .format: fields?.title(of: datagram, in: context).map { Self.word(index, of: $0.utf8) } ?? .max
    case .time: UInt64(bitPattern: datagram.time) ^ (1 << 63)
    case .direction: UInt64(datagram.kind.rawValue)
    case .size: UInt64(datagram.size)
    case .source: Self.word(index, of: datagram.source)
    case .destination: Self.word(index, of: datagram.destination)
    case .peer: Self.word(index, of: datagram.peer)
    case .local: Self.word(index, of: datagram.local.endpoint)
    case .encoding: Self.word(index, of: texts.choice(of: datagram).label.utf8)
    case .interface, .host: Self.word(index, of: interfaces.name(of: datagram.local.interface).utf8)
    case .note: notes[datagram.number].map { Self.word(index, of: $0.utf8) } ?? .max
    case .text: Self.word(index, of: texts.text(of: datagram, limit: (index + 1) * 8).string.utf8)
    }
  }

  /// The number at `index` of a row's field: numbers in their order, then texts, then rows without the field.
  private func fieldWord(_ index: Int, of datagram: Datagram) -> UInt64 {
    guard let value = fields?.value(0, of: datagram, in: context) else { return Self.noField }
    if let number = value.number, number.isFinite { return number.ordered }
    return index == 0 ? Self.textField : Self.word(index - 1, of: value.text.utf8)
  }

  /// Whether two rows have the same bytes, read in the same encoding.
  func haveSameText(_ first: Datagram, _ second: Datagram) -> Bool {
    guard first.storedSize == second.storedSize else { return false }
    guard texts.choice(of: first) == texts.choice(of: second) else { return false }
    return first.withPayload { first in
      second.withPayload { second in first.byteOffsets.allSatisfy { Self.byte($0, first) == Self.byte($0, second) } }
    }
  }

  private static func byte(_ offset: Int, _ payload: RawSpan) -> UInt8 {
    unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  private static func word(_ index: Int, of endpoint: Endpoint) -> UInt64 {
    switch index {
    case 0: endpoint.address.high
    case 1: endpoint.address.low
    default: UInt64(endpoint.port) << 32 | UInt64(endpoint.scope)
    }
  }

  /// Eight bytes of a text, with zeros behind its end.
  private static func word(_ index: Int, of text: String.UTF8View) -> UInt64 {
    var word: UInt64 = 0
    var count = 0
    for byte in text.dropFirst(index * 8).prefix(8) {
      word = word << 8 | UInt64(byte)
      count += 1
    }
    return count == 0 ? 0 : word << UInt64(8 * (8 - count))
  }
}
