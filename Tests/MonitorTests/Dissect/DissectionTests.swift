import Basics
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the pane of Wireshark's tree, with trees as sharkd makes them.
struct DissectionTests {
  private static let payload: [UInt8] =
    [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7] + Array("example".utf8) + [3] + Array("com".utf8) + [0, 0, 1, 0, 1]

  /// The tree of a DNS query: UDP without bytes of the payload, DNS with them.
  private static let tree: ProtocolTree = {
    var tree = ProtocolTree()
    tree.add("User Datagram Protocol, Src Port: 53412, Dst Port: 8080", name: "udp") { tree in
      tree.add("Source Port: 53412", name: "udp.srcport")
    }
    tree.add("Domain Name System (query)", name: "dns", bytes: 0..<29) { tree in
      tree.add("Transaction ID: 0x1234", name: "dns.id", bytes: 0..<2)
      tree.add("Flags: 0x0100 Standard query", name: "dns.flags", bytes: 2..<4) { tree in
        tree.add("0... .... .... .... = Response: Message is a query", name: "dns.flags.response", bytes: 2..<4)
      }
      tree.add("Queries", bytes: 12..<29) { tree in
        tree.add("example.com: type A, class IN", bytes: 12..<29)
      }
    }
    return tree
  }()

  private func session(_ columns: Int = 120, _ rows: Int = 35) -> Session {
    Session(columns, rows).append(.incoming, Self.payload).append(.incoming, Self.payload)
  }

  /// A session whose pane shows the tree of row 2.
  private func answered(_ columns: Int = 120, _ rows: Int = 35) -> Session {
    let session = session(columns, rows).type("D")
    session.update(.dissected(2, .success(Self.tree)))
    return session
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the tree is drawn at every size`(size: Size) {
    expectScreen(answered(size.columns, size.rows).type("<down><down>"), "wireshark-\(size.columns)x\(size.rows)")
  }

  @Test func `D asks for the tree of the selected row, and shows it beside the bytes`() {
    let session = session().type("D")
    #expect(session.takeEffects().contains(.dissect(2)))
    #expect(session.shows("─ Wireshark's tree ") && session.shows("─ detail of 2 "), "\(session.lines)")
    session.update(.dissected(2, .success(Self.tree)))
    #expect(session.shows("─ Wireshark's tree of 2 "), "\(session.lines)")
    #expect(session.shows("+ User Datagram Protocol") && session.shows("- Domain Name System (query)"))
    #expect(session.shows("  Transaction ID: 0x1234") && !session.shows("Source Port: 53412"))
  }

  @Test func `an answer that takes long says so, until it comes`() {
    let session = session().type("D")
    #expect(!session.shows("asking Wireshark…"))
    session.update(.dissectionIsSlow(2))
    #expect(session.shows("asking Wireshark…"))
    session.update(.dissected(2, .success(Self.tree)))
    #expect(!session.shows("asking Wireshark…"))
  }

  @Test func `nodes open and close, and the ones around them are reached`() {
    let session = answered().type("<down><down><right>")
    #expect(session.shows("- Flags: 0x0100") && session.shows("Response: Message is a query"))
    session.type("<right><left>")
    #expect(session.shows("- Flags: 0x0100"), "from the node in it, to the flags")
    session.type("<left>")
    #expect(session.shows("+ Flags: 0x0100") && !session.shows("Response: Message"))
    session.type("<left><enter>")
    #expect(session.shows("+ Domain Name System") && !session.shows("Transaction ID"))
  }

  @Test func `the next row's tree has the same nodes open, and the same one selected`() {
    let session = answered().type("<down><down><right><tab><tab><up>")
    #expect(session.takeEffects().contains(.dissect(1)))
    #expect(session.shows("─ Wireshark's tree of 2 "), "the last tree stays until the next one comes")
    session.update(.dissected(1, .success(Self.tree)))
    #expect(session.shows("─ Wireshark's tree of 1 · 4/"), "\(session.lines)")
    #expect(session.shows("Response: Message is a query"))
  }

  @Test func `the bytes of the selected node are lit in the detail`() {
    let session = answered().type("<down>")
    let row = session.lines.firstIndex { $0.contains("0000  12 34") } ?? 0
    let styles = session.state.drawn().styleRuns(row: row).filter { $0.style == Theme.standard.accent }
    #expect(styles.map(\.columns.count) == [5], "two bytes and the blank between them")
    session.type("<up><up>")
    #expect(!session.state.drawn().styleRuns(row: row).contains { $0.style == Theme.standard.accent })
  }

  @Test func `only one tree is asked for at a time, and the newest selection is asked for next`() {
    let session = session().append(.incoming, [1]).type("D")
    #expect(session.takeEffects().contains(.dissect(3)))
    session.type("<tab><tab><up><up>")
    #expect(!session.takeEffects().contains { if case .dissect = $0 { true } else { false } })
    session.update(.dissected(3, .success(Self.tree)))
    #expect(session.takeEffects().contains(.dissect(1)))
  }

  @Test func `a view that follows asks for no tree, however many rows come`() {
    let session = answered().type("<tab><tab>G")
    session.effects = []
    session.append(.incoming, Self.payload).append(.incoming, Self.payload)
    #expect(!session.takeEffects().contains { if case .dissect = $0 { true } else { false } })
    session.type("p")
    #expect(session.takeEffects().contains(.dissect(4)))
  }

  @Test func `closing the pane ends the program, and no later answer shows`() {
    let session = answered().type("<tab><tab><up>")
    session.effects = []
    session.type("<esc>")
    #expect(session.takeEffects().contains(.endDissection))
    session.update(.dissected(1, .success(Self.tree)))
    #expect(!session.shows("Wireshark's tree"))
  }

  @Test func `without sharkd a sentence says what to install`() {
    let session = session().type("D")
    session.update(.dissected(2, .failure(FailureReason("Wireshark's tree needs sharkd, which is not installed"))))
    #expect(session.shows("Wireshark's tree needs sharkd, which is not installed"))
    #expect(!session.takeEffects().dropFirst().contains(.dissect(2)), "it is not asked again and again")
  }

  @Test func `hostile labels reach no terminal`() {
    var tree = ProtocolTree()
    tree.add("evil \u{1b}]0;title\u{7} \u{202e}txt \u{9b}31m")
    let session = session().type("D")
    session.update(.dissected(2, .success(tree)))
    let text = session.lines.joined()
    #expect(
      text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) && $0 != "\u{202e}" })
    #expect(session.shows("evil"))
  }

  @Test func `a tree that is too large is cut, and says so`() {
    var tree = ProtocolTree()
    for number in 0...ProtocolTree.mostNodes { tree.add("node \(number)") }
    let session = session().type("D")
    session.update(.dissected(2, .success(tree)))
    #expect(session.shows("too large: cut") && session.shows("node 19999"))
    session.type("<home><pgdn><end>")
    #expect(session.shows("· 20,000/20,000"))
  }
}
