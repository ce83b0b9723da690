import Basics
import Testing

@testable import PayloadText

/// Compares the text that records are written with to the safe text that it is a short cut of.
struct RecordTextTests {
  private static func written(_ text: DecodedText, as form: RecordText.Form) -> String {
    var buffer = ByteBuffer()
    RecordText.append(text, as: form, to: &buffer)
    return buffer.withBytes { $0.validUTF8 } ?? "not UTF-8"
  }

  /// Returns the text as JSON, glyph by glyph: further marks of a glyph are escapes.
  private static func json(_ text: SafeText) -> String {
    var json = ""
    for glyph in text.glyphs {
      for scalar in glyph.scalars {
        if glyph.isContinuation {
          for unit in String(scalar).utf16 { json += "\\u" + unit.digits(4, radix: 16) }
        } else {
          json += scalar == "\\" || scalar == "\"" ? "\\" + String(scalar) : String(scalar)
        }
      }
    }
    return json
  }

  private static func check(_ units: [DecodedText.Unit]) {
    let text = DecodedText(units: units)
    let safe = SafeText(record: text)
    #expect(written(text, as: .plain).unicodeScalars.elementsEqual(safe.description.unicodeScalars))
    #expect(written(text, as: .json).unicodeScalars.elementsEqual(json(safe).unicodeScalars))
  }

  /// All scalars of the planes with characters. Of those without, and of those for private use, some.
  private static let scalars: [Unicode.Scalar] =
    [0...0x3ffff, 0xe0000...0xe0fff].flatMap { $0.compactMap { Unicode.Scalar($0 as UInt32) } }
    + stride(from: 0x40000 as UInt32, through: 0x10ffff, by: 31).compactMap { Unicode.Scalar($0) }
    + (0x4...0x10 as ClosedRange<UInt32>).flatMap { plane in
      [plane << 16, plane << 16 | 0xfffd, plane << 16 | 0xfffe, plane << 16 | 0xffff].compactMap { Unicode.Scalar($0) }
    }

  @Test func `every scalar is written as it is shown, alone and after a letter, a backslash and an escape`() {
    let scalars = Self.scalars
    for start in stride(from: 0, to: scalars.count, by: 4_096) {
      let units = scalars[start..<min(start + 4_096, scalars.count)].flatMap { scalar -> [DecodedText.Unit] in
        [
          .scalar(scalar), .scalar("a"), .scalar(scalar), .scalar("\\"), .scalar(scalar), .scalar("\n"),
          .scalar(scalar),
        ]
      }
      Self.check(units)
    }
  }

  @Test func `marks and bad bytes are written as they are shown, however many follow each other`() {
    let some: [DecodedText.Unit] = [
      .scalar("a"), .scalar("\u{301}"), .scalar("\u{302}"), .scalar("\u{303}"), .scalar("中"), .scalar("\\"),
      .scalar("\""), .badByte(0xff), .scalar("\t"), .scalar("\u{200e}"), .scalar("😀"),
    ]
    for _ in 0..<2_000 {
      Self.check((0..<24).map { _ in some[Bool.random() ? Int.random(in: 1...3) : Int.random(in: some.indices)] })
    }
  }

  @Test func `ASCII is written the same without being decoded`() {
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0...40)).map { _ in
        UInt8(Bool.random() ? Int.random(in: 0x20..<0x7f) : Int.random(in: 0..<0x80))
      }
      let text = DecodedText(units: bytes.map { .scalar(Unicode.Scalar($0)) })
      for form in [RecordText.Form.plain, .json] {
        var buffer = ByteBuffer()
        RecordText.append(ascii: bytes.span.bytes, as: form, to: &buffer)
        #expect(buffer.withBytes { $0.validUTF8 } == Self.written(text, as: form))
      }
    }
  }
}
