package import Basics

/// A writer of payloads as the text of a record: as `SafeText(record:)` makes it, but without a glyph for each
/// character.
package struct RecordText {
  /// The place where the text is written.
  package enum Form: Sendable {
    /// Between the quotation marks of a JSON string. Marks that a terminal should not receive with their base are
    /// written as JSON escapes.
    case json
    case plain
  }

  /// The base that a mark would join.
  private enum Base {
    /// None: the text begins, or one of our escapes is before the mark.
    case none
    case text(marks: Int)
    /// A mark for which its base has no room, with the further ones that joined it.
    case mark(marks: Int)
  }

  private let form: Form
  private var base = Base.none

  private init(_ form: Form) { self.form = form }

  /// Appends a decoded payload.
  package static func append(_ text: DecodedText, as form: Form, to output: inout ByteBuffer) {
    var writer = RecordText(form)
    for unit in text.units {
      switch unit {
      case .scalar(let scalar): writer.append(scalar, to: &output)
      case .badByte(let byte): writer.append(escape: byte, to: &output)
      }
    }
  }

  /// Appends a payload of nothing but ASCII.
  package static func append(ascii payload: RawSpan, as form: Form, to output: inout ByteBuffer) {
    var writer = RecordText(form)
    var start = 0
    while start < payload.byteCount {
      let end = start &+ payload.plainRun(from: start)
      if end > start { output.append(payload.extracting(start..<end)) }
      if end < payload.byteCount { writer.append(Unicode.Scalar(payload[byte: end]), to: &output) }
      start = end &+ 1
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, to output: inout ByteBuffer) {
    if scalar.value &- 0x20 < 0x5f {
      append(printable: UInt8(truncatingIfNeeded: scalar.value), to: &output)
    } else if scalar.isPlain {
      base = .text(marks: 0)
      output.append(scalar)
    } else {
      judge(scalar, to: &output)
    }
  }

  private mutating func append(printable byte: UInt8, to output: inout ByteBuffer) {
    switch byte {
    case UInt8(ascii: "\\"):
      // A backslash of the payload is doubled, so that no payload can forge an escape.
      base = .none
      appendBackslash(to: &output)
      appendBackslash(to: &output)
    case UInt8(ascii: "\"") where form == .json:
      base = .text(marks: 0)
      output.append("\\" as Unicode.Scalar)
      output.append(byte)
    default:
      base = .text(marks: 0)
      output.append(byte)
    }
  }

  private mutating func judge(_ scalar: Unicode.Scalar, to output: inout ByteBuffer) {
    switch ScalarClass(scalar) {
    case .allowed: place(scalar, Placement(scalar, isMark: false), to: &output)
    case .mark: place(scalar, Placement(scalar, isMark: true), to: &output)
    case .control, .separator, .bidi, .invisible, .selector, .unassigned: append(escape: scalar, to: &output)
    }
  }

  private mutating func place(_ scalar: Unicode.Scalar, _ placement: Placement, to output: inout ByteBuffer) {
    switch (placement, base) {
    case (.cells, _):
      base = .text(marks: 0)
      output.append(scalar)
    case (.unknown, _), (.onBase, .none): append(escape: scalar, to: &output)
    case (.onBase, .text(let marks)) where marks < SafeText.Glyph.mostMarks:
      base = .text(marks: marks &+ 1)
      output.append(scalar)
    case (.onBase, .mark(let marks)) where marks < SafeText.Glyph.mostMarks:
      base = .mark(marks: marks &+ 1)
      append(further: scalar, to: &output)
    case (.onBase, .text), (.onBase, .mark):
      base = .mark(marks: 0)
      append(further: scalar, to: &output)
    }
  }

  private func append(further mark: Unicode.Scalar, to output: inout ByteBuffer) {
    guard form == .json else { return output.append(mark) }
    for unit in UTF16.encode(mark) ?? UTF16.EncodedScalar() {
      output.append("\\u")
      output.append(Int(unit), hexDigits: 4)
    }
  }

  private mutating func append(escape byte: UInt8, to output: inout ByteBuffer) {
    base = .none
    appendBackslash(to: &output)
    output.append("x" as Unicode.Scalar)
    output.append(Int(byte), hexDigits: 2)
  }

  private mutating func append(escape scalar: Unicode.Scalar, to output: inout ByteBuffer) {
    base = .none
    for byte in SafeText.escape(of: scalar).utf8 {
      if byte == UInt8(ascii: "\\") { appendBackslash(to: &output) } else { output.append(byte) }
    }
  }

  /// Appends a backslash of an escape of ours, which JSON doubles.
  private func appendBackslash(to output: inout ByteBuffer) {
    output.append("\\" as Unicode.Scalar)
    if form == .json { output.append("\\" as Unicode.Scalar) }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is one of those letters and signs of East Asia that every Unicode has allowed, with cells of
  /// their own.
  fileprivate var isPlain: Bool {
    switch value {
    case 0x4e00...0x9fa5, 0xac00...0xd7a3, 0x3041...0x3096, 0x30a1...0x30fa, 0x3001...0x3029, 0xff01...0xff5e: true
    default: false
    }
  }
}

extension RawSpan {
  /// The length of the run from `start` of printable ASCII that is the same in a record and in JSON: without quotation
  /// marks and backslashes.
  fileprivate func plainRun(from start: Int) -> Int {
    var end = start
    while end &+ 8 <= byteCount {
      let word = unsafe unsafeLoadUnaligned(fromByteOffset: end, as: UInt64.self).littleEndian
      // A byte that is 0 after the exclusive or borrows its high bit. A byte above it may borrow too, and is looked at.
      let quotes = word ^ 0x2222_2222_2222_2222
      let slashes = word ^ 0x5c5c_5c5c_5c5c_5c5c
      let deletes = word ^ 0x7f7f_7f7f_7f7f_7f7f
      let ones: UInt64 = 0x0101_0101_0101_0101
      let found =
        (word &- 0x2020_2020_2020_2020) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
        | (deletes &- ones) & ~deletes | word
      if found & 0x8080_8080_8080_8080 != 0 { break }
      end &+= 8
    }
    while end < byteCount {
      let byte = self[byte: end]
      guard byte &- 0x20 < 0x5f, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
      end &+= 1
    }
    return end &- start
  }
}
