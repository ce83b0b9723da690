import Glibc
import PayloadText

/// Activates `C.UTF-8`, which widths require. Every suite that measures or draws uses it first.
let utf8Locale = CharacterLocale.activate(forceUTF8: true)

/// Runs `body` with the C locale active on this thread only.
func withASCIILocale<R>(_ body: () throws -> R) rethrows -> R {
  let ascii = unsafe newlocale(Int32(1 << LC_CTYPE), "C", nil)
  let before = unsafe uselocale(ascii)
  defer {
    unsafe uselocale(before)
    unsafe freelocale(ascii)
  }
  return try body()
}

extension DecodedText {
  /// Creates text from scalars, as if decoded.
  init(_ string: String) {
    self.init(units: string.unicodeScalars.map { .scalar($0) })
  }
}

extension DecodedText.Unit {
  var isBad: Bool {
    if case .badByte = self { true } else { false }
  }
}

/// Whether the safety table allows a code point, independently of the module's own code.
func mayReachTerminal(_ scalar: Unicode.Scalar) -> Bool {
  isAllowed[Int(scalar.value)]
}

private let isAllowed: [Bool] = {
  let forbidden: [ClosedRange<Int>] = [
    0x00...0x1f, 0x7f...0x9f, 0x2028...0x2029,
    0x61c...0x61c, 0x200e...0x200f, 0x202a...0x202e, 0x2066...0x2069, 0x206a...0x206f,
    0xad...0xad, 0x34f...0x34f, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180f, 0x200b...0x200d, 0x2060...0x2064,
    0x2800...0x2800, 0x3164...0x3164, 0xfeff...0xfeff, 0xffa0...0xffa0, 0xfff9...0xfffb, 0x1bca0...0x1bca3,
    0x1d173...0x1d17a, 0x13430...0x1345f,
    0xfe00...0xfe0f, 0xe0100...0xe01ef, 0xe0000...0xe007f,
    0xe000...0xf8ff, 0xf0000...0x10ffff,
  ]
  let banned: Set<Unicode.GeneralCategory> = [
    .unassigned, .privateUse, .surrogate, .control, .format, .lineSeparator, .paragraphSeparator,
  ]
  var table = (0..<0x110000).map { value in
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return false }
    return !banned.contains(scalar.properties.generalCategory)
  }
  for range in forbidden { for value in range { table[value] = false } }
  return table
}()
