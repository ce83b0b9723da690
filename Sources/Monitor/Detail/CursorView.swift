import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The line about the byte under the cursor of the detail: its offset, its character, and the numbers that begin there;
/// before them the bytes that are selected.
struct CursorView {
  let texts: PeerTexts
  let datagram: Datagram
  let cursor: Int
  /// The bytes that are selected; `nil` where none are.
  let selection: Range<Int>?
  let look: Look

  /// The longest number that is read.
  private static let most = 8

  /// The lines that it takes, `most` at most.
  func lines(columns: Int, most: Int) -> [LinePart.Form] {
    LinePart.flowed(parts, columns: columns, lines: most, gap: "  ")
  }

  func draw(_ lines: [LinePart.Form], on canvas: inout Canvas, in rect: Rect) {
    for (index, line) in lines.enumerated() {
      canvas.draw(line, in: rect.line(index), escapes: look.theme.escape)
    }
  }

  /// The place and the character alone, for the pane's rule.
  func brief(_ style: Style) -> LinePart {
    let dot = look.symbols.dot + " "
    if let selected { return LinePart(dot + selected.whole, dot + selected.brief, style: style, rank: LinePart.kept) }
    let place = HexDump.offset(cursor)
    return LinePart("\(dot)\(place) \(character)", dot + place, style: style, rank: LinePart.kept)
  }

  /// The bytes that are selected, in words; `nil` where none are.
  private var selected: (whole: SafeText, brief: SafeText)? {
    guard let selection else { return nil }
    let (first, last) = (HexDump.offset(selection.lowerBound), HexDump.offset(selection.upperBound - 1))
    let size = Figures.size(selection.count)
    return (look.words("\(size) selected, \(first) to \(last)"), look.words("\(size) selected"))
  }

  private var parts: [LinePart] {
    let theme = look.theme
    var parts = selected.map { [LinePart($0.whole, $0.brief, style: theme.match, rank: LinePart.kept)] } ?? []
    parts += [
      LinePart("\(HexDump.offset(cursor)) = \(cursor)", style: theme.accent, rank: LinePart.kept),
      LinePart(character, style: theme.plain, rank: 89),
    ]
    for (name, value, rank) in numbers {
      parts.append(
        LinePart(forms: [[(SafeText(name) + " ", theme.quiet), (SafeText(value), theme.plain)]], rank: rank))
    }
    return parts
  }

  /// `ce c2 温 U+6E29`: the bytes of the character under the cursor, itself, its numbers.
  private var character: SafeText {
    guard let found = texts.character(holding: cursor, of: datagram) else { return SafeText() }
    let bytes = datagram.withPayload { payload in
      found.bytes.map { HexDump.digits($0, of: payload) }.joined(separator: " ")
    }
    let text = DecodedText(units: found.units)
    let numbers = found.units.compactMap { unit -> String? in
      guard case .scalar(let scalar) = unit else { return nil }
      return scalar.codePoint
    }
    guard !numbers.isEmpty else { return look.words("\(bytes) no character") }
    return "\(bytes) \(SafeText(detail: text)) \(numbers.joined(separator: " "))"
  }

  /// The numbers that begin at the cursor, and how much they matter; of signed ones the negative value stands behind.
  private var numbers: [(name: String, value: String, rank: Int)] {
    let bytes = datagram.withPayload { payload in
      (cursor..<min(cursor + Self.most, payload.byteCount)).map { HexDump.byte($0, of: payload) }
    }
    guard let first = bytes.first else { return [] }
    var numbers = [("u8", Self.text(first, Int8(bitPattern: first)), 80)]
    numbers.append(("bits", first.digits(8, radix: 2), 46))
    if bytes.count >= 2 {
      let value = Self.number(UInt16.self, bytes)
      numbers.append(("le16", Self.text(value, Int16(bitPattern: value)), 70))
      numbers.append(("be16", Self.text(value.byteSwapped, Int16(bitPattern: value.byteSwapped)), 69))
    }
    if bytes.count >= 4 {
      let value = Self.number(UInt32.self, bytes)
      numbers.append(("le32", Self.text(value, Int32(bitPattern: value)), 60))
      numbers.append(("be32", Self.text(value.byteSwapped, Int32(bitPattern: value.byteSwapped)), 59))
      numbers.append(("lef32", Float(bitPattern: value).description, 50))
      numbers.append(("bef32", Float(bitPattern: value.byteSwapped).description, 49))
    }
    if bytes.count >= 8 {
      let value = Self.number(UInt64.self, bytes)
      numbers.append(("le64", Self.text(value, Int64(bitPattern: value)), 44))
      numbers.append(("be64", Self.text(value.byteSwapped, Int64(bitPattern: value.byteSwapped)), 43))
    }
    return numbers
  }

  private static func number<Value: FixedWidthInteger>(_: Value.Type, _ bytes: [UInt8]) -> Value {
    bytes.prefix(Value.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Value($1) }
  }

  private static func text(_ value: some BinaryInteger, _ signed: some SignedInteger) -> String {
    signed < 0 ? "\(value)/\(signed)" : "\(value)"
  }
}
