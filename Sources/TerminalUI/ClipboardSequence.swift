/// The bytes that have a terminal take text into its clipboard: OSC 52 (xterm's ctlseqs, "Manipulate Selection Data").
/// The text goes as base64, so that nothing in it can steer the terminal.
package enum ClipboardSequence {
  /// What stands between the program and the terminal.
  package enum Multiplexer: Hashable, Sendable {
    /// tmux takes OSC 52 itself where `set-clipboard` is `on`, and hands it through where `allow-passthrough` is.
    case tmux
    /// GNU screen hands it through, a short piece at a time.
    case screen
  }

  /// Bytes of a piece that screen takes: its strings are cut at 256 in old versions.
  private static let piece = 240

  /// The bytes that put `text`, UTF-8, into the clipboard.
  package static func bytes(for text: [UInt8], through multiplexer: Multiplexer? = nil) -> [UInt8] {
    let plain = Array("\u{1b}]52;c;".utf8) + base64(text) + [0x07]
    switch multiplexer {
    case nil: return plain
    case .tmux: return plain + Array("\u{1b}Ptmux;\u{1b}".utf8) + plain + terminator
    case .screen:
      return stride(from: 0, to: plain.count, by: piece).flatMap { start in
        Array("\u{1b}P".utf8) + plain[start..<min(plain.count, start + piece)] + terminator
      }
    }
  }

  /// ST, which ends a device control string (ECMA-48).
  private static let terminator: [UInt8] = [0x1b, UInt8(ascii: "\\")]

  /// RFC 4648, section 4.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? digits[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return text
  }
}
