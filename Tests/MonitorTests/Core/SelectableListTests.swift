import Testing

@testable import Monitor

/// Tests the list type shared by all lists that open over the panes.
@Suite struct SelectableListTests {
  private struct Adding: ListEntry {
    let names: [String]
    static let typing = ListTyping.adding
  }

  private struct Restarting: ListEntry {
    let names: [String]
    static let typing = ListTyping.restarting
  }

  private struct Cycling: ListEntry {
    let names: [String]
    static let typing = ListTyping.cycling
  }

  @Test func `letters add up, and those that lead nowhere are ignored`() {
    var list = SelectableList(["ask", "ask again", "bye"].map { Adding(names: [$0]) })
    for letter in "bzy".unicodeScalars { list.apply(.type(letter)) }
    #expect(list.selected?.names == ["bye"] && list.search == "by")
    list.apply(.typeBack)
    list.apply(.typeBack)
    list.apply(.complete)
    #expect(list.search.isEmpty && list.index == 0)
    list.apply(.type("a"))
    list.apply(.complete)
    #expect(list.search == "ask")
  }

  @Test func `a letter that leads nowhere begins anew, and other names count too`() {
    var list = SelectableList([Restarting(names: ["utf-8"]), Restarting(names: ["shift_jis", "sjis"])])
    list.apply(.paste("SJ"))
    #expect(list.index == 1 && list.search == "sj")
    list.apply(.type("u"))
    #expect(list.index == 0 && list.search == "u")
  }

  @Test func `each letter goes to the next entry, round at the end`() {
    var list = SelectableList(["size", "source", "time"].map { Cycling(names: [$0]) })
    var seen: [Int] = []
    for letter in "sst".unicodeScalars {
      list.apply(.type(letter))
      seen.append(list.index)
    }
    #expect(seen == [1, 0, 2])
    list.apply(.step)
    list.apply(.move(.toBottom, page: 2))
    #expect(list.index == 2)
  }

  @Test func `an empty list has nothing selected, whatever is typed`() {
    var list = SelectableList<Restarting>([])
    for change in [ListChange.step, .type("a"), .typeBack, .complete, .paste("ab"), .move(.toBottom, page: 4)] {
      list.apply(change)
    }
    #expect(list.selected == nil)
  }
}
