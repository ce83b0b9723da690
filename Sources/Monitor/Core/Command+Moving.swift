import TerminalUI
import UDPCore

extension Command {
  /// Moving about, following, standing still.
  static let moving: [Command] = [
    Command("up", "one up; in the table the view stands still then", keys: [.up, .character("k")], in: .movable) {
      $0.move(.lines(-1))
    },
    Command("down", "one down", keys: [.down, .character("j")], in: .movable) { $0.move(.lines(1)) },
    Command("byte-left", "one byte back", keys: [.left, .character("h")], in: [.detail]) { $0.moveByte(by: -1) },
    Command("byte-right", "one byte on", keys: [.right, .character("l")], in: [.detail]) { $0.moveByte(by: 1) },
    Command("character-left", "to the character before", keys: [.wordLeft], in: [.detail]) {
      $0.moveCharacter(isForward: false)
    },
    Command("character-right", "to the next character", keys: [.wordRight], in: [.detail]) {
      $0.moveCharacter(isForward: true)
    },
    Command(
      "page-up", "one page up", keys: [.pageUp, .control("b")], in: .movable
    ) { $0.move(.pages(-1)) },
    Command(
      "page-down", "one page down", keys: [.pageDown, .control("f"), .character(" ")], in: .movable
    ) { $0.move(.pages(1)) },
    Command("half-page-up", "half a page up", keys: [.control("u")], in: .movable) { $0.move(.halfPages(-1)) },
    Command("half-page-down", "half a page down", keys: [.control("d")], in: .movable) { $0.move(.halfPages(1)) },
    Command("top", "to the first", keys: [.character("g"), .home], in: .movable) { $0.move(.toTop) },
    Command(
      "bottom", "to the last; in the table the view goes live again", keys: [.character("G"), .end], in: .movable
    ) { $0.move(.toBottom) },
    Command(
      "table-page-up", "one page up in the table while typing", keys: [.pageUp], in: .editors
    ) { $0.move(.pages(-1)) },
    Command(
      "table-page-down", "one page down in the table while typing", keys: [.pageDown], in: .editors
    ) { $0.move(.pages(1)) },
    Command(
      "follow", "keep the newest row in sight, or stop that", keys: [.character("F")], in: .panes, footer: "Follow",
      isUseful: { !$0.table.viewport.isFollowing && $0.focus == .table }
    ) { state in
      if state.table.viewport.isFollowing { state.standStill() } else { state.goLive() }
    },
    Command(
      "freeze", "freeze the view while reception goes on, and let it go again", keys: [.character("p")], in: .panes,
      footer: "Freeze", instead: FooterWord("Go on") { $0.table.viewport.isFrozen },
      isUseful: { $0.log.endNumber > 1 && $0.focus == .table }
    ) { $0.toggleFreeze() },
  ]
}
