import TerminalUI
import Testing

@testable import Monitor

/// Tests the panes as a type: after any opening, closing and zooming, an open pane has the focus.
@Suite struct PanesTests {
  /// Applies pseudo-random changes to the panes, in an order that is always the same.
  private static func changed(_ count: Int, _ look: (Panes) -> Void) {
    var panes = Panes(PaneArrangement(open: [.detail]))
    var seed: UInt64 = 42
    for _ in 0..<count {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pane = Pane.allCases[Int(seed >> 33) % Pane.allCases.count]
      switch Int(seed >> 40) % 6 {
      case 0: panes.show(pane)
      case 1: panes.add(pane)
      case 2: panes.close(pane)
      case 3: panes.focus(pane)
      case 4: panes.focusNext(seed >> 63 == 0 ? 1 : -1)
      default: panes.toggleZoom()
      }
      look(panes)
    }
  }

  @Test func `the keys go to the table or to a pane that is open, and so does the whole screen`() {
    Self.changed(10_000) { panes in
      #expect(panes.all.contains(panes.focused))
      #expect(panes.zoomed.map { panes.all.contains($0) && $0 != .reply } ?? true)
      #expect(!panes.isOpen(.table) && panes.all.first == .table)
    }
  }

  @Test func `steps back close pane after pane, until the table is alone`() {
    Self.changed(500) { panes in
      var panes = panes
      while let pane = panes.closing {
        #expect(panes.isOpen(pane))
        panes.close(pane)
      }
      #expect(panes.focused == .table && !panes.isOpen(.detail) && !panes.isOpen(.reply))
    }
  }

  @Test func `an arrangement is kept once`() {
    var panes = Panes(PaneArrangement(open: [.peers]))
    #expect(panes.changedArrangement() == nil)
    panes.show(.detail)
    panes.show(.reply)
    #expect(panes.changedArrangement() == PaneArrangement(open: [.peers, .detail]))
    #expect(panes.changedArrangement() == nil)
  }
}
