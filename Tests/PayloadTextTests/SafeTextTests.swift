import PayloadText
import Testing

struct SafeTextTests {
  init() { _ = utf8Locale }

  @Test(arguments: [
    ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "\\0"), ("\u{1b}[2J", "\\x1b[2J"), ("\u{7f}", "\\x7f"),
    ("\u{9b}2J", "\\u{9b}2J"), ("\u{2028}", "\\u{2028}"), ("a\u{202e}b", "a\\u{202e}b"), ("\u{200b}", "\\u{200b}"),
    ("\u{feff}", "\\u{feff}"), ("\u{2800}", "\\u{2800}"), ("\u{e0041}", "\\u{e0041}"), ("☎\u{fe0f}", "☎\\u{fe0f}"),
    ("\u{e000}", "\\u{e000}"), ("\u{10ffff}", "\\u{10ffff}"), ("\u{378}", "\\u{378}"), ("\u{600}", "\\u{600}"),
    ("你好 é", "你好 é"), ("a\u{301}", "a\u{301}"), ("\u{a0}", "\u{a0}"),
  ])
  func `a string is shown as itself or as escapes`(string: String, shown: String) {
    let expected = Array(shown.unicodeScalars)
    #expect(Array(SafeText(string).description.unicodeScalars) == expected)
    #expect(Array(SafeText(detail: DecodedText(string)).description.unicodeScalars) == expected)
    #expect(Array(SafeText(escaped: DecodedText(string)).description.unicodeScalars) == expected)
  }

  @Test(arguments: [
    ("a\nb", "a.b"), ("a\u{9b}b", "a.b"), ("a\u{202e}b", "a.b"), ("a\u{200d}b", "a.b"), ("\u{1160}", "."),
    ("☎\u{fe0f}b", "☎b"), ("x\u{e0041}y", "xy"), ("\u{e000}", "\\u{e000}"), ("\u{fffe}", "\\u{fffe}"), ("a\\n", "a\\n"),
  ])
  func `in the table a control or invisible scalar is one marked cell`(string: String, shown: String) {
    #expect(SafeText(table: DecodedText(string)).description == shown)
  }

  @Test func `bad bytes are U+FFFD in the table and bytes in detail`() {
    let text = DecodedText(units: [.scalar("a"), .badByte(0xff), .badByte(0x07)])
    let table = SafeText(table: text)
    #expect(table.description == "a\u{fffd}\u{fffd}")
    #expect(table.glyphs.map(\.origin) == [.text, .badByte, .badByte])
    #expect(SafeText(detail: text).description == "a\\xff\\x07")
    #expect(SafeText(escaped: text).description == "a\\xff\\x07")
    #expect(SafeText(detail: text).glyphs.dropFirst().allSatisfy { $0.origin == .badByte })
  }

  @Test func `rows with bidi controls are flagged, others are not`() {
    for control in "\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{206a}\u{206f}".unicodeScalars {
      #expect(SafeText(table: DecodedText(units: [.scalar(control)])).hasBidiControls)
      #expect(SafeText(String(control)).hasBidiControls)
    }
    #expect(!SafeText(table: DecodedText("שלום\u{200b}")).hasBidiControls)
    #expect(("a" + SafeText("\u{202e}")).hasBidiControls)
    #expect(SafeText("\u{202e}abc").dropFirst(columns: 9).hasBidiControls)
  }

  @Test func `selectors, tags and surplus marks are counted in the table and kept in detail`() {
    let text = DecodedText("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{fe0f}\u{e0020}")
    let table = SafeText(table: text)
    #expect(table.glyphs.count == 1)
    #expect(table.droppedCount == 4)
    #expect(table.description == "e\u{301}\u{302}\u{303}\u{304}")
    #expect(
      SafeText(detail: text).description
        == "e\u{301}\u{302}\u{303}\u{304}\\u{305}\\u{306}\\u{fe0f}\\u{e0020}")
  }

  @Test func `Tibetan keeps its vowels on the screen and in records`() {
    let text = "སྒྲུབ་ཐབས"
    #expect(SafeText(table: DecodedText(text)).description == text)
    #expect(SafeText(table: DecodedText(text)).droppedCount == 0)
    #expect(SafeText(record: DecodedText(text)).description == text)
    #expect(SafeText(text).description == text)
  }

  @Test func `records and the clipboard have every mark, and their glyphs stay safe`() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 9) + "b\\"
    #expect(SafeText(record: DecodedText(text)).description == text + "\\")
    #expect(SafeText(copy: DecodedText(text)).description == text)
    let glyphs = SafeText(record: DecodedText(text)).glyphs
    #expect(glyphs.allSatisfy { $0.marks.count <= SafeText.Glyph.mostMarks })
    #expect(SafeText(record: DecodedText("\n\u{301}\u{301}")).description == "\\n\\u{301}\\u{301}")
    #expect(SafeText(record: DecodedText(text)).width == 4)
  }

  @Test func `a glyph of four marks is as small as one of none`() {
    #expect(MemoryLayout<SafeText.Glyph>.stride == 16)
    let marks: [Unicode.Scalar] = ["\u{301}", "\u{1e8d0}", "\u{11100}", "\u{1e944}"]
    let full = SafeText("x" + String(String.UnicodeScalarView(marks)))
    #expect(full.glyphs.first?.marks == marks && full.glyphs.count == 1)
    #expect(full.glyphs.first?.scalars == ["x"] + marks)
  }

  @Test func `a mark without a base joins neither our escapes nor our words`() {
    #expect(SafeText("\u{338}x").description == "\\u{338}x")
    #expect(SafeText("\n\u{338}").description == "\\n\\u{338}")
    #expect(SafeText(table: DecodedText("\n\u{338}")).description == "..")
    #expect(SafeText("from \("\u{338}")").description == "from \\u{338}")
    #expect(SafeText(escaped: "\\\u{338}").description == "\\\\\\u{338}")
  }

  @Test(arguments: ["\\x1b", "\\u{9b}", "\\n", "\\", "\\\\xff", "\\\\"])
  func `escapes cannot be forged in plain output`(forgery: String) {
    let shown = SafeText(escaped: DecodedText(forgery)).description
    #expect(shown == forgery.replacingBackslashes)
    #expect(SafeText(escaped: forgery).description == shown)
  }

  @Test(arguments: ["\\x1b", "\\u{9b}", "\\n", "\u{fffd}", "."])
  func `escapes cannot be forged on the screen: their origin tells`(forgery: String) {
    #expect(SafeText(detail: DecodedText(forgery)).glyphs.allSatisfy { $0.origin == .text })
    #expect(SafeText(table: DecodedText(forgery)).glyphs.allSatisfy { $0.origin == .text })
    #expect(SafeText("\u{1b}").glyphs.allSatisfy { $0.origin == .escape })
    #expect(SafeText(table: DecodedText("\u{1b}")).glyphs.map(\.origin) == [.escape])
  }

  @Test func `no two texts give the same plain output`() {
    let alphabet: [DecodedText.Unit] = [
      .scalar("\\"), .scalar("n"), .scalar("\n"), .scalar("x"), .scalar("f"), .badByte(0xff), .scalar("0"),
    ]
    var seen: [String: DecodedText] = [:]
    func visit(_ units: [DecodedText.Unit]) {
      let text = DecodedText(units: units)
      let other = seen.updateValue(text, forKey: SafeText(escaped: text).description)
      #expect(other == nil)
      if units.count < 4 { for unit in alphabet { visit(units + [unit]) } }
    }
    visit([])
  }

  @Test func `65 KB of combining marks costs linear time and draws four marks a base`() {
    let marks = "a" + String(repeating: "\u{301}", count: 32_700)
    let clock = ContinuousClock()
    var table = SafeText()
    let elapsed = clock.measure {
      table = SafeText(table: DecodedText(marks))
      _ = SafeText(detail: DecodedText(marks)).description
      _ = SafeText(record: DecodedText(marks)).description
    }
    #expect(table.width == 1)
    #expect(table.droppedCount == 32_696)
    #expect(elapsed < .seconds(2))
  }

  @Test func `wide characters are never halved`() {
    let text: SafeText = "a中b"
    #expect(text.width == 4)
    #expect((0...5).map { text.prefix(columns: $0).description } == ["", "a", "a ", "a中", "a中b", "a中b"])
    #expect((0...5).map { text.dropFirst(columns: $0).description } == ["a中b", "中b", " b", "b", "", ""])
    #expect((0...4).allSatisfy { text.prefix(columns: $0).width == $0 })
    #expect((0...4).allSatisfy { text.dropFirst(columns: $0).width == 4 - $0 })
    #expect(text.prefix(columns: -1).isEmpty)
    #expect(text.dropFirst(columns: -1) == text)
  }

  @Test func `marks stay with their base where text is cut`() {
    let text: SafeText = "xe\u{301}y"
    #expect(text.width == 3)
    #expect(text.prefix(columns: 2).description.unicodeScalars.count == 3)
    #expect(text.dropFirst(columns: 2).description == "y")
  }

  @Test func `texts are put together`() {
    var text: SafeText = "端口 \(8080): \("a\nb") \(SafeText("\t")) "
    text += .repeating("─", count: 3)
    #expect(text.description == "端口 8080: a\\nb \\t ───")
    #expect(text.width == 22)
    #expect(SafeText.repeating("─", count: -1).isEmpty)
    #expect(SafeText.repeating("\u{202e}", count: 2).description == "..")
    #expect(SafeText("a").padded(toColumns: 3).description == "a  ")
    #expect(SafeText("\(escaped: "a\\b")").description == "a\\\\b")
  }

  @Test func `Korean vowels that take no column join their consonant`() {
    let text = SafeText("\u{1112}\u{1161}\u{11ab}")
    #expect(text.glyphs.count == 1)
    #expect(text.width == 2)
  }

  @Test func `an ASCII locale keeps one column for what it cannot write`() {
    withASCIILocale {
      let text = SafeText(table: DecodedText("é中\u{1b}"))
      #expect(text.glyphs.map(\.width) == [1, 1, 1])
      #expect(CharacterLocale.ascii.encode(text) == Array("??.".utf8))
      #expect(CharacterLocale.ascii.encode(SafeText("e\u{301}中")) == Array("??".utf8))
      #expect(SafeText.Glyph("é").width == 1)
    }
  }
}

extension String {
  fileprivate var replacingBackslashes: String {
    String(flatMap { $0 == "\\" ? [$0, $0] : [$0] })
  }
}
