import TerminalUI
import TestSupport
import Testing

@Suite struct KeyParserTests {
  @Test func `the mouse is read in the form that was asked for, and the old one types nothing`() {
    var parser = KeyParser()
    let click = Position(column: 4, row: 2)
    #expect(parser.feed(Array("\u{1b}[<0;5;3M\u{1b}[<0;5;3m".utf8)) == [.mouse(.click, at: click)])
    #expect(
      parser.feed(Array("\u{1b}[<64;5;3M\u{1b}[<65;5;3M".utf8)) == [
        .mouse(.wheelUp, at: click), .mouse(.wheelDown, at: click),
      ])
    #expect(parser.feed(Array("\u{1b}[<20;1999;500M".utf8)) == [.mouse(.click, at: Position(column: 1_998, row: 499))])
    #expect(parser.feed(Array("\u{1b}[<35;5;3M\u{1b}[<0;0;0M\u{1b}[<0;5M\u{1b}[<2;5;3M".utf8)).isEmpty)
    #expect(parser.feed(Array("\u{1b}[M !".utf8)).isEmpty)
    #expect(parser.feed(Array("!a".utf8)) == [.character("a")])
  }

  @Test(
    "bytes are keys, in one piece and byte by byte",
    arguments: [
      ("aG1", [Key.character("a"), .character("G"), .character("1")]),
      ("中\u{1f600}", [.character("中"), .character("\u{1f600}")]),
      ("\r\n\t", [.enter, .control("j"), .tab]), ("\u{7f}\u{8}", [.backspace, .backspace]),
      ("\u{0}\u{3}\u{1a}\u{1c}\u{1f}", [.control(" "), .control("c"), .control("z"), .control("\\"), .control("_")]),
      ("\u{1b}[A\u{1b}OB\u{1b}[C\u{1b}OD", [.up, .down, .right, .left]),
      ("\u{1b}[1;2A\u{1b}[1;5D\u{1b}[1;3C\u{1b}[1;2C\u{1b}Od", [.up, .wordLeft, .wordRight, .right, .wordLeft]),
      ("\u{1b}[H\u{1b}OF\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~", [.home, .end, .home, .end, .home, .end]),
      (
        "\u{1b}[2~\u{1b}[3~\u{1b}[5~\u{1b}[6~\u{1b}[3;5~\u{1b}[Z",
        [.insert, .delete, .pageUp, .pageDown, .delete, .backTab]
      ),
      (
        "\u{1b}OP\u{1b}[11~\u{1b}[[A\u{1b}[15~\u{1b}[17~\u{1b}[21~\u{1b}[23~\u{1b}[24~",
        [
          .function(1), .function(1), .function(1), .function(5), .function(6), .function(10), .function(11),
          .function(12),
        ]
      ),
      ("\u{1b}[1;2P\u{1b}[25~\u{1b}[28~\u{1b}[34~", [.function(13), .function(13), .function(15), .function(20)]),
      ("\u{1b}OM\u{1b}Ok\u{1b}Op", [.enter, .character("+"), .character("0")]),
      ("\u{1b}x\u{1b}\u{7f}\u{1b}\r", [.alt("x"), .alt("\u{7f}"), .alt("\r")]),
      ("\u{1b}\u{1b}[A", [.escape, .up]), ("\u{1b}中", [.escape, .character("中")]),
      ("\u{1b}\u{3}", [.escape, .control("c")]),
      (
        "\u{1b}[<0;12;5M\u{1b}[I\u{1b}[?62;1c\u{1b}[99~x",
        [.mouse(.click, at: Position(column: 11, row: 4)), .character("x")]
      ),
      (
        "\u{1b}[200~a\r\nb\rc\n\u{1b}[A\u{3}\u{9b}\u{7f}\t中\u{1b}[201~q",
        [.paste("a\nb\nc\n\u{1b}[A\t中"), .character("q")]
      ),
      ("\u{1b}[200~\u{1b}[201~\u{1b}[201~q", [.character("q")]), ("\u{9b}1\u{85}", [.character("1")]),
    ])
  func keys(input: String, expected: [Key]) {
    var whole = KeyParser()
    #expect(whole.feed(input.utf8) == expected)
    var pieces = KeyParser()
    #expect(input.utf8.flatMap { pieces.feed([$0]) } == expected)
    #expect(!pieces.isWaiting)
  }

  @Test(
    "an Esc waits, and then is itself or Alt",
    arguments: [
      ("\u{1b}", [Key.escape]), ("\u{1b}[", [.alt("[")]), ("\u{1b}O", [.alt("O")]), ("x", []),
    ])
  func waiting(input: String, expected: [Key]) {
    var parser = KeyParser()
    let keys = parser.feed(input.utf8)
    #expect(parser.isWaiting == !expected.isEmpty)
    #expect(keys + parser.flush() == (expected.isEmpty ? [.character("x")] : expected))
    #expect(parser.feed("y".utf8) == [.character("y")])
  }

  @Test func `a paste that is not ended stays open, and its Esc does not wait`() {
    var parser = KeyParser()
    #expect(parser.feed("\u{1b}[200~abc\u{1b}".utf8) == [])
    #expect(!parser.isWaiting)
    #expect(parser.flush() == [])
    #expect(parser.feed("[201~".utf8) == [.paste("abc")])
  }

  @Test func `a large paste comes in pieces that lose nothing`() {
    let text = String(repeating: "中文\r\n", count: 100_000)
    var parser = KeyParser()
    var keys: [Key] = []
    var rest = Array("\u{1b}[200~\(text)\u{1b}[201~".utf8)[...]
    while !rest.isEmpty {
      keys += parser.feed(rest.prefix(4_095))
      rest = rest.dropFirst(4_095)
    }
    let pasted = keys.map { if case .paste(let piece) = $0 { piece } else { "?" } }
    #expect(keys.count > 1)
    #expect(pasted.joined() == String(repeating: "中文\n", count: 100_000))
  }

  @Test(
    "bytes that are no character are U+FFFD, one each",
    arguments: [
      ([0xff], 1), ([0xc0, 0x80], 2), ([0xed, 0xa0, 0x80], 3), ([0xf4, 0x90, 0x80, 0x80], 4), ([0xe4, 0xb8], 1),
    ] as [([UInt8], Int)])
  func badBytes(bytes: [UInt8], count: Int) {
    var parser = KeyParser()
    let keys = parser.feed(bytes + [0x61])
    #expect(keys.last == .character("a"))
    #expect(keys.filter { $0 == .character("\u{fffd}") }.count >= count)
  }

  @Test func `what terminfo says comes before the usual sequences`() {
    var parser = KeyParser(sequences: [Array("\u{1b}[A".utf8): .down, Array("\u{1b}?x".utf8): .home, [0x61]: .end])
    #expect(
      parser.feed("\u{1b}[A\u{1b}?xa\u{1b}?y".utf8) == [.down, .home, .character("a"), .alt("?"), .character("y")])
  }

  @Test func `a sequence without an end is passed over`() {
    var parser = KeyParser()
    _ = parser.feed("\u{1b}[\(String(repeating: "1;", count: 500))".utf8)
    #expect(parser.feed("\u{1b}[A".utf8).last == .up)
  }

  @Test("random bytes do no harm", arguments: 1...50 as ClosedRange<UInt64>)
  func fuzz(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let interesting: [UInt8] = [0x1b, 0x5b, 0x4f, 0x32, 0x30, 0x7e, 0x3b, 0xe4, 0xff, 0x0d]
    for _ in 0..<50 {
      var parser = KeyParser()
      for _ in 0..<8 {
        let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          Bool.random(using: &generator) ? interesting.randomElement(using: &generator) ?? 0 : .random(in: 0...255)
        }
        _ = parser.feed(bytes)
        if Bool.random(using: &generator) { _ = parser.flush() }
      }
      _ = parser.feed("\u{1b}[201~ ".utf8)
      #expect(parser.feed("\u{1b}[A".utf8).last == .up)
    }
  }
}
