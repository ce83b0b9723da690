import TerminalUI
import Testing

@Suite struct KeyNameTests {
  static let keys: [Key] =
    [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .wordLeft, .wordRight, .character(" "), .character("^"), .character("中"), .character("-"),
      .control(" "), .control("c"), .control("\\"), .alt(" "), .alt("x"), .alt("X"), .alt("-"), .alt("\u{7f}"),
      .alt("\r"),
    ] + (1...24).map { .function($0) } + "abcxyzABCXYZ019:/?[]<>+".unicodeScalars.map { .character($0) }

  @Test("a key's name names that key", arguments: keys)
  func roundTrip(key: Key) {
    #expect(Key(name: key.name) == key)
  }

  @Test(
    "names are those of the manual",
    arguments: [
      (Key.function(5), "F5"), (.control("c"), "^C"), (.pageDown, "PgDn"), (.character(" "), "Space"), (.escape, "Esc"),
      (.alt("x"), "M-x"), (.character("G"), "G"),
    ])
  func names(key: Key, name: String) {
    #expect(key.name == name)
  }

  @Test(
    "other names are understood",
    arguments: [
      ("C-c", Key.control("c")), ("ctrl-C", .control("c")), ("^c", .control("c")), ("alt-x", .alt("x")),
      ("esc", .escape),
      ("PAGEDOWN", .pageDown), ("f10", .function(10)), ("^[", .escape), ("^M", .enter), ("^I", .tab),
      ("^H", .backspace),
      ("shift-tab", .backTab), ("f", .character("f")), ("F", .character("F")),
    ])
  func aliases(name: String, key: Key) {
    #expect(Key(name: name) == key)
  }

  @Test(
    "what is no key has no key",
    arguments: ["", " ", "\u{1b}", "F0", "F64", "F-1", "^ä", "^1", "C-", "M-", "ab", "M-ab", "Paste", "^^^"])
  func unknown(name: String) {
    #expect(Key(name: name) == nil)
  }
}
