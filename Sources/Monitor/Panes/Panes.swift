import TerminalUI

/// The panes that are open, and which of them has the keys: the table, which is always open, or one of the others.
struct Panes: Sendable {
  /// The panes that are open beside the table.
  private(set) var open: Set<Pane>
  /// The heights that the user chose, in thousandths of the room that panes and table share.
  private(set) var heights: [Pane: Int]
  /// The pane that has the keys when no line or list is open over it.
  private(set) var focused = Pane.table
  /// The pane that had the keys before the panel for messages.
  private var interrupted = Pane.table
  /// The pane that has the screen to itself.
  private(set) var zoomed: Pane?
  /// The window in which heights were chosen for the panes that are open. In another one, and beside another pane, they
  /// leave the table rows enough.
  private var resizedAt: Size?
  /// The arrangement that the event loop was last told to keep.
  private var saved: PaneArrangement

  /// The panes of an arrangement, with the keys in the table.
  init(_ arrangement: PaneArrangement) {
    open = arrangement.open.intersection(PaneArrangement.remembered)
    heights = arrangement.heights
    saved = arrangement
  }

  /// The table and the panes that are open, in the order of Tab.
  var all: [Pane] { Pane.allCases.filter { $0 == .table || open.contains($0) } }

  /// The pane that a step back closes; `nil` when there is none.
  var closing: Pane? {
    switch focused {
    case .peers, .kinds, .conversation, .rate, .graph, .relay, .wireshark, .detail: focused
    case .table, .reply: [.reply, .conversation, .wireshark, .detail].first(where: isOpen)
    }
  }

  /// Whether a pane is open beside the table.
  func isOpen(_ pane: Pane) -> Bool { open.contains(pane) }

  /// Whether the table keeps six rows, whatever heights were chosen.
  func keepsRows(in size: Size) -> Bool { resizedAt != size }

  /// Opens a pane and gives it the keys, and the screen where another one has it.
  mutating func show(_ pane: Pane) {
    if pane != .table { open.insert(pane) }
    if pane != .reply { resizedAt = nil }
    give(pane)
  }

  /// Opens a pane beside the one that has the keys.
  mutating func add(_ pane: Pane) {
    guard pane != .table else { return }
    open.insert(pane)
    resizedAt = nil
  }

  /// Closes a pane; the keys it had go to the table, and those of the panel for messages to where it was opened.
  mutating func close(_ pane: Pane) {
    open.remove(pane)
    if zoomed == pane { zoomed = nil }
    if focused == pane { focused = pane == .reply && isOpen(interrupted) ? interrupted : .table }
  }

  /// Gives the keys to a pane that is open.
  mutating func focus(_ pane: Pane) {
    if pane == .table || isOpen(pane) { focused = pane }
  }

  /// Gives the keys to the pane that is `step` further on, round at the ends.
  mutating func focusNext(_ step: Int) {
    let all = all
    let index = all.firstIndex(of: focused) ?? 0
    give(all[(index + step + all.count) % all.count])
  }

  private mutating func give(_ pane: Pane) {
    if pane == .reply, focused != .reply { interrupted = focused }
    focused = pane
    if zoomed != nil { zoomed = pane == .reply ? nil : pane }
  }

  /// Gives the pane that has the keys the whole screen, or takes it back.
  mutating func toggleZoom() { zoomed = zoomed == nil && focused != .reply ? focused : nil }

  /// Takes the whole screen back from the pane that has it.
  mutating func unzoom() { zoomed = nil }

  /// Chooses a pane's height in rows of those that panes and table share.
  mutating func setHeight(_ rows: Int, of pane: Pane, in room: Int, at size: Size) {
    resizedAt = size
    heights[pane] = (min(max(2, rows), room - 2) * 1_000 + room / 2) / room
  }

  /// The arrangement to keep for the next run; `nil` when it was kept already.
  mutating func changedArrangement() -> PaneArrangement? {
    let arrangement = PaneArrangement(open: open.intersection(PaneArrangement.remembered), heights: heights)
    guard arrangement != saved else { return nil }
    saved = arrangement
    return arrangement
  }
}
