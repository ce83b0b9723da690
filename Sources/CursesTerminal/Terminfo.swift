import CNcurses
import TerminalUI

/// Terminfo's capabilities of the terminal that was looked up last.
enum Terminfo {
  /// Returns a capability as bytes, without padding; empty if the terminal lacks it.
  static func bytes(_ name: String) -> [UInt8] {
    guard let value = unsafe nc_string(name) else { return [] }
    return withoutPadding(unsafe String(cString: value).utf8)
  }

  /// Returns the bytes that move the cursor; empty if the terminal cannot.
  static func moveCursor(to place: Position) -> [UInt8] {
    guard let capability = unsafe nc_string("cup"),
      let value = unsafe tgoto(capability, Int32(clamping: place.column), Int32(clamping: place.row))
    else { return [] }
    return withoutPadding(unsafe String(cString: value).utf8)
  }

  /// Returns the key sequences of this terminal. Terminfo represents NUL as 0x80, but no key sends one.
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

  /// Removes delays such as `$<5>` and `$<5*/>` (terminfo(5), "Delays and Padding"): no current terminal needs them.
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
