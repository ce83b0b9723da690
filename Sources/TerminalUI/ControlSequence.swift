/// A control sequence from a terminal's keyboard: `ESC [` parameters final, or `ESC O` parameters final (ECMA-48, 5.4;
/// xterm's ctlseqs, "PC-Style Function Keys").
struct ControlSequence: Hashable {
  /// The result of parsing a sequence at the start of some bytes.
  enum Parsed {
    /// A sequence and its length in bytes.
    case sequence(ControlSequence, length: Int)
    /// More bytes are needed.
    case incomplete
    /// No sequence; the number of bytes to skip.
    case invalid(length: Int)
  }

  /// The maximum number of bytes after `ESC [` or `ESC O`; longer input is invalid.
  static let longest = 64

  private var isSingleShift: Bool
  private var parameters: ArraySlice<UInt8>
  private var final: UInt8

  /// Parses the sequence at the start of `bytes`, whose first byte is Esc.
  static func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
    let isSingleShift = bytes[bytes.startIndex + 1] == UInt8(ascii: "O")
    let body = bytes.dropFirst(2)
    guard let end = body.firstIndex(where: { !(0x20...0x3f).contains($0) }) else {
      return body.count < longest ? .incomplete : .invalid(length: bytes.count)
    }
    let length = end - bytes.startIndex
    guard (0x40...0x7e).contains(bytes[end]) else { return .invalid(length: length) }
    let sequence = ControlSequence(isSingleShift: isSingleShift, parameters: body[..<end], final: bytes[end])
    return .sequence(sequence, length: length + 1)
  }

  /// Whether pasted text follows (bracketed paste).
  var isPasteStart: Bool { !isSingleShift && final == UInt8(ascii: "~") && numbers.first == 200 }

  /// Whether three more bytes belong to the sequence: a mouse report in the old format, sent by terminals that do not
  /// support the requested one.
  var isOldMouse: Bool { !isSingleShift && final == UInt8(ascii: "M") && parameters.isEmpty }

  /// The mouse event of `ESC [ < button ; column ; row M` (xterm's ctlseqs, "SGR (1006)"); `nil` for events that are
  /// not used, such as releasing a button.
  private var mouse: Key? {
    guard !isSingleShift, final == UInt8(ascii: "M"), parameters.first == UInt8(ascii: "<") else { return nil }
    let numbers = Self.numbers(parameters.dropFirst())
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let place = Position(column: numbers[1] - 1, row: numbers[2] - 1)
    // Bits 2 to 4 are Shift, Alt and Ctrl; bit 5 is motion; bit 6 is the wheel.
    switch numbers[0] & ~0b1_1100 {
    case 0: return .mouse(.click, at: place)
    case 64: return .mouse(.wheelUp, at: place)
    case 65: return .mouse(.wheelDown, at: place)
    default: return nil
    }
  }

  /// The key; `nil` for sequences that are not used (focus, reports).
  var key: Key? {
    if let mouse { return mouse }
    guard parameters.allSatisfy({ $0 == UInt8(ascii: ";") || (0x30...0x39).contains($0) }) else { return nil }
    switch Unicode.Scalar(final) {
    case "A": return .up
    case "B": return .down
    case "C": return modifiers.isDisjoint(with: [.alt, .control]) ? .right : .wordRight
    case "D": return modifiers.isDisjoint(with: [.alt, .control]) ? .left : .wordLeft
    case "H": return .home
    case "F": return .end
    case "P": return function(1)
    case "Q": return function(2)
    case "R": return function(3)
    case "S": return function(4)
    case "Z": return .backTab
    case "~" where !isSingleShift: return numbered
    case "M" where isSingleShift: return .enter
    case "X" where isSingleShift: return .character("=")
    case "j"..."y" where isSingleShift: return .character(Unicode.Scalar(final - 0x40))
    default: return nil
    }
  }

  /// The key of `ESC [` number `~`, as on a VT220.
  private var numbered: Key? {
    switch numbers.first ?? 0 {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case let number where (11...15).contains(number): function(number - 10)
    case let number where (17...21).contains(number): function(number - 11)
    case let number where (23...26).contains(number): function(number - 12)
    case 28, 29: function((numbers.first ?? 0) - 13)
    case let number where (31...34).contains(number): function(number - 14)
    default: nil
    }
  }

  private func function(_ number: Int) -> Key {
    .function(modifiers.contains(.shift) && number <= 12 ? number + 12 : number)
  }

  private struct Modifiers: OptionSet {
    let rawValue: Int
    static let shift = Modifiers(rawValue: 1)
    static let alt = Modifiers(rawValue: 2)
    static let control = Modifiers(rawValue: 4)
  }

  /// The modifiers: the last of several parameters, minus 1 (`ESC [ 1 ; 5 A`); after `ESC O`, also a single parameter.
  private var modifiers: Modifiers {
    let numbers = numbers
    guard numbers.count > 1 || isSingleShift else { return [] }
    return Modifiers(rawValue: max(0, (numbers.last ?? 1) - 1))
  }

  /// The parameters; a missing one, or one of more than four digits, is 0.
  private var numbers: [Int] { Self.numbers(parameters) }

  private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
    parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
      digits.count > 4 ? 0 : digits.reduce(0) { $0 * 10 + Int($1 & 0x0f) }
    }
  }
}
