import PayloadText
import TerminalUI
import Testing

@Suite(.unicodeLocale) struct LineEditorTests {
  /// Types keys given by name, separated by blanks; any other word is typed as text.
  private func typed(_ keys: String, into editor: LineEditor = LineEditor()) -> LineEditor {
    var editor = editor
    for word in keys.split(separator: " ") {
      if let key = Key(name: String(word)) {
        _ = editor.handle(key)
      } else {
        for scalar in word.unicodeScalars { _ = editor.handle(.character(scalar)) }
      }
    }
    return editor
  }

  @Test(
    "keys edit the line",
    arguments: [
      ("abc", "abc|"), ("abc Left Left x", "ax|bc"), ("abc ^A x ^E y", "xabcy|"), ("abc Home Del", "|bc"),
      ("abc ^B ^B ^F ^D", "ab|"), ("abc Backspace", "ab|"), ("one Space two ^W", "one |"),
      ("one.two M-Backspace", "one.|"),
      ("one Space two M-b M-b M-d", "| two"), ("one Space two ^A M-f ^K", "one|"), ("abc ^B ^U", "|c"),
      ("one Space two ^W ^A ^Y", "two|one "), ("one Space two ^W ^W ^Y", "one two|"), ("ab ^A ^K x ^Y ^Y", "xabab|"),
      ("ab ^A M-d ^Y ^Y", "abab|"), ("ab ^T", "ba|"), ("abc ^A ^T", "|abc"),
      ("one Space two ^Left ^Left ^Right", "one| two"),
      ("中文 Left x", "中x|文"), ("中文 Backspace", "中|"), ("Left Backspace Del ^W ^K ^U", "|"),
    ])
  func editing(keys: String, expected: String) {
    let editor = typed(keys)
    var shown = editor.text.unicodeScalars
    shown.insert("|", at: shown.index(shown.startIndex, offsetBy: editor.cursor))
    #expect(String(shown) == expected)
  }

  @Test func `a step is one glyph with its marks`() {
    var editor = LineEditor(text: "ae\u{301}\u{308}b")
    #expect(editor.handle(.left) == .moved)
    #expect(editor.cursor == 4)
    _ = editor.handle(.left)
    #expect(editor.cursor == 1)
    _ = editor.handle(.right)
    #expect(editor.handle(.backspace) == .changed)
    #expect(editor.text == "ab")
    #expect(editor.handle(.character("\u{301}")) == .changed)
    #expect(editor.cursor == 2)
    _ = editor.handle(.backspace)
    #expect(editor.text == "b")
    editor.text = "\u{301}b"
    editor.moveCursor(to: 1)
    #expect(editor.cursor == 1)
  }

  @Test func `a mark that loses its base joins the glyph before it`() {
    var editor = LineEditor(text: "xa\u{301}")
    editor.replace(1..<2, with: "")
    #expect(editor.cursor == 2)
    _ = editor.handle(.left)
    #expect(editor.cursor == 0)
    _ = editor.handle(.delete)
    #expect(editor.isEmpty)
  }

  @Test(
    "a key says what it did",
    arguments: [
      (Key.character("x"), LineEditor.Outcome.changed), (.left, .moved), (.enter, .submitted), (.escape, .cancelled),
      (.tab, .ignored), (.function(5), .ignored), (.control("c"), .ignored), (.control("k"), .moved), (.up, .moved),
      (.paste(""), .moved), (.paste("\n"), .moved), (.paste("a\n"), .changed), (.pageUp, .ignored),
    ])
  func outcomes(key: Key, outcome: LineEditor.Outcome) {
    var editor = LineEditor(text: "abc")
    #expect(editor.handle(key) == outcome)
  }

  @Test func `a pasted backslash stays one; ESC stays in a text of several lines and goes from a single one`() {
    var message = LineEditor(newlines: .keep)
    _ = message.handle(.paste("C:\\new\t\u{1b}[2J\u{7f}"))
    #expect(message.text == "C:\\new\t\u{1b}[2J")
    var editor = LineEditor(newlines: .space)
    _ = editor.handle(.paste("/a\\d/\u{1b}"))
    #expect(editor.text == "/a\\d/")
  }

  @Test(
    "a pasted newline never submits",
    arguments: [
      ("a\nb\tc\n", LineEditor.PastedNewline.keep, "a\nb\tc\n"), ("a\nb\tc\n\n", .space, "a b c"),
      ("\n", .space, ""), ("中\u{1b}[31m文\u{7f}", .space, "中[31m文"), (#"C:\new"#, .keep, #"C:\new"#),
    ])
  func pasting(text: String, policy: LineEditor.PastedNewline, expected: String) {
    var editor = LineEditor(newlines: policy)
    #expect(editor.handle(.paste(text)) != .submitted)
    #expect(editor.text == expected)
  }

  @Test func `history is walked and the draft is kept`() {
    var editor = typed("new", into: LineEditor(history: ["one", "two"]))
    #expect(editor.handle(.up) == .changed)
    #expect(editor.text == "two")
    _ = editor.handle(.control("p"))
    #expect(editor.text == "one")
    #expect(editor.handle(.up) == .moved)
    _ = editor.handle(.down)
    _ = editor.handle(.down)
    #expect(editor.text == "new")
    #expect(editor.cursor == 3)
    #expect(editor.handle(.down) == .moved)
  }

  @Test func `what is remembered is recalled, once in a row and not the empty line`() {
    var editor = LineEditor(text: "a")
    editor.remember()
    editor.remember()
    editor.text = ""
    editor.remember()
    #expect(editor.history == ["a"])
    _ = editor.handle(.up)
    #expect(editor.text == "a")
    for number in 0..<1_100 {
      editor.text = "\(number)"
      editor.remember()
    }
    #expect(editor.history.count == LineEditor.historyLimit)
    #expect(editor.history.last == "1099")
  }

  private func drawn(_ editor: LineEditor, columns: Int, marks: [Range<Int>] = []) -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: 1))
    editor.draw(on: &canvas, in: canvas.bounds, prompt: "> ", marks: marks)
    return canvas
  }

  @Test("the cursor is always seen", arguments: [1, 2, 3, 4, 5, 8, 9, 20])
  func scrolling(columns: Int) {
    var editor = LineEditor(text: "a中b文c\u{200b}字")
    for _ in 0..<9 {
      let canvas = drawn(editor, columns: columns)
      #expect(canvas.cursor.map { canvas.bounds.contains($0) } == true)
      if let cursor = canvas.cursor, editor.cursor < editor.count, columns >= 14 {
        let scalars = Array(editor.text.unicodeScalars)
        let under = scalars[editor.cursor]
        #expect(canvas[cursor.column, 0].base == (under == "\u{200b}" ? "\\" : under))
      }
      _ = editor.handle(.left)
    }
  }

  @Test func `a long line scrolls by half a field`() {
    var editor = LineEditor(text: "0123456789")
    #expect(drawn(editor, columns: 10).lines == ["> 456789"])
    #expect(drawn(editor, columns: 10).cursor == Position(column: 8, row: 0))
    for _ in 0..<3 { _ = editor.handle(.left) }
    #expect(drawn(editor, columns: 10).lines == ["> 01234567"])
    editor.text = "中文字符"
    #expect(drawn(editor, columns: 8).lines == [">  字符"] || drawn(editor, columns: 8).lines == ["> 字符"])
  }

  @Test func `marks are styled, and one at the end marks the blank there`() {
    let style = Style(.red, .underline)
    let bold = Canvas.StyleRun(columns: 0..<2, style: Style(.standard, .bold))
    let editor = LineEditor(text: "a中b")
    #expect(drawn(editor, columns: 9, marks: [1..<2]).styleRuns(row: 0) == [bold, .init(columns: 3..<5, style: style)])
    #expect(drawn(editor, columns: 9, marks: [2..<2]).styleRuns(row: 0) == [bold, .init(columns: 5..<6, style: style)])
    #expect(drawn(editor, columns: 9, marks: [3..<3]).styleRuns(row: 0) == [bold, .init(columns: 6..<7, style: style)])
    #expect(drawn(editor, columns: 9, marks: [3..<4]).styleRuns(row: 0) == [bold, .init(columns: 6..<7, style: style)])
    #expect(
      drawn(editor, columns: 9, marks: [0..<99]).styleRuns(row: 0) == [bold, .init(columns: 2..<7, style: style)])
  }

  @Test func `all lines are cut at once, and put back`() {
    var editor = LineEditor(text: "one\ntwo", newlines: .keep)
    editor.cutAll()
    #expect(editor.isEmpty && editor.cursor == 0)
    _ = editor.handle(.control("y"))
    #expect(editor.text == "one\ntwo")
  }

  @Test func `the line of the history that the text comes from is known`() {
    var editor = LineEditor(text: "new", history: ["one", "two"])
    #expect(editor.recalledLine == nil)
    _ = editor.handle(.up)
    #expect(editor.recalledLine == 1)
    editor.replaceAll(with: "other")
    #expect(editor.recalledLine == nil && editor.text == "other")
  }
}
