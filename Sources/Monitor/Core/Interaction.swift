import TerminalUI

/// The layers that the user works with: the panes, over them the line that is typed, and on top a help or a list. The
/// topmost has the keys.
struct Interaction: Sendable {
  /// The terminal's size.
  var size: Size
  /// The panes, at the bottom.
  var panes: Panes
  /// The line that is typed, over the panes.
  var prompt: Prompt?
  /// The help or the list that is on top.
  var overlay: Overlay?
  /// The lines that were typed before, the oldest first.
  var histories: [HistoryKind: [String]]
  /// The sentence in the last line.
  var notices = Notices()
  /// The steps that can be undone.
  var undoStack = UndoStack()
  /// Until when a second `^C` quits, in nanoseconds of the monotonic clock; `nil` while it only asks.
  var quitArmedUntil: UInt64?
  /// The time of the last key, in nanoseconds of the monotonic clock; `nil` before the first.
  var keyAt: UInt64?
  /// The regions of the screen (`State.layOut`).
  var layout = Layout()
  /// Counts what may have changed how anything looks: all that happens but steps from row to row and the clock, after
  /// which a frame copies much of the last one (`Frame`).
  private(set) var lookChanges = 0

  /// The layers at the start: panes alone.
  init(size: Size, panes: PaneArrangement, histories: [HistoryKind: [String]]) {
    self.size = size
    self.panes = Panes(panes)
    self.histories = histories
  }

  /// Has the next frame drawn anew.
  mutating func looksMayDiffer() { lookChanges &+= 1 }

  /// The place where keys go: the topmost layer.
  var focus: Focus { overlay?.focus ?? prompt?.focus ?? panes.focused.focus }
}
