import Testing

@testable import TerminalUI

@Suite struct ClipboardTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `base64 is that of RFC 4648`(text: String, expected: String) {
    #expect(String(decoding: ClipboardSequence.base64(Array(text.utf8)), as: UTF8.self) == expected)
  }

  @Test func `nothing of the text reaches the terminal but base64`() {
    let bytes = ClipboardSequence.bytes(for: Array("\u{1b}]0;owned\u{7}".utf8))
    #expect(String(decoding: bytes, as: UTF8.self) == "\u{1b}]52;c;G10wO293bmVkBw==\u{7}")
  }

  @Test func `inside tmux it goes to tmux and through it, inside screen through it in short pieces`() {
    let plain = ClipboardSequence.bytes(for: Array("hi".utf8))
    let tmux = ClipboardSequence.bytes(for: Array("hi".utf8), through: .tmux)
    #expect(Array(tmux.prefix(plain.count)) == plain)
    #expect(
      String(decoding: tmux.dropFirst(plain.count), as: UTF8.self) == "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{7}\u{1b}\\")
    let long = [UInt8](repeating: 0x61, count: 1_000)
    let screen = String(decoding: ClipboardSequence.bytes(for: long, through: .screen), as: UTF8.self)
    let pieces = screen.split(separator: "\u{1b}P").map { $0.dropLast(2) }
    #expect(pieces.allSatisfy { $0.utf8.count <= 240 })
    #expect(Array(pieces.joined().utf8) == ClipboardSequence.bytes(for: long))
  }
}
