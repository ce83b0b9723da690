import PayloadText
import PeerText
import Synchronization
import TerminalUI
import UDPCore

extension FuzzTarget {
  private static let encodings = TextEncoding.allCases.filter { $0 != .hex }

  /// A cache of decoders: building their tables takes longer than a thousand inputs.
  private final class Decoders {
    private var made: [TextEncoding: TextDecoder] = [:]

    subscript(encoding: TextEncoding) -> TextDecoder? {
      if made[encoding] == nil { made[encoding] = try? TextDecoder(encoding) }
      return made[encoding]
    }
  }

  private static let decodersMade = Mutex(Decoders())

  /// Decodes with every decoder, chosen by the first byte. No output may harm a terminal.
  static let decoders = FuzzTarget(name: "decoders") { bytes in
    let (choice, payload) = bytes.choice(of: encodings.count)
    let encoding = encodings[choice]
    decodersMade.withLock { decoders in
      if let decoder = decoders[encoding] { read(payload, as: encoding, by: decoder) }
    }
  }

  private static func read(_ payload: [UInt8], as encoding: TextEncoding, by decoder: TextDecoder) {
    let text = decoder.decode(payload)
    precondition(text.units.count <= payload.count && !text.isPartial)
    precondition(decoder.string(payload.span.bytes) == text.string, "\(encoding): two readings")
    for limit in [0, 1, payload.count / 2] {
      precondition(decoder.decode(payload, limit: limit).units.count <= limit)
    }
    for safe in [SafeText(table: text), SafeText(detail: text), SafeText(escaped: text), SafeText(record: text)] {
      check(safe)
    }
    let rows = decoder.rows(0..<(payload.count + 15) / 16, of: payload.span.bytes, bytesPerRow: 16)
    for row in rows { check(SafeText(detail: row.text)) }
    var end = 0
    for character in rows.flatMap(\.characters) {
      precondition(character.bytes.lowerBound == end && !character.bytes.isEmpty, "\(encoding): a gap")
      end = character.bytes.upperBound
      guard end <= 256 else { continue }
      precondition(decoder.character(holding: end - 1, of: payload.span.bytes).bytes == character.bytes)
    }
    precondition(end == payload.count)
    if let written = try? TextEncoder.encode(text.string, as: encoding) {
      let again = decoder.decode(written)
      precondition(again.string.unicodeScalars.count <= written.count)
    }
  }

  /// Detects the encoding of a peer.
  static let detector = FuzzTarget(name: "detector") { bytes in
    var peers = PeerEncodings(capacity: 4)
    for (number, payload) in bytes.split(separator: 0x0a, maxSplits: 8, omittingEmptySubsequences: false).enumerated() {
      let peer = Endpoint(.anyIPv6, port: number % 3 == 0 ? 1 : 2)
      let payload = Array(payload)
      peers.observe(payload.span.bytes, from: peer)
      let reading = peers.reading(for: peer)
      precondition(!peers.candidates(for: peer).isEmpty || reading.choice.isUndecided)
      let shown = reading.choice(of: payload.span.bytes)
      precondition(shown.encoding == .hex || payload.contains { $0 > 0 && $0 < 0xff } || payload.isEmpty)
      precondition(reading.textEncoding(of: payload.span.bytes) != .hex || reading.choice.encoding == .hex)
      for encoding in TextEncoding.allCases {
        _ = PeerReading(chosen: EncodingChoice(encoding)).choice(of: payload.span.bytes)
      }
    }
  }

  /// Makes text safe for a terminal: truncated text stays whole and safe, and its width adds up.
  static let safeText = FuzzTarget(name: "safetext") { bytes in
    let (columns, rest) = bytes.choice(of: 40)
    let text = rest.text
    for safe in [SafeText(text), SafeText(escaped: text)] {
      check(safe)
      let head = safe.prefix(columns: columns)
      precondition(head.width <= columns && head.width >= min(columns, safe.width) - 1)
      check(head)
      let tail = safe.dropFirst(columns: columns)
      check(tail)
      precondition(tail.width <= safe.width)
      precondition(safe.padded(toColumns: columns).width >= columns)
    }
  }

  /// Parses messages as a person writes them, with escapes and as hexadecimal digits, in every encoding.
  static let message = FuzzTarget(name: "message") { bytes in
    let (choice, rest) = bytes.choice(of: encodings.count)
    let source = rest.text
    do throws(MessageSyntaxError) {
      let message = try Message(parsing: source)
      if let payload = try? message.encoded(as: encodings[choice]) {
        precondition(!payload.isEmpty || message.isEmpty || encodings[choice] == .hex)
      }
    } catch {
      precondition((0...source.unicodeScalars.count).contains(error.offset) && !"\(error)".isEmpty)
    }
    if let message = try? Message.hex(source) { precondition((try? message.encoded(as: .utf8)) != nil) }
  }

  private static let fresh = KeyParser()

  /// Parses terminal input in two pieces; the keys must not depend on how it is split.
  static let keys = FuzzTarget(name: "keys") { bytes in
    let (place, rest) = bytes.choice(of: 64)
    var whole = fresh
    var pieces = fresh
    let cut = min(place, rest.count)
    let all = whole.feed(rest) + whole.flush()
    let both = pieces.feed(rest[..<cut]) + pieces.feed(rest[cut...]) + pieces.flush()
    precondition(all == both, "\(all) but in pieces \(both)")
  }

  /// Checks that the text has no characters unfit for a terminal: controls, or those that reorder or hide text.
  private static func check(_ safe: SafeText) {
    var width = 0
    for glyph in safe.glyphs {
      width += Int(glyph.width)
      for scalar in glyph.scalars where isForbidden(scalar) {
        preconditionFailure("U+\(String(scalar.value, radix: 16)) would reach the terminal")
      }
    }
    precondition(width == safe.width, "the width does not add up")
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1f, 0x7f...0x9f, 0xad, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xfffb,
      0xe000...0xf8ff, 0xe0000...0x10ffff:
      true
    default: false
    }
  }
}
