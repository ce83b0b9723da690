import TerminalUI

/// Moving about, in whatever has the keys.
extension Command {
  static let up = Command(
    "up", "one up; in the table this stops following", keys: [.up, .character("k")], in: .movable
  ) {
    $0.move(.lines(-1))
  }.asStep()
  static let down = Command("down", "one down", keys: [.down, .character("j")], in: .movable) {
    $0.move(.lines(1))
  }.asStep()
  static let pageUp = Command(
    "page-up", "one page up", keys: [.pageUp, .control("b")], in: .movable
  ) { $0.move(.pages(-1)) }.asStep()
  static let pageDown = Command(
    "page-down", "one page down", keys: [.pageDown, .control("f"), .character(" ")],
    in: Set.movable.subtracting([.rules, .alarms])
  ) { $0.move(.pages(1)) }.asStep()
  static let halfPageUp = Command("half-page-up", "half a page up", keys: [.control("u")], in: .movable) {
    $0.move(.halfPages(-1))
  }.asStep()
  static let halfPageDown = Command("half-page-down", "half a page down", keys: [.control("d")], in: .movable) {
    $0.move(.halfPages(1))
  }.asStep()
  static let top = Command("top", "to the first", keys: [.character("g"), .home], in: .movable) { $0.move(.toTop) }
  static let bottom = Command(
    "bottom", "to the last; in the table the view follows new rows again", keys: [.character("G"), .end], in: .movable
  ) { $0.move(.toBottom) }
  static let tablePageUp = Command(
    "table-page-up", "one page up in the table while typing", keys: [.pageUp], in: .editors
  ) { $0.move(.pages(-1)) }
  static let tablePageDown = Command(
    "table-page-down", "one page down in the table while typing", keys: [.pageDown], in: .editors
  ) { $0.move(.pages(1)) }
}
