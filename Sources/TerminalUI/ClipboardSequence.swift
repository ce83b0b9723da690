/// The control sequence that puts text into a terminal's clipboard: OSC 52 (xterm's ctlseqs, "Manipulate Selection
/// Data"). The text is sent as base64, so nothing in it can control the terminal.
package enum ClipboardSequence {
  /// A terminal multiplexer between the program and the terminal.
  package enum Multiplexer: Hashable, Sendable {
    /// tmux handles OSC 52 itself if `set-clipboard` is `on`, and passes it through if `allow-passthrough` is.
    case tmux
    /// GNU screen passes the sequence through in short pieces.
    case screen
  }

  /// The size in bytes of a piece for GNU screen, whose older versions cut strings at 256 bytes.
  private static let piece = 240

  /// Returns the bytes that put `text` (UTF-8) into the clipboard.
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

  /// ST, which terminates a device control string (ECMA-48).
  private static let terminator: [UInt8] = [0x1b, UInt8(ascii: "\\")]

  /// Encodes bytes as base64 (RFC 4648, section 4).
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
