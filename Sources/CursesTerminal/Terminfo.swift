import CNcurses
import TerminalUI

/// What terminfo says of the terminal that was looked up last.
enum Terminfo {
  /// A capability as bytes, without padding marks; empty where the terminal has none.
  static func bytes(_ name: String) -> [UInt8] {
    guard let value = unsafe nc_string(name) else { return [] }
    return withoutPadding(unsafe String(cString: value).utf8)
  }

  /// The bytes that move the cursor; empty where the terminal cannot.
  static func moveCursor(to place: Position) -> [UInt8] {
    guard let capability = unsafe nc_string("cup"),
      let value = unsafe tgoto(capability, Int32(clamping: place.column), Int32(clamping: place.row))
    else { return [] }
    return withoutPadding(unsafe String(cString: value).utf8)
  }

  /// What this terminal sends for keys. In a capability a NUL is written as 0x80, but no key has one.
  static func keySequences() -> [[UInt8]: Key] {
    var sequences: [[UInt8]: Key] = [:]
    for (name, key) in keyNames + (1...24).map({ ("kf\($0)", Key.function($0)) }) {
      let sequence = bytes(name)
      if sequence.count > 1 { sequences[sequence] = key }
    }
    return sequences
  }

  private static let keyNames: [(String, Key)] = [
    ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
    ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
    ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end), ("kPRV", .pageUp), ("kNXT", .pageDown),
    ("kLFT3", .wordLeft), ("kRIT3", .wordRight), ("kLFT5", .wordLeft), ("kRIT5", .wordRight),
  ]

  /// Takes out `$<5>`, `$<5*/>` and the like (terminfo(5), "Delays and Padding"): no terminal of today needs them.
  static func withoutPadding(_ capability: some Sequence<UInt8>) -> [UInt8] {
    var kept: [UInt8] = []
    var rest = Array(capability)[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "$"), rest.dropFirst().first == UInt8(ascii: "<"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      {
        rest = rest[(end + 1)...]
      } else {
        kept.append(byte)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
